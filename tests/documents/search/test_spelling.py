"""The nearest words: by sound, by a slip of one character, and by their spelling in latin letters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.search.sounds import difference, is_latin, sounds_of, spelled
from documents.search.spelling import LONGEST_PIECE, Vocabulary

WORDS = {
    "首席质量官": 9, "质量强国": 8, "质量": 90, "制度": 5, "建设": 40, "绿色建筑": 4, "绿色": 12, "认证认可": 3, "市场监管局": 7,
    "银行": 3, "满意度": 5, "计量": 9, "质量基础设施": 6, "官": 3, "haccp": 1, "质量贷": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Vocabulary:
    return Vocabulary(WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("手席质量官", "首席质量官"),  # the same sound
        ("指量强国", "质量强国"),
        ("银航", "银行"),  # one of several readings
        ("级量", "计量"),
        ("资量强国", "质量强国"),  # zi for zhi
        ("指良强国", "质量强国"),  # two of them
        ("首席质量长", "首席质量官"),  # another character
        ("首席量官", "首席质量官"),  # one is missing
        ("首席质量量官", "首席质量官"),  # one is doubled
        ("首席质官量", "首席质量官"),  # two have changed places
        ("手席质量官制度", "首席质量官制度"),  # within a longer piece
        ("质量强国建舍", "质量强国建设"),
        ("市场监督局", "市场监管局"),
        ("hacpp", "haccp"),
    ],
)
def test_the_likeliest_is_what_was_meant(known: Vocabulary, typed: str, meant: str) -> None:
    assert known.nearest(typed)[0].text == meant


@pytest.mark.parametrize(("typed", "meant"), [("质亮强过", "质量强国"), ("绿色建助制渡", "绿色建筑制度")])
def test_two_slips_are_mended_too(known: Vocabulary, typed: str, meant: str) -> None:
    assert meant in [guess.text for guess in known.nearest(typed)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shouxizhiliangguan", "首席质量官"),
        ("souxiziliangguan", "首席质量官"),
        ("zhiliangqianguo", "质量强国"),
        ("sxzlg", "首席质量官"),
        ("shouxizhiliangguanzhidu", "首席质量官制度"),
        ("zhiliangdai", "质量贷"),
    ],
)
def test_pinyin_in_latin_letters_finds_the_word(known: Vocabulary, typed: str, meant: str) -> None:
    assert meant in [guess.text for guess in known.nearest(typed)]


@pytest.mark.parametrize("typed", ["", "质", "质量", "首席质量官", "银行", "haccp", "hello", "zz", "火星"])
def test_what_is_right_or_like_nothing_is_left_alone(known: Vocabulary, typed: str) -> None:
    assert known.nearest(typed) == []


def test_a_word_that_stands_nowhere_may_be_meant_and_may_be_a_slip(known: Vocabulary) -> None:
    assert "质量贷" in [guess.text for guess in known.nearest("质量袋")]


def test_a_like_sound_is_likelier_than_another_character(known: Vocabulary) -> None:
    costs = [known.nearest(typed)[0].cost for typed in ("手席质量官", "首席质量馆", "首席质量长")]
    assert costs == sorted(costs)
    assert difference("手", "首") < difference("资", "质") < difference("长", "官")


def test_of_words_that_sound_alike_the_commoner_comes_first() -> None:
    known = Vocabulary({"权利": 3, "权力": 30})
    assert [guess.text for guess in known.nearest("全力")] == ["权力", "权利"]


def test_words_have_the_sounds_of_their_characters() -> None:
    assert set(sounds_of("首席")) & set(sounds_of("手席"))
    assert not set(sounds_of("首席")) & set(sounds_of("质量"))
    assert spelled("银行")[0] == spelled("银航")[0]
    assert spelled("首席质量官")[1] == "sxzlg"


@given(st.text(max_size=120))
def test_anything_may_be_typed(typed: str) -> None:
    for guess in Vocabulary(WORDS).nearest(typed):
        assert guess.text != typed
    is_latin(typed)


@pytest.mark.parametrize(
    "typed", ["质" * 10_000, "a" * 10_000, "zhi" * 26, "质" * LONGEST_PIECE, "?" * 40, "\ud800质量", "\x00"]
)
def test_hostile_pieces_take_no_time(known: Vocabulary, typed: str) -> None:
    begun = time.process_time()
    known.nearest(typed)
    assert time.process_time() - begun < 1

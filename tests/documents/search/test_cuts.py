"""The index holds words and pairs of folded text, and where clauses and sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from documents.search import cuts
from documents.search.cuts import (
    LEVEL_SIGN,
    LONGEST_WORD,
    cut,
    fingerprint,
    grams,
    letters,
    marks,
    rarity,
    run_of,
    sentences_of,
    words_of,
)
from documents.search.words import finely, joined_terms, segment, terms
from documents.text import other_shapes

ANY = st.text(st.characters(codec=None), max_size=60) | st.text(
    "质量強國着著，。、；:“”双随机一公开 \n1.5％", max_size=60
)


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("質量強國", "质量强国"),
        ("ＩＳＯ　９００１", "iso9001"),
        ("94％以上", "94以上"),
        ("〔2024〕16号", "202416号"),
        ("著力", "着力"),
        ("NEAR(\x00*", "near"),
        ("……", ""),
    ],
)
def test_letters_are_what_counts_of_a_text(typed: str, counts: str) -> None:
    assert letters(typed) == counts


def test_a_section_is_cut_into_words_clauses_and_sentences() -> None:
    cuts = cut("提升農產品質量", "健全風險監測機制，推行首席質量官；到2025年，達98.3%以上。\n加強監管、服務。")
    assert cuts == "提升 农产品质量|健全 风险监测 机制,推行 首席质量官,到 2025 年,达 98,3,以上.加强 监管/服务"
    assert run_of(cuts) == "提升农产品质量|健全风险监测机制推行首席质量官到2025年达983以上加强监管服务"
    assert sentences_of(cuts)[1:] == ["健全风险监测机制推行首席质量官到2025年达983以上", "加强监管服务"]


def test_a_term_with_a_sign_within_is_one_word() -> None:
    assert "双随机一公开" in words_of(cut("", "健全以“雙隨機、一公開”監管為基本手段"))
    assert joined_terms()


@given(ANY, ANY)
def test_no_letter_is_lost_or_added(title: str, text: str) -> None:
    cuts = cut(title, text)
    assert run_of(cuts) == f"{letters(title)}|{letters(text)}"
    assert "".join(words_of(cuts)) == letters(title) + letters(text)
    assert "".join(sentences_of(cuts)) == letters(title) + letters(text)
    assert all(len(word) <= LONGEST_WORD for word in words_of(cuts))


@given(ANY)
def test_whatever_stands_in_a_text_is_found_in_its_run(text: str) -> None:
    run = run_of(cut("", text))
    assert all(letters(text[at : at + 7]) in run for at in range(len(text)))


@given(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
def test_characters_are_simplified_as_opencc_does(char: str) -> None:
    """The package's own converter is the oracle; it leaves 著 and other shapes, which are folded further."""
    assert letters(char) == OpenCC("t2s").convert(other_shapes().get(char, char))


@pytest.mark.parametrize("text", ["扭轉乾坤之力", "乾縣人民政府", "瞭解情況", "答覆意見", "ΟΔΟΣΑİSO"])
def test_a_piece_folds_as_it_does_within_its_text(text: str) -> None:
    """Elsewhere words are folded with regard to those around them; a piece of a word would not be found then."""
    run = letters(text)
    assert all(letters(text[a:b]) == run[a:b] for a in range(len(text)) for b in range(a + 1, len(text) + 1))


def test_words_that_weigh_much_are_marked() -> None:
    text = "加强标准建设，完善标准体系，推动标准实施。" + "其他事项的办理流程与时间安排另行通知。" * 8
    marked = {mark[:-1]: ord(mark[-1]) - LEVEL_SIGN for mark in marks(cut("制定标准", text)).split()}
    assert marked["标准"] > marked["制定"]
    assert "体系" not in marked


def test_a_section_without_words_has_no_marks() -> None:
    assert marks(cut("", "")) == ""


def test_the_pieces_of_a_run_are_each_told_once() -> None:
    assert grams("质量质量官", 2) == ["质量", "量质", "量官"]
    assert grams("质量质量官", 3) == ["质量质", "量质量", "质量官"]
    assert grams("质", 2) == []


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0
    assert rarity(200, 100) >= 0


def test_an_index_by_another_folding_has_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint.__wrapped__()
    assert before == fingerprint()
    monkeypatch.setattr(cuts, "fold_each", lambda text: text)
    assert fingerprint.__wrapped__() != before


def test_terms_of_policy_are_words_and_can_be_divided() -> None:
    assert segment("推行首席质量官制度") == ["推行", "首席质量官", "制度"]
    assert finely("质量安全举报奖励") == ["质量", "安全", "举报", "奖励"]
    assert all(term == letters(term) for term in terms())

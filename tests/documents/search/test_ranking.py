"""The best first: rare before common, title before body, runs before scattered words, full before partial."""

from __future__ import annotations

import time

import pytest

from documents.search.cuts import cut
from documents.search.query import parse
from documents.search.ranking import rank
from documents.search.thesaurus import thesaurus
from documents.search.wanted import Wanted, judge, want, words_to_count

NUMBER = 100
COMMON = {"质量": 90, "企业": 60, "提升": 50}


def wanted(typed: str, *synonyms: str, **frequencies: int) -> Wanted:
    query = parse(typed)
    counted = {word: (COMMON | frequencies).get(word, 5) for word in words_to_count(query)}
    return want(query, frequencies=counted, number=NUMBER, known=thesaurus([synonyms], []))


def order(asked: Wanted, *texts: tuple[str, str]) -> list[int]:
    return [one.key for one in rank(asked, enumerate(cut(*text) for text in texts))]


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("绿色建筑", ("发展绿色建筑", "推进工作。"), ("推进工作", "发展绿色建筑。")),
        ("绿色建筑", ("", "发展绿色建筑。"), ("", "绿色标准与建筑节能。")),
        ("绿色建筑", ("", "发展绿色建筑，推广绿色建筑。"), ("", "发展绿色建筑，推广新型建材。")),
        ("特种设备", ("", "提升特种设备维修、保养水平。"), ("", "加大重大装备、特种设备、消费品的服务力度。")),
        ("特种设备", ("", "加强特种设备监管。"), ("", "采取“产品”和“特种设备”等方式加强监管。")),
        ("绿色 召回", ("", "绿色产品召回。"), ("", "产品召回，产品召回，产品召回。")),
        ("质量安全举报奖励", ("", "健全投诉举报机制。"), ("", "完善政府质量奖励，给予奖励，再次奖励。")),
    ],
)
def test_the_better_answer_comes_first(typed: str, better: tuple[str, str], worse: tuple[str, str]) -> None:
    asked = wanted(typed, 举报=3, 奖励=12)
    assert order(asked, worse, better) == [1, 0]
    assert order(asked, better, worse) == [0, 1]


def test_a_synonym_counts_less_than_the_word() -> None:
    asked = wanted("能耗", "能耗", "能源消耗")
    assert order(asked, ("", "降低能源消耗水平。"), ("", "降低能耗水平。")) == [1, 0]
    long = "健全机制，推动发展，强化保障。" * 40
    assert order(asked, ("", "健全能源消耗标准，加大支持。"), ("", f"{long}积极降低能耗等水平。{long}")) == [1, 0]


def test_an_abbreviation_counts_less_than_its_full_name() -> None:
    known = thesaurus([], [], [["国标", "国家标准"]])
    asked = want(parse("国标"), frequencies={"国标": 5}, number=NUMBER, known=known)
    in_passing = ("", "参与制定国际标准、国家标准、行业标准，" + "推进标准化建设，" * 30)
    assert order(asked, ("打造质量强国标杆", "质量强国标杆。"), in_passing) == [1, 0]


def test_what_holds_every_piece_is_full() -> None:
    ranked = rank(wanted("绿色 召回"), enumerate([cut("", "绿色产品。"), cut("", "绿色产品召回。"), cut("", "其他。")]))
    assert [(one.key, one.is_full, one.held) for one in ranked] == [(1, True, (True, True)), (0, False, (True, False))]


@pytest.mark.parametrize(
    ("typed", "text", "is_held"),
    [
        ("质量强区", "建设品质量强区域。", True),  # across the borders of words
        ("產品召回", "产品，召回。", True),  # punctuation aside
        ("产品召回", "召回缺陷产品。", True),  # its words in one sentence
        ("产品召回", "召回缺陷。提升产品。", False),
        ("质量召回", "召回缺陷。", True),  # the common word aside
        ('"产品召回"', "召回缺陷产品。", False),
        ("能耗", "降低能源消耗。", True),
    ],
)
def test_what_a_text_holds(typed: str, text: str, is_held: bool) -> None:
    asked = wanted(typed, "能耗", "能源消耗", 产品=20, 召回=3, 缺陷=3)
    assert bool(judge(asked)(cut("", text))) is is_held


def test_a_long_run_is_found_across_signs_in_no_time() -> None:
    pasted = "提升产品质量，加强品牌建设。" * 10
    assert judge(wanted(pasted))(cut("", f"总之：{pasted}"))
    assert not judge(wanted(pasted))(cut("", f"总之：{pasted[1:]}"))
    hostile, begun = cut("", "质" * 50_000), time.process_time()
    assert not judge(wanted("质" * 3999 + "量"))(hostile)
    assert time.process_time() - begun < 0.5


def test_no_run_goes_from_the_title_into_the_text() -> None:
    assert not judge(wanted('"产品召回"'))(cut("提升产品", "召回缺陷。"))


def test_equal_texts_stay_in_their_order() -> None:
    same = ("", "发展绿色建筑。")
    assert order(wanted("绿色建筑"), same, same, same) == [0, 1, 2]

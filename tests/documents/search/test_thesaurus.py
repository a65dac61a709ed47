"""What means the same: words of the table, whole ones only, and other names of a body's function."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from documents.functions import function_of
from documents.search.cuts import letters
from documents.search.thesaurus import MOST_SYNONYMS, Thesaurus, thesaurus

CATALOGUE = Path(__file__).resolve().parents[3] / "fixtures" / "synonyms.json"
GROUPS = [["规上", "规模以上"], ["能耗", "能源消耗"], ["放管服", "简政放权、放管结合、优化服务"]]
BODIES = [
    ("industry", ["西安市工业和信息化局", "市工信局"]),
    ("industry", ["河北省工业和信息化厅"]),
    ("market-regulation", ["市市场监管局"]),
]


@pytest.fixture
def known() -> Thesaurus:
    return thesaurus(GROUPS, BODIES)


@pytest.mark.parametrize(
    ("run", "same"),
    [
        ("规上", ("规模以上",)),
        ("规模以上", ("规上",)),
        ("规模以上企业", ("规上企业",)),
        ("单位产品能耗", ("单位产品能源消耗",)),
        ("放管服改革", ("简政放权放管结合优化服务改革",)),
        ("能源", ()),
        ("质量强国", ()),
    ],
)
def test_a_word_of_a_group_stands_for_the_others(known: Thesaurus, run: str, same: tuple[str, ...]) -> None:
    assert known.synonyms(run) == same


def test_what_merely_runs_over_two_words_is_no_word_of_a_group() -> None:
    assert thesaurus([["量强", "国力"]], []).synonyms("质量强国") == ()


def test_an_abbreviation_finds_its_full_names_and_they_do_not_find_it() -> None:
    known = thesaurus([], [], [["地标", "地方标准", "地理标志"], [], ["、"], "国标"])
    assert known.synonyms("地标") == ("地方标准", "地理标志")
    assert known.synonyms("制定地标") == ("制定地方标准", "制定地理标志")
    assert known.synonyms("地方标准") == known.synonyms("当地标志") == known.synonyms("国标") == ()


def test_of_many_names_of_bodies_those_that_most_have_are_asked_for_first() -> None:
    many = [("industry", [f"{name}工信局", "工业和信息化局"]) for name in ("甲", "乙", "丙")] + [
        ("industry", ["市经信局"])
    ]
    known = thesaurus([], many)
    assert known.synonyms("工信部门")[0] == "工业和信息化局"
    assert known.synonyms("工信部门") == thesaurus([], reversed(many)).synonyms("工信部门")


def test_every_word_of_a_piece_may_be_exchanged(known: Thesaurus) -> None:
    assert set(known.synonyms("规上企业能耗")) == {"规上企业能源消耗", "规模以上企业能耗"}


@pytest.mark.parametrize("run", ["工信局", "市工信局", "工业和信息化部门", "西安市工信局"])
def test_a_body_has_the_other_names_of_its_function(known: Thesaurus, run: str) -> None:
    assert {name.removeprefix("市") for name in known.synonyms(run)} >= {"工业和信息化局", "工业和信息化厅"}


@pytest.mark.parametrize("run", ["布局", "格局", "工业", "", "局" * 30])
def test_what_is_no_body_has_no_other_names(known: Thesaurus, run: str) -> None:
    assert known.synonyms(run) == ()


def test_words_are_compared_folded_and_without_signs() -> None:
    assert thesaurus([["Ｒ＆Ｄ經費", "研发经费"]], []).synonyms("rd经费") == ("研发经费",)


def test_synonyms_are_bounded() -> None:
    many = thesaurus([[f"质量{number}" for number in range(50)]], [])
    assert len(many.synonyms("质量7")) == MOST_SYNONYMS


@pytest.mark.parametrize("words", [[], [""], ["、。"], [None], ["规上"]])
def test_a_group_that_says_nothing_does_nothing(words: list[object]) -> None:
    assert thesaurus([words], []).synonyms("规上") == ()  # type: ignore[list-item]


# The catalogue that the project comes with


def catalogue(*, abbreviations: bool = False) -> list[list[str]]:
    rows = [record["fields"] for record in json.loads(CATALOGUE.read_text(encoding="utf-8"))]
    return [row["words"] for row in rows if row.get("is_abbreviation", False) == abbreviations]


def test_no_word_of_the_catalogue_stands_in_two_groups() -> None:
    words = [letters(word) for group in catalogue() for word in group]
    words += [letters(group[0]) for group in catalogue(abbreviations=True)]
    assert len(words) == len(set(words))


def test_abbreviations_of_the_catalogue_are_not_longer_than_their_full_names() -> None:
    groups = catalogue(abbreviations=True)
    assert groups and all(len(group[0]) <= min(map(len, group[1:])) for group in groups)


def test_no_word_of_the_catalogue_is_short_enough_to_stand_within_others() -> None:
    """国标 stands in 中国标准, 高企 in 提高企业, 国企 in 中国企业, 三同 in 三同时."""
    words = {letters(word) for group in catalogue() for word in group}
    assert not words & {"国标", "行标", "团标", "企标", "地标", "高企", "国企", "外企", "三同", "强检", "农资", "固投"}
    assert min(map(len, words)) >= 2


def test_the_catalogue_leaves_the_names_of_bodies_to_the_functions() -> None:
    wrong = [word for group in catalogue() for word in group if word.endswith(("局", "厅")) and function_of(word)]
    assert wrong == []


@pytest.mark.parametrize(
    ("run", "same"),
    [
        ("HACCP", "危害分析和关键控制点"),
        ("碳达峰、碳中和", "双碳"),
        ("规上工业", "规模以上工业"),
        ("质量融资增信", "质量贷"),
        ("食用农产品合格证", "承诺达标合格证"),
        ("团标", "团体标准"),
        ("装配式施工", "装配化施工"),
    ],
)
def test_the_catalogue_knows_what_experts_know(run: str, same: str) -> None:
    assert same in thesaurus(catalogue(), [], catalogue(abbreviations=True)).synonyms(letters(run))


def test_what_is_no_list_of_words_means_nothing() -> None:
    groups: list[Any] = [None, 7, "规上", {"规上": "规模以上"}, ["规上", "规模以上"], [None, 3]]
    assert thesaurus(groups, []).synonyms("规上") == ("规模以上",)

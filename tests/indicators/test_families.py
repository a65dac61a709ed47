"""Indicators that measure nearly the same are found together; others are not."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.families import label_of, stem

ALIKE = [
    ("食品安全评价性抽检合格率", "食品安全抽检合格率", "食品抽检合格率", "食品安全监督抽检合格率", "食品檢驗合格率"),
    ("农产品质量安全例行监测合格率", "农产品质量安全监测合格率", "農產品質量安全例行監測合格率"),
    ("规模以上企业首席质量官覆盖率", "规模以上工业企业首席质量官覆盖率", "企业首席质量官覆盖率"),
    ("专精特新企业数", "专精特新企业", "专精特新企业数量", "“专精特新”企业总数"),
    ("每万人口高价值发明专利拥有量", "每万人口高价值发明专利数"),
    ("工业增加值增速", "规模以上工业增加值增长率", "规上工业增加值增长"),
    ("单位GDP能耗降低", "单位地区生产总值能源消耗下降", "单位国内生产总值能耗降低"),
    ("数字经济核心产业增加值占地区生产总值比重", "数字经济核心产业增加值占GDP的比重"),
]
DIFFERENT = ["合格率", "制造业产品质量合格率", "消费品质量合格率", "服务质量满意度", "产品质量合格率", "药品抽检合格率"]


@pytest.mark.parametrize("names", ALIKE, ids=lambda names: names[0])
def test_names_of_one_family_have_one_stem(names: tuple[str, ...]) -> None:
    assert len({stem(name) for name in names}) == 1


def test_families_are_kept_apart() -> None:
    ones = [*DIFFERENT, *(names[0] for names in ALIKE)]
    assert all(stem(one) != stem(other) for one, other in combinations(ones, 2))


@pytest.mark.parametrize("name", ["合格率", "抽检合格率", "占比", "数", "R&D"])
def test_what_says_next_to_nothing_is_its_own_stem(name: str) -> None:
    assert stem(name) == name.replace("&", "")


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (["食品安全抽检合格率", "食品安全评价性抽检合格率", "食品抽检合格率"], "食品…抽检合格率"),
        (["农产品质量安全例行监测合格率", "农产品质量安全监测合格率"], "农产品质量安全…监测合格率"),
        (["专精特新企业数", "专精特新企业"], "专精特新企业"),
        (["规上工业增加值增长", "工业增加值增速"], "工业增加值增速"),
        (["服务质量满意度"], "服务质量满意度"),
    ],
)
def test_a_family_is_called_by_what_its_names_share(names: list[str], label: str) -> None:
    assert label_of(names) == label


@given(st.text(max_size=200))
def test_any_name_has_a_stem(name: str) -> None:
    assert len(stem(name)) <= len(name)


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=4))
def test_any_family_has_a_label(names: list[str]) -> None:
    assert isinstance(label_of(names), str)

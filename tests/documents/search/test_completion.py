"""What may be typed further: names that begin with what was typed, then those that contain it, of every kind a few."""

from __future__ import annotations

import time

import pytest

from documents.search.completion import LONGEST_NAME, LONGEST_TYPED, MOST_SHOWN, complete, named

NAMES = [
    *named("术语", ["质量强国", "首席质量官", "绿色建筑", "质量奖"]),
    *named("部门", ["市市场监管局"]),
    *named("指标", [f"质量指标{number}" for number in range(9)]),
    *named("任务", ["提升農產品質量", "加强“双随机、一公开”监管", "推行首席质量官制度"]),
]


def texts(typed: str) -> list[str]:
    return [name.text for name in complete(typed, NAMES)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("首席", "首席质量官"),
        ("首席質量", "首席质量官"),
        ("農產品", "提升農產品質量"),
        ("农产品", "提升農產品質量"),
        ("市场监管", "市市场监管局"),
        ("双随机一", "加强“双随机、一公开”监管"),
        ("首席质量官", "推行首席质量官制度"),  # not what is typed already
    ],
)
def test_names_are_found_in_either_script_and_without_signs(typed: str, first: str) -> None:
    assert texts(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("部门:市场", ["部门:市市场监管局"]),
        ("品牌 部門：市場", ["品牌 部門：市市场监管局"]),
        ("-单位:市场监管", ["-单位:市市场监管局"]),
        ("部门:麒麟", []),
        ("类型:质量", []),
    ],
)
def test_the_value_of_a_field_becomes_a_name_of_its_kind(typed: str, offered: list[str]) -> None:
    assert texts(typed) == offered


def test_names_that_begin_so_come_first_and_shorter_ones_before_longer() -> None:
    assert texts("质量")[:2] == ["质量奖", "质量强国"]
    assert texts("首席") == ["首席质量官", "推行首席质量官制度"]


def test_no_kind_takes_the_room_of_the_others() -> None:
    offered = complete("质量", NAMES)
    assert len(offered) == MOST_SHOWN
    assert {name.kind for name in offered} == {"术语", "指标", "任务"}


def test_one_kind_may_take_the_room_that_is_left() -> None:
    assert len(texts("质量指标")) == MOST_SHOWN


def test_the_last_word_is_completed_where_nothing_holds_all_of_them() -> None:
    assert texts("绿色建筑 首席")[0] == "绿色建筑 首席质量官"


@pytest.mark.parametrize(
    "typed", ["", " ", "。", "火星", "火星 ", "火星 基地", "x" * (LONGEST_TYPED + 1), "\x00", "\ud800"]
)
def test_nothing_is_offered_for_nothing(typed: str) -> None:
    assert texts(typed) == []


def test_a_name_is_offered_once_and_a_long_one_never() -> None:
    names = [
        *named("任务", ["提升质量", "提升質量", "提升质量", "质" * (LONGEST_NAME + 1)]),
        *named("术语", ["提升质量"]),
    ]
    assert [name.text for name in complete("质", names)] == ["提升质量"]


def test_twenty_thousand_names_take_little_time() -> None:
    names = named("任务", (f"第{number}项质量提升任务" for number in range(20_000)))
    begun = time.process_time()
    assert len(complete("质量", names)) == MOST_SHOWN
    assert time.process_time() - begun < 0.5

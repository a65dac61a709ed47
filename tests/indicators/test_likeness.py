"""Names of indicators that may mean the same are near to each other."""

from __future__ import annotations

import time

import pytest

from indicators.likeness import near_names


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("制造业产品质量合格率", "制造业产品质量监督合格率", True),
        ("制造業質量競爭力指數", "制造业质量竞争力指数", True),
        ("省级质量标杆企业", "省级质量标杆企业数", True),
        ("农产品质量安全例行监测合格率", "制造业产品质量合格率", False),
        ("国际标准数", "国家标准数", False),
        ("质量", "质量", False),  # too short to tell
    ],
)
def test_names_that_share_most_of_their_characters_are_near(one: str, other: str, is_near: bool) -> None:
    assert near_names({1: one, 2: other}) == ({1: [2], 2: [1]} if is_near else {})


def test_the_nearest_comes_first() -> None:
    names = {1: "制造业产品质量合格率", 2: "全市制造业产品质量抽查合格率", 3: "制造业产品质量合格率数"}
    assert near_names(names)[1] == [3, 2]


def test_thousands_of_names_take_no_time() -> None:
    names = {number: f"产品质量合格率第{number}项" for number in range(3000)}
    started = time.process_time()
    near_names(names | {-1: "质" * 100_000, -2: "\ud800\0" * 1000})
    assert time.process_time() - started < 10

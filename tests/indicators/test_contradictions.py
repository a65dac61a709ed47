"""Two values for one thing in one year are named; different things, years and measures are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.contradictions import contradictions
from indicators.drafts import TargetDraft

FIRST = TargetDraft(
    "全市规模以上工业企业首席质量官覆盖率", ">=", "80", None, "%", 2025, None, None, "table", 1, "", 0, 4
)  # fmt: skip
OTHER = replace(
    FIRST, name="規模以上企業首席質量官制度", operator="=", value="100", year=None, section=2, start=9, end=12
)


def test_two_values_for_one_indicator_are_named_where_the_second_stands() -> None:
    [remark] = contradictions([FIRST, OTHER])
    assert (remark.code, remark.start, remark.end) == ("contradiction", 9, 12)
    assert remark.message == "“規模以上企業首席質量官制度”前后不一：前为≥80%，此处为100%"


@pytest.mark.parametrize(
    "other",
    [
        replace(OTHER, value="80.0"),
        replace(OTHER, year=2030),
        replace(OTHER, unit="家"),
        replace(OTHER, basis="added"),
        replace(OTHER, value=None),
        replace(OTHER, section=1),
        replace(OTHER, name="规模以上企业质量经理"),
    ],
)
def test_what_can_both_hold_is_not_named(other: TargetDraft) -> None:
    assert not list(contradictions([FIRST, other]))


def test_names_that_are_nothing_but_scope_are_not_compared() -> None:
    assert not list(contradictions([replace(FIRST, name="全市工业企业"), replace(OTHER, name="规模以上工业企业")]))

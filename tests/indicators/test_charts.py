"""A chart puts every amount on one scale of round numbers, with what meets the target beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts import LABELS, Amount, Chart, chart

HUNDRED = Decimal(100)


def amount(value: str, operator: str = "=", upper: str | None = None) -> Amount:
    return Amount("西安", 2025, f"{value}%", operator, Decimal(value), None if upper is None else Decimal(upper))


def drawn(*amounts: Amount, width: int = 720, most: Decimal = HUNDRED) -> Chart:
    made = chart(amounts, width, most=most)
    assert made
    return made


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (["94", "95", "96"], ["93.5", "94", "94.5", "95", "95.5", "96", "96.5"]),
        (["99.9", "100"], ["99.85", "99.9", "99.95", "100"]),
        (["0", "100"], ["0", "50", "100"]),
    ],
)
def test_the_scale_is_of_round_numbers_and_ends_where_a_share_does(values: list[str], labels: list[str]) -> None:
    assert [tick.label for tick in drawn(*map(amount, values)).ticks] == labels


def test_large_numbers_are_written_shortly() -> None:
    labels = [tick.label for tick in drawn(amount("8000"), amount("1000000000000"), most=Decimal("Infinity")).ticks]
    assert labels == ["0", "5,000亿", "1万亿", "1.5万亿"]


def test_what_meets_a_target_reaches_to_the_edge() -> None:
    at_least, at_most, exact, between = drawn(
        amount("95", ">="), amount("90", "<="), amount("92"), amount("91", "range", "93")
    ).marks
    assert (at_least.end, at_least.is_open_up) == (610, True)
    assert (at_most.end, at_most.is_open_down) == (190, True)
    assert exact.end == exact.x
    assert between.end > between.x
    assert at_most.x < between.x < exact.x < at_least.x


def test_a_place_has_its_full_name_where_there_is_room() -> None:
    far = Amount("新疆维吾尔自治区", 2025, "9%", "=", Decimal(9), short_place="新疆")
    near = Amount("西安市", 2025, "8%", "=", Decimal(8), short_place="西安")
    assert [mark.name for mark in drawn(far, near).marks] == ["新疆维吾尔自治区", "西安市"]
    assert [mark.name for mark in drawn(far, near, width=358).marks] == ["新疆", "西安市"]
    assert Amount("很长很长的规划名称", None, "", "=", Decimal(1)).named(5) == "很长很长…"


def test_it_knows_what_there_is_to_explain() -> None:
    exact, open_up, between = amount("92"), amount("95", ">="), amount("91", "range", "93")
    found = [(made.has_open, made.has_ranges) for made in (drawn(exact, open_up), drawn(exact, between))]
    assert found == [(True, False), (False, True)]


@pytest.mark.parametrize("values", [[], ["5"], ["5", "5"]])
def test_what_has_nothing_to_compare_is_not_drawn(values: list[str]) -> None:
    assert chart([amount(value) for value in values], 720) is None


NUMBERS = st.decimals(min_value=-(10**12), max_value=10**13, places=3)


@given(st.lists(NUMBERS, min_size=2, max_size=20), st.sampled_from(sorted(LABELS)))
def test_every_mark_lies_on_the_scale(values: list[Decimal], width: int) -> None:
    made = chart([Amount("某市", None, "", "=", value) for value in values], width)
    if made is None:
        assert len(set(map(float, values))) < 2
        return
    assert all(made.left <= mark.x <= made.right for mark in made.marks)
    assert 2 <= len(made.ticks) <= 9
    assert [tick.x for tick in made.ticks] == sorted({tick.x for tick in made.ticks})
    by_value = sorted(made.marks, key=lambda mark: mark.amount.value)
    assert [mark.x for mark in by_value] == sorted(mark.x for mark in made.marks)

"""A facet shows its first options and the chosen one; counts of regions rise to those above."""

from __future__ import annotations

import pytest

from documents.plan_facets import Area, Count, facet, rolled_up


def counts(number: int) -> list[Count]:
    return [Count(str(value), f"第{value}", 1) for value in range(number)]


@pytest.mark.parametrize(
    ("number", "chosen", "shown", "folded"),
    [(0, "", 0, 0), (8, "", 8, 0), (9, "", 9, 0), (10, "", 8, 2), (30, "29", 9, 21), (30, "3", 8, 22)],
)
def test_what_is_beyond_the_first_options_is_folded_away(number: int, chosen: str, shown: int, folded: int) -> None:
    made = facet("kind", "文种", counts(number), chosen=chosen, address=lambda value: f"?kind={value}")
    assert (len(made.options), len(made.folded)) == (shown, folded)
    assert made.is_chosen == bool(chosen)
    assert all(option.address == "?kind=" for option in made.options if option.is_chosen)


def test_a_region_counts_what_lies_in_it_and_comes_before_it() -> None:
    province, city, other = Area("500000", "cq", "重庆市"), Area("500153", "rc", "荣昌区"), Area("", "some", "某市")
    found = rolled_up([((other,), 2), ((city, province), 3), ((province,), 1)])
    assert [(count.label, count.number, count.depth) for count in found] == [
        ("重庆市", 4, 0),
        ("荣昌区", 3, 1),
        ("某市", 2, 0),
    ]

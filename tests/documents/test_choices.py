"""A facet shows its first options and the chosen one as links, and folds the others away."""

from __future__ import annotations

import pytest

from documents.choices import Facet, Option, linked


def facet(number: int, chosen: str) -> Facet:
    return Facet("kind", "文种", chosen, tuple(Option(str(value), f"第{value}", 1) for value in range(number)))


@pytest.mark.parametrize(
    ("number", "chosen", "shown", "folded"),
    [(0, "", 0, 0), (8, "", 8, 0), (9, "", 9, 0), (10, "", 8, 2), (30, "29", 9, 21), (30, "3", 8, 22)],
)
def test_what_is_beyond_the_first_options_is_folded_away(number: int, chosen: str, shown: int, folded: int) -> None:
    made = linked(facet(number, chosen), lambda value: f"?kind={value}")
    assert (len(made.options), len(made.folded)) == (shown, folded)
    assert [link.address for link in made.options if link.is_chosen] == ["?kind="] * bool(chosen)
    assert not any(link.is_chosen for link in made.folded)


def test_an_option_leads_to_its_value() -> None:
    [first, second] = linked(facet(2, "1"), lambda value: f"?kind={value}").options
    assert (first.address, first.is_chosen) == ("?kind=0", False)
    assert (second.address, second.is_chosen) == ("?kind=", True)

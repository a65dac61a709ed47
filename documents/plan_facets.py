"""What a list can be narrowed by, with how much is left for each choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

SHOWN_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Count:
    """A value that can be chosen, its name, and how many rows it leaves; `depth` is that of a region in the tree.

    `language` is that of the name, where it is the text of a plan.
    """

    value: str
    label: str
    number: int
    depth: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A count with the address of the list that it leads to: with the value, or without it once it is chosen."""

    label: str
    number: int
    address: str
    is_chosen: bool
    depth: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One kind of choice; what is beyond the first few options is folded away."""

    name: str
    label: str
    options: tuple[Option, ...]
    folded: tuple[Option, ...]

    @property
    def is_chosen(self) -> bool:
        return any(option.is_chosen for option in (*self.options, *self.folded))


@dataclass(frozen=True, slots=True)
class Area:
    """A region, to be ordered by its code."""

    code: str
    slug: str
    name: str


def facet(name: str, label: str, counts: Iterable[Count], *, chosen: str, address: Callable[[str], str]) -> Facet:
    """Return the facet; `address` makes the query string for a value, that for "" is without the facet."""
    options = [
        Option(
            count.label,
            count.number,
            address("" if count.value == chosen else count.value),
            count.value == chosen,
            count.depth,
            count.language,
        )
        for count in counts
    ]
    shown = [option for index, option in enumerate(options) if index < SHOWN_AT_ONCE or option.is_chosen]
    # A single line more takes no more room than the word that unfolds it.
    if len(options) <= SHOWN_AT_ONCE + 1:
        shown = options
    return Facet(name, label, tuple(shown), tuple(option for option in options if option not in shown))


def rolled_up(found: Iterable[tuple[Sequence[Area], int]]) -> list[Count]:
    """Count for each region what it and the regions in it have, in the order of the codes, those without at the end.

    Each entry is a region with those above it, from itself upwards, and its number of plans.
    """
    numbers: defaultdict[Area, int] = defaultdict(int)
    above: dict[Area, Sequence[Area]] = {}
    for line, number in found:
        for index, area in enumerate(line):
            numbers[area] += number
            above[area] = line[index + 1 :]
    ordered = sorted(numbers, key=lambda area: (not area.code, area.code, area.slug))
    return [Count(area.slug, area.name, numbers[area], len(above[area])) for area in ordered]

"""What a list may be narrowed to and sorted by: what was chosen, what else may be, and how much each would leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

SHOWN_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Option:
    """A value that may be chosen, and how many rows of the list it would leave."""

    value: str
    label: str
    count: int
    language: str = ""
    depth: int = 0

    @property
    def steps(self) -> range:
        """As many as the option lies below the topmost."""
        return range(self.depth)


@dataclass(frozen=True, slots=True)
class Facet:
    """A condition with its options; `value` is the chosen one, and `omitted` how many options are left out."""

    name: str
    label: str
    value: str
    options: tuple[Option, ...]
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A condition that was chosen, and the query string without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Sort:
    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An option with the address of the list that it leads to."""

    label: str
    count: int
    address: str
    is_chosen: bool
    depth: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class LinkedFacet:
    """A facet whose options are links; what is beyond the first few is folded away."""

    label: str
    options: tuple[Link, ...]
    folded: tuple[Link, ...]


def linked(facet: Facet, address: Callable[[str], str]) -> LinkedFacet:
    """Return the facet as links; `address` makes the query string for a value, that for "" is without the facet."""
    links = [
        Link(o.label, o.count, address("" if is_chosen else o.value), is_chosen, o.depth, o.language)
        for o in facet.options
        for is_chosen in (o.value == facet.value,)
    ]
    shown = [link for at, link in enumerate(links) if at < SHOWN_AT_ONCE or link.is_chosen]
    # A single line more takes no more room than the word that unfolds it.
    if len(links) <= SHOWN_AT_ONCE + 1:
        shown = links
    return LinkedFacet(facet.label, tuple(shown), tuple(link for link in links if link not in shown))

"""A facet as a list of links, each to the list with the value, or without it once it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from documents.facets import Facet

SHOWN_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Link:
    """An option with the address of the list that it leads to."""

    label: str
    count: int
    address: str
    is_chosen: bool
    depth: int


@dataclass(frozen=True, slots=True)
class LinkedFacet:
    """A facet whose options are links; what is beyond the first few is folded away."""

    label: str
    options: tuple[Link, ...]
    folded: tuple[Link, ...]


def linked(facet: Facet, address: Callable[[str], str]) -> LinkedFacet:
    """Return the facet as links; `address` makes the query string for a value, that for "" is without the facet."""
    links = [
        Link(option.label, option.count, address("" if is_chosen else option.value), is_chosen, option.depth)
        for option in facet.options
        for is_chosen in (option.value == facet.value,)
    ]
    shown = [link for at, link in enumerate(links) if at < SHOWN_AT_ONCE or link.is_chosen]
    # A single line more takes no more room than the word that unfolds it.
    if len(links) <= SHOWN_AT_ONCE + 1:
        shown = links
    return LinkedFacet(facet.label, tuple(shown), tuple(link for link in links if link not in shown))

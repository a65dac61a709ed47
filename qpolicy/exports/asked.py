"""What a request asks for, as all sheets need it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from django.http import HttpRequest

from documents.facets import SORTED, FacetedFilter
from documents.shelf import Shelf
from documents.switch import SCRIPTS, wanted_script


class Asked:
    """The request with the script it wants and the plans that are there."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.wanted = wanted_script(request)

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf(self.wanted)

    @property
    def script(self) -> str:
        """The word for the script of the plans' texts."""
        return SCRIPTS[self.wanted]

    def address(self, url: str) -> str:
        """Return the whole address of a page of the site."""
        return self.request.build_absolute_uri(url)


def conditions(filters: FacetedFilter) -> tuple[tuple[str, str], ...]:
    """Say what a list is narrowed to, and in which order it is."""
    return tuple(_conditions(filters))


def _conditions(filters: FacetedFilter) -> Iterator[tuple[str, str]]:
    for choice in filters.chosen():
        yield choice.label, choice.value
    if filters.is_misread:
        yield "未识别", "有的条件无法识别，没有起作用"
    if SORTED in filters.filters:
        yield "排序", next(sort.label for sort in filters.sorts() if sort.is_chosen)

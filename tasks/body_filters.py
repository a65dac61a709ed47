"""Narrow the list of departments by name, region and function, and count what each choice would leave."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict

from documents.choices import Facet, Option
from documents.facets import FacetedFilter
from documents.models import Department
from documents.spellings import LONGEST_TYPED
from documents.territories import DEPTH
from documents.text import fold
from tasks.directory import acting_bodies

WITHOUT_FUNCTION = "none"
# A region and all above it, as they are reached from a department.
REGIONS = ["__".join(["region", *["parent"] * steps]) for steps in range(DEPTH + 1)]


class BodyFilter(FacetedFilter):
    """The conditions of the list of departments. Only what has departments can be chosen."""

    q = django_filters.CharFilter(label="名称", method="called", max_length=LONGEST_TYPED)
    region = django_filters.ChoiceFilter(label="地区", method="within")
    function = django_filters.ChoiceFilter(label="职能", method="serving")

    class Meta:
        model = Department
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict) -> None:
        bodies = acting_bodies()
        known = {"region": _regions(bodies), "function": _functions(bodies)}
        choices = {name: [(option.value, option.label) for option in options] for name, options in known.items()}
        self.is_bare = not choices["function"]  # no published plan names a department
        super().__init__(data, queryset=bodies, choices=choices)

    def within(self, bodies: QuerySet[Department], name: str, slug: str) -> QuerySet[Department]:
        """Keep the departments of the region and of what lies in it."""
        lies_within = Q()
        for path in REGIONS:
            lies_within |= Q(**{f"{path}__slug": slug})
        return bodies.filter(lies_within)

    def serving(self, bodies: QuerySet[Department], name: str, slug: str) -> QuerySet[Department]:
        return bodies.filter(function=None) if slug == WITHOUT_FUNCTION else bodies.filter(function__slug=slug)

    def called(self, bodies: QuerySet[Department], name: str, typed: str) -> QuerySet[Department]:
        return bodies.filter(pk__in=self._called)

    def facets(self) -> list[Facet]:
        """Return the regions and functions with the number of departments that each would leave. Two queries."""
        return [
            self.facet("region", _regions(self.narrowed("region"))),
            self.facet("function", _functions(self.narrowed("function"))),
        ]

    @cached_property
    def _called(self) -> list[int]:
        """The departments of whose names one holds every word, or whose function is called so (工信). One query."""
        words = [_comparable(word) for word in self.searched.split()]
        named = acting_bodies().values_list("pk", "name", "aliases", "function__name", "function__aliases")
        return [
            key
            for key, official, aliases, function, also in named
            if any(all(word in _comparable(called) for word in words) for called in (official, *aliases))
            or "".join(words) in map(_comparable, (function or "", *(also or ())))
        ]


def _regions(bodies: QuerySet[Department]) -> Iterator[Option]:
    """Yield the regions with all above them, from above, each with its departments and those of what lies in it."""
    fields = [f"{path}__{field}" for path in REGIONS for field in ("code", "slug", "name")]
    counts: dict[tuple[Any, ...], int] = {}
    depths: dict[tuple[Any, ...], int] = {}
    for *values, number in bodies.order_by().values_list(*fields).annotate(number=Count("pk")):
        chain = [tuple(values[at : at + 3]) for at in range(0, len(values), 3) if values[at + 1]]
        for above, region in enumerate(chain, start=1):
            counts[region] = counts.get(region, 0) + number
            depths[region] = len(chain) - above
    for region in sorted(counts, key=lambda region: (region[0] is None, region)):
        yield Option(region[1], region[2], counts[region], depth=depths[region])


def _functions(bodies: QuerySet[Department]) -> Iterator[Option]:
    found = bodies.order_by(F("function__order").asc(nulls_last=True), "function__slug")
    for slug, name, number in found.values_list("function__slug", "function__name").annotate(number=Count("pk")):
        yield Option(slug or WITHOUT_FUNCTION, name or "尚未归类", number)


def _comparable(text: str) -> str:
    return "".join(fold(text).lower().split())

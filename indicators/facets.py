"""What the lists of indicators and goals may be narrowed to, with the number of rows that each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db.models import Count

from documents.choices import Facet, Option
from indicators.filters import GoalFilter, IndicatorFilter
from indicators.models import Target


def indicator_facets(filters: IndicatorFilter) -> list[Facet]:
    """Three queries."""
    plans = _counts(filters, "plan", "section__plan")
    years, attributes = _counts(filters, "year", "year"), _counts(filters, "attribute", "attribute")
    words = Target.Attribute.choices
    return [
        filters.facet("plan", filters.shelf.plan_options(plans, chosen=filters.value_of("plan"))),
        filters.facet("year", _years(years)),
        filters.facet("attribute", (Option(key, str(word), attributes[key]) for key, word in words)),
    ]


class GoalFacets:
    """The facets of the list of goals, all from one query."""

    def __init__(self, filters: GoalFilter) -> None:
        self.filters = filters
        self.shelf = filters.shelf

    @property
    def total(self) -> int:
        """The number of goals that meet all conditions."""
        return sum(count for _, _, count in self._left_by())

    def all(self) -> list[Facet]:
        value_of = self.filters.value_of
        return [
            self.filters.facet("region", self.shelf.region_options(self._plans("region"), chosen=value_of("region"))),
            self.filters.facet("plan", self.shelf.plan_options(self._plans("plan"), chosen=value_of("plan"))),
            self.filters.facet("year", _years(self._years())),
        ]

    def _plans(self, ignored: str) -> Counter[int]:
        counts: Counter[int] = Counter()
        for plan, _, count in self._left_by(ignored):
            counts[plan] += count
        return counts

    def _years(self) -> Counter[int]:
        counts: Counter[int] = Counter()
        for _, year, count in self._left_by("year"):
            counts[year] += count
        return counts

    @cached_property
    def _cells(self) -> list[tuple[int, int, int]]:
        goals = self.filters.narrowed("plan", "region", "year", "sort").order_by()
        return list(goals.values_list("plan", "year").annotate(goals=Count("pk")))

    def _left_by(self, *ignored: str) -> Iterator[tuple[int, int, int]]:
        asked = {name: self.filters.value_of(name) for name in ("plan", "region", "year") if name not in ignored}
        within = self.shelf.within(asked["region"]) if asked.get("region") else self.shelf.plans.keys()
        for plan, year, count in self._cells:
            is_plan = plan in within and asked.get("plan") in (None, "", self.shelf.plans[plan].slug)
            if is_plan and asked.get("year") in (None, "", str(year)):
                yield plan, year, count


def _counts(filters: IndicatorFilter, name: str, field: str) -> Counter[Any]:
    """Return the number of indicators by this field of their targets."""
    targets = filters.targets_without(name).filter(indicator__in=filters.narrowed(name).order_by().values("pk"))
    rows = targets.order_by().values_list(field).annotate(indicators=Count("indicator", distinct=True))
    return Counter(dict(rows))


def _years(counts: Counter[Any]) -> Iterator[Option]:
    return (Option(str(year), f"{year}年", counts[year]) for year in sorted(filter(None, counts)))

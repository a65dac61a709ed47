"""Narrow and order the list of plans by what stands in the query string."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Count, F, QuerySet
from django.http import QueryDict

from documents.choices import Facet, Option
from documents.facets import SEARCHED, SORTED, FacetedFilter, typed_words, year_filter
from documents.models import Plan, Region
from documents.models.plans import PlanQuerySet
from documents.shelf import Shelf
from documents.text import fold

# 荣昌府发〔2024〕16号 is typed with any brackets, and with blanks or without.
BRACKETS = str.maketrans("〔〕[]【】", "()()()")
BY_TITLE = "title"
SUPERSEDED, EVERY_EDITION = "superseded", "all"
EDITIONS = [(SUPERSEDED, "已被替代"), (EVERY_EDITION, "全部版本")]
NEWEST_FIRST = (F("issued_on").desc(nulls_last=True), "slug")


class PlanFilter(FacetedFilter):
    """The conditions of the list of plans: words are those of the title, number or issuer, in either script.

    Unless others are asked for, it is of the newest editions.
    """

    level = django_filters.ChoiceFilter(label="层级", field_name="region__level", choices=Region.Level.choices)
    region = django_filters.ChoiceFilter(label="地区", method="within")
    year = year_filter("成文年份", field_name="issued_on__year")
    kind = django_filters.CharFilter(label="文种", max_length=30)
    validity = django_filters.ChoiceFilter(label="有效性", choices=Plan.Validity.choices)
    edition = django_filters.ChoiceFilter(label="版本", choices=EDITIONS, method="of_edition")
    q = typed_words()
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("published", "发布日期"), (BY_TITLE, "标题")],
        empty_label="成文日期",
        method="sorted_by",
    )

    class Meta:
        model = Plan
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, shelf: Shelf) -> None:
        self.shelf = shelf
        plans = Plan.objects.published().order_by(*NEWEST_FIRST)
        super().__init__(data, queryset=plans, choices={"region": shelf.choices()["region"]})

    def narrowed(self, *ignored: str) -> QuerySet[Any]:
        plans = super().narrowed(*ignored)
        if "edition" in self.understood or "edition" in ignored:
            return plans
        return plans.exclude(pk__in=self.shelf.superseded)

    def of_edition(self, plans: PlanQuerySet, name: str, edition: str) -> PlanQuerySet:
        return plans.filter(pk__in=self.shelf.superseded) if edition == SUPERSEDED else plans

    def within(self, plans: PlanQuerySet, name: str, region: str) -> PlanQuerySet:
        return plans.filter(pk__in=self.shelf.within(region))

    def holding(self, plans: PlanQuerySet, name: str, typed: str) -> PlanQuerySet:
        return plans.filter(pk__in=self._held)

    def sorted_by(self, plans: PlanQuerySet, name: str, way: str) -> PlanQuerySet:
        """Sort by the day of publication; no database sorts titles as readers do, see `keys`."""
        return plans if way == BY_TITLE else plans.order_by(F("published_on").desc(nulls_last=True), *NEWEST_FIRST)

    def kept(self) -> Iterator[tuple[str, str]]:
        """Yield what was chosen beside the words, for the form in which they are typed."""
        return ((name, self.value_of(name)) for name in self.understood if name != SEARCHED)

    def keys(self) -> list[int]:
        """Return the keys of the plans in the order asked for. One query."""
        if self.sorted_way != BY_TITLE:
            return list(self.qs.values_list("pk", flat=True))
        titles = self.qs.values_list("pk", "title")
        return [key for key, title in sorted(titles, key=lambda pair: (_alphabetic(pair[1]), pair[0]))]

    def facets(self) -> list[Facet]:
        """Return the facets that have something to choose. Six queries at most."""
        regions = self.shelf.region_options(
            Counter(self._left("region").values_list("pk", flat=True)), chosen=self.value_of("region")
        )
        facets = (
            self.facet("level", _levels(self._left("level"))),
            self.facet("region", regions),
            self.facet("year", _years(self._left("year"))),
            self.facet("kind", _kinds(self._left("kind"))),
            self.facet("validity", _validities(self._left("validity"))),
            self.facet("edition", self._editions()),
        )
        return [facet for facet in facets if facet.options]

    @cached_property
    def _held(self) -> list[int]:
        """The plans whose title, number or issuer hold every word."""
        words = [_comparable(word) for word in self.searched.split()]
        plans = self.shelf.plans.values()
        named = ((plan.pk, _comparable(f"{plan.title}\n{plan.document_number}\n{plan.issuer}")) for plan in plans)
        return [key for key, said in named if all(word in said for word in words)]

    def _editions(self) -> Iterator[Option]:
        """Yield what there is beside the newest editions."""
        if self.shelf.superseded:
            left = list(self._left("edition").values_list("pk", flat=True))
            older = len(self.shelf.superseded.intersection(left))
            numbers = {SUPERSEDED: older, EVERY_EDITION: len(left) if older else 0}
            yield from _of_choices(EDITIONS, {key: number for key, number in numbers.items() if number})

    def _left(self, name: str) -> QuerySet[Plan]:
        """Return the plans that meet all conditions but this one."""
        return self.narrowed(name, SORTED).order_by()


def _levels(plans: QuerySet[Plan]) -> Iterator[Option]:
    return _of_choices(Region.Level.choices, _numbers(plans, "region__level"))


def _years(plans: QuerySet[Plan]) -> Iterator[Option]:
    numbers = _numbers(plans.exclude(issued_on=None), "issued_on__year")
    return (Option(str(year), f"{year}年", numbers[year]) for year in sorted(numbers, reverse=True))


def _kinds(plans: QuerySet[Plan]) -> Iterator[Option]:
    numbers = _numbers(plans.exclude(kind=""), "kind")
    return (Option(kind, kind, numbers[kind]) for kind in sorted(numbers, key=lambda kind: (-numbers[kind], kind)))


def _validities(plans: QuerySet[Plan]) -> Iterator[Option]:
    return _of_choices(Plan.Validity.choices, _numbers(plans, "validity"))


def _of_choices(choices: Iterable[tuple[str, Any]], numbers: dict[Any, int]) -> Iterator[Option]:
    return (Option(key, str(name), numbers[key]) for key, name in choices if key in numbers)


def _numbers(plans: QuerySet[Plan], field: str) -> dict[Any, int]:
    return dict(plans.values_list(field).annotate(Count("pk")))


def _alphabetic(title: str) -> bytes:
    """Return what sorts by pronunciation: GB 18030 has the usual characters in the order of their pinyin."""
    return fold(title).lower().encode("gb18030", "replace")


def _comparable(text: str) -> str:
    return "".join(fold(text).lower().translate(BRACKETS).split(" "))

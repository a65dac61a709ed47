"""Narrow and order the list of plans by what stands in the query string."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import django_filters
from django.db.models import Count, F, Q
from django.http import QueryDict

from documents import plan_facets
from documents.models import Plan, Region
from documents.models.plans import PlanQuerySet
from documents.plan_facets import Area, Facet
from documents.text import fold

# 荣昌府发〔2024〕16号 is typed with any brackets, and with blanks or without.
BRACKETS = str.maketrans("〔〕[]【】", "()()()")
SORTS = {"issued": "成文日期", "published": "发布日期", "title": "标题"}
FACETS = ("level", "region", "year", "kind", "validity")
# A region and what it lies in; 全国 is not offered for what lies in it, it would be everything.
LINE = ("region", "region__parent", "region__parent__parent")


@dataclass(frozen=True, slots=True)
class Choice:
    """A condition that was chosen, and the query string without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Sort:
    label: str
    address: str
    is_chosen: bool


class PlanFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Level, region, year of issue, kind, validity, and words of the title, number or issuer in either script."""

    level = django_filters.ChoiceFilter(field_name="region__level", label="层级", choices=Region.Level.choices)
    region = django_filters.ModelChoiceFilter(
        label="地区", queryset=lambda request: Region.objects.all(), to_field_name="slug", method="within"
    )
    year = django_filters.NumberFilter(field_name="issued_on__year", label="成文年份", min_value=1900, max_value=2200)
    kind = django_filters.CharFilter(label="文种", max_length=30)
    validity = django_filters.ChoiceFilter(label="有效性", choices=Plan.Validity.choices)
    q = django_filters.CharFilter(label="关键词", method="holding", max_length=200)
    sort = django_filters.ChoiceFilter(label="排序", choices=list(SORTS.items()), method="unchanged")

    class Meta:
        model = Plan
        fields: tuple[str, ...] = ()

    def within(self, plans: PlanQuerySet, name: str, region: Region) -> PlanQuerySet:
        """Keep the plans of the region and of what lies in it."""
        return plans.filter(Q(region=region) | Q(region__parent=region) | Q(region__parent__parent=region))

    def holding(self, plans: PlanQuerySet, name: str, typed: str) -> PlanQuerySet:
        """Keep the plans whose title, number or issuer hold every word. One query, and a pass over their titles."""
        return plans.filter(pk__in=self._held)

    def unchanged(self, plans: PlanQuerySet, name: str, sort: str) -> PlanQuerySet:
        return plans

    @property
    def searched(self) -> str:
        return str(self._understood.get("q", ""))

    @property
    def is_misread(self) -> bool:
        return bool(self.form.errors)

    def kept(self) -> Iterator[tuple[str, str]]:
        """Yield what was chosen beside the words, for the form in which they are typed."""
        return ((name, self._value(name)) for name in self._understood if name != "q")

    def keys(self) -> list[int]:
        """Return the keys of the plans in the order asked for. One query."""
        sort = self._understood.get("sort")
        if sort == "title":
            titles: Iterable[tuple[int, str]] = self.qs.values_list("pk", "title")
            return [key for key, title in sorted(titles, key=lambda pair: (_alphabetic(pair[1]), pair[0]))]
        dates = ("published_on", "issued_on") if sort == "published" else ("issued_on",)
        order = [F(date).desc(nulls_last=True) for date in dates]
        return list(self.qs.order_by(*order, "slug").values_list("pk", flat=True))

    def facets(self) -> Iterator[Facet]:
        """Yield the facets that have something to choose, counted for the list without their own choice. A query each."""
        for name in FACETS:
            label, counts = str(self.form.fields[name].label), _COUNTS[name](self._ignoring(name))
            if counts:
                address = partial(self._with, name)
                yield plan_facets.facet(name, label, counts, chosen=self._value(name), address=address)

    def sorts(self) -> Iterator[Sort]:
        chosen = self._understood.get("sort", "issued")
        for value, label in SORTS.items():
            yield Sort(label, self._with("sort", "" if value == "issued" else value), value == chosen)

    def chosen(self) -> Iterator[Choice]:
        """Yield what was chosen, in the order of the form."""
        for name, value in self._understood.items():
            if name == "sort":
                continue
            field = self.form.fields[name]
            words = {str(key): str(word) for key, word in getattr(field, "choices", ()) if name != "region"}
            said = f"{value}年" if name == "year" else words.get(str(value), str(value))
            yield Choice(str(field.label), said, self._with(name, ""))

    @cached_property
    def _understood(self) -> dict[str, Any]:
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def _held(self) -> list[int]:
        words = [_comparable(word) for word in self.searched.split()]
        named = self.queryset.values_list("pk", "title", "document_number", "issuer")
        return [key for key, *texts in named if _holds(_comparable("\n".join(texts)), words)]

    def _ignoring(self, ignored: str) -> PlanQuerySet:
        plans: PlanQuerySet = self.queryset.order_by()
        for name, value in self._understood.items():
            if name != ignored:
                plans = self.filters[name].filter(plans, value)
        return plans

    def _value(self, name: str) -> str:
        value = self._understood.get(name, "")
        return str(getattr(value, "slug", value))

    def _with(self, name: str, value: str) -> str:
        """Return the query string with another value, or without one; the list then begins at its first page."""
        kept = {key: self._value(key) for key in self.form.fields if key in self._understood and key != name}
        asked = QueryDict(mutable=True)
        asked.update(kept | ({name: value} if value else {}))
        return f"?{asked.urlencode()}"


def _levels(plans: PlanQuerySet) -> list[plan_facets.Count]:
    numbers = dict(plans.values_list("region__level").annotate(Count("pk")))
    return [plan_facets.Count(key, str(name), numbers[key]) for key, name in Region.Level.choices if key in numbers]


def _regions(plans: PlanQuerySet) -> list[plan_facets.Count]:
    names = [f"{place}__{field}" for place in LINE for field in ("code", "slug", "name", "level")]
    found = plans.exclude(region=None).values_list(*names).annotate(Count("pk"))
    return plan_facets.rolled_up((_line(row[:-1]), row[-1]) for row in found)


def _line(row: tuple[Any, ...]) -> list[Area]:
    """Return a region and those above it."""
    places = [row[index : index + 4] for index in range(0, len(row), 4)]
    areas = [Area(code or "", slug, name) for code, slug, name, level in places[:1]]
    above = [place for place in places[1:] if place[1] and place[3] != Region.Level.NATIONAL]
    return areas + [Area(code or "", slug, name) for code, slug, name, level in above]


def _years(plans: PlanQuerySet) -> list[plan_facets.Count]:
    found = plans.exclude(issued_on=None).values_list("issued_on__year").annotate(Count("pk"))
    return [plan_facets.Count(str(year), f"{year}年", number) for year, number in sorted(found, reverse=True)]


def _kinds(plans: PlanQuerySet) -> list[plan_facets.Count]:
    found = plans.exclude(kind="").values_list("kind").annotate(Count("pk"))
    return [
        plan_facets.Count(kind, kind, number) for kind, number in sorted(found, key=lambda pair: (-pair[1], pair[0]))
    ]


def _validities(plans: PlanQuerySet) -> list[plan_facets.Count]:
    numbers = dict(plans.values_list("validity").annotate(Count("pk")))
    return [plan_facets.Count(key, str(name), numbers[key]) for key, name in Plan.Validity.choices if key in numbers]


_COUNTS = {"level": _levels, "region": _regions, "year": _years, "kind": _kinds, "validity": _validities}


def _alphabetic(title: str) -> bytes:
    """Return what sorts by pronunciation: GB 18030 has the usual characters in the order of their pinyin."""
    return fold(title).lower().encode("gb18030", "replace")


def _comparable(text: str) -> str:
    return "".join(fold(text).lower().translate(BRACKETS).split(" "))


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)

"""Narrow the list of plans by what stands in the query string."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Q
from django.forms import BoundField
from django.http import QueryDict

from documents.models import Plan, Region
from documents.models.plans import PlanQuerySet
from documents.text import fold

# 荣昌府发〔2024〕16号 is typed with any brackets, and with blanks or without.
BRACKETS = str.maketrans("〔〕[]【】", "()()()")


@dataclass(frozen=True, slots=True)
class Choice:
    """A condition that was chosen, and the query string without it."""

    label: str
    value: str
    without: str


def issuing_regions() -> Any:
    return Region.objects.filter(plans__status=Plan.Status.PUBLISHED).distinct()


def published_kinds() -> list[tuple[str, str]]:
    kinds = Plan.objects.published().exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
    return [(kind, kind) for kind in kinds]


def years_of_issue() -> list[tuple[str, str]]:
    years = Plan.objects.published().dates("issued_on", "year", order="DESC")
    return [(str(date.year), f"{date.year}年") for date in years]


class PlanFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Level, region, kind, year of issue, and words of the title, number or issuer in either script."""

    level = django_filters.ChoiceFilter(
        field_name="region__level", label="层级", choices=Region.Level.choices, empty_label="全部"
    )
    region = django_filters.ModelChoiceFilter(
        label="地区",
        queryset=lambda request: issuing_regions(),
        to_field_name="slug",
        empty_label="全部",
        method="within",
    )
    kind = django_filters.ChoiceFilter(label="文种", choices=published_kinds, empty_label="全部")
    year = django_filters.ChoiceFilter(
        field_name="issued_on__year", label="成文年份", choices=years_of_issue, empty_label="全部"
    )
    q = django_filters.CharFilter(label="关键词", method="holding", max_length=200)

    class Meta:
        model = Plan
        fields: tuple[str, ...] = ()

    def within(self, plans: PlanQuerySet, name: str, region: Region) -> PlanQuerySet:
        """Keep the plans of the region and of what lies in it."""
        return plans.filter(Q(region=region) | Q(region__parent=region) | Q(region__parent__parent=region))

    def holding(self, plans: PlanQuerySet, name: str, typed: str) -> PlanQuerySet:
        """Keep the plans whose title, number or issuer hold every word. One query, and a pass over their titles."""
        words = [_comparable(word) for word in typed.split()]
        named = plans.values_list("pk", "title", "document_number", "issuer")
        keys = [key for key, *texts in named if _holds(_comparable("\n".join(texts)), words)]
        return plans.filter(pk__in=keys)

    @property
    def searched(self) -> str:
        return str(self._understood().get("q", ""))

    @property
    def choosers(self) -> list[BoundField]:
        return [field for field in self.form if field.name != "q"]

    @property
    def is_misread(self) -> bool:
        return bool(self.form.errors)

    def chosen(self) -> Iterator[Choice]:
        """Yield what was chosen, in the order of the form."""
        for name, value in self._understood().items():
            field = self.form.fields[name]
            words = {str(key): str(word) for key, word in getattr(field, "choices", ()) if name != "region"}
            yield Choice(str(field.label), words.get(str(value), str(value)), self._without(name))

    def _understood(self) -> dict[str, Any]:
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def _without(self, name: str) -> str:
        left = QueryDict(mutable=True)
        left.update({key: self.data[key] for key in self.form.fields if key != name and self.data.get(key)})
        return f"?{left.urlencode()}"


def _comparable(text: str) -> str:
    return "".join(fold(text).lower().translate(BRACKETS).split(" "))


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)

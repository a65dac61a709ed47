"""Narrow the list of departments by what stands in the query string."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.forms import BoundField
from django.http import QueryDict

from documents.filters import Choice
from documents.models import Department
from documents.text import fold
from tasks.directory import named_bodies

WITHOUT_FUNCTION = "none"


class BodyFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Region, function, and words of a name in either script. What can be chosen has departments."""

    region = django_filters.ChoiceFilter(label="地区", empty_label="全部", method="within")
    function = django_filters.ChoiceFilter(label="职能", empty_label="全部", method="serving")
    q = django_filters.CharFilter(label="名称", method="called", max_length=200)

    class Meta:
        model = Department
        fields: tuple[str, ...] = ()

    def __init__(self, asked: QueryDict, *, queryset: QuerySet[Department]) -> None:
        super().__init__(asked, queryset=queryset)
        self.filters["region"].extra["choices"] = _regions()
        self.filters["function"].extra["choices"] = _functions()

    def within(self, bodies: QuerySet[Department], name: str, slug: str) -> QuerySet[Department]:
        """Keep the departments of the region and of what lies in it."""
        return bodies.filter(Q(region__slug=slug) | Q(region__parent__slug=slug) | Q(region__parent__parent__slug=slug))

    def serving(self, bodies: QuerySet[Department], name: str, slug: str) -> QuerySet[Department]:
        return bodies.filter(function=None) if slug == WITHOUT_FUNCTION else bodies.filter(function__slug=slug)

    def called(self, bodies: QuerySet[Department], name: str, typed: str) -> QuerySet[Department]:
        """Keep the departments of whose names one holds every word, or whose function has that name (工信).

        One query, and a pass over the names.
        """
        words = [_comparable(word) for word in typed.split()]
        named = bodies.values_list("pk", "name", "aliases", "function__name", "function__aliases")
        keys = [
            key
            for key, official, aliases, function, also in named
            if any(all(word in _comparable(called) for word in words) for called in (official, *aliases))
            or "".join(words) in map(_comparable, (function or "", *(also or ())))
        ]
        return bodies.filter(pk__in=keys)

    @property
    def searched(self) -> str:
        return str(self._understood().get("q", ""))

    @property
    def fields(self) -> list[BoundField]:
        return list(self.form)

    @property
    def is_misread(self) -> bool:
        return bool(self.form.errors)

    def chosen(self) -> Iterator[Choice]:
        """Yield what was chosen, in the order of the form."""
        for name, value in self._understood().items():
            field = self.form.fields[name]
            words = {str(key): str(word) for key, word in getattr(field, "choices", ())}
            yield Choice(str(field.label), words.get(value, value), self._without(name))

    def _understood(self) -> dict[str, Any]:
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def _without(self, name: str) -> str:
        left = QueryDict(mutable=True)
        left.update({key: self.data[key] for key in self.form.fields if key != name and self.data.get(key)})
        return f"?{left.urlencode()}"


def _regions() -> list[tuple[str, str]]:
    found = named_bodies().filter(region__isnull=False).order_by(F("region__code").asc(nulls_last=True), "region__slug")
    return list(found.values_list("region__slug", "region__name").distinct())


def _functions() -> list[tuple[str, str]]:
    found = named_bodies().order_by("function__order", "function__slug").values_list("function__slug", "function__name")
    known = [(slug, name) for slug, name in found.distinct() if slug]
    return [*known, (WITHOUT_FUNCTION, "尚未归类")]


def _comparable(text: str) -> str:
    return "".join(fold(text).lower().split())

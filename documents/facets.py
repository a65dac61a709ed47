"""Narrow lists by conditions of the query string, and tell what was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Model, QuerySet
from django.http import QueryDict

from documents.choices import Choice, Facet, Option, Sort
from documents.spellings import LONGEST_TYPED, patterns

SEARCHED, SORTED = "q", "sort"


def typed_words() -> Any:
    return django_filters.CharFilter(label="关键词", method="holding", max_length=LONGEST_TYPED)


def year_filter(label: str, **options: Any) -> Any:
    return django_filters.NumberFilter(label=label, min_value=1900, max_value=2200, decimal_places=0, **options)


class FacetedFilter(django_filters.FilterSet):  # type: ignore[misc]
    """A filter of a list whose conditions can be left out one by one, for counting and for taking them back.

    `FURTHER` are the conditions that are folded away until one of them is chosen.
    """

    FURTHER: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, queryset: QuerySet[Any], choices: Mapping[str, Iterable[tuple[str, str]]]):
        super().__init__(data, queryset=queryset)
        for name, pairs in choices.items():
            self.filters[name].extra["choices"] = list(pairs)

    @cached_property
    def understood(self) -> dict[str, Any]:
        """What was chosen and is known, by name, in the order of the form."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    @property
    def is_misread(self) -> bool:
        return bool(self.form.errors)

    @property
    def searched(self) -> str:
        return str(self.understood.get(SEARCHED, ""))

    @property
    def sought(self) -> tuple[str, ...]:
        """The words that were typed, as patterns."""
        return patterns(self.searched)

    @property
    def has_further(self) -> bool:
        return any(name in self.understood for name in self.FURTHER)

    @property
    def sorted_way(self) -> str:
        return self.value_of(SORTED)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrowed()

    def narrowed(self, *ignored: str) -> QuerySet[Any]:
        """Return the rows that meet all conditions but those of these names."""
        rows: QuerySet[Any] = self.queryset.all()
        for name, value in self.understood.items():
            if name not in ignored:
                rows = self.filters[name].filter(rows, value)
        return rows

    def chosen(self) -> Iterator[Choice]:
        """Yield what was chosen, each with the query string that is left without it."""
        for name, value in self.understood.items():
            if name != SORTED:
                yield Choice(str(self.filters[name].label), self._label_of(name, value), self.query_with(name, ""))

    def said(self) -> Iterator[tuple[str, str]]:
        """Yield label and value of all that was understood, words and order too."""
        return ((str(self.filters[name].label), self._label_of(name, value)) for name, value in self.understood.items())

    def value_of(self, name: str) -> str:
        """Return what was chosen as it stands in the query string."""
        value = self.understood.get(name)
        if isinstance(value, Decimal):
            return str(int(value))
        if not isinstance(value, Model):
            return "" if value is None else str(value)
        return str(getattr(value, self.filters[name].extra.get("to_field_name") or "pk"))

    def facet(self, name: str, options: Iterable[Option], *, omitted: int = 0) -> Facet:
        """Return the facet, with the chosen option also where it would leave nothing."""
        value, shown = self.value_of(name), list(options)
        if value and all(option.value != value for option in shown):
            shown.append(Option(value, self._label_of(name, self.understood[name]), 0))
        return Facet(name, str(self.filters[name].label), value, tuple(shown), omitted)

    def sorts(self) -> list[Sort]:
        """Return the links that sort the list; the first way is the one that needs not be asked for."""
        ways = [("", str(self.filters[SORTED].extra["empty_label"])), *self.filters[SORTED].extra["choices"]]
        chosen = self.value_of(SORTED)
        return [Sort(label, self.query_with(SORTED, key), key == chosen) for key, label in ways]

    def query_with(self, name: str, value: str) -> str:
        """Return the query string with this value, or without one; the list then begins at its first page."""
        asked = QueryDict(mutable=True)
        asked.update({key: self.value_of(key) for key in self.understood if key != name})
        if value:
            asked[name] = value
        return f"?{asked.urlencode()}"

    def _label_of(self, name: str, value: Any) -> str:
        if isinstance(value, Decimal):
            return f"{int(value)}年"
        words = {str(key): str(word) for key, word in self.filters[name].extra.get("choices", ())}
        return words.get(str(value), str(value))

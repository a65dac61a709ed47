"""What is to be put in order in a catalogue: each kind of it is a filter of the list, with its count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

CHORE = "chore"


@dataclass(frozen=True, slots=True)
class Chore:
    """Rows that somebody should look at, and why."""

    key: str
    label: str
    meaning: str
    narrow: Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Work:
    """A chore with how many rows wait for it, and where they are listed."""

    label: str
    meaning: str
    count: int
    url: str


class ChoreFilter(admin.SimpleListFilter):
    """Narrow a list to what waits for one of its admin's chores."""

    title = "待整理"
    parameter_name = CHORE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = model_admin.model._default_manager
        return [(one.key, f"{one.label}（{one.narrow(rows.all()).count()}）") for one in model_admin.chores]

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.chores: Sequence[Chore] = model_admin.chores
        super().__init__(request, params, model, model_admin)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = next((one for one in self.chores if one.key == self.value()), None)
        return chosen.narrow(queryset) if chosen else queryset


class KeptInOrder:
    """An admin of a catalogue with chores; it offers them before its other filters."""

    chores: tuple[Chore, ...] = ()

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*([ChoreFilter] if self.chores else []), *super().get_list_filter(request)]  # type: ignore[misc]

    def works(self) -> Iterator[Work]:
        """Yield each chore with its count. A query for each."""
        own: Any = self
        address = reverse(f"admin:{own.opts.app_label}_{own.opts.model_name}_changelist")
        for one in self.chores:
            count = one.narrow(own.model._default_manager.all()).count()
            yield Work(one.label, one.meaning, count, f"{address}?{CHORE}={one.key}")

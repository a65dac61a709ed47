"""What every list of the admin shares: a search that no typed text can break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from documents.admin.fields import NumberField, TextLinesField

LONGEST_QUERY = 200
MOST_TERMS = 16  # every term is a condition on every search field, and SQLite takes no more than 1000 in a row

OVERRIDES: Any = {models.TextField: {"form_class": TextLinesField}, models.DecimalField: {"form_class": NumberField}}


def searchable(query: str) -> str:
    """Return what was typed without unprintable characters, cut to what a database can be asked."""
    printable = "".join(char if char.isprintable() else " " for char in query[:LONGEST_QUERY])
    return " ".join(printable.split()[:MOST_TERMS])


class KnowledgeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    formfield_overrides = OVERRIDES
    list_per_page = 50
    save_on_top = True

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, searchable(search_term))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Do what is done to many rows to all of them or to none, and show it when all of it is done."""
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with transaction.atomic():
            return super().changelist_view(request, extra_context)

    def label(self, shown: Any) -> str:
        """Say what a row is called where one is chosen from many."""
        return str(shown)


class KnownChoice(AutocompleteSelect):
    """An autocompleted choice that shows the row already loaded; Django asks the database again, row by row.

    `near` is the region whose rows are offered first.
    """

    known: models.Model | None = None
    near: int | None = None

    def get_url(self) -> str:
        return f"{super().get_url()}?near={self.near}" if self.near else super().get_url()

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        if self.known is None or list(value) != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*blank, self.create_option(name, self.known.pk, str(self.known), True, 1)], 0)]

"""What every list of the admin shares: a search that no typed text can break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, Media, ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from documents.admin.fields import NumberField, TextLinesField
from documents.models import SearchEntry

LONGEST_QUERY = 200
LONGEST_KEY = 19  # digits, of what every database takes for a number
MOST_TERMS = 16  # every term is a condition on every search field, and SQLite takes no more than 1000 in a row

OVERRIDES: Any = {models.TextField: {"form_class": TextLinesField}, models.DecimalField: {"form_class": NumberField}}


def searchable(query: str) -> str:
    """Return what was typed without unprintable characters, cut to what a database can be asked."""
    printable = "".join(char if char.isprintable() else " " for char in query[:LONGEST_QUERY])
    return " ".join(printable.split()[:MOST_TERMS])


def is_key(value: Any) -> bool:
    """Tell whether what stands in an address can be the key of a row: no database is asked for another."""
    text = str(getattr(value, "pk", value))
    return text.isascii() and text.isdecimal() and len(text) < LONGEST_KEY


class KnowledgeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    formfield_overrides = OVERRIDES
    list_per_page = 50
    save_on_top = True

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, searchable(search_term))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return super().get_object(request, object_id, from_field) if is_key(object_id) else None

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OneOfKeys(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SomeOfKeys(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out of what an address proposes for a new row whatever cannot be the row that is meant."""
        proposed = super().get_changeform_initial_data(request)
        linked = {field.name for field in (*self.opts.fields, *self.opts.many_to_many) if field.is_relation}
        linked |= {name for name, field in self.form.base_fields.items() if isinstance(field, ModelChoiceField)}
        return {
            name: value
            for name, value in proposed.items()
            if name not in linked or all(map(is_key, value if isinstance(value, list) else [value]))
        }

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Do what is done to many rows to all of them or to none, and show it when all of it is done."""
        name = str(self.opts.verbose_name_plural)
        context = {"title": f"选择{name}" if IS_POPUP_VAR in request.GET else name} | (extra_context or {})
        if request.method != "POST":
            return super().changelist_view(request, context)
        _leave_keys(request)
        with transaction.atomic():
            return super().changelist_view(request, context)

    def get_action_choices(self, request: HttpRequest, *args: Any) -> list[tuple[str, str]]:
        """Offer 删除所选的规划, without blanks too."""
        return [(name, "".join(str(words).split())) for name, words in super().get_action_choices(request, *args)]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write 修改规划, without the blanks that Django's words for other languages have."""
        context["title"] = "".join(str(context["title"]).split())
        return super().render_change_form(request, context, *args, **kwargs)

    def render_delete_form(self, request: HttpRequest, context: Any) -> HttpResponse:
        """Say what else can be done where something stands in the way: two rows of one meaning are merged."""
        context["title"] = "".join(str(context["title"]).split())
        context["may_merge"] = "merge" in self.get_actions(request)
        return super().render_delete_form(request, context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Tell what goes with the rows, but for what only the program knows: entries of the index, links of two rows."""
        tree, counts, needed, protected = super().get_deleted_objects(objs, request)
        inner = [model._meta for model in apps.get_models(include_auto_created=True) if _is_inner(model)]
        shown = {
            name: count for name, count in counts.items() if name not in {meta.verbose_name_plural for meta in inner}
        }
        return _without(tuple(f"{capfirst(meta.verbose_name)}: " for meta in inner), tree), shown, needed, protected

    def label(self, shown: Any) -> str:
        """Say what a row is called where one is chosen from many."""
        return str(shown)


def _leave_keys(request: HttpRequest) -> None:
    """Leave out of the rows that were ticked what can be none, and out of the buttons what is none."""
    sent = request.POST.copy()
    sent.setlist(ACTION_CHECKBOX_NAME, [key for key in sent.getlist(ACTION_CHECKBOX_NAME) if is_key(key)])
    if not is_key(sent.get("index", "0")):
        sent["index"] = "0"
    request.POST = sent  # type: ignore[assignment]


def _is_inner(model: type[models.Model]) -> bool:
    return model is SearchEntry or bool(model._meta.auto_created)


def _without(starts: tuple[str, ...], tree: list[Any]) -> list[Any]:
    """Return what Django tells of rows, nested as they belong to each other, without the lines that begin so."""
    return [
        _without(starts, one) if isinstance(one, list) else one
        for one in tree
        if isinstance(one, list) or not str(one).startswith(starts)
    ]


class NamedValues(admin.AllValuesFieldListFilter):
    """The values that a field has; a link to those without one has a name too."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "（未填）"}


class NamedRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows of a table: each field says what it is, and in which row, to those who hear the page."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            row = "" if index is None else f"（第{index + 1}行）"
            field.widget.attrs.setdefault("aria-label", f"{field.label}{row}")


class OfKeys:
    """An autocompleted choice that is shown again, whatever was sent: Django asks the database for any text.

    A script calls the box that Django's puts in its place as the choice is called.
    """

    @property
    def media(self) -> Media:
        known: Media = super().media  # type: ignore[misc]
        return known + Media(js=["qpolicy/js/choices.js"])

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [one for one in value if is_key(one)], attr)  # type: ignore[misc]


class OneOfKeys(OfKeys, AutocompleteSelect):
    pass


class SomeOfKeys(OfKeys, AutocompleteSelectMultiple):
    pass


class KnownChoice(OneOfKeys):
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

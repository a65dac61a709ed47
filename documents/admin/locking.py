"""Two people who edit one row: the second is told, and loses nothing of what was typed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from simple_history.admin import SimpleHistoryAdmin

from documents.admin.base import KnowledgeAdmin
from documents.admin.opened import HIDDEN, OpenedForm
from documents.models import Plan

CHANGED_MEANWHILE = (
    "您打开此页之后，他人已修改了这条记录，您的修改尚未保存，填写的内容仍在下面。"
    "请先在新窗口打开此页，核对最新内容；核对后再次点“保存”，将以您填写的内容为准。"
)


def version_of(row: models.Model) -> str:
    """Return a short digest of everything that the row holds."""
    values = repr([getattr(row, field.attname) for field in row._meta.concrete_fields])
    return hashlib.sha256(values.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def count_edits(plans: Iterable[int | None]) -> None:
    Plan.objects.filter(pk__in=[plan for plan in plans if plan is not None]).mark_edited()


class GuardedForm(OpenedForm):
    """A form that remembers which state of the row was on the screen.

    `current` is the row as it stands in the database, locked until the save is done.
    """

    seen_version = forms.CharField(widget=forms.HiddenInput, required=False)
    current: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_edit and not self.is_bound:
            self.initial["seen_version"] = self.version(self.shown_row())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_edit:
            self._refuse_if_changed(self.version(self.current))
        return cleaned

    def version(self, row: Any) -> str:
        return version_of(row)

    def lock(self) -> Any:
        """Return the row as it stands now; it waits until whoever is saving it has done so."""
        return type(self.instance)._base_manager.select_for_update().get(pk=self.instance.pk)

    def current_row(self) -> Any:
        self.current = self.lock()
        return self.current

    def shown_row(self) -> Any:
        if hasattr(self.instance, "_history"):
            return type(self.instance)._base_manager.get(pk=self.instance.pk)
        return self.instance

    def _refuse_if_changed(self, current: str) -> None:
        if "seen_version" not in self.fields or self.cleaned_data.get("seen_version") == current:
            return
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen_version")] = current
        self.data = data
        self.add_error(None, CHANGED_MEANWHILE)


class GuardedAdmin(SimpleHistoryAdmin, KnowledgeAdmin):  # type: ignore[misc]
    """Content of plans: with history, guarded against lost edits, each edit counted in its plan's lock_version."""

    form = GuardedForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (name, first), *rest = fieldsets
        shown = [field for field in first["fields"] if field not in HIDDEN]
        return [(name, {**first, "fields": [*shown, *HIDDEN]}), *rest]

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return super().history_form_view(request, *args, **kwargs)  # type: ignore[no-any-return]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """An unchanged save leaves no trace."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or any(part.has_changed() for part in (form, *formsets)):
            count_edits({self.plan_of(form.instance)})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        plan = self.plan_of(obj)
        super().delete_model(request, obj)
        count_edits({plan})

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        plans = {self.plan_of(row) for row in queryset}
        for row in queryset:
            row.delete()  # one by one, so that each leaves its history
        count_edits(plans)

    def plan_of(self, row: Any) -> int | None:
        """Return the plan that a row belongs to; catalogue rows belong to none."""
        return None

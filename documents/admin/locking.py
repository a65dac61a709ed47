"""Two people who edit one row: the second is told, and loses nothing of what was typed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Set
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from documents.admin.base import KnowledgeAdmin, is_key
from documents.admin.history import add_changes, changes_since
from documents.admin.opened import HIDDEN, OpenedForm
from documents.admin.publishing import ONLY_BY_DRAFT, is_barred, may_publish, plans_chosen
from documents.models import Plan
from documents.store import lock_plans

CHANGED_MEANWHILE = (
    "您打开此页之后，他人已修改了这条记录，您的修改尚未保存，填写的内容仍在下面。"
    "您没有改动的各栏已换成最新内容；核对后再次点“保存”，只写入您改动的各栏。"
)
CHANGED_BY_BOTH = "您与他人都改动了{fields}，再次保存将以您填写的内容为准"
GONE = "您编辑时，他人已删除了这条记录，您的修改没有保存。规划中的内容可以在该规划的“全部内容的修改历史”中恢复。"


class Gone(Exception):  # noqa: N818  it is no error of the program
    """The row was deleted while its form waited for whoever was at it."""


def version_of(row: models.Model) -> str:
    """Return a short digest of everything that the row holds."""
    values = repr([getattr(row, field.attname) for field in row._meta.concrete_fields])
    return hashlib.sha256(values.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def count_edits(plans: Iterable[int | None]) -> None:
    Plan.objects.filter(pk__in=[plan for plan in plans if plan is not None]).mark_edited()


class GuardedForm(OpenedForm):
    """A form that remembers which state of the row was on the screen.

    `current` is the row as it stands in the database, locked until the save is done; `editor` is who is editing it,
    `plan_of` tells the plan of a row, where there is one; `plans` are those that the row stands in, and is put into.
    """

    editor: Any = None
    plan_of: Callable[[Any], int | None] | None = None
    seen_version = forms.CharField(label="打开时的版本", widget=forms.HiddenInput, required=False)
    current: Any = None
    plans: Set[int | None] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_edit and not self.is_bound:
            self.initial["seen_version"] = self.version(self.shown_row())

    def clean(self) -> dict[str, Any] | None:
        try:
            self.plans = self._touched_plans()
            lock_plans(self.plans)
            cleaned = super().clean()
        except ObjectDoesNotExist as error:
            raise Gone from error
        if self.is_edit:
            self._refuse_if_changed(self.version(self.current))
        if self.editor and any(is_barred(self.editor, plan.pk) for plan in plans_chosen(self.cleaned_data)):
            self.add_error(None, ONLY_BY_DRAFT)
        return cleaned

    def version(self, row: Any) -> str:
        return version_of(row)

    def lock(self) -> Any:
        """Return the row as it stands now; it waits until whoever is saving it has done so."""
        return type(self.instance)._base_manager.select_for_update().get(pk=self.instance.pk)

    def histories_of(self, row: Any) -> list[Any]:
        """Return the histories that tell who has changed what the page shows; few catalogues keep none."""
        return [row.history.all()] if hasattr(row, "history") else []

    def current_row(self) -> Any:
        self.current = self.lock()
        return self.current

    def shown_row(self) -> Any:
        if hasattr(self.instance, "_history"):
            return type(self.instance)._base_manager.get(pk=self.instance.pk)
        return self.instance

    def _touched_plans(self) -> set[int | None]:
        if self.plan_of is None:
            return set()
        chosen: set[int | None] = {plan.pk for plan in plans_chosen(self.cleaned_data)}
        return chosen | {self.plan_of(self.shown_row())} if self.is_edit else chosen

    def _refuse_if_changed(self, current: str) -> None:
        if "seen_version" not in self.fields or self.cleaned_data.get("seen_version") == current:
            return
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen_version")] = current
        self.data = data
        self.add_error(None, [CHANGED_MEANWHILE, *self._told()])

    def _told(self) -> list[str]:
        """Say who has changed what meanwhile, and which fields both have changed."""
        told = changes_since(self.histories_of(self.current), self.opened_at)
        both = "、".join(f"“{self.fields[name].label}”" for name in self.touched_by_both)
        return [*told, *([CHANGED_BY_BOTH.format(fields=both)] if both else [])]


class LockedAdmin(KnowledgeAdmin):
    """Rows guarded against lost edits; the form must be a GuardedForm."""

    form = GuardedForm

    def get_form(self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.editor = request.user
        return form

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except Gone:
            return self.gone(request)

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Say that the row is not there any more, where those that are can be seen."""
        messages.error(request, GONE)
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return HttpResponseRedirect(reverse(name))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (name, first), *rest = fieldsets
        shown = [field for field in first["fields"] if field not in HIDDEN]
        return [(name, {**first, "fields": [*shown, *HIDDEN]}), *rest]


class GuardedAdmin(SimpleHistoryAdmin, LockedAdmin):  # type: ignore[misc]
    """Content of plans: with history, guarded against lost edits, each edit counted in its plan's lock_version.

    What is published is changed only by those who may publish.
    """

    def get_form(self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.plan_of = self.plan_of
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and not self.is_barred(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self.is_barred(request, obj)

    def is_barred(self, request: HttpRequest, row: Any) -> bool:
        """Tell whether the row stands in a published plan, and whoever asks may not publish."""
        if row is None:
            return False
        try:
            return is_barred(request.user, self.plan_of(row))
        except ObjectDoesNotExist:  # an older state of a row whose section is gone
            return False

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """Say, where a row is shown that may not be changed because its plan is published, how it can be."""
        may_edit_some = object_id and not may_publish(request.user) and request.user.has_perm(self._change)
        row = self.get_object(request, unquote(str(object_id))) if may_edit_some else None
        if self.is_barred(request, row):
            if request.method == "POST":
                raise PermissionDenied(ONLY_BY_DRAFT)
            messages.warning(request, ONLY_BY_DRAFT)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        add_changes(historical_records)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not is_key(unquote(object_id)):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        return f"修改历史：{obj}"

    def history_form_view_title(self, request: HttpRequest, obj: Any) -> str:
        verb = "查看" if self.revert_disabled(request, obj) else "还原"
        return f"{verb}{self.opts.verbose_name}：{obj}"

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Restore only what may be changed; simple_history itself asks no more than whether it may be seen.

        What was deleted since has no page to restore it on; the site brings it back.
        """
        if not is_key(unquote(object_id)) or not is_key(version_id):
            raise Http404
        if not self.model._base_manager.filter(pk=unquote(object_id)).exists():
            own = {self.opts.pk.attname: unquote(object_id)}
            return self.deleted_view(request, get_object_or_404(self.model.history, history_id=version_id, **own))
        if request.method != "POST":
            return cast(HttpResponse, super().history_form_view(request, object_id, version_id, extra_context))
        request.restores = True  # type: ignore[attr-defined]
        older = get_object_or_404(self.model.history, history_id=version_id).instance
        stored = self.get_object(request, unquote(object_id))
        for row in (stored, older):
            if not self.has_change_permission(request, row):
                raise PermissionDenied(ONLY_BY_DRAFT if self.is_barred(request, row) else "")
        try:
            with transaction.atomic():
                response: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
                if response.status_code == HTTPStatus.FOUND:
                    restored = self.get_object(request, unquote(object_id))
                    self.count_edits({self.plan_of(stored), self.plan_of(restored)})
                    self.restored(request, older)
        except Gone:
            return self.gone(request)
        return response

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Lead from what was restored back to its history."""
        if not getattr(request, "restores", False):
            return super().response_change(request, obj)
        self.message_user(request, f"已还原{self.opts.verbose_name}“{obj}”。", messages.SUCCESS)
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[quote(obj.pk)]))

    def deleted_view(self, request: HttpRequest, record: Any) -> HttpResponse:
        """Show what was deleted, and bring it back where that is asked for by whoever may."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = record.instance
        if request.method == "POST" and not (self.has_add_permission(request) and not self.is_barred(request, row)):
            raise PermissionDenied(ONLY_BY_DRAFT if self.is_barred(request, row) else "")
        revive = getattr(self.admin_site, "revive", None)
        if revive is None:
            raise Http404
        return cast(HttpResponse, revive(request, self, record))

    def restored(self, request: HttpRequest, row: Any) -> None:
        """Tell the site, which may want to write it down."""
        if told := getattr(self.admin_site, "restored", None):
            told(request, row)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """An unchanged save leaves no trace."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or any(part.has_changed() for part in (form, *formsets)):
            self.count_edits(form.plans | {self.plan_of(form.instance)})

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        plan = self.plan_of(obj)
        lock_plans({plan})
        super().delete_model(request, obj)
        self.count_edits({plan})

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        plans = {self.plan_of(row) for row in queryset}
        lock_plans(plans)
        for row in queryset:
            row.delete()  # one by one, so that each leaves its history
        self.count_edits(plans)

    def count_edits(self, plans: Iterable[int | None]) -> None:
        """Count an edit of each plan, and tell the site, which may have to do more."""
        count_edits(plans)
        if told := getattr(self.admin_site, "edited", None):
            told()

    def plan_of(self, row: Any) -> int | None:
        """Return the plan that a row belongs to; catalogue rows belong to none."""
        return None

    @property
    def _change(self) -> str:
        return f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}"

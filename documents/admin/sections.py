"""Sections: correcting what was read, putting in what was not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from documents.admin.base import is_key
from documents.admin.fields import RowsField
from documents.admin.locking import GuardedAdmin, GuardedForm
from documents.entry import settle
from documents.models import Section


class SectionForm(GuardedForm):
    """The parent is chosen among the sections of the same plan; without a position a section goes to the end."""

    rows = RowsField(label="表格单元")

    class Meta:
        model = Section
        fields = ["plan", "parent", "position", "kind", "number", "title", "text", "rows", "theme"]
        widgets = {
            "title": forms.TextInput(attrs={"size": 80}),
            "text": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 14}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
        if "parent" in self.fields:
            others = Section.objects.filter(plan=self._plan()).exclude(pk=self.instance.pk)
            self.fields["parent"].queryset = others.defer("spans", "rows", "as_read").in_order()  # type: ignore[attr-defined]
            self.fields["parent"].empty_label = "（最高层）"  # type: ignore[attr-defined]

    def clean_position(self) -> int | None:
        position: int | None = self.cleaned_data["position"]
        return self.instance.position if position is None and self.instance.pk else position

    def clean_parent(self) -> Section | None:
        parent: Section | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.pk in ancestors(parent):
            raise forms.ValidationError("上级章节条不能是本章节条的下级。")
        return parent

    def _plan(self) -> Any:
        typed = self.data.get(self.add_prefix("plan")) if self.is_bound else self.initial.get("plan")
        chosen = self.instance.plan_id or typed
        return chosen if is_key(chosen) else None


def ancestors(section: Section) -> set[int]:
    """Return the ids of the section and of everything above it. One query."""
    parent_of = dict(Section.objects.filter(plan=section.plan_id).values_list("pk", "parent"))
    found: set[int] = set()
    at: int | None = section.pk
    while at is not None and at not in found:
        found.add(at)
        at = parent_of.get(at)
    return found


class SectionAdmin(GuardedAdmin):
    form = SectionForm
    list_display = ["__str__", "kind", "plan", "theme", "beginning", "corrected"]
    list_filter = ["kind", "theme", "plan__status", "plan__region__level"]
    list_select_related = ["plan", "theme"]
    search_fields = ["number", "title", "text", "plan__title"]
    autocomplete_fields = ["plan", "theme"]
    ordering = ["plan", "position"]
    readonly_fields = ["anchor"]
    fieldsets = [
        (None, {"fields": ["plan", "parent", "position", "kind", "theme", "anchor"]}),
        ("内容", {"fields": ["number", "title", "text", "rows"]}),
    ]

    @admin.display(description="正文")
    def beginning(self, section: Section) -> str:
        return f"{section.text[:40]}…" if len(section.text) > 40 else section.text

    @admin.display(description="校订", empty_value="")
    def corrected(self, section: Section) -> str:
        return "已校订" if section.is_corrected else ""

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        """A section stays in its plan."""
        return ["anchor", "plan"] if obj else ["anchor"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).select_related("plan")

    def label(self, shown: Section) -> str:
        return f"{shown.plan.title} · {shown}"

    def plan_of(self, row: Section) -> int:
        return row.plan_id

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        settle(obj)
        super().save_model(request, obj, form, change)

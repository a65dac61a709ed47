"""Pairs of tasks in the admin: looked at by all, judged by those who may, made and taken away by the program alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from documents.admin.locking import GuardedForm, LockedAdmin
from tasks.aligning import lock
from tasks.judging import settle
from tasks.models import Alignment, Task

Judgement = Alignment.Judgement


class AlignmentForm(GuardedForm):
    class Meta:
        model = Alignment
        fields = ["judgement"]

    def version(self, row: Alignment) -> str:
        """Computing anew is no edit."""
        return row.version

    def lock(self) -> Any:
        lock()  # before the row, as whoever aligns does
        return super().lock()


@admin.register(Alignment)
class AlignmentAdmin(LockedAdmin):
    form = AlignmentForm
    list_display = ["first", "first_plan", "second", "second_plan", "likeness", "judgement", "judged_by", "judged_at"]
    list_filter = ["judgement", "task__section__theme"]
    list_select_related = ["task__section__plan", "counterpart__section__plan", "judged_by"]
    search_fields = [
        f"{side}__section__{name}" for side in ("task", "counterpart") for name in ("title", "plan__title")
    ]
    ordering = ["-pk"]
    show_full_result_count = False
    actions = ["confirm", "reject", "take_back"]
    readonly_fields = ["first_plan", "first_text", "second_plan", "second_text", "likeness", "judged_by", "judged_at"]
    fieldsets = [
        (None, {"fields": ["judgement", "judged_by", "judged_at", "likeness"]}),
        ("一方", {"fields": ["first_plan", "first_text"]}),
        ("另一方", {"fields": ["second_plan", "second_text"]}),
    ]

    @admin.display(description="任务")
    def first(self, row: Alignment) -> str:
        return str(row.task)

    @admin.display(description="对应任务")
    def second(self, row: Alignment) -> str:
        return str(row.counterpart)

    @admin.display(description="规划")
    def first_plan(self, row: Alignment) -> str:
        return str(row.task.section.plan)

    @admin.display(description="对应任务的规划")
    def second_plan(self, row: Alignment) -> str:
        return str(row.counterpart.section.plan)

    @admin.display(description="任务")
    def first_text(self, row: Alignment) -> str:
        return _shown(row.task)

    @admin.display(description="任务")
    def second_text(self, row: Alignment) -> str:
        return _shown(row.counterpart)

    @admin.display(description="相近程度", ordering="score")
    def likeness(self, row: Alignment) -> str:
        return f"{row.score:.0%}"

    @admin.action(description="确认所选对应", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Alignment]) -> None:
        self._judge(request, queryset, Judgement.CONFIRMED)

    @admin.action(description="否定所选对应", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Alignment]) -> None:
        self._judge(request, queryset, Judgement.REJECTED)

    @admin.action(description="撤回所选对应的核对结果", permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Alignment]) -> None:
        self._judge(request, queryset, Judgement.UNJUDGED)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alignment]:
        rows: QuerySet[Alignment] = super().get_queryset(request)
        return rows.defer(*(f"{side}__section__plan__source_text" for side in ("task", "counterpart")))

    def save_model(self, request: HttpRequest, obj: Alignment, form: Any, change: bool) -> None:
        if form.has_changed():
            settle(obj, obj.judgement, request.user)

    def _judge(self, request: HttpRequest, queryset: QuerySet[Alignment], judgement: str) -> None:
        lock()
        keys = list(queryset.exclude(judgement=judgement).values_list("pk", flat=True))
        for key in keys:
            row = Alignment.objects.select_for_update().filter(pk=key).first()  # an earlier one may have taken it away
            if row:
                settle(row, judgement, request.user)
        self.message_user(request, f"已将 {len(keys)} 对设为“{Judgement(judgement).label}”。")


def _shown(task: Task) -> str:
    section = task.section
    address = reverse("admin:tasks_task_change", args=[task.pk])
    return format_html('<a href="{}">{}</a><br>{}', address, str(section), section.text)

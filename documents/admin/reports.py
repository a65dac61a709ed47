"""The queue of what readers say is wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from documents.admin.base import KnowledgeAdmin
from documents.models import ErrorReport

EVERY = "all"


class StatusFilter(admin.SimpleListFilter):
    """Shows what is open unless something else is asked for."""

    title = "状态"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*ErrorReport.Status.choices, (EVERY, "全部")]

    def choices(self, changelist: Any) -> Any:
        for key, label in self.lookup_choices:
            selected = (self.value() or ErrorReport.Status.OPEN) == key
            yield {
                "selected": selected,
                "query_string": changelist.get_query_string({"status": key}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value() or ErrorReport.Status.OPEN
        return queryset.filter(status=wanted) if wanted in ErrorReport.Status.values else queryset


@admin.register(ErrorReport)
class ErrorReportAdmin(KnowledgeAdmin):
    list_display = ["__str__", "where", "status", "created_at"]
    list_filter = [StatusFilter, "created_at", ("plan", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["plan", "section"]
    search_fields = ["text", "note", "quote", "plan__title"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["section"]
    readonly_fields = ["plan", "quote", "links", "created_at"]
    actions = ["accept", "reject"]
    fieldsets = [
        ("读者的话", {"fields": ["text", "created_at"]}),
        ("所在章节条", {"fields": ["section", "plan", "quote", "links"]}),
        ("处理", {"fields": ["status", "note"]}),
    ]

    @admin.display(description="所在章节条", ordering="section")
    def where(self, report: ErrorReport) -> str:
        return f"{report.plan} · {report.section or '该章节条已不存在'}"

    @admin.display(description="查看")
    def links(self, report: ErrorReport) -> str:
        if report.section is None:
            return "该章节条已不存在" if report.pk else "保存后可查看"
        edit = reverse("admin:documents_section_change", args=[report.section.pk])
        shown = report.section.get_absolute_url()
        return format_html('<a href="{}">更正这一条</a>　<a href="{}">在网站上查看</a>', edit, shown)

    @admin.action(description="采纳所选纠错", permissions=["change"])
    def accept(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        self._decide(request, queryset, ErrorReport.Status.ACCEPTED)

    @admin.action(description="不采纳所选纠错", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        self._decide(request, queryset, ErrorReport.Status.REJECTED)

    def get_readonly_fields(self, request: HttpRequest, obj: ErrorReport | None = None) -> list[str]:
        """What was reported stays as it was; one that came by telephone can be entered."""
        return [*self.readonly_fields, *(["text", "section"] if obj else [])]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        return super().get_queryset(request).select_related("plan", "section__plan")

    def _decide(self, request: HttpRequest, reports: QuerySet[ErrorReport], status: str) -> None:
        decided = list(reports.exclude(status=status))
        label = ErrorReport.Status(status).label
        for report in decided:
            report.status = status
            report.save(update_fields=["status"])
            self.log_change(request, report, f"设为“{label}”")
        self.message_user(request, f"已将 {len(decided)} 条纠错设为“{label}”。")

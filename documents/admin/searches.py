"""The record of searches: what is looked for most, and what was not found. Nobody writes into it by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from documents.admin.base import KnowledgeAdmin
from documents.models import SearchLog

MOST_SHOWN = 20
PERIODS = (("1", "24 小时内"), ("7", "7 天内"), ("30", "30 天内"), ("90", "90 天内"))


class PeriodFilter(admin.SimpleListFilter):
    title = "时间"
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(PERIODS)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        days = self.value()
        if days not in dict(PERIODS):
            return queryset
        return queryset.filter(created_at__gte=timezone.now() - timedelta(days=int(days)))


class ResultFilter(admin.SimpleListFilter):
    title = "结果"
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "有结果"), ("no", "无结果")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.exclude(hits=0)
        return queryset.filter(hits=0) if self.value() == "no" else queryset


@admin.register(SearchLog)
class SearchLogAdmin(KnowledgeAdmin):
    list_display = ["query", "hits", "milliseconds", "created_at"]
    list_display_links = None
    list_filter = [PeriodFilter, ResultFilter]
    search_fields = ["query"]
    actions = ["forget"]
    change_list_template = "admin/documents/searchlog/change_list.html"

    @admin.action(description=f"清理 {settings.SEARCH_LOG_DAYS} 天以前的全部检索记录", permissions=["delete"])
    def forget(self, request: HttpRequest, queryset: QuerySet[SearchLog]) -> None:
        """Whatever is chosen: it is age alone that counts."""
        number = SearchLog.objects.forget_old()
        self.message_user(
            request, f"已清理 {settings.SEARCH_LOG_DAYS} 天以前的 {number} 条检索记录。", messages.SUCCESS
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show above the list which of its queries were asked most, and which in vain."""
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None)
        if context and "cl" in context:
            listed = context["cl"].queryset
            context["tables"] = [
                ("检索最多的", list(listed.counted()[:MOST_SHOWN])),
                ("没有结果的", list(listed.without_hits().counted()[:MOST_SHOWN])),
            ]
        return response

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SearchLog | None = None) -> bool:
        return False

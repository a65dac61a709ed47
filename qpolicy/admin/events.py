"""The audit log, which is looked at and never touched."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from documents.admin import KnowledgeAdmin
from qpolicy.models import AuditEvent

MOST_ACCOUNTS = 100


class AccountFilter(admin.SimpleListFilter):
    title = "账号"
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = AuditEvent.objects.exclude(account="").order_by("account").values_list("account", flat=True)
        return [(name, name) for name in names.distinct()[:MOST_ACCOUNTS]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(account=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(KnowledgeAdmin):
    list_display = ["moment", "kind", "account", "network", "subject", "result", "details"]
    list_filter = ["kind", "success", "occurred_at", AccountFilter]
    search_fields = ["account", "network", "subject", "details"]
    date_hierarchy = "occurred_at"
    show_full_result_count = False
    fields = ["moment", "kind", "result", "account", "network", "subject", "place", "details"]

    @admin.display(description="时间", ordering="occurred_at")
    def moment(self, event: AuditEvent) -> str:
        return f"{timezone.localtime(event.occurred_at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description="结果", ordering="success")
    def result(self, event: AuditEvent) -> str:
        return "成功" if event.success else "失败"

    @admin.display(description="对象网址")
    def place(self, event: AuditEvent) -> str:
        return format_html('<a href="{0}">{0}</a>', event.subject_url) if event.subject_url else "—"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

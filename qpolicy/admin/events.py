"""The audit log, which is looked at and never touched."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from documents.admin import KnowledgeAdmin
from qpolicy.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(KnowledgeAdmin):
    list_display = ["occurred_at", "kind", "account", "network", "subject", "result", "details"]
    list_filter = ["kind", "success", "occurred_at", "account"]
    search_fields = ["account", "network", "subject", "details"]
    date_hierarchy = "occurred_at"
    show_full_result_count = False
    fields = ["occurred_at", "kind", "result", "account", "network", "subject", "place", "details"]

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

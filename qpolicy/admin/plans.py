"""Plans, of which the audit log is told when one is published, withdrawn, deleted or put back to an older state."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from documents.models import Plan
from qpolicy.audit import Kind, record
from tasks.admin import WorkingPlanAdmin

admin.site.unregister(Plan)


@admin.register(Plan)
class RecordedPlanAdmin(WorkingPlanAdmin):
    def status_changed(self, request: HttpRequest, plan: Plan, before: str) -> None:
        was = f"原为“{Plan.Status(before).label}”"
        if plan.is_public:
            record(Kind.PUBLICATION, request=request, subject=plan, details=was)
        elif before == Plan.Status.PUBLISHED:
            details = f"由“已发布”改为“{plan.get_status_display()}”"
            record(Kind.WITHDRAWAL, request=request, subject=plan, details=details)
        elif plan.status == Plan.Status.REVIEW:
            record(Kind.SUBMISSION, request=request, subject=plan, details=was)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for plan in queryset:
            details = f"网址标识 {plan.slug}，状态“{plan.get_status_display()}”"
            record(Kind.DELETION, request=request, subject=str(plan), details=details)
        return super().log_deletions(request, queryset)

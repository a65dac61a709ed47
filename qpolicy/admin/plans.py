"""Plans, of which the audit log is told when one is published, withdrawn, deleted or put back to an older state."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from documents.models import Plan
from documents.paging import paged
from qpolicy.audit import Kind, record
from qpolicy.plan_history import KINDS, PlanHistory, entries
from qpolicy.return_views import list_deleted, show_deleted
from tasks.admin import WorkingPlanAdmin

admin.site.unregister(Plan)

RECORDS_A_PAGE = 50


@admin.register(Plan)
class RecordedPlanAdmin(WorkingPlanAdmin):
    def get_urls(self) -> list[Any]:
        """Django's own addresses end in one that takes everything."""
        everything = self.admin_site.admin_view(self.everything)
        deleted, back = self.admin_site.admin_view(self.deleted), self.admin_site.admin_view(self.back)
        own = [
            path("<int:key>/history/everything/", everything, name="documents_plan_everything"),
            path("deleted/", deleted, name="documents_plan_deleted"),
            path("deleted/<int:key>/", back, name="documents_plan_back"),
        ]
        return [*own, *super().get_urls()]

    def deleted(self, request: HttpRequest) -> HttpResponse:
        """List the plans that were deleted."""
        return list_deleted(request, self)

    def back(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show what would come back of a deleted plan, or bring it back."""
        return show_deleted(request, self, key)

    def deleted_view(self, request: HttpRequest, record: Any) -> HttpResponse:
        """A state of a plan that is gone leads to where the whole of it comes back."""
        return self.back(request, record.id)

    def everything(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show the history of the plan and of all that stands, or stood, in it."""
        plan = get_object_or_404(Plan.objects.without_source(), pk=key)
        if not self.has_view_permission(request, plan):
            raise PermissionDenied
        history = PlanHistory(plan.pk, request.GET.get("person", ""), request.GET.get("kind", ""))
        paging = paged(request, history.keys(), RECORDS_A_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "title": f"修改历史：{plan}",
            "plan": plan,
            "opts": self.opts,
            "entries": entries(list(paging["page"])),
            "people": history.people(),
            "kinds": [(kind, str(model._meta.verbose_name)) for kind, model in KINDS.items()],
            "history": history,
            **paging,
        }
        return TemplateResponse(request, "admin/plan_history.html", context)

    def links(self, plan: Plan) -> str:
        shown = super().links(plan)
        if not plan.pk:
            return shown
        address = reverse("admin:documents_plan_everything", args=[plan.pk])
        return format_html('{}　<a href="{}">全部内容的修改历史</a>', shown, address)

    links.short_description = "内容"  # type: ignore[attr-defined]

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

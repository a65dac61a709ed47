"""已删除的规划: who deleted which plan and when, what would come back of it, and bringing it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from documents.admin import may_publish
from documents.admin.history import shown_fields
from documents.models import Plan
from documents.paging import paged
from qpolicy.audit import Kind
from qpolicy.audit import record as write_down
from qpolicy.returning import bring_back, counted, deleted_plans, obstacle, parts_of, status_of, told, was_public
from qpolicy.reviving import CannotRevive

ROWS_A_PAGE = 50
LARGEST_KEY = 2**63 - 1  # of what a database takes for one
NOT_SHOWN = ("状态", "原文", "读取提示")
ONLY_REVIEWERS = "这份规划曾经发布，只有可以发布规划的人（审核员）才能恢复。"


def list_deleted(request: HttpRequest, owner: Any) -> HttpResponse:
    if not owner.has_view_permission(request):
        raise PermissionDenied
    context = {
        **owner.admin_site.each_context(request),
        "title": "已删除的规划",
        "opts": owner.opts,
        **paged(request, deleted_plans(), ROWS_A_PAGE),
    }
    return TemplateResponse(request, "admin/documents/plan/deleted.html", context)


def show_deleted(request: HttpRequest, owner: Any, key: int) -> HttpResponse:
    """Bring the plan back where that is posted, else show what would come back."""
    if not owner.has_view_permission(request):
        raise PermissionDenied
    record = deleted_plans().filter(id=key).first() if key <= LARGEST_KEY else None
    if record is None:
        return _what_is_there(key)
    may_return = _may_return(request, owner, record)
    refusal = obstacle(record)
    if request.method == "POST":
        if not may_return:
            raise PermissionDenied(ONLY_REVIEWERS)
        try:
            return _returned(request, record)
        except CannotRevive as refused:
            refusal = str(refused)
    context = {
        **owner.admin_site.each_context(request),
        "title": "恢复已删除的规划",
        "opts": owner.opts,
        "record": record,
        "status": Plan.Status(record.status).label,
        "status_after": status_of(record).label,
        "fields": [(label, text) for label, text in shown_fields(record) if label not in NOT_SHOWN],
        "counts": counted(parts_of(record)),
        "refusal": refusal,
        "may_return": may_return,
        "only_reviewers": ONLY_REVIEWERS,
    }
    return TemplateResponse(request, "admin/documents/plan/back.html", context)


def _what_is_there(key: int) -> HttpResponse:
    """Lead to the plan where somebody has brought it back."""
    if key <= LARGEST_KEY and Plan.objects.filter(pk=key).exists():
        return redirect("admin:documents_plan_change", key)
    raise Http404


def _may_return(request: HttpRequest, owner: Any, record: Any) -> bool:
    allowed: bool = owner.has_add_permission(request)
    return allowed and (not was_public(record) or may_publish(request.user))


def _returned(request: HttpRequest, record: Any) -> HttpResponse:
    with transaction.atomic():
        returned = bring_back(record, request.user)
        first, *remarks = told(returned)
        write_down(Kind.RESTORE, request=request, subject=returned.plan, details=" ".join((first, *remarks)))
    messages.success(request, first)
    for remark in remarks:
        messages.warning(request, remark)
    return redirect(reverse("admin:documents_plan_change", args=[returned.plan.pk]))

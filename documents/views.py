"""What only the text of a plan is needed for: its source, as stored."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.models import Plan
from documents.models.plans import PlanQuerySet


def may_see_drafts(user: User | AnonymousUser) -> bool:
    return user.is_staff and user.has_perm("documents.view_plan")


def readable_by(user: User | AnonymousUser) -> PlanQuerySet:
    """Return the published plans; to those who may see plans in the admin, all."""
    return Plan.objects.all() if may_see_drafts(user) else Plan.objects.published()


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(readable_by(request.user), slug=slug)
    if not plan.source_text:
        raise Http404("录入的规划没有原文。")
    response = HttpResponse(plan.source_text.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{plan.slug}.txt"'
    return response

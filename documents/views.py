"""What only the text of plans is needed for: a plan's source, as stored, and the regions that have plans."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.keeping import kept
from documents.models import Plan
from documents.models.plans import PlanQuerySet
from documents.regions import show, show_plans
from documents.scripted import render_with_switch
from documents.switch import wanted_script
from documents.territories import count_tasks, grow, plans_with_regions


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


@require_safe
@kept
def region_list(request: HttpRequest) -> HttpResponse:
    plans = list(plans_with_regions().current())
    wanted = wanted_script(request)
    tasks = count_tasks(plans)
    context: dict[str, object] = {
        "place": "plans",
        "branches": [show(branch, tasks, wanted) for branch in grow(plans)],
        "elsewhere": show_plans([plan for plan in plans if plan.region is None], tasks, wanted),
        "plan_count": len(plans),
        "region_count": len({plan.region_id for plan in plans if plan.region_id}),
    }
    return render_with_switch(request, "documents/region_list.html", context)

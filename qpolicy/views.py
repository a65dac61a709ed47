"""The pages that need all three apps: the front page, the list of plans, and a plan with its duties and targets."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from documents.filters import PlanFilter
from documents.models import Plan
from documents.switch import options, remember, script_for, wanted_script
from documents.views import may_see_drafts, readable_by
from qpolicy import about as told
from qpolicy import home as front
from qpolicy.listing import counted, row
from qpolicy.reading import compose

PLANS_A_PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {"place": "home", "figures": front.figures(), "levels": front.levels(), "newest": front.newest()}
    return render(request, "home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {"holdings": told.holdings(), "figures": front.figures()}
    return render(request, "about.html", context)


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    return render(request, "site_map.html", {"levels": told.plans_by_level()})


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = counted(Plan.objects.published().without_source().select_related("region"))
    filters = PlanFilter(request.GET, queryset=plans)
    page = Paginator(filters.qs, PLANS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "place": "plans",
        "filters": filters,
        "searched": filters.searched,
        "chosen": list(filters.chosen()),
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "rows": [row(plan) for plan in page],
        "is_bare": not page.object_list and not Plan.objects.published().exists(),
    }
    return render(request, "documents/plan_list.html", context)


@require_safe
def reading(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(readable_by(request.user).select_related("region"), slug=slug)
    wanted = wanted_script(request)
    page = compose(plan, script=script_for(plan, wanted), with_remarks=may_see_drafts(request.user))
    context = {
        "place": "plans",
        "plan": plan,
        "page": page,
        "scripts": options(wanted),
        "successors": plan.replaced_by.published(),
    }
    response = render(request, "documents/reading.html", context)
    patch_vary_headers(response, ["Cookie"])
    return remember(request, response)

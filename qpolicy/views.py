"""The pages that need all three apps: the front page, the list of plans, and a plan with its duties and targets."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.choices import linked
from documents.filters import PlanFilter
from documents.keeping import kept
from documents.neighbours import neighbours, other_plan, predecessor, successors
from documents.paging import paged
from documents.scripted import render_with_switch
from documents.shelf import Shelf
from documents.switch import options, remembered, sizes, wanted_script, wanted_size
from documents.views import may_see_drafts, readable_by
from qpolicy import about as told
from qpolicy import home as front
from qpolicy.editions import TARGETS, VIEWS, compare
from qpolicy.listing import rows
from qpolicy.reading import compose

PLANS_A_PAGE = 20


@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    newest = front.newest(wanted_script(request))
    context = {"place": "home", "figures": front.figures(), "levels": front.levels(), "newest": newest}
    return render(request, "home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {"holdings": told.holdings(), "figures": front.figures()}
    return render(request, "about.html", context)


@require_safe
@kept
def site_map(request: HttpRequest) -> HttpResponse:
    return render(request, "site_map.html", {"levels": told.plans_by_level(wanted_script(request))})


@require_safe
@kept
def plan_list(request: HttpRequest) -> HttpResponse:
    wanted = wanted_script(request)
    shelf = Shelf(wanted)
    filters = PlanFilter(request.GET, shelf=shelf)
    paging = paged(request, filters.keys(), PLANS_A_PAGE)
    context: dict[str, object] = {
        "place": "plans",
        "filters": filters,
        "searched": filters.searched,
        "facets": [linked(facet, partial(filters.query_with, facet.name)) for facet in filters.facets()],
        "chosen": list(filters.chosen()),
        "sorts": filters.sorts(),
        "rows": rows(list(paging["page"]), wanted=wanted),
        "is_bare": not shelf.plans,
        **paging,
    }
    return render_with_switch(request, "documents/plan_list.html", context)


@require_safe
@remembered
@kept
def reading(request: HttpRequest, slug: str) -> HttpResponse:
    return _part_of_plan(request, slug, "reading")


@require_safe
@remembered
@kept
def goals(request: HttpRequest, slug: str) -> HttpResponse:
    return _part_of_plan(request, slug, "plan_goals")


@require_safe
@remembered
@kept
def targets(request: HttpRequest, slug: str) -> HttpResponse:
    return _part_of_plan(request, slug, "plan_targets")


@require_safe
@kept
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a new edition has made of the plan that it replaces."""
    plans = readable_by(request.user).without_source()
    plan = get_object_or_404(plans.exclude(replaces=None), slug=slug)
    older = get_object_or_404(plans, pk=plan.replaces_id)
    compared = compare(older, plan, wanted=wanted_script(request))
    asked = request.GET.get("show", "")
    view = asked if asked in VIEWS else ""
    context = {
        "place": "plans",
        "plan": plan,
        "compared": compared,
        "views": [(key, word, compared.counts[key], key == view) for key, word in VIEWS.items()],
        "view": view,
        "pairs": list(compared.shown(view)),
        "values": compared.values if view in ("", TARGETS) else (),
        "address": request.build_absolute_uri(request.path),
    }
    return render_with_switch(request, "documents/plan_changes.html", context)


def _part_of_plan(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Render one of the tabs of a plan."""
    plan = get_object_or_404(
        readable_by(request.user).select_related("region", "replaces").defer("replaces__source_text"), slug=slug
    )
    script, size = wanted_script(request), wanted_size(request)
    before, after = neighbours(plan)
    newer = successors(plan, script)
    context = {
        "place": "plans",
        "plan": plan,
        "page": compose(plan, wanted=script, is_superseded=bool(newer), with_remarks=may_see_drafts(request.user)),
        "part": part,
        "address": request.build_absolute_uri(plan.get_absolute_url()),
        "scripts": options(script),
        "size": size,
        "sizes": sizes(size),
        "successors": newer,
        "predecessor": predecessor(plan, script),
        "before": before and other_plan(before, script),
        "after": after and other_plan(after, script),
    }
    return render(request, f"documents/{part}.html", context)

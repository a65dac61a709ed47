"""The list of indicators, an indicator with the targets that plans set for it, and the goals of the years."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from documents.keeping import kept
from documents.paging import paged
from documents.scripted import render_with_switch
from documents.shelf import Shelf
from documents.switch import wanted_script
from indicators.facets import GoalFacets, indicator_facets
from indicators.filters import GoalFilter, IndicatorFilter
from indicators.listing import by_year, goals_shown, indicator_rows
from indicators.merging import successor_of
from indicators.models import Indicator, Target, TargetQuerySet
from indicators.rows import rows, shown
from indicators.surroundings import relatives_of, set_against

ROWS_A_PAGE = 20
NOT_FOUND = "没有已发布的规划为这项指标定过目标值。"


@require_safe
@kept
def indicator_list(request: HttpRequest) -> HttpResponse:
    wanted = wanted_script(request)
    shelf = Shelf(wanted)
    filters = IndicatorFilter(request.GET, shelf=shelf)
    paging = paged(request, filters.qs, ROWS_A_PAGE)
    targets = filters.targets_without()
    context: dict[str, object] = {
        "place": "indicators",
        "filters": filters,
        "facets": indicator_facets(filters),
        "chosen": list(filters.chosen()),
        "rows": indicator_rows(list(paging["page"]), targets, filters.sought, wanted=wanted),
        "is_bare": not shelf.plans,
        **paging,
    }
    return render_with_switch(request, "indicators/indicator_list.html", context)


@require_safe
@kept
def indicator_detail(request: HttpRequest, pk: int) -> HttpResponse:
    indicator = Indicator.objects.filter(pk=pk).first()
    if indicator is None:
        return redirect("indicators:indicator-detail", pk=_heir(pk).pk)
    wanted = wanted_script(request)
    targets = list(shown(_published(indicator).in_order()))
    if not targets:
        raise Http404(NOT_FOUND)
    found = rows(targets, wanted=wanted)
    context: dict[str, object] = {
        "place": "indicators",
        "indicator": indicator,
        "rows": found,
        "names": list(dict.fromkeys(row.name for row in found if row.name != indicator.name)),
        "plan_count": len({row.plan.pk for row in found}),
        **set_against(targets, found, Shelf(wanted)),
        "relatives": relatives_of(indicator, Target.objects.published()),
    }
    return render_with_switch(request, "indicators/indicator_detail.html", context)


@require_safe
@kept
def goal_list(request: HttpRequest) -> HttpResponse:
    wanted = wanted_script(request)
    shelf = Shelf(wanted)
    filters = GoalFilter(request.GET, shelf=shelf)
    facets = GoalFacets(filters)
    paging = paged(request, goals_shown(filters.qs), ROWS_A_PAGE, total=facets.total)
    context: dict[str, object] = {
        "place": "indicators",
        "filters": filters,
        "facets": facets.all(),
        "chosen": list(filters.chosen()),
        "years": by_year(paging["page"], filters.sought, wanted=wanted),
        "is_bare": not shelf.plans,
        **paging,
    }
    return render_with_switch(request, "indicators/goal_list.html", context)


def _heir(pk: int) -> Indicator:
    """Return what a merged indicator has become, where that is to be seen."""
    heir = successor_of(pk)
    if heir is None or not _published(heir).exists():
        raise Http404(NOT_FOUND)
    return heir


def _published(indicator: Indicator) -> TargetQuerySet:
    return Target.objects.published().filter(indicator=indicator)

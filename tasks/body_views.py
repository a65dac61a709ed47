"""The pages of departments, of the functions they serve, and of the regions they belong to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from documents.keeping import kept
from documents.models import Department, Function, Region
from documents.paging import paged
from documents.regions import own_branches, show
from documents.scripted import render_with_switch
from documents.switch import wanted_script
from documents.territories import chain_above, count_tasks, find, grow, plans_within
from tasks.body_filters import BodyFilter
from tasks.directory import (
    BodyRow,
    acting_bodies,
    body_row,
    by_region,
    counted,
    function_rows,
    named_bodies,
    other_names,
)
from tasks.merging import successor_of
from tasks.parts import add_up, count, held_by
from tasks.work import compose, written_names

BODIES_A_PAGE = 60
PLANS_A_PAGE = 10
MOST_COUNTERPARTS = 20


@require_safe
@kept
def department_list(request: HttpRequest) -> HttpResponse:
    filters = BodyFilter(request.GET)
    paging = paged(request, counted(filters.qs), BODIES_A_PAGE)
    context: dict[str, object] = {
        "place": "departments",
        "filters": filters,
        "facets": filters.facets(),
        "chosen": list(filters.chosen()),
        "groups": by_region(paging["page"]),
        "is_bare": filters.is_bare,
        **paging,
    }
    return render(request, "tasks/department_list.html", context)


@require_safe
@kept
def department_detail(request: HttpRequest, pk: int) -> HttpResponse:
    department = counted(named_bodies()).filter(pk=pk).first()
    if department is None:
        return redirect("tasks:department-detail", pk=_heir(pk).pk)
    wanted = wanted_script(request)
    held = held_by(Department.objects.filter(pk=pk))
    paging = paged(request, held.plans, PLANS_A_PAGE)
    names = written_names(held, wanted)
    counterparts = _counterparts(department)
    context: dict[str, object] = {
        "place": "departments",
        "department": department,
        "row": body_row(department),
        "names": names,
        "aliases": other_names(department, [name for name, _ in names]),
        "plan_count": len(held.plans),
        "works": list(compose(paging["page"], held, wanted=wanted)),
        "counterparts": counterparts[:MOST_COUNTERPARTS],
        "has_more_counterparts": len(counterparts) > MOST_COUNTERPARTS,
        **paging,
    }
    return render_with_switch(request, "tasks/department_detail.html", context)


@require_safe
@kept
def function_list(request: HttpRequest) -> HttpResponse:
    rows = list(function_rows())
    context: dict[str, object] = {
        "place": "departments",
        "rows": [row for row in rows if row.bodies],
        "unused": [row.function for row in rows if not row.bodies],
        "unsorted_count": acting_bodies().filter(function=None).count(),
        "is_bare": not any(row.bodies for row in rows) and not acting_bodies().exists(),
    }
    return render(request, "tasks/function_list.html", context)


@require_safe
@kept
def function_detail(request: HttpRequest, slug: str) -> HttpResponse:
    function = get_object_or_404(Function, slug=slug)
    wanted = wanted_script(request)
    bodies = [body_row(body) for body in counted(acting_bodies().filter(function=function))[: BODIES_A_PAGE + 1]]
    held = held_by(Department.objects.filter(function=function))
    paging = paged(request, held.plans, PLANS_A_PAGE)
    counts = count(held, wanted)
    context: dict[str, object] = {
        "place": "departments",
        "function": function,
        "bodies": bodies[:BODIES_A_PAGE],
        "has_more_bodies": len(bodies) > BODIES_A_PAGE,
        "counts": counts,
        "totals": add_up(counts),
        "works": list(compose(paging["page"], held, wanted=wanted)),
        **paging,
    }
    return render_with_switch(request, "tasks/function_detail.html", context)


@require_safe
@kept
def region_detail(request: HttpRequest, slug: str) -> HttpResponse:
    region = get_object_or_404(Region.objects.select_related("parent__parent__parent"), slug=slug)
    wanted = wanted_script(request)
    within, above = list(plans_within(region)), own_branches(chain_above(region))
    tasks = count_tasks([*within, *(plan for branch in above for plan in branch.plans)])
    bodies = [body_row(body) for body in counted(acting_bodies().of_region(region))[: BODIES_A_PAGE + 1]]
    context: dict[str, object] = {
        "place": "plans",
        "region": region,
        "branch": show(find(grow(within), region), tasks, wanted),
        "above": [show(branch, tasks, wanted) for branch in above],
        "from_above": above[::-1],
        "bodies": bodies[:BODIES_A_PAGE],
        "has_more_bodies": len(bodies) > BODIES_A_PAGE,
    }
    return render_with_switch(request, "documents/region_detail.html", context)


def _heir(pk: int) -> Department:
    """Return what a merged department has become, where that is to be seen."""
    heir = successor_of(pk)
    if heir is None or not named_bodies().filter(pk=heir.pk).exists():
        raise Http404("没有这个部门。")
    return heir


def _counterparts(department: Department) -> list[BodyRow]:
    """Return the bodies of the same function, one more than are shown."""
    if department.function_id is None:
        return []
    others = acting_bodies().filter(function=department.function_id).exclude(pk=department.pk)
    return [body_row(body) for body in counted(others)[: MOST_COUNTERPARTS + 1]]

"""The list of tasks, and a task with all that is known of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.keeping import kept
from documents.scripted import render_with_switch
from documents.shelf import Shelf
from documents.switch import wanted_script
from documents.views import readable_by
from tasks.alike import alike
from tasks.facets import TaskFacets
from tasks.filters import TaskFilter
from tasks.listing import rows, shown
from tasks.models import Task
from tasks.showing import compose

TASKS_A_PAGE = 20
# A list that is narrowed by more is seldom asked for twice.
MOST_CONDITIONS_KEPT = 2


@require_safe
@kept
def task_list(request: HttpRequest) -> HttpResponse:
    is_common = sum(map(bool, request.GET.values())) <= MOST_CONDITIONS_KEPT
    return kept(_task_list)(request) if is_common else _task_list(request)


def _task_list(request: HttpRequest) -> HttpResponse:
    wanted = wanted_script(request)
    shelf = Shelf(wanted)
    filters = TaskFilter(request.GET, shelf=shelf)
    facets = TaskFacets(filters)
    page = _pages(filters, facets.total).get_page(request.GET.get("page"))
    context: dict[str, object] = {
        "place": "tasks",
        "filters": filters,
        "facets": facets.first(),
        "further": facets.further(),
        "chosen": list(filters.chosen()),
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "rows": rows(list(page), filters.sought, wanted=wanted),
        "is_bare": not shelf.plans,
    }
    return render_with_switch(request, "tasks/task_list.html", context)


@require_safe
@kept
def task_detail(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    plan = get_object_or_404(readable_by(request.user).without_source().select_related("region"), slug=slug)
    tasks = Task.objects.select_related("section__theme", "section__search_entry").defer("section__spans")
    task = get_object_or_404(tasks, section__plan=plan, section__anchor=anchor)
    task.section.plan = plan
    context: dict[str, object] = {
        "place": "tasks",
        "plan": plan,
        "page": compose(task, wanted=wanted_script(request)),
        "alike": alike(task.section, wanted=wanted_script(request)),
        "successors": plan.replaced_by.published().without_source(),
    }
    return render_with_switch(request, "tasks/task_detail.html", context)


def _pages(filters: TaskFilter, total: int) -> Paginator[Task]:
    """Return the pages of what is left; the facets have counted it."""
    pages = Paginator(shown(filters.qs), TASKS_A_PAGE)
    pages.count = total
    return pages

"""The list of tasks, and a task with all that is known of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from documents.shelf import Shelf
from documents.switch import options, remember, script_for, wanted_script
from documents.views import readable_by
from tasks.facets import TaskFacets
from tasks.filters import TaskFilter
from tasks.listing import rows, shown
from tasks.models import Task
from tasks.showing import compose

TASKS_A_PAGE = 20


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    wanted = wanted_script(request)
    shelf = Shelf()
    filters = TaskFilter(request.GET, shelf=shelf)
    facets = TaskFacets(filters)
    page = _pages(filters, facets.total).get_page(request.GET.get("page"))
    context = {
        "place": "tasks",
        "filters": filters,
        "facets": facets.first(),
        "further": facets.further(),
        "chosen": list(filters.chosen()),
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "rows": rows(list(page), filters.wanted, script_of=lambda plan: script_for(plan, wanted)),
        "scripts": options(wanted),
        "is_bare": not shelf.plans,
    }
    response = render(request, "tasks/task_list.html", context)
    patch_vary_headers(response, ["Cookie"])
    return remember(request, response)


@require_safe
def task_detail(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    plan = get_object_or_404(readable_by(request.user).without_source().select_related("region"), slug=slug)
    tasks = Task.objects.select_related("section__theme").defer("section__spans")
    task = get_object_or_404(tasks, section__plan=plan, section__anchor=anchor)
    task.section.plan = plan
    wanted = wanted_script(request)
    context = {
        "place": "tasks",
        "plan": plan,
        "page": compose(task, script=script_for(plan, wanted)),
        "scripts": options(wanted),
        "successors": plan.replaced_by.published().without_source(),
    }
    response = render(request, "tasks/task_detail.html", context)
    patch_vary_headers(response, ["Cookie"])
    return remember(request, response)


def _pages(filters: TaskFilter, total: int) -> Paginator[Task]:
    """Return the pages of what is left; the facets have counted it."""
    pages = Paginator(shown(filters.qs), TASKS_A_PAGE)
    pages.count = total
    return pages

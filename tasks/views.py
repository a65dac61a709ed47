"""The list of tasks, and a task with all that is known of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.keeping import kept
from documents.models.plans import PlanQuerySet
from documents.neighbours import successors
from documents.paging import paged
from documents.scripted import render_with_switch
from documents.shelf import Shelf
from documents.switch import wanted_script
from documents.views import readable_by
from tasks.alike import alike
from tasks.facets import TaskFacets
from tasks.filters import KINDS, TaskFilter
from tasks.listing import rows, shown
from tasks.models import Task
from tasks.showing import compose

TASKS_A_PAGE = 20


@require_safe
@kept
def task_list(request: HttpRequest) -> HttpResponse:
    wanted = wanted_script(request)
    shelf = Shelf(wanted)
    filters = TaskFilter(request.GET, shelf=shelf)
    facets = TaskFacets(filters)
    paging = paged(request, shown(filters.qs), TASKS_A_PAGE, total=facets.total)
    context: dict[str, object] = {
        "place": "tasks",
        "filters": filters,
        "facets": facets.first(),
        "further": facets.further(),
        "chosen": list(filters.chosen()),
        "counted": counted(filters),
        "rows": rows(list(paging["page"]), filters.sought, wanted=wanted),
        "is_bare": not shelf.plans,
        **paging,
    }
    return render_with_switch(request, "tasks/task_list.html", context)


@require_safe
@kept
def task_detail(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    task = find_task(readable_by(request.user), slug, anchor)
    plan = task.section.plan
    wanted = wanted_script(request)
    context: dict[str, object] = {
        "place": "tasks",
        "plan": plan,
        "page": compose(task, wanted=wanted),
        "alike": alike(task.section, wanted=wanted),
        "successors": successors(plan, wanted),
    }
    return render_with_switch(request, "tasks/task_detail.html", context)


def find_task(plans: PlanQuerySet, slug: str, anchor: str) -> Task:
    """Return the task with all that its page shows of its row. Raises Http404. Two queries."""
    some = plans.defer("source_text", "warnings").select_related("region")  # its notes are shown
    plan = get_object_or_404(some, slug=slug)
    tasks = Task.objects.select_related("section__theme", "section__search_entry").defer("section__spans")
    task = get_object_or_404(tasks, section__plan=plan, section__anchor=anchor)
    task.section.plan = plan
    return task


def counted(filters: TaskFilter) -> str:
    """Say what the list counts: 项任务 where it is narrowed to one kind, else all kinds that it holds."""
    labels = dict(KINDS)
    kind = filters.understood.get("kind")
    return f"项{labels[kind]}" if kind in labels else f"项{'、'.join(map(str, labels.values()))}"

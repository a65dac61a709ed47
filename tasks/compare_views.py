"""职责对比 and 任务覆盖: who is to do what, and what plans are about, side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from documents.columns import Columns
from documents.keeping import kept
from documents.models import Plan
from documents.scripted import render_with_switch
from documents.shelf import Shelf
from documents.switch import wanted_script
from documents.territories import count_tasks
from tasks.coverage import functions, themes, unassigned


class TaskColumns(Columns):
    def ranked(self, plans: list[Plan]) -> list[Plan]:
        """Return first those with most tasks."""
        counts = count_tasks(plans)
        return sorted(plans, key=lambda plan: -counts.get(plan.pk, 0))


@require_safe
@kept
def duties(request: HttpRequest) -> HttpResponse:
    columns = TaskColumns(request.GET, Shelf(wanted_script(request)))
    rows = functions(columns.plans)
    context: dict[str, object] = {
        "place": "compare",
        "compared": "duties",
        "title": "职责对比",
        "columns": columns,
        "rows": rows,
        "sorted_count": sum(row.is_sorted for row in rows),
        "unassigned": unassigned(columns.plans),
    }
    return render_with_switch(request, "tasks/compare_duties.html", context)


@require_safe
@kept
def coverage(request: HttpRequest) -> HttpResponse:
    columns = TaskColumns(request.GET, Shelf(wanted_script(request)))
    rows = themes(columns.plans)
    context: dict[str, object] = {
        "place": "compare",
        "compared": "coverage",
        "title": "任务覆盖",
        "columns": columns,
        "rows": rows,
        "sorted_count": sum(row.is_sorted for row in rows),
    }
    return render_with_switch(request, "tasks/compare_coverage.html", context)

"""Tasks, and who has to do them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from documents.shelf import Shelf
from qpolicy.api.asking import Asked, require
from qpolicy.api.parameters import of_filters
from qpolicy.api.serializers.tasks import TaskSerializer, WholeTaskSerializer
from qpolicy.api.shown import Shown
from qpolicy.api.views.base import Endpoint, ListEndpoint, with_paging
from qpolicy.api.views.plans import ANCHOR, PLAN
from tasks.filters import TaskFilter
from tasks.models import DefaultResponsibility, Responsibility, Task

UNREAD = ("source_text", "notes", "warnings", "as_read")


class Tasks(ListEndpoint):
    operation, tag = "tasks", "任务"
    title = "任务列表"
    about = "各规划最新版本中的任务、保障措施和专栏工程，连同责任部门，条件与网站的任务列表相同。"
    example = "tasks/?plan=xian&role=lead&page_size=1"
    parameters = with_paging(*of_filters(TaskFilter))
    serializer = TaskSerializer

    def answer(self, asked: Asked, **names: Any) -> Any:
        filters = TaskFilter(asked.conditions, shelf=Shelf(asked.script))
        require(filters.form)
        return self.paged(asked, _loaded(filters.qs), lambda rows: _serialized(asked, rows, TaskSerializer))


class OneTask(Endpoint):
    operation, tag = "task", "任务"
    title = "一项任务"
    about = "任务的全文和责任部门，连同规划对全部任务的通用分工。"
    example = "plans/rongchang/tasks/s-3-1-h1-2/"
    path_words = PLAN | ANCHOR

    def answer(self, asked: Asked, **names: Any) -> Any:
        tasks = _loaded(Task.objects.published())
        task = get_object_or_404(tasks, section__plan__slug=names["slug"], section__anchor=names["anchor"])
        rules = DefaultResponsibility.objects.filter(plan=task.section.plan).select_related("department")
        return _serialized(asked, [task], WholeTaskSerializer, rules=list(rules.order_by("position")))[0]

    def answers(self) -> Any:
        return WholeTaskSerializer


def _loaded(tasks: QuerySet[Task]) -> QuerySet[Task]:
    unread = (f"section__plan__{name}" for name in UNREAD)
    return tasks.select_related("section__plan", "section__theme").defer(*unread)


def _serialized(asked: Asked, rows: Sequence[Task], serializer: type[TaskSerializer], **extra: Any) -> Any:
    """Two queries: who does the tasks, and where they stand."""
    parts: defaultdict[int, list[Responsibility]] = defaultdict(list)
    stated = Responsibility.objects.filter(task__in=[task.pk for task in rows]).select_related("department")
    for part in stated.in_order():
        parts[part.task_id].append(part)
    shown = Shown(asked, [task.section for task in rows], parts=parts, **extra)
    return serializer(rows, many=True, context={"shown": shown}).data

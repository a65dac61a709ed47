"""Write what an edited ledger changes, all of it or nothing, as corrections by hand with their history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest

from documents.admin.locking import count_edits
from documents.models import Plan
from documents.store import departments_named, lock_plans
from indicators.models import Target
from indicators.store import indicators_named
from qpolicy.audit import Kind, record
from qpolicy.bringing.changes import Change, PartChange, TargetChange
from qpolicy.bringing.comparing import Comparison, compare
from qpolicy.bringing.workbook import Line
from qpolicy.collisions import Collided, conflict, with_second_try
from tasks.models import DefaultResponsibility, Responsibility, Task


class ChangedMeanwhile(Exception):  # noqa: N818  it says what to do
    """Somebody has changed what the lines would change; `found` is what they would change now."""

    def __init__(self, found: Comparison) -> None:
        super().__init__("您查看之后，他人改动了其中的内容，还没有写入。下面是现在将有的改动，请再核对一次。")
        self.found = found


class NotWritten(Exception):  # noqa: N818  a refusal
    """Others were writing the same at the same time, twice; the message, in Chinese, says so. Nothing was written."""


def bring_back(lines: Sequence[Line], seen: str, request: HttpRequest) -> Comparison:
    """Write what the lines change, if it is still what was seen (its digest). Raises ChangedMeanwhile or NotWritten.

    Whoever edits one of the plans waits.
    """
    try:
        return with_second_try(lambda: _bring_back(lines, seen, request))
    except Collided as collided:
        raise NotWritten(conflict(collided.error)) from collided


@transaction.atomic
def _bring_back(lines: Sequence[Line], seen: str, request: HttpRequest) -> Comparison:
    slugs = {line.key.partition("#")[0] for line in lines}
    lock_plans(Plan.objects.filter(slug__in=slugs).values_list("pk", flat=True))
    found = compare(lines, request.user)
    if found.digest != seen:
        raise ChangedMeanwhile(found)
    for change in found.changes:
        _write(change)
    count_edits(sorted({change.plan.pk for change in found.changes}))
    numbers: Counter[Plan] = Counter()
    for change in found.changes:
        numbers[change.plan] += len(list(change.words))
    for plan, number in numbers.items():
        record(Kind.IMPORT, request=request, subject=plan, details=f"带回修改过的职责台账，{number} 处改动")
    return found


def _write(change: Change) -> None:
    task = Task.objects.get(section=change.section) if change.section else None
    for part in sorted(change.parts, key=lambda part: bool(part.role)):  # who goes makes room for who comes
        _write_part(part, change.plan, task)
    if change.deadline and task:
        task.deadline = change.deadline[1]
        task.save()
    for target in change.targets:
        _write_target(target, change)


def _write_part(part: PartChange, plan: Plan, task: Task | None) -> None:
    if not part.role and part.row:
        part.row.delete()
    elif part.row:
        part.row.role = part.role
        part.row.save()
    else:
        department = part.department or departments_named([part.name], plan.region)[part.name].pk
        stated = {"department_id": department, "role": part.role, "name": part.name}
        if task:
            position = _next(task.responsibilities)
            Responsibility.objects.create(task=task, position=position, **stated)
        else:
            position = _next(plan.default_responsibilities)
            DefaultResponsibility.objects.create(plan=plan, position=position, **stated)


def _write_target(change: TargetChange, of: Change) -> None:
    if change.target is None:
        assert change.values is not None
        assert of.section is not None
        name = change.values["name"]
        indicator = indicators_named([(name, change.values["unit"])])[name]
        position = _next(of.section.targets)
        Target.objects.create(section=of.section, position=position, indicator=indicator, **change.values)
    elif change.values is None:
        change.target.delete()
    else:
        for name, value in change.values.items():
            setattr(change.target, name, value)
        change.target.save()


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1

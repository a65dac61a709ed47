"""Store tasks and who does them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from django.db.models import QuerySet
from simple_history.utils import bulk_update_with_history

from documents.models import Department, Plan
from documents.outline import Outline, Remark
from documents.store import Entries, Entry, Listed, Place, departments_named
from documents.threeway import Record
from tasks.kinds import keep_tasks
from tasks.models import Responsibility, Task

LONGEST_NAME, LONGEST_DEADLINE = 200, 100
DEADLINE = "deadline"


class DutyRead(Protocol):
    """A body and its role as the extraction yields them."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Responsibilities(Listed[Responsibility]):
    model = Responsibility
    key = "responsibilities"
    identity = ("name",)
    fields = ("name", "role", "department")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def rows_of(self, entries: Entries) -> QuerySet[Responsibility]:
        return Responsibility.objects.filter(task__section__plan=entries.plan)

    def section_of(self, row: Responsibility) -> int:
        return int(row.task_id)

    def record_of(self, row: Responsibility) -> Record:
        return {"name": row.name, "role": row.role}

    def build(self, new: Sequence[tuple[Entry, Record]]) -> list[Responsibility | None]:
        """A department has a part in a task once, however often and however spelled the text names it."""
        new_of_tasks = [(entry, record) for entry, record in new if entry.row.is_work_item]
        departments = departments_named((record["name"] for _, record in new_of_tasks), self.plan.region)
        stated = _stated(entry.row.pk for entry, _ in new_of_tasks if entry.base)
        rows: list[Responsibility | None] = []
        for entry, record in new:
            department = departments.get(record["name"])
            part = (entry.row.pk, department.pk if department else None, record["role"])
            is_stated = department is None or part in stated or not entry.row.is_work_item
            rows.append(None if is_stated else _responsibility(entry, department, record))
            stated.add(part)
        return rows

    def revise(self, changes: Sequence[tuple[Responsibility, Record]]) -> None:
        """A change that would state a part twice is left out."""
        names = [values["name"] for _, values in changes if "name" in values]
        departments = departments_named(names, self.plan.region)
        stated = _stated(row.task_id for row, _ in changes)
        for row, values in changes:
            department = departments[values["name"]] if "name" in values else None
            part = (row.task_id, department.pk if department else row.department_id, values.get("role", row.role))
            if part in stated:
                continue
            stated.add(part)
            row.name, row.role, row.department_id = values.get("name", row.name), part[2], part[1]


def work_of(outline: Outline, duties: Mapping[int, Iterable[DutyRead]]) -> dict[int, list[Place]]:
    """Return what is to be remembered of the duties of work items, by section id."""
    return {
        section: [Place(_record(duty), duty.start, duty.end) for duty in named]
        for section, named in duties.items()
        if outline.section(section).kind.is_work_item
    }


def unassigned(outline: Outline, duties: Mapping[int, Sequence[DutyRead]]) -> list[Remark]:
    """Name the departments of headings and boxes: no task is theirs, so an editor should say whose they are."""
    remarks = []
    for key, named in duties.items():
        section = outline.section(key)
        if named and not section.kind.is_work_item:
            names = "、".join(duty.name for duty in named)
            message = f"“{section.title or section.number}”不是任务，所列部门（{names}）没有记为责任部门，请核对"
            remarks.append(Remark("unread-departments", message, named[0].start, named[-1].end))
    return remarks


def store_tasks(entries: Entries, deadlines: Mapping[int, str]) -> None:
    """Give every work item its task, and each task the deadline that its text states, by section id."""
    stated = {entry.row.pk: deadlines.get(entry.id, "") for entry in entries}
    keep_tasks([entry.row for entry in entries], stated)
    moved = [entry for entry in entries if entry.base and entry.base.get(DEADLINE, "") != stated[entry.row.pk]]
    if moved:
        _move_deadlines(moved, stated)


def deadlines_read(deadlines: Mapping[int, str]) -> dict[int, str]:
    """Return what is to be remembered of the deadlines, by section id."""
    return {section: deadline[:LONGEST_DEADLINE] for section, deadline in deadlines.items()}


def set_deadlines(deadlines: Mapping[int, str]) -> int:
    """Give tasks, by their sections, the deadlines that an editor has stated; return how many have changed."""
    tasks = Task.objects.in_bulk(list(deadlines)) if deadlines else {}
    changed = []
    for section, task in tasks.items():
        if task.deadline != deadlines[section][:LONGEST_DEADLINE]:
            task.deadline = deadlines[section][:LONGEST_DEADLINE]
            changed.append(task)
    bulk_update_with_history(changed, Task, ["deadline"])
    return len(changed)


def _move_deadlines(entries: list[Entry], stated: Mapping[int, str]) -> None:
    """Follow the text where nobody has corrected the deadline."""
    tasks = Task.objects.in_bulk([entry.row.pk for entry in entries])
    changed = []
    for entry in entries:
        read, task = stated[entry.row.pk], tasks.get(entry.row.pk)
        entry.row.as_read = {**(entry.row.as_read or {}), DEADLINE: read}
        entry.is_reading_new = True
        if task is not None and task.deadline == entry.base.get(DEADLINE, ""):
            task.deadline = read
            changed.append(task)
    bulk_update_with_history(changed, Task, ["deadline"])


def _stated(tasks: Iterable[int]) -> set[tuple[int, int | None, str]]:
    wanted = set(tasks)
    if not wanted:
        return set()
    return set(Responsibility.objects.filter(task__in=wanted).values_list("task_id", "department_id", "role"))


def _responsibility(entry: Entry, department: Department | None, record: Record) -> Responsibility:
    return Responsibility(task_id=entry.row.pk, department=department, name=record["name"], role=record["role"])


def _record(duty: DutyRead) -> Record:
    return {"name": duty.name[:LONGEST_NAME], "role": str(duty.role)}

"""The rows of the list of tasks, in the script the reader wants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from documents.headings import mark
from documents.models import Plan, Section
from documents.reading import Write
from documents.scripted import language_of, writer_for
from documents.spellings import Piece, excerpt, marked
from tasks.duties import Duty, by_role
from tasks.models import Responsibility, Task

MOST_NAMES = 6
SHOWN = (
    "deadline",
    *(f"section__{name}" for name in ("number", "title", "text", "kind", "anchor", "position")),
    *(f"section__parent__{name}" for name in ("number", "title")),
    "section__theme__name",
    *(f"section__plan__{name}" for name in ("title", "slug", "script")),
)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of the list; `chapter` is what it stands under. What has no title of its own is named by its text."""

    url: str
    language: str
    mark: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    plan: Plan
    plan_title: str
    chapter: str
    kind: str
    theme: str
    deadline: str
    duties: tuple[Duty, ...]
    more_departments: int


def shown(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Load no more than `rows` shows: the source of a plan is most of its row."""
    return tasks.select_related("section__plan", "section__parent", "section__theme").only(*SHOWN)


def rows(tasks: Sequence[Task], sought: tuple[str, ...], *, wanted: str) -> list[TaskRow]:
    """Return the tasks from `shown` with what was looked for marked. One query."""
    parts: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    found = Responsibility.objects.filter(task__in=[task.pk for task in tasks]).order_by("task", "position")
    for task, role, name, department in found.values_list("task", "role", "name", "department__name"):
        parts[task].append((role, name or department))
    return [_row(task.section, task.deadline, parts[task.pk], sought, wanted) for task in tasks]


def _row(
    section: Section, deadline: str, parts: Iterable[tuple[str, str]], sought: tuple[str, ...], wanted: str
) -> TaskRow:
    plan = section.plan
    write = writer_for(plan, wanted)
    duties = by_role((role, write(name)) for role, name in parts)
    first, more = first_duties(duties)
    text = excerpt(write(section.text), sought)
    return TaskRow(
        url=reverse("tasks:task-detail", args=[plan.slug, section.anchor]),
        language=language_of(plan, wanted),
        mark=counted_mark(write(section.number)),
        title=marked(write(section.title), sought) if section.title else text,
        text=text if section.title else (),
        plan=plan,
        plan_title=write(plan.title),
        chapter=_heading(section.parent, write) if section.parent else "",
        kind=section.get_kind_display(),
        theme=section.theme.name if section.theme else "",
        deadline=write(deadline),
        duties=first,
        more_departments=more,
    )


def counted_mark(number: str) -> str:
    """Return the number with the gap it needs; a dash before the project of a box counts nothing."""
    return mark(number) if any(map(str.isalnum, number)) else ""


def _heading(section: Any, write: Write) -> str:
    return counted_mark(write(section.number)) + write(section.title)


def first_duties(duties: Sequence[Duty]) -> tuple[tuple[Duty, ...], int]:
    """Return the duties as far as there is room for their departments, and how many are left out: two at least."""
    number = sum(len(duty.names) for duty in duties)
    # A single name more takes no more room than the words that stand for it.
    room = MOST_NAMES if number > MOST_NAMES + 1 else number
    more, shown = number - room, []
    for duty in duties:
        if room > 0:
            shown.append(Duty(duty.role, duty.word, duty.names[:room]))
            room -= len(duty.names)
    return tuple(shown), more

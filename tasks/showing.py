"""A task with all that is known of it: where it stands, who does it, what is to be reached, what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.urls import reverse

from documents.caveats import caveats
from documents.citing import cite, place_of
from documents.excerpts import BEGINNING, Excerpt
from documents.headings import heading
from documents.models import Plan, Section, Theme
from documents.outline.sections import Kind
from documents.reading import Reading, ReadSection, StoredSection, Write, assemble
from documents.scripted import language_of, writer_for
from documents.switch import script_for
from indicators.models import Target
from indicators.rows import TargetRow, rows, shown
from tasks.duties import ORDER
from tasks.listing import counted_mark
from tasks.models import DefaultResponsibility, Responsibility, Task

WORK_ITEMS = {Kind(kind.value) for kind in Section.WORK_ITEMS}
FIELDS = ("pk", "parent_id", "kind", "number", "title", Left("text", BEGINNING), "anchor")


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class BodyDuty:
    """Departments of one role as the plan writes them, each with its page."""

    role: str
    word: str
    bodies: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has a part in every task of the plan, and the link to what says so."""

    duties: tuple[BodyDuty, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Box:
    """A 专栏 of the chapter with its projects; `is_own` where the task is one of them."""

    link: Link
    projects: tuple[Link, ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class TaskPage:
    """`path` are the headings above the task; `below` is what stands under it; `as_read` its text before correction."""

    section: ReadSection
    mark: str
    name: str
    language: str
    plan_title: str
    cited: str
    caveats: tuple[str, ...]
    kind: str
    theme: Theme | None
    url: str
    path: tuple[Link, ...]
    below: tuple[ReadSection, ...]
    duties: tuple[BodyDuty, ...]
    rule: Rule | None
    deadline: str
    targets: tuple[TargetRow, ...]
    is_corrected: bool
    as_read: tuple[str, ...]
    before: Link | None
    after: Link | None
    boxes: tuple[Box, ...]


def compose(task: Task, *, wanted: str) -> TaskPage:
    """Return all that the page of a task shows, in the wanted script. Five queries."""
    section, plan = task.section, task.section.plan
    write = writer_for(plan, wanted)
    around = _Surroundings(plan, section, write)
    targets = shown(Target.objects.filter(section=section).order_by("position"))
    before, after = around.neighbours()
    return TaskPage(
        section=around.own,
        mark=counted_mark(around.own.number),
        name=around.own.label,
        language=language_of(plan, wanted),
        plan_title=write(plan.title),
        cited=cite(write(plan.title), write(plan.document_number), place_of(around.own, script_for(plan, wanted))),
        caveats=caveats(plan.source_name, plan.notes),
        kind=section.get_kind_display(),
        theme=section.theme,
        url=section.get_absolute_url(),
        path=tuple(around.path()),
        below=around.below,
        duties=_duties(Responsibility.objects.filter(task=task).order_by("position"), write),
        rule=_rule(plan, write),
        deadline=write(task.deadline),
        targets=tuple(rows(targets, wanted=wanted)),
        is_corrected=section.is_corrected,
        as_read=_as_read(section, write) if section.is_corrected else (),
        before=before,
        after=after,
        boxes=tuple(around.boxes()),
    )


class _Surroundings:
    """The task's section among the others of its plan. Two queries."""

    def __init__(self, plan: Plan, section: Section, write: Write) -> None:
        self.plan = plan
        in_order = Section.objects.filter(plan=plan).order_by("position").values_list(*FIELDS)
        excerpts = [Excerpt(*row) for row in in_order]
        self.parents = {excerpt.pk: excerpt.parent_id for excerpt in excerpts}
        under = [key for key in self.parents if section.pk in self._above(key)]
        full: dict[int, StoredSection] = {row.pk: row for row in Section.objects.filter(pk__in=under)} if under else {}
        full[section.pk] = section
        self.reading: Reading = assemble((full.get(excerpt.pk, excerpt) for excerpt in excerpts), write)
        self.own = self.reading[section.pk]
        self.below = tuple(self.reading[key] for key in under)

    def path(self) -> Iterator[Link]:
        """Yield the links to the headings above, the chapter first."""
        for key in reversed(self._above(self.own.id)):
            heading = self.reading[key]
            yield Link(heading.mark + heading.label, f"{self.plan.get_absolute_url()}#{heading.anchor}")

    def neighbours(self) -> tuple[Link | None, Link | None]:
        items = [section for section in self.reading if section.kind in WORK_ITEMS]
        at = items.index(self.own)
        before, after = items[at - 1 : at] if at else [], items[at + 1 : at + 2]
        return next(map(self._link, before), None), next(map(self._link, after), None)

    def boxes(self) -> Iterator[Box]:
        """Yield the boxes of the task's chapter."""
        chapter = [self.own.id, *self._above(self.own.id)][-1]
        for box in self.reading:
            if box.kind is Kind.BOX and chapter in self._above(box.id):
                projects = [
                    item for item in self.reading if self.parents[item.id] == box.id and item.kind in WORK_ITEMS
                ]
                yield Box(self._place(box), tuple(map(self._link, projects)), is_own=self.own in projects)

    def _above(self, key: int) -> list[int]:
        """Return the keys of the sections above, the nearest first."""
        above: list[int] = []
        parent = self.parents.get(key)
        while parent is not None and parent not in above:
            above.append(parent)
            parent = self.parents.get(parent)
        return above

    def _link(self, section: ReadSection) -> Link:
        url = reverse("tasks:task-detail", args=[self.plan.slug, section.anchor])
        return Link(counted_mark(section.number) + section.label, url)

    def _place(self, section: ReadSection) -> Link:
        return Link(section.mark + section.label, f"{self.plan.get_absolute_url()}#{section.anchor}")


def _rule(plan: Plan, write: Write) -> Rule | None:
    parts = DefaultResponsibility.objects.filter(plan=plan).select_related("section").order_by("position")
    duties = _duties(parts, write)
    if not duties:
        return None
    stated = next((part.section for part in parts if part.section), None)
    return Rule(duties, f"{plan.get_absolute_url()}#{stated.anchor}" if stated else "")


def _duties(parts: QuerySet[Any], write: Write) -> tuple[BodyDuty, ...]:
    bodies: dict[str, dict[Link, None]] = {}
    for part in parts.select_related("department"):
        url = reverse("tasks:department-detail", args=[part.department_id])
        bodies.setdefault(part.role, {})[Link(write(part.name or part.department.name), url)] = None
    return tuple(BodyDuty(role.value, str(role.label), tuple(bodies[role])) for role in ORDER if role in bodies)


def _as_read(section: Section, write: Write) -> tuple[str, ...]:
    """Return what the section said before it was corrected by hand."""
    read = section.as_read or {}
    name = heading(*(write(str(read.get(field) or "")) for field in ("number", "title")))
    return tuple(filter(str.strip, (name, *write(str(read.get("text") or "")).split("\n"))))

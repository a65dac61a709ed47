"""职责台账: what is to be done, by whom, by when, and where it is written; rules for all tasks of a plan stand apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from documents.models import Plan, Section
from documents.reading import Write
from documents.scripted import language_of, writer_for
from indicators.models import Target
from indicators.statements import amount, comparison
from tasks.duties import ORDER
from tasks.listing import counted_mark
from tasks.models import DefaultResponsibility, Responsibility, Task

RULE_ANCHOR = "*"  # stands for all tasks of a plan where one has its anchor
NAMED_BY_TEXT = 60  # characters that stand for a title where there is none
OF_PLAN = ("title", "slug", "script", "document_number", "validity", "region__name")
SECTION_SHOWN = (
    *("number", "title", "text", "kind", "anchor", "position", "parent_id", "theme__name"),
    *(f"plan__{name}" for name in OF_PLAN),
)
SHOWN = ("deadline", *(f"section__{name}" for name in SECTION_SHOWN))
OF_TARGET = ("name", "operator", "value", "upper", "unit", "year", "basis", "attribute", "quote", "indicator__name")


@dataclass(frozen=True, slots=True)
class Body:
    """A department as the plan writes it; `is_asked`: the ledger is asked for it, or for its function."""

    name: str
    url: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The departments of one role, in the order of the text."""

    role: str
    word: str
    bodies: tuple[Body, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(body.name for body in self.bodies)


@dataclass(frozen=True, slots=True)
class Entry:
    """What entries of the ledger have in common. `key` names one for good: xian#s-2-2, or xian#* for a rule."""

    key: str
    url: str
    language: str
    plan: Plan
    plan_title: str
    document_number: str
    parts: tuple[Part, ...]

    def names(self, role: str) -> tuple[str, ...]:
        return next((part.names for part in self.parts if part.role == role), ())


@dataclass(frozen=True, slots=True)
class LedgerRow(Entry):
    """A task; `path` are the headings above it, the chapter first; `targets` say what is to be reached: 合格率 ≥98%（2025年）."""

    mark: str
    title: str
    text: str
    kind: str
    theme: str
    deadline: str
    targets: tuple[str, ...]
    years: tuple[int, ...]
    path: tuple[str, ...]

    @property
    def label(self) -> str:
        return label(self.title, self.text)


@dataclass(frozen=True, slots=True)
class LedgerRule(Entry):
    """Who has a part in every task of the plan; `url` leads to what says so."""


class Holder(NamedTuple):
    """A part as stored, with what its department may be asked for by."""

    role: str
    name: str
    department: int
    official: str
    function: int | None


HOLDER = ("role", "name", "department_id", "department__name", "department__function_id")


class Heading(NamedTuple):
    parent: int | None
    number: str
    title: str


def label(title: str, text: str) -> str:
    """Return the title, or the first words of the text."""
    return title or (text if len(text) <= NAMED_BY_TEXT else f"{text[:NAMED_BY_TEXT]}…")


def in_ledger(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Load no more than `ledger_rows` shows: the source of a plan is most of its row."""
    return tasks.select_related("section__plan__region", "section__theme").only(*SHOWN)


def ledger_rows(tasks: Sequence[Task], asked: Mapping[str, Any], *, wanted: str) -> list[LedgerRow]:
    """Return the tasks from `in_ledger`, in the wanted script. Three queries.

    `asked` is what is asked of a part, as TaskFilter.parts_without tells it.
    """
    keys = [task.pk for task in tasks]
    holders: defaultdict[int, list[Holder]] = defaultdict(list)
    found = Responsibility.objects.filter(task__in=keys).order_by("task", "position")
    for task, *fields in found.values_list("task", *HOLDER):
        holders[task].append(Holder(*fields))
    headings = _headings({task.section.plan_id for task in tasks})
    known = _Known(holders, _targets(keys), headings, asked, wanted)
    return [known.row(task) for task in tasks]


def ledger_rules(
    rules: QuerySet[DefaultResponsibility], plans: Mapping[int, Plan], asked: Mapping[str, Any], *, wanted: str
) -> Iterator[LedgerRule]:
    """Yield the rules, which come plan by plan, one entry a plan. One query."""
    stored = rules.values_list("plan", "section__anchor", *HOLDER)
    for key, of_plan in groupby(stored, key=lambda values: values[0]):
        if key not in plans:
            continue  # published a moment after the plans were read
        plan, stated = plans[key], list(of_plan)
        write = writer_for(plan, wanted)
        anchor = next((anchor for _, anchor, *_ in stated if anchor), "")
        yield LedgerRule(
            url=plan.get_absolute_url() + (f"#{anchor}" if anchor else ""),
            parts=_parts((Holder(*fields) for _, _, *fields in stated), asked, write),
            **_of_plan(plan, RULE_ANCHOR, wanted),
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of some tasks beside their own rows, and what is asked."""

    holders: Mapping[int, list[Holder]]
    targets: Mapping[int, list[Target]]
    headings: Mapping[int, Heading]
    asked: Mapping[str, Any]
    wanted: str

    def row(self, task: Task) -> LedgerRow:
        section, plan = task.section, task.section.plan
        write = writer_for(plan, self.wanted)
        targets = self.targets.get(task.pk, [])
        return LedgerRow(
            url=reverse("tasks:task-detail", args=[plan.slug, section.anchor]),
            mark=counted_mark(write(section.number)),
            title=write(section.title),
            text=write(section.text),
            kind=section.get_kind_display(),
            theme=section.theme.name if section.theme else "",
            parts=_parts(self.holders.get(task.pk, ()), self.asked, write),
            deadline=write(task.deadline),
            targets=tuple(write(stated(target)) for target in targets),
            years=tuple(sorted({target.year for target in targets if target.year})),
            path=tuple(_path(section, self.headings, write)),
            **_of_plan(plan, section.anchor, self.wanted),
        )


def _of_plan(plan: Plan, anchor: str, wanted: str) -> dict[str, Any]:
    write = writer_for(plan, wanted)
    return {
        "key": f"{plan.slug}#{anchor}",
        "language": language_of(plan, wanted),
        "plan": plan,
        "plan_title": write(plan.title),
        "document_number": write(plan.document_number),
    }


def _parts(holders: Iterable[Holder], asked: Mapping[str, Any], write: Write) -> tuple[Part, ...]:
    """Return the parts by role, who leads first; a name stands once in a role."""
    bodies: dict[str, dict[str, Body]] = {}
    for holder in holders:
        name = write(holder.name or holder.official)
        url = reverse("tasks:department-detail", args=[holder.department])
        bodies.setdefault(holder.role, {}).setdefault(name, Body(name, url, _is_asked(holder, asked)))
    return tuple(Part(role.value, str(role.label), tuple(bodies[role].values())) for role in ORDER if role in bodies)


def _is_asked(holder: Holder, asked: Mapping[str, Any]) -> bool:
    """Tell whether this department is one that was asked for, whatever its role."""
    who = {"department": holder.department, "department__function": holder.function}
    chosen = {name: getattr(value, "pk", value) for name, value in asked.items() if name in who}
    return bool(chosen) and all(who[name] == key for name, key in chosen.items())


def _targets(tasks: Collection[int]) -> Mapping[int, list[Target]]:
    found = Target.objects.filter(section__in=tasks).select_related("indicator").only("section_id", *OF_TARGET)
    by_task: defaultdict[int, list[Target]] = defaultdict(list)
    for target in found.order_by("section", "position"):
        by_task[target.section_id].append(target)
    return by_task


def stated(target: Target) -> str:
    """监测合格率 ≥98%（2025年，预期性）."""
    printed = target.printed_value.removesuffix(target.unit)
    stated = amount(target.get_basis_display(), printed, target.name, target.indicator.name)
    aside = "，".join(filter(None, (f"{target.year}年" if target.year else "", target.get_attribute_display())))
    said = f"{stated}{target.unit}" if stated else comparison(target.name, target.quote)
    return f"{target.name} {said}".strip() + (f"（{aside}）" if aside else "")


def _headings(plans: Collection[int]) -> Mapping[int, Heading]:
    """Return what has others under it, by key."""
    is_above = Exists(Section.objects.filter(parent=OuterRef("pk")))
    found = Section.objects.filter(is_above, plan__in=plans).values_list("pk", "parent_id", "number", "title")
    return {key: Heading(parent, number, title) for key, parent, number, title in found}


def _path(section: Section, headings: Mapping[int, Heading], write: Write) -> Iterator[str]:
    """Yield the headings above, the chapter first; what has neither number nor title is no step."""
    above: list[Heading] = []
    seen: set[int] = set()
    key = section.parent_id
    while key is not None and key in headings and key not in seen:
        seen.add(key)
        above.append(headings[key])
        key = headings[key].parent
    for heading in reversed(above):
        if label := counted_mark(write(heading.number)) + write(heading.title):
            yield label

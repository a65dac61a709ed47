"""What bodies have to do, plan by plan and role by role, in the script the reader wants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.urls import reverse

from documents.excerpts import BEGINNING, excerpts
from documents.models import Department, Plan
from documents.reading import Reading, ReadSection, Write, assemble
from documents.scripted import language_of, writer_for
from indicators.models import Target
from tasks.duties import ORDER
from tasks.parts import Held, Part, Rule

Years = Mapping[int, tuple[int, ...]]
Names = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Body:
    """A department as this plan writes it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Work:
    """A task: `place` is where it stands (三、(二)), `years` are those of its targets."""

    url: str
    place: str
    label: str
    deadline: str
    years: tuple[int, ...]
    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class RoleWork:
    role: str
    word: str
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Who has one part in every task of the plan; `url` leads to what says so."""

    role: str
    word: str
    bodies: tuple[Body, ...]
    url: str


@dataclass(frozen=True, slots=True)
class PlanWork:
    plan: Plan
    title: str
    language: str
    roles: tuple[RoleWork, ...]
    rules: tuple[RoleRule, ...]

    @property
    def bodies(self) -> tuple[Body, ...]:
        """All who have a part, each once."""
        held = [*(work.bodies for group in self.roles for work in group.works), *(rule.bodies for rule in self.rules)]
        return tuple({body.url: body for bodies in held for body in bodies}.values())


def compose(plans: Iterable[Plan], held: Held, *, wanted: str) -> Iterator[PlanWork]:
    """Yield what is to be done under each of these plans. Three queries."""
    plans = tuple(plans)
    keys = {plan.pk for plan in plans}
    parts = [part for part in held.parts if part.plan in keys]
    tasks = {part.task for part in parts}
    sections, years = excerpts(tasks, keys), _years(tasks)
    names = _names({part.department for part in held.everything})
    for plan in plans:
        write = writer_for(plan, wanted)
        account = _Account(plan, write, assemble(sections.get(plan.pk, []), write), years, names)
        yield PlanWork(
            plan=plan,
            title=write(plan.title),
            language=language_of(plan, wanted),
            roles=tuple(account.roles(part for part in parts if part.plan == plan.pk)),
            rules=tuple(account.rules(rule for rule in held.rules if rule.plan == plan.pk)),
        )


def written_names(held: Held, wanted: str) -> tuple[tuple[str, str], ...]:
    """Return the names that plans use for these departments, each once, with the language of its script."""
    names: dict[str, str] = {}
    for plan in held.plans:
        write = writer_for(plan, wanted)
        for part in held.everything:
            if part.plan == plan.pk and part.name:
                names.setdefault(write(part.name), language_of(plan, wanted))
    return tuple(names.items())


@dataclass(frozen=True, slots=True)
class _Account:
    """A plan with what is needed to say who does what in it."""

    plan: Plan
    write: Write
    reading: Reading
    years: Years
    names: Names

    def roles(self, parts: Iterable[Part]) -> Iterator[RoleWork]:
        holders: defaultdict[str, defaultdict[int, list[Part]]] = defaultdict(lambda: defaultdict(list))
        for part in parts:
            if part.task in self.reading:  # else stored a moment after the sections were read
                holders[part.role][part.task].append(part)
        for role in ORDER:
            if role in holders:
                works = (self._work(self.reading[task], held) for task, held in holders[role].items())
                yield RoleWork(role.value, str(role.label), tuple(works))

    def rules(self, rules: Iterable[Rule]) -> Iterator[RoleRule]:
        held: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            held[rule.role].append(rule)
        for role in ORDER:
            if role in held:
                anchor = next((f"#{rule.anchor}" for rule in held[role] if rule.anchor), "")
                bodies = tuple(map(self._body, held[role]))
                yield RoleRule(role.value, str(role.label), bodies, self.plan.get_absolute_url() + anchor)

    def _work(self, section: ReadSection, held: Sequence[Part]) -> Work:
        return Work(
            url=reverse("tasks:task-detail", args=[self.plan.slug, section.anchor]),
            place=section.place,
            label=section.title or _beginning(section),
            deadline=self.write(held[0].deadline),
            years=self.years.get(section.id, ()),
            bodies=tuple(map(self._body, held)),
        )

    def _body(self, part: Part | Rule) -> Body:
        name = part.name or self.names[part.department]
        return Body(self.write(name), reverse("tasks:department-detail", args=[part.department]))


def _beginning(section: ReadSection) -> str:
    """The first paragraph of a task without title, which the excerpt may have cut."""
    first = "".join(section.paragraphs[:1])
    return f"{first[:-1]}…" if len(first) >= BEGINNING else first or section.citation


def _years(tasks: Collection[int]) -> Years:
    found = Target.objects.filter(section__in=tasks, year__isnull=False).order_by("year")
    years: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for section, year in found.values_list("section_id", "year"):
        years[section][cast(int, year)] = None
    return {section: tuple(known) for section, known in years.items()}


def _names(departments: Collection[int]) -> Names:
    return dict(Department.objects.filter(pk__in=departments).values_list("pk", "name"))

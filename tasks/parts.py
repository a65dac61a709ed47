"""The parts that bodies hold in the tasks of published plans, as stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from documents.models import Department, Plan
from documents.scripted import language_of, writer_for
from tasks.duties import ORDER
from tasks.models import DefaultResponsibility, Responsibility


@dataclass(frozen=True, slots=True)
class Part:
    """A department's part in a task, by the keys of their rows; `name` is how the plan writes the department."""

    plan: int
    task: int
    role: str
    department: int
    name: str
    deadline: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A department's part in every task of a plan, with the anchor of the section that says so."""

    plan: int
    role: str
    department: int
    name: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """All that some departments hold, and the plans that say so, the newest first."""

    plans: tuple[Plan, ...]
    parts: tuple[Part, ...]
    rules: tuple[Rule, ...]

    @property
    def everything(self) -> tuple[Part | Rule, ...]:
        return (*self.parts, *self.rules)


@dataclass(frozen=True, slots=True)
class PlanCount:
    """How many tasks of a plan are held in each role; `total` counts a task once, in however many roles it is held."""

    title: str
    url: str
    language: str
    counts: tuple[tuple[str, int], ...]
    total: int
    has_rule: bool


@dataclass(frozen=True, slots=True)
class Total:
    counts: tuple[tuple[str, int], ...]
    total: int


def held_by(departments: QuerySet[Department]) -> Held:
    """Return what these departments hold in published plans, in reading order. Four queries.

    A plan that was superseded counts only where no newest edition names any of them.
    """
    parts, rules = list(_parts(departments)), list(_rules(departments))
    keys = {part.plan for part in parts} | {rule.plan for rule in rules}
    older = set(Plan.objects.superseded().filter(pk__in=keys).values_list("pk", flat=True))
    keys = keys - older or keys
    plans = Plan.objects.published().without_source().select_related("region").filter(pk__in=keys)
    return Held(
        tuple(plans), tuple(one for one in parts if one.plan in keys), tuple(one for one in rules if one.plan in keys)
    )


def count(held: Held, wanted: str) -> tuple[PlanCount, ...]:
    """Return the numbers of tasks, plan by plan."""
    in_role: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for part in held.parts:
        in_role[part.plan, part.role].add(part.task)
    ruled = {rule.plan for rule in held.rules}
    return tuple(
        PlanCount(
            title=writer_for(plan, wanted)(plan.title),
            url=plan.get_absolute_url(),
            language=language_of(plan, wanted),
            counts=tuple((str(role.label), len(in_role[plan.pk, role])) for role in ORDER),
            total=len(set().union(*(in_role[plan.pk, role] for role in ORDER))),
            has_rule=plan.pk in ruled,
        )
        for plan in held.plans
    )


def add_up(counts: Sequence[PlanCount]) -> Total:
    by_word = ((str(role.label), sum(dict(plan.counts)[str(role.label)] for plan in counts)) for role in ORDER)
    return Total(tuple(by_word), sum(plan.total for plan in counts))


def _parts(departments: QuerySet[Department]) -> Iterable[Part]:
    found = Responsibility.objects.published().filter(department__in=departments)
    ordered = found.order_by("task__section__plan_id", "task__section__position", "position")
    fields = ("task__section__plan_id", "task_id", "role", "department_id", "name", "task__deadline")
    return (Part(*values) for values in ordered.values_list(*fields))


def _rules(departments: QuerySet[Department]) -> Iterable[Rule]:
    found = DefaultResponsibility.objects.published().filter(department__in=departments)
    fields = ("plan_id", "role", "department_id", "name", "section__anchor")
    return (Rule(*values) for values in found.order_by("plan_id", "position").values_list(*fields))

"""The tree of regions as shown: each with its plans in the wanted script and the numbers of what lies in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from documents.models import Plan, Region
from documents.scripted import language_of, writer_for
from documents.territories import Branch

Numbers = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class ShownPlan:
    title: str
    url: str
    language: str
    number: str
    kind: str
    issued_on: date | None
    is_expired: bool
    task_count: int


@dataclass(frozen=True, slots=True)
class ShownBranch:
    """A region with its own plans; the numbers count those of the regions below it, too."""

    region: Region
    plans: tuple[ShownPlan, ...]
    branches: tuple[ShownBranch, ...]
    plan_count: int
    task_count: int

    @property
    def below_count(self) -> int:
        return self.plan_count - len(self.plans)


def own_branches(regions: Sequence[Region]) -> list[Branch]:
    """Return a branch for each of these regions with its own plans in their newest editions, and nothing below. One query."""
    own: defaultdict[int | None, list[Plan]] = defaultdict(list)
    for plan in Plan.objects.current().without_source().filter(region__in=regions):
        own[plan.region_id].append(plan)
    return [Branch(region, own[region.pk]) for region in regions]


def show(branch: Branch, tasks: Numbers, wanted: str) -> ShownBranch:
    """Return the branch for reading; `tasks` are the numbers of tasks by plan."""
    plans = branch.all_plans
    return ShownBranch(
        region=branch.region,
        plans=show_plans(branch.plans, tasks, wanted),
        branches=tuple(show(below, tasks, wanted) for below in branch.branches),
        plan_count=len(plans),
        task_count=sum(tasks.get(plan.pk, 0) for plan in plans),
    )


def show_plans(plans: Iterable[Plan], tasks: Numbers, wanted: str) -> tuple[ShownPlan, ...]:
    return tuple(_shown(plan, tasks.get(plan.pk, 0), wanted) for plan in plans)


def _shown(plan: Plan, task_count: int, wanted: str) -> ShownPlan:
    write = writer_for(plan, wanted)
    return ShownPlan(
        title=write(plan.title),
        url=plan.get_absolute_url(),
        language=language_of(plan, wanted),
        number=write(plan.document_number),
        kind=plan.kind,
        issued_on=plan.issued_on,
        is_expired=plan.validity == Plan.Validity.EXPIRED,
        task_count=task_count,
    )

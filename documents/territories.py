"""The regions that have published plans, as a tree: the country, its provinces, cities and districts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q

from documents.models import Plan, Region, Section
from documents.models.plans import PlanQuerySet

DEPTH = 3  # from a district up to the country
PATHS = tuple("__".join(["region", *["parent"] * steps]) for steps in range(DEPTH + 1))  # from a plan to its regions
PARENTS = PATHS[-1]


@dataclass(slots=True)
class Branch:
    """A region with its own plans and the regions below it that have some."""

    region: Region
    plans: list[Plan] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)

    @property
    def all_plans(self) -> list[Plan]:
        """Its own plans and those of all below it."""
        return [*self.plans, *(plan for branch in self.branches for plan in branch.all_plans)]


def plans_with_regions() -> PlanQuerySet:
    """Return the published plans with their regions and all above them, for `grow`. One query."""
    return Plan.objects.published().without_source().select_related(PARENTS)


def plans_within(region: Region) -> Iterable[Plan]:
    """Return the plans of a region and of all that lies in it, in their newest editions, for `grow`. One query."""
    within = Q()
    for path in PATHS:
        within |= Q(**{path: region})
    return Plan.objects.current().without_source().select_related(PARENTS).filter(within)


def grow(plans: Iterable[Plan]) -> list[Branch]:
    """Return the topmost regions of these plans; every list in the order of the regions' codes, plans as they come."""
    branches: dict[int, Branch] = {}
    tops: list[Branch] = []
    for plan in plans:
        if plan.region:
            _branch(plan.region, branches, tops).plans.append(plan)
    for siblings in (tops, *(branch.branches for branch in branches.values())):
        siblings.sort(key=lambda branch: (branch.region.code is None, branch.region.code, branch.region.slug))
    return tops


def find(branches: Iterable[Branch], region: Region) -> Branch:
    """Return the branch of the region, a bare one where it has no plans."""
    return next((branch for branch in _every(branches) if branch.region.pk == region.pk), Branch(region))


def chain_above(region: Region) -> list[Region]:
    """Return the regions above this one, the nearest first."""
    above: list[Region] = []
    while region.parent and region.parent not in above:
        region = region.parent
        above.append(region)
    return above


def count_tasks(plans: Iterable[Plan]) -> dict[int, int]:
    """Return the number of tasks of each plan that has some. One query."""
    tasks = Section.objects.of_kind(Section.Kind.TASK).filter(plan__in=[plan.pk for plan in plans])
    return dict(tasks.order_by().values_list("plan").annotate(number=Count("pk")))


def _branch(region: Region, branches: dict[int, Branch], tops: list[Branch]) -> Branch:
    known = branches.get(region.pk)
    if known:
        return known
    made = branches[region.pk] = Branch(region)
    siblings = _branch(region.parent, branches, tops).branches if region.parent else tops
    siblings.append(made)
    return made


def _every(branches: Iterable[Branch]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from _every(branch.branches)

"""The published plans and the regions they lie in: what lists are narrowed to. One query for all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from documents.choices import Option
from documents.models import Plan, Region
from documents.scripted import language_of, writer_for
from documents.switch import ORIGINAL
from documents.territories import Branch, grow, plans_with_regions


class Shelf:
    """The published plans, by key, as they stand at the first question, and their titles in the wanted script."""

    def __init__(self, wanted: str = ORIGINAL) -> None:
        self.wanted = wanted

    @cached_property
    def plans(self) -> dict[int, Plan]:
        return {plan.pk: plan for plan in plans_with_regions()}

    @cached_property
    def regions(self) -> dict[str, tuple[int, Branch]]:
        """The regions with plans and all above them, each with its depth, by slug and from above."""
        return {branch.region.slug: (depth, branch) for depth, branch in _walk(grow(self.plans.values()))}

    @cached_property
    def superseded(self) -> frozenset[int]:
        """The keys of the plans that a newer edition replaces."""
        return frozenset(plan.replaces_id for plan in self.plans.values() if plan.replaces_id in self.plans)

    @property
    def current(self) -> dict[int, Plan]:
        """The newest editions alone."""
        return {key: plan for key, plan in self.plans.items() if key not in self.superseded}

    def hidden_unless(self, chosen: str) -> list[int]:
        """Return the keys of the plans that lists leave out: superseded ones, unless one of them is what was chosen."""
        return [key for key in self.superseded if self.plans[key].slug != chosen]

    def title_of(self, plan: Plan) -> str:
        title = writer_for(plan, self.wanted)(plan.title)
        return f"{title}（已被替代）" if plan.pk in self.superseded else title

    def choices(self) -> Mapping[str, list[tuple[str, str]]]:
        return {
            "plan": [(plan.slug, self.title_of(plan)) for plan in self.plans.values()],
            "region": [(slug, branch.region.name) for slug, (_, branch) in self.regions.items()],
        }

    def within(self, region: str) -> set[int]:
        """Return the keys of the plans of a region and of all that lies in it."""
        return {plan.pk for plan in self.regions[region][1].all_plans} if region in self.regions else set()

    def plan_options(self, counts: Mapping[int, int], *, chosen: str) -> Iterator[Option]:
        """Yield the plans that would leave something, and the chosen one."""
        for key, plan in self.plans.items():
            if counts.get(key) or plan.slug == chosen:
                yield Option(plan.slug, self.title_of(plan), counts.get(key, 0), language_of(plan, self.wanted))

    def region_options(self, counts: Mapping[int, int], *, chosen: str) -> Iterator[Option]:
        """Yield the regions that would leave something, with what lies in them, from the counts by plan.

        A country without plans of its own narrows nothing, and is not offered.
        """
        for slug, (depth, branch) in self.regions.items():
            count = sum(counts.get(plan.pk, 0) for plan in branch.all_plans)
            if slug == chosen or (count and not _holds_all(branch)):
                yield Option(slug, branch.region.name, count, depth=depth)


def _walk(branches: Iterable[Branch], depth: int = 0) -> Iterator[tuple[int, Branch]]:
    for branch in branches:
        yield depth, branch
        yield from _walk(branch.branches, depth if _holds_all(branch) else depth + 1)


def _holds_all(branch: Branch) -> bool:
    return branch.region.level == Region.Level.NATIONAL and not branch.plans

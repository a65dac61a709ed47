"""Which two plans stand side by side: those that were chosen, else a plan and the one above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from documents.models import Plan, Region
from documents.scripted import language_of
from documents.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Choice:
    slug: str
    title: str
    language: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that the first one may well be set against, and why; `query` leads there."""

    word: str
    title: str
    language: str
    query: str


class TwoPlans:
    """What was asked for (a, b, or the first two of `plan`); what is no current plan is left out, and told by `is_misread`.

    Two queries.
    """

    def __init__(self, data: QueryDict, shelf: Shelf) -> None:
        self.shelf = shelf
        self._by_slug = {plan.slug: plan for plan in shelf.current.values()}
        others = [slug for slug in data.getlist("plan") if slug in self._by_slug]
        asked = [data.get("a") or next(iter(others), ""), data.get("b") or next(iter(others[1:]), "")]
        first, second = (self._by_slug.get(slug) for slug in asked)
        self.are_the_same = first is not None and first == second
        self.is_misread = any(slug not in self._by_slug for slug in asked if slug)
        self.first = first or self._usual_first(second) or second
        self.second = second if second != self.first else None
        self.second = self.second or self._usual_second(self.first)

        self.are_as_asked = bool(first and second) and not self.are_the_same

    @property
    def plans(self) -> list[Plan]:
        """The plans that may be chosen."""
        return list(self._by_slug.values())

    @property
    def carried(self) -> str:
        """The query string that chooses the same plans on another page."""
        return f"?{urlencode([('plan', plan.slug) for plan in (self.first, self.second) if plan])}"

    @property
    def query(self) -> str:
        return self._query(self.first, self.second)

    @property
    def turned(self) -> str:
        """The query string with the plans in each other's place."""
        return self._query(self.second, self.first)

    def firsts(self) -> list[Choice]:
        return [self._choice(plan, self.first) for plan in self.plans]

    def seconds(self) -> list[Choice]:
        return [self._choice(plan, self.second) for plan in self.plans]

    def proposals(self) -> Iterator[Proposal]:
        """Yield the plans above the first one, those that it is based on first."""
        if self.first:
            for word, plan in self._above(self.first):
                if plan != self.second:
                    title = self.shelf.title_of(plan)
                    yield Proposal(word, title, language_of(plan, self.shelf.wanted), self._query(self.first, plan))

    @property
    def relation(self) -> str:
        """What the second plan is to the first; empty where nothing is known."""
        above = self._above(self.first) if self.first else ()
        return next((word for word, plan in above if plan == self.second), "")

    @cached_property
    def _bases(self) -> dict[int, set[int]]:
        bases: defaultdict[int, set[int]] = defaultdict(set)
        links = Plan.based_on.through.objects.filter(from_plan__in=self.shelf.current)
        for plan, base in links.values_list("from_plan", "to_plan"):
            bases[plan].add(base)
        return bases

    def _above(self, plan: Plan) -> Iterator[tuple[str, Plan]]:
        """Yield what the plan is based on, then the newest plan of the nearest region above that has one."""
        bases = [other for other in self.plans if other.pk in self._bases.get(plan.pk, ())]
        yield from (("上位文件", base) for base in bases)
        for region in _regions_above(plan.region):
            of_region = next((other for other in self.plans if other.region_id == region.pk), None)
            if of_region and of_region not in bases:
                yield f"上级地区（{region.name}）的规划", of_region
                return

    def _usual_first(self, second: Plan | None) -> Plan | None:
        """Return the newest plan that has one above it, else that has one beside it, else the newest."""
        plans = [plan for plan in self.plans if plan != second]
        having_above = (plan for plan in plans if any(self._above(plan)))
        having_beside = (plan for plan in plans if self._beside(plan))
        return next(having_above, None) or next(having_beside, None) or next(iter(plans), None)

    def _usual_second(self, first: Plan | None) -> Plan | None:
        if first is None:
            return None
        above = next((plan for _, plan in self._above(first)), None)
        others = (plan for plan in self.plans if plan != first)
        return above or next(iter(self._beside(first)), None) or next(others, None)

    def _beside(self, plan: Plan) -> list[Plan]:
        """Return the other plans of regions of its level."""
        level = plan.region.level if plan.region else None
        return [other for other in self.plans if other != plan and other.region and other.region.level == level]

    def _choice(self, plan: Plan, chosen: Plan | None) -> Choice:
        return Choice(plan.slug, self.shelf.title_of(plan), language_of(plan, self.shelf.wanted), plan == chosen)

    @staticmethod
    def _query(first: Plan | None, second: Plan | None) -> str:
        named = {"a": first, "b": second}
        return f"?{urlencode({name: plan.slug for name, plan in named.items() if plan})}"


def _regions_above(region: Region | None) -> Iterator[Region]:
    """Yield the regions above, from below. Without a query: the plans of a shelf come with them."""
    above = region.parent if region else None
    while above:
        yield above
        above = above.parent

"""Answer the search page: the hits of a page of them, with honest numbers of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from documents.models import Plan, SearchEntry
from documents.models.search import SearchEntryQuerySet
from documents.search import fields
from documents.search.engine import Answer, held
from documents.search.matching import MOST_COUNTED
from documents.search.query import Field, Query
from indicators.models import Goal, GoalQuerySet
from tasks.found.conditions import ORDERS, HitFilter
from tasks.found.rows import HitRow, hit_rows
from tasks.searching import READERS, among, answer_of

A_PAGE = 20
MOST_SHOWN = 1000
LIKE = 0.3  # of the score of the nearest; what is less like a paragraph shares only words that are everywhere


@dataclass(frozen=True)
class Results:
    """The tasks that answer a query under the conditions of a filter.

    `everywhere` are the entries that meet the query's own fields, `entries` those of them that are searched.
    """

    query: Query
    filters: HitFilter
    everywhere: SearchEntryQuerySet
    entries: SearchEntryQuerySet
    unknown: tuple[Field, ...]
    answer: Answer
    total: int
    is_lower_bound: bool

    @property
    def shown(self) -> int:
        """How many of the full hits can be leafed through."""
        return len(self.full)

    @property
    def number(self) -> int:
        """How many tasks answer: those that hold everything, or are near to a pasted paragraph that none holds."""
        return self.total or (len(self.partial) if self.query.is_pasted else 0)

    @property
    def needs_advice(self) -> bool:
        return not (self.total or self.unknown or self.query.is_pasted)

    @cached_property
    def plans(self) -> list[Plan]:
        """Return the plans that meet the query's fields and what is asked of plans. One query where there are fields."""
        keys = self.filters.plans_without()
        if self.query.fields:
            keys &= set(self.everywhere.order_by().values_list("plan", flat=True).distinct())
        return [plan for key, plan in self.filters.shelf.plans.items() if key in keys]

    @property
    def among(self) -> set[int] | None:
        """The keys of those plans, None where all published plans are asked."""
        return {plan.pk for plan in self.plans} if self.query.fields or self.filters.is_of_some_plans else None

    @property
    def goals(self) -> GoalQuerySet:
        """The goals of those plans, and of the sections that meet the query's fields."""
        stated = Goal.objects.published()
        if self.filters.is_of_some_plans:
            stated = stated.filter(plan__in=self.filters.plans_without())
        return stated.filter(section__in=self.everywhere.order_by().values("pk")) if self.query.fields else stated

    @property
    def way(self) -> str:
        """Return the order of the hits, "" for the best first."""
        return self.filters.value_of("sort") or ("" if self.query.pieces else "plan")

    @cached_property
    def full(self) -> Sequence[int]:
        if not self.way:
            return [hit.key for hit in self.answer.full]
        in_order = self.found().order_by(*ORDERS[self.way])
        return list(in_order.values_list("pk", flat=True)[:MOST_SHOWN])

    def found(self) -> SearchEntryQuerySet:
        """Return the entries of all hits, of very many some."""
        if self.query.pieces:
            return SearchEntry.objects.among(self.answer.keys)
        return held(self.answer.wanted, self.filters.narrow(self.entries))

    def found_anyway(self) -> SearchEntryQuerySet:
        """Return the entries that the words find whatever is chosen from the facets. One query at most."""
        return held(self.answer.wanted, self.entries) if self.filters.is_narrowed else self.found()

    @cached_property
    def partial(self) -> Sequence[int]:
        """The nearest of the others, where few hold everything; of a pasted paragraph those that are at all like it."""
        others = [hit for hit in self.answer.hits if not hit.is_full]
        least = LIKE * max((hit.score for hit in others), default=0.0) if self.query.is_pasted else 0.0
        return [hit.key for hit in others if hit.score >= least]

    @property
    def places(self) -> range:
        """The places of all hits that can be leafed through, the full ones first."""
        return range(len(self.full) + len(self.partial))

    def rows(self, places: Sequence[int], *, wanted: str) -> list[HitRow]:
        keys = [*self.full, *self.partial]
        return hit_rows([keys[at] for at in places], set(self.full), self.answer.wanted, wanted=wanted)


def results(query: Query, filters: HitFilter) -> Results:
    """Search. Without words, everything that meets the fields is a hit."""
    narrowed = fields.narrow(SearchEntry.objects.published(), query, READERS)
    searched = among(query, narrowed.entries)
    entries = filters.narrow(searched)
    # Always so many, so that each page goes on where the last ended.
    answer = answer_of(query, entries, most=MOST_SHOWN)
    total, is_lower_bound = answer.total, answer.is_lower_bound
    if query.fields and not query.pieces:
        total = held(answer.wanted, entries)[:MOST_COUNTED].count()
        is_lower_bound = total >= MOST_COUNTED
    return Results(query, filters, narrowed.entries, searched, narrowed.unknown, answer, total, is_lower_bound)

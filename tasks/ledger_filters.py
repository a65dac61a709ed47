"""Narrow the ledger of duties as the list of tasks is narrowed; rules for all tasks of a plan stand apart."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from documents.choices import Facet
from documents.models import Plan
from tasks.facets import TaskFacets
from tasks.filters import PARTS, TaskFilter
from tasks.models import DefaultResponsibility, DefaultResponsibilityQuerySet, Responsibility


class LedgerFilter(TaskFilter):
    """The conditions of the ledger. Who is asked for is named in the task itself: a rule for all is said once."""

    FURTHER = ("region", "theme", "kind", "year", "held")

    @property
    def only_plan(self) -> Plan | None:
        """The one plan that the ledger is of."""
        chosen = self.value_of("plan")
        return next((plan for plan in self.shelf.plans.values() if plan.slug == chosen), None)

    @property
    def plans(self) -> list[int]:
        """The keys of the plans that meet what is asked of plans."""
        chosen, region = self.value_of("plan"), self.value_of("region")
        hidden = self.shelf.hidden_unless(chosen)
        within = self.shelf.within(region) if region else self.shelf.plans.keys()
        return [
            key
            for key, plan in self.shelf.plans.items()
            if key in within and key not in hidden and chosen in ("", plan.slug)
        ]

    def rules(self) -> DefaultResponsibilityQuerySet:
        """Return who has a part in every task of those of these plans where whom is asked for has one.

        All of a plan's, as a task has all its parts: a file of them may be edited and brought back. They hold no task
        of nobody's, and are no answer where the plan has no task with the words that are looked for.
        """
        if "held" in self.understood:
            return DefaultResponsibility.objects.none()
        asked = DefaultResponsibility.objects.filter(plan__in=self.plans, **self.parts_without())
        found = DefaultResponsibility.objects.filter(plan__in=asked.order_by().values("plan"))
        if self.searched:
            found = found.filter(plan__in=self.narrowed(*PARTS).order_by().values("section__plan"))
        return found.order_by("plan", "position")

    def nobody(self) -> QuerySet[Any]:
        """Return of the tasks those that name nobody, and of whose plan no rule does."""
        return self.held_by_nobody(self.qs, "held", "none")

    def _held(self, tasks: QuerySet[Any], part: dict[str, Any]) -> QuerySet[Any]:
        return tasks.filter(Exists(Responsibility.objects.filter(task=OuterRef("pk"), **part))) if part else tasks


class LedgerFacets(TaskFacets):
    """What the ledger may be narrowed to: counted is who is named in a task itself. Five queries."""

    def first(self) -> list[Facet]:
        return [self._plans(), self._functions(), self._departments(), self._roles()]

    def further(self) -> list[Facet]:
        return [self._regions(), self._themes(), self._kinds(), self._years(), self._held()]

    @property
    def nobody(self) -> int:
        """The number of tasks that nobody is named for."""
        return sum(number["nobody"] for number in self._by_plan.values())

    @cached_property
    def _rules(self) -> list[dict[str, Any]]:
        return []

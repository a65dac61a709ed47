"""The rows of the lists of indicators and of goals, in the script the reader wants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse

from documents.models import Plan
from documents.scripts import LANGUAGES, convert
from documents.spellings import Piece, marked
from documents.text import Script
from indicators.models import Goal, TargetQuerySet
from indicators.rows import ScriptOf, TargetRow, rows, shown

MOST_VALUES = 4
GOALS_SHOWN = (
    *("year", "text", "position"),
    *(f"section__{name}" for name in ("anchor", "position")),
    *(f"plan__{name}" for name in ("title", "slug", "script", "validity")),
    "plan__region__name",
)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its first values at a glance and how many more there are."""

    name: tuple[Piece, ...]
    url: str
    unit: str
    plan_count: int
    values: tuple[TargetRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class GoalRow:
    text: tuple[Piece, ...]
    url: str


@dataclass(frozen=True, slots=True)
class GoalsOfPlan:
    plan: Plan
    title: str
    language: str
    goals: tuple[GoalRow, ...]


@dataclass(frozen=True, slots=True)
class GoalsOfYear:
    year: int
    plans: tuple[GoalsOfPlan, ...]


def indicator_rows(
    indicators: Sequence[Any], targets: TargetQuerySet, wanted: tuple[str, ...], *, script_of: ScriptOf
) -> list[IndicatorRow]:
    """Return the indicators with those of these targets that are theirs. One query."""
    own = targets.filter(indicator__in=[indicator.pk for indicator in indicators])
    values: defaultdict[int, list[TargetRow]] = defaultdict(list)
    found = list(shown(own).order_by("year", "section__plan", "section__position", "position"))
    for target, row in zip(found, rows(found, script_of=script_of), strict=True):
        values[target.indicator_id].append(row)
    return [_row(indicator, values[indicator.pk], wanted) for indicator in indicators]


def goals_shown(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """Load no more than `by_year` shows."""
    return goals.select_related("section", "plan__region").only(*GOALS_SHOWN)


def by_year(goals: Iterable[Goal], wanted: tuple[str, ...], *, script_of: ScriptOf) -> list[GoalsOfYear]:
    """Return the goals from `goals_shown` under their years and plans, in the order they come."""
    years = groupby(goals, key=lambda goal: goal.year)
    return [GoalsOfYear(year, tuple(_by_plan(of_year, wanted, script_of))) for year, of_year in years]


def _row(indicator: Any, values: Sequence[TargetRow], wanted: tuple[str, ...]) -> IndicatorRow:
    return IndicatorRow(
        name=marked(indicator.name, wanted),
        url=reverse("indicators:indicator-detail", args=[indicator.pk]),
        unit=indicator.unit,
        plan_count=indicator.plan_count,
        values=tuple(values[:MOST_VALUES]),
        more=max(0, len(values) - MOST_VALUES),
    )


def _by_plan(goals: Iterable[Goal], wanted: tuple[str, ...], script_of: ScriptOf) -> Iterator[GoalsOfPlan]:
    for plan, of_plan in groupby(goals, key=lambda goal: goal.plan):
        script = script_of(plan)
        write = partial(convert, written=cast(Script, plan.script), wanted=script)
        texts = ((marked(write(goal.text), wanted), goal.section.anchor) for goal in of_plan)
        shown_goals = tuple(GoalRow(text, f"{plan.get_absolute_url()}#{anchor}") for text, anchor in texts)
        yield GoalsOfPlan(plan, write(plan.title), LANGUAGES[script], shown_goals)

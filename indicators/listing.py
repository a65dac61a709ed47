"""The rows of the lists of indicators and of goals, in the script the reader wants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from documents.models import Plan
from documents.scripted import language_of, writer_for
from documents.spellings import Piece, marked
from indicators.models import Goal, TargetQuerySet
from indicators.rows import TargetRow, rows, shown

MOST_VALUES = 4
GOALS_SHOWN = (
    *("year", "text", "position"),
    *(f"section__{name}" for name in ("anchor", "position")),
    *(f"plan__{name}" for name in ("title", "slug", "script", "validity")),
    "plan__region__name",
)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its first values at a glance and how many more there are; `found` are those looked for."""

    name: tuple[Piece, ...]
    url: str
    unit: str
    plan_count: int
    values: tuple[TargetRow, ...]
    more: int
    found: tuple[TargetRow, ...] = ()


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
    indicators: Sequence[Any],
    targets: TargetQuerySet,
    sought: tuple[str, ...],
    *,
    wanted: str,
    is_found: Callable[[TargetRow], bool] | None = None,
) -> list[IndicatorRow]:
    """Return the indicators with those of these targets that are theirs, first those that are looked for. One query."""
    values = values_of([indicator.pk for indicator in indicators], targets, wanted=wanted)
    return [_row(indicator, values.get(indicator.pk, ()), sought, is_found=is_found) for indicator in indicators]


def values_of(indicators: Sequence[int], targets: TargetQuerySet, *, wanted: str) -> Mapping[int, list[TargetRow]]:
    """Return those of these targets that are theirs, by indicator and the early years first. One query."""
    own = targets.filter(indicator__in=indicators)
    values: defaultdict[int, list[TargetRow]] = defaultdict(list)
    found = list(shown(own).order_by("year", "section__plan", "section__position", "position"))
    for target, row in zip(found, rows(found, wanted=wanted), strict=True):
        values[target.indicator_id].append(row)
    return values


def goals_shown(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """Load no more than `by_year` shows."""
    return goals.select_related("section", "plan__region").only(*GOALS_SHOWN)


def by_year(goals: Iterable[Goal], sought: tuple[str, ...], *, wanted: str) -> list[GoalsOfYear]:
    """Return the goals from `goals_shown` under their years and plans, in the order they come."""
    years = groupby(goals, key=lambda goal: goal.year)
    return [GoalsOfYear(year, tuple(_by_plan(of_year, sought, wanted))) for year, of_year in years]


def _row(
    indicator: Any,
    values: Sequence[TargetRow],
    sought: tuple[str, ...],
    *,
    is_found: Callable[[TargetRow], bool] | None,
) -> IndicatorRow:
    found = tuple(filter(is_found, values))[:MOST_VALUES] if is_found else ()
    shown_first = (*found, *(value for value in values if value not in found))
    return IndicatorRow(
        name=marked(indicator.name, sought),
        url=reverse("indicators:indicator-detail", args=[indicator.pk]),
        unit=indicator.unit,
        plan_count=indicator.plan_count,
        values=shown_first[:MOST_VALUES],
        more=max(0, len(values) - MOST_VALUES),
        found=found,
    )


def _by_plan(goals: Iterable[Goal], sought: tuple[str, ...], wanted: str) -> Iterator[GoalsOfPlan]:
    for plan, of_plan in groupby(goals, key=lambda goal: goal.plan):
        write = writer_for(plan, wanted)
        texts = ((marked(write(goal.text), sought), goal.section.anchor) for goal in of_plan)
        shown_goals = tuple(GoalRow(text, f"{plan.get_absolute_url()}#{anchor}") for text, anchor in texts)
        yield GoalsOfPlan(plan, write(plan.title), language_of(plan, wanted), shown_goals)

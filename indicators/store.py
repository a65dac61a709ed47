"""Store goals and targets, and find the indicator that each target is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.db.models import QuerySet
from simple_history.utils import bulk_create_with_history

from documents.store import Entries, Entry, Listed, Place
from documents.text import fold
from documents.threeway import Record
from indicators.models import Goal, Indicator, Target, plain
from indicators.naming import canonical

LARGEST = Decimal(10) ** 14
FINEST = -6
WORDS = ("operator", "basis", "attribute", "source")


class GoalRead(Protocol):
    """A goal as the extraction yields it."""

    @property
    def year(self) -> int: ...
    @property
    def section(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Goals(Listed[Goal]):
    model = Goal
    key = "goals"
    identity = ("year",)
    fields = ("year", "text")

    def rows_of(self, entries: Entries) -> QuerySet[Goal]:
        return Goal.objects.filter(plan=entries.plan)

    def section_of(self, row: Goal) -> int:
        return row.section_id

    def record_of(self, row: Goal) -> Record:
        return {"year": row.year, "text": row.text}

    def build(self, new: Sequence[tuple[Entry, Record]]) -> list[Goal | None]:
        return [
            Goal(plan=entry.row.plan, section=entry.row, year=record["year"], text=record["text"])
            for entry, record in new
        ]

    def revise(self, changes: Sequence[tuple[Goal, Record]]) -> None:
        for goal, values in changes:
            _set(goal, values)


class Targets(Listed[Target]):
    model = Target
    key = "targets"
    identity = ("name", "year")
    fields = (
        "name", "indicator", "operator", "value", "upper", "unit", "year", "basis", "attribute", "source", "quote",
    )  # fmt: skip

    def rows_of(self, entries: Entries) -> QuerySet[Target]:
        return Target.objects.of_plan(entries.plan)

    def section_of(self, row: Target) -> int:
        return row.section_id

    def record_of(self, row: Target) -> Record:
        record = {name: getattr(row, name) for name in self.fields if name != "indicator"}
        return record | {"value": _written(row.value), "upper": _written(row.upper)}

    def build(self, new: Sequence[tuple[Entry, Record]]) -> list[Target | None]:
        indicators = indicators_named((record["name"], record["unit"]) for _, record in new)
        return [
            Target(section=entry.row, indicator=indicators[record["name"]], **_fields(record)) for entry, record in new
        ]

    def revise(self, changes: Sequence[tuple[Target, Record]]) -> None:
        renamed = [(target, values) for target, values in changes if "name" in values]
        indicators = indicators_named((values["name"], target.unit) for target, values in renamed)
        for target, values in renamed:
            target.indicator = indicators[values["name"]]
        for target, values in changes:
            _set(target, _numbers(values))
            _agree(target)


def goals_by_section(goals: Iterable[GoalRead]) -> dict[int, list[Place]]:
    """Return what is to be remembered of the goals, by section id."""
    places: dict[int, list[Place]] = {}
    for goal in goals:
        if 1900 <= goal.year <= 2200:
            record = {"year": goal.year, "text": goal.text}
            places.setdefault(goal.section, []).append(Place(record, goal.start, goal.end))
    return places


def targets_by_section(targets: Iterable[Any]) -> dict[int, list[Place]]:
    """Return what is to be remembered of the targets, by section id."""
    places: dict[int, list[Place]] = {}
    for target in targets:
        places.setdefault(target.section, []).append(Place(_record(target), target.start, target.end))
    return places


def indicators_named(names: Iterable[tuple[str, str]]) -> dict[str, Indicator]:
    """Return the indicator of each name as printed; new ones are made, with the unit that stands with the name."""
    units = dict(reversed(list(names)))
    if not units:
        return {}
    known = {key: indicator for indicator in Indicator.objects.all() for key in _keys(indicator)}
    missing = {key: name for name in units if (key := canonical(name)) not in known}
    new = [
        Indicator(name=key, unit=fold(units[name]), aliases=[name] if name != key else [])
        for key, name in missing.items()
    ]
    if new:
        bulk_create_with_history(new, Indicator)
    known |= {indicator.name: indicator for indicator in new}
    return {name: known[canonical(name)] for name in units}


def _keys(indicator: Indicator) -> set[str]:
    return {indicator.name, canonical(indicator.name), *map(canonical, indicator.aliases)}


def _record(target: Any) -> Record:
    """A value that no column holds, or an upper bound that is none, is not known."""
    words = {name: getattr(target, name) or "" for name in WORDS}
    value, upper = _number(target.value), _number(target.upper)
    is_range = target.operator == "range"
    if is_range and (value is None or upper is None or value > upper):
        is_range, value, words["operator"] = False, None, "="
    return words | {
        "name": target.name[:300],
        "value": _written(value),
        "upper": _written(upper) if is_range else None,
        "unit": (target.unit or "")[:30],
        "year": target.year if target.year and 1900 <= target.year <= 2200 else None,
        "quote": target.quote,
    }


def _agree(target: Target) -> None:
    """Bring together what was read anew and what was corrected: only a range has an upper bound, and it has both."""
    if target.operator != Target.Operator.RANGE:
        target.upper = None
    elif target.value is None or target.upper is None or target.upper < target.value:
        target.operator, target.upper = Target.Operator.EQUAL, None


def _number(written: str | None) -> Decimal | None:
    try:
        number = Decimal(written) if written is not None else None
    except InvalidOperation:
        return None
    if number is None or not number.is_finite() or abs(number) >= LARGEST:
        return None
    return round(number, -FINEST)


def _written(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _fields(record: Mapping[str, Any]) -> Record:
    return _numbers({name: value for name, value in record.items() if name != "position"})


def _numbers(values: Mapping[str, Any]) -> Record:
    return {name: _number(value) if name in ("value", "upper") else value for name, value in values.items()}


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)

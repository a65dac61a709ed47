"""The matrix of indicators and plans: families of indicators, one row an indicator, one cell a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse

from documents.models import Plan
from documents.scripted import writer_for
from indicators.families import label_of, stem
from indicators.models import Target, TargetQuerySet, plain
from indicators.rows import TargetRow, rows, shown
from indicators.units import in_base

Cells = dict[tuple[int, int], list[tuple[Target, TargetRow]]]  # by indicator and plan


@dataclass(frozen=True, slots=True)
class Member:
    """An indicator and the keys of the plans that set values for it."""

    pk: int
    name: str
    plans: frozenset[int]


@dataclass(frozen=True, slots=True)
class Family:
    """Indicators that measure nearly the same; those that most plans set values for come first."""

    label: str
    members: tuple[Member, ...]

    @property
    def plans(self) -> frozenset[int]:
        return frozenset().union(*(member.plans for member in self.members))


@dataclass(frozen=True, slots=True)
class Value:
    """A target in its cell; `in_base` is its amount in the unit that all values of the row can be set against each other in.

    `place` tells it from others of its cell that say the same, and is empty where there are none.
    """

    row: TargetRow
    in_base: str
    sentence: str
    target: Target
    place: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    plan: Plan
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    key: int
    name: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MatrixFamily:
    """What the page shows of a family; it has a line of its own only where it has several indicators."""

    label: str
    plan_count: int
    rows: tuple[MatrixRow, ...]

    @property
    def is_alone(self) -> bool:
        return len(self.rows) == 1


def families(targets: TargetQuerySet, *, is_shared: bool = False) -> list[Family]:
    """Return the families of all indicators of the targets, those of most plans first. One query.

    With `is_shared` only those that several plans have something of.
    """
    plans: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    named = targets.order_by().values_list("indicator_id", "indicator__name", "section__plan").distinct()
    for key, name, plan in named:
        plans[key, name].add(plan)
    groups: defaultdict[str, list[Member]] = defaultdict(list)
    for (key, name), of_indicator in plans.items():
        groups[stem(name)].append(Member(key, name, frozenset(of_indicator)))
    found = [_family(members) for members in groups.values()]
    return sorted(
        (family for family in found if not is_shared or len(family.plans) > 1),
        key=lambda family: (-len(family.plans), family.label),
    )


def matrix(
    chosen: Sequence[Family], columns: Sequence[Plan], targets: TargetQuerySet, *, wanted: str
) -> list[MatrixFamily]:
    """Return the families with a cell for each plan. One query."""
    keys = [member.pk for family in chosen for member in family.members]
    found = list(shown(targets.filter(indicator__in=keys)).order_by("year", "section__position", "position"))
    cells: Cells = defaultdict(list)
    for target, row in zip(found, rows(found, wanted=wanted), strict=True):
        cells[target.indicator_id, target.section.plan_id].append((target, row))
    return [_shown(family, columns, cells, wanted) for family in chosen]


def _family(members: Iterable[Member]) -> Family:
    ordered = sorted(members, key=lambda member: (-len(member.plans), member.name))
    return Family(label_of([member.name for member in ordered]), tuple(ordered))


def _shown(family: Family, columns: Sequence[Plan], cells: Cells, wanted: str) -> MatrixFamily:
    found = tuple(_row(member, columns, cells, wanted) for member in family.members)
    return MatrixFamily(family.label, len(family.plans), found)


def _row(member: Member, columns: Sequence[Plan], cells: Cells, wanted: str) -> MatrixRow:
    own = {plan: cells.get((member.pk, plan.pk), []) for plan in columns}
    is_mixed = len({target.unit for values in own.values() for target, _ in values}) > 1
    of_plans = (
        Cell(plan, _told_apart([_value(target, row, is_mixed=is_mixed, wanted=wanted) for target, row in values]))
        for plan, values in own.items()
    )
    url = reverse("indicators:indicator-detail", args=[member.pk])
    return MatrixRow(member.pk, member.name, url, tuple(of_plans))


def _value(target: Target, row: TargetRow, *, is_mixed: bool, wanted: str) -> Value:
    sentence = row.quote or writer_for(row.plan, wanted)(target.quote)
    return Value(row, _converted(target) if is_mixed else "", sentence, target)


def _told_apart(values: Sequence[Value]) -> tuple[Value, ...]:
    said = [(value.row.statement, value.row.unit, value.row.year, value.row.attribute) for value in values]
    return tuple(
        replace(value, place=value.row.place) if said.count(own) > 1 else value
        for value, own in zip(values, said, strict=True)
    )


def _converted(target: Target) -> str:
    """Return the amount in the plain unit, where that is another one than is printed: 12000家 for 1.2万家."""
    if target.value is None:
        return ""
    value, unit = in_base(target.value, target.unit)
    if value == target.value:
        return ""
    upper = in_base(target.upper, target.unit)[0] if target.upper is not None else None
    return f"{_grouped(value)}{f'–{_grouped(upper)}' if upper is not None else ''}{unit}"


def _grouped(number: Decimal) -> str:
    """Return the number with its thousands apart: 12,000."""
    whole, point, rest = plain(number).partition(".")
    return f"{int(whole):,}{point}{rest}"

"""What the page of an indicator says beyond its targets: a chart, the level above, and indicators that are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from documents.scripted import language_of
from documents.shelf import Shelf
from indicators.charts import LABELS, Amount, Chart, chart
from indicators.comparison import Member, families
from indicators.families import stem
from indicators.models import Indicator, Target, TargetQuerySet
from indicators.rows import TargetRow
from indicators.standing import Standing, standings, without
from indicators.units import in_base

MOST_LINES = 40  # of a chart; more are a list
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Compared:
    """A target with how it stands to the level above, and where the target stands that it was compared with."""

    row: TargetRow
    word: str = ""
    above: TargetRow | None = None
    is_of_another_year: bool = False


@dataclass(frozen=True, slots=True)
class Unset:
    """A plan that sets nothing for the indicator although the level above does."""

    title: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Relative:
    name: str
    url: str
    plan_count: int


def set_against(targets: Sequence[Target], found: Sequence[TargetRow], shelf: Shelf) -> dict[str, object]:
    """Return what the page shows of these targets and their rows. One query."""
    drawn, left_out, unit = _amounts(targets, _by_key(targets, found))
    return {
        "compared": compared(targets, found, shelf),
        "unset": unset(targets, shelf),
        "charts": [drawing for width in LABELS if (drawing := _chart(drawn, width, unit))],
        "left_out": left_out,
        "unit": unit,
    }


def compared(targets: Sequence[Target], found: Sequence[TargetRow], shelf: Shelf) -> list[Compared]:
    """Return the targets, each set against the level above, in their order."""
    by_key, stand = _by_key(targets, found), standings(targets, shelf.current)
    return [_compared(target, by_key, stand.get(target.pk)) for target in targets]


def unset(targets: Sequence[Target], shelf: Shelf) -> list[Unset]:
    """Return the plans that set none of these targets although a plan above them does."""
    return [
        Unset(shelf.title_of(plan), plan.get_absolute_url(), language_of(plan, shelf.wanted))
        for plan in without(targets, shelf.current)
    ]


def relatives_of(indicator: Indicator, targets: TargetQuerySet) -> list[Relative]:
    """Return the other indicators of the family. One query."""
    own = stem(indicator.name)
    family = next((one.members for one in families(targets) if stem(one.members[0].name) == own), ())
    return [_relative(member) for member in family if member.pk != indicator.pk]


def _by_key(targets: Sequence[Target], found: Sequence[TargetRow]) -> dict[int, TargetRow]:
    return {target.pk: row for target, row in zip(targets, found, strict=True)}


def _relative(member: Member) -> Relative:
    return Relative(member.name, reverse("indicators:indicator-detail", args=[member.pk]), len(member.plans))


def _compared(target: Target, by_key: dict[int, TargetRow], stand: Standing | None) -> Compared:
    row = by_key[target.pk]
    if stand is None:
        return Compared(row)
    if stand.above is None:
        return Compared(row, stand.word)
    return Compared(row, stand.word, by_key[stand.above.pk], target.year != stand.above.year)


def _amounts(targets: Sequence[Target], by_key: dict[int, TargetRow]) -> tuple[list[Amount], int, str]:
    """Return what most targets have in common, unit and basis, as amounts; the number of others; and the unit."""
    groups: defaultdict[tuple[str, str], list[Target]] = defaultdict(list)
    for target in targets:
        if target.value is not None:
            groups[in_base(target.value, target.unit)[1], target.basis].append(target)
    if not groups:
        return [], len(targets), ""
    (unit, _), chosen = max(groups.items(), key=lambda group: len(group[1]))
    drawn = sorted((_amount(target, by_key[target.pk]) for target in chosen), key=lambda amount: -amount.value)
    return drawn, len(targets) - len(drawn), unit


def _amount(target: Target, row: TargetRow) -> Amount:
    assert target.value is not None
    upper = None if target.upper is None else in_base(target.upper, target.unit)[0]
    value = in_base(target.value, target.unit)[0]
    region = target.section.plan.region
    place, short = (region.name, region.short_name) if region else (row.plan_title, "")
    return Amount(place, target.year, row.statement + row.unit, target.operator, value, upper, short)


def _chart(amounts: Sequence[Amount], width: int, unit: str) -> Chart | None:
    is_share = unit == PERCENT and all(amount.value <= 100 for amount in amounts)
    return (
        chart(amounts, width, most=Decimal(100) if is_share else Decimal("Infinity"))
        if len(amounts) <= MOST_LINES
        else None
    )

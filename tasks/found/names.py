"""Everything that is found by its name, and who has a part in all tasks of a plan: read once for each state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from documents.keeping import kept_value
from documents.search.figures import figures_in, in_words
from indicators.models import Target, printed_value
from indicators.statements import amount
from tasks.directory import named_bodies
from tasks.models import DefaultResponsibility

Part = tuple[int, str]  # a department and its role
BASES = dict(Target.Basis.choices)
OF_A_VALUE = (
    *("indicator", "section__plan", "indicator__name", "name", "basis", "year"),
    *("operator", "value", "upper", "unit"),
)


@dataclass(frozen=True, slots=True)
class Body:
    name: str
    aliases: tuple[str, ...]
    region: str


class Value(NamedTuple):
    """What a plan sets for an indicator, and the ways to say it; a plain tuple, for thousands are kept."""

    indicator: int
    plan: int
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Of what published plans name: each indicator with its names, each department, and the rules of each plan."""

    indicators: dict[int, tuple[str, ...]]
    bodies: dict[int, Body]
    rules: dict[int, tuple[Part, ...]]


def said_of(names: Iterable[str], figure: str, year: int | None) -> tuple[str, ...]:
    """Return what a value says, as it is printed and in one sentence: 质量合格率 ≥94%, 到2027年质量合格率达到不低于94%."""
    known = dict.fromkeys(names)
    when = f"到{year}年 " if year else ""
    return (*(f"{name} {figure}" for name in known), f"{when}{' '.join(known)} 达到 {in_words(figure)}")


def names() -> Names:
    """One query, and three more after an edit."""
    return kept_value("names", _read)


def values() -> dict[str, tuple[Value, ...]]:
    """Return the values that published plans set, by each figure that they say; kept apart, for they are thousands.

    One query, and one more after an edit.
    """
    return kept_value("values", _read_values)


def _read() -> Names:
    printed: defaultdict[int, dict[str, None]] = defaultdict(dict)
    named = Target.objects.published().order_by("indicator").values_list("indicator", "indicator__name", "name")
    for key, *both in named.distinct():
        printed[key] |= dict.fromkeys(both)
    known = named_bodies().order_by("name", "pk").values_list("pk", "name", "aliases", "region__name")
    bodies = {key: Body(name, tuple(aliases), region or "") for key, name, aliases, region in known}
    rules: defaultdict[int, list[Part]] = defaultdict(list)
    for plan, body, role in DefaultResponsibility.objects.published().values_list("plan", "department", "role"):
        rules[plan].append((body, role))
    return Names(
        {key: tuple(said) for key, said in printed.items()}, bodies, {plan: tuple(own) for plan, own in rules.items()}
    )


def _read_values() -> dict[str, tuple[Value, ...]]:
    values: defaultdict[str, dict[Value, None]] = defaultdict(dict)
    targets = Target.objects.published().order_by("indicator", "pk").values_list(*OF_A_VALUE)
    for key, plan, indicator, name, basis, year, operator, *value in targets:
        figure = amount(BASES.get(basis, ""), printed_value(*value, operator=operator), indicator, name)
        said = Value(key, plan, said_of((indicator, name), figure, year))
        for one in figures_in(said.said):
            values[one][said] = None
    return {one: tuple(said) for one, said in values.items()}

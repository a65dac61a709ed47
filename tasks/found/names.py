"""Everything that is found by its name, and who has a part in all tasks of a plan: read once for each state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from documents.keeping import kept_value
from documents.search.wanted import numbers_in
from indicators.models import Target, printed_value
from indicators.statements import amount
from tasks.directory import named_bodies
from tasks.models import DefaultResponsibility

Part = tuple[int, str]  # a department and its role
# As plans print it and as it is asked for, before the figure and behind it.
IN_WORDS = {"≥": ("不低于", "以上"), ">": ("超过", "以上"), "≤": ("不高于", "以内"), "<": ("低于", "以下")}
SIGNED = re.compile(f"([{''.join(IN_WORDS)}])(.+)")
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


@dataclass(frozen=True, slots=True)
class Value:
    """What a plan sets for an indicator; `said` is the figure behind each of its names, and the year apart."""

    indicator: int
    plan: int
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Of what published plans name: each indicator with its names, each department, and the rules of each plan.

    `values` are those of the indicators, by each number that they say.
    """

    indicators: dict[int, tuple[str, ...]]
    values: dict[str, tuple[Value, ...]]
    bodies: dict[int, Body]
    rules: dict[int, tuple[Part, ...]]


def said_of(names: Iterable[str], figure: str, year: int | None) -> tuple[str, ...]:
    """Return what a value says: 质量合格率≥94%, in words 不低于94%以上, 2027年."""
    worded = SIGNED.sub(lambda signed: signed[2].join(IN_WORDS[signed[1]]), figure)
    said = (*(f"{name}{figure}" for name in names), worded, f"{year}年" if year else "")
    return tuple(dict.fromkeys(filter(None, said)))


def names() -> Names:
    """One query, and three more after an edit."""
    return kept_value("names", _read)


def _read() -> Names:
    printed: defaultdict[int, dict[str, None]] = defaultdict(dict)
    values: defaultdict[str, dict[Value, None]] = defaultdict(dict)
    targets = Target.objects.published().order_by("indicator", "pk").values_list(*OF_A_VALUE)
    for key, plan, indicator, name, basis, year, *value in targets:
        printed[key] |= dict.fromkeys((indicator, name))
        figure = amount(BASES.get(basis, ""), printed_value(*value), indicator, name)
        said = Value(key, plan, said_of((indicator, name), figure, year))
        for number in numbers_in(said.said):
            values[number][said] = None
    known = named_bodies().order_by("name", "pk").values_list("pk", "name", "aliases", "region__name")
    bodies = {key: Body(name, tuple(aliases), region or "") for key, name, aliases, region in known}
    rules: defaultdict[int, list[Part]] = defaultdict(list)
    for plan, body, role in DefaultResponsibility.objects.published().values_list("plan", "department", "role"):
        rules[plan].append((body, role))
    return Names(
        {key: tuple(said) for key, said in printed.items()},
        {number: tuple(said) for number, said in values.items()},
        bodies,
        {plan: tuple(own) for plan, own in rules.items()},
    )

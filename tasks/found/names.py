"""Everything that is found by its name, and who has a part in all tasks of a plan: read once for each state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from documents.keeping import kept_value
from indicators.models import Target
from indicators.statements import amount
from tasks.directory import named_bodies
from tasks.models import DefaultResponsibility

Part = tuple[int, str]  # a department and its role
# As plans print it and as it is asked for, before the figure and behind it.
IN_WORDS = {"≥": ("不低于", "以上"), ">": ("超过", "以上"), "≤": ("不高于", "以内"), "<": ("低于", "以下")}
SIGNED = re.compile(f"([{''.join(IN_WORDS)}])(.+)")
OF_A_VALUE = (
    *("name", "operator", "value", "upper", "unit", "year", "basis", "indicator", "indicator__name"),
    *("section", "section__plan"),
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
    """Of what published plans name: each indicator with its names and values, each department, the rules of each plan."""

    indicators: dict[int, tuple[str, ...]]
    values: tuple[Value, ...]
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
    values: dict[Value, None] = {}
    for target in (
        Target.objects.published().order_by("indicator", "pk").select_related("indicator", "section").only(*OF_A_VALUE)
    ):
        key, both = target.indicator_id, (target.indicator.name, target.name)
        printed[key] |= dict.fromkeys(both)
        figure = amount(target.get_basis_display(), target.printed_value, *both)
        values[Value(key, target.section.plan_id, said_of(both, figure, target.year))] = None
    known = named_bodies().order_by("name", "pk").values_list("pk", "name", "aliases", "region__name")
    bodies = {key: Body(name, tuple(aliases), region or "") for key, name, aliases, region in known}
    rules: defaultdict[int, list[Part]] = defaultdict(list)
    for plan, body, role in DefaultResponsibility.objects.published().values_list("plan", "department", "role"):
        rules[plan].append((body, role))
    return Names(
        {key: tuple(said) for key, said in printed.items()},
        tuple(values),
        bodies,
        {plan: tuple(own) for plan, own in rules.items()},
    )

"""Everything that is found by its name, and who has a part in all tasks of a plan: read once for each state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from documents.keeping import kept_value
from indicators.models import Target
from tasks.directory import named_bodies
from tasks.models import DefaultResponsibility

Part = tuple[int, str]  # a department and its role


@dataclass(frozen=True, slots=True)
class Body:
    name: str
    aliases: tuple[str, ...]
    region: str


@dataclass(frozen=True, slots=True)
class Names:
    """Of what published plans name: each indicator with its names, each department, and the rules of each plan."""

    indicators: dict[int, tuple[str, ...]]
    bodies: dict[int, Body]
    rules: dict[int, tuple[Part, ...]]


def names() -> Names:
    """One query, and three more after an edit."""
    return kept_value("names", _read)


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

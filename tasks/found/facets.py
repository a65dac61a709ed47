"""What the hits can be narrowed to, with how many of them each choice would leave. Two queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from documents.choices import Facet, Option
from documents.models import Region, Section
from documents.models.search import SearchEntryQuerySet
from documents.scripted import language_of
from tasks.filters import label_of
from tasks.found.conditions import HitFilter, years_of
from tasks.found.names import Names, Part
from tasks.models import Responsibility, Role

MOST_COUNTED = 10_000  # hits that are looked at; of more, the first ones by their keys
MOST_OPTIONS = 40


class Held(NamedTuple):
    """An entry that holds the words."""

    key: int
    plan: int
    kind: str
    theme: str | None
    theme_name: str | None
    theme_order: int | None


@dataclass(frozen=True, slots=True)
class Holding:
    """The hits, and who has a part in each."""

    hits: list[Held]
    parts: dict[int, list[Part]]


def gather(entries: SearchEntryQuerySet) -> Holding:
    """Look up what the facets count of the entries that hold the words. Two queries, whatever they hold."""
    some = entries.order_by("pk")
    fields = ("pk", "plan_id", "kind", *(f"section__theme__{name}" for name in ("slug", "name", "order")))
    hits = [Held(*row) for row in some.values_list(*fields)[:MOST_COUNTED]]
    parts: defaultdict[int, list[Part]] = defaultdict(list)
    stated = Responsibility.objects.filter(task__in=some.values("pk")[:MOST_COUNTED]).order_by()
    for task, department, role in stated.values_list("task_id", "department_id", "role"):
        parts[task].append((department, role))
    return Holding(hits, parts)


class HitFacets:
    """The facets of a filter. Each ignores its own condition and meets all others."""

    def __init__(self, filters: HitFilter, holding: Holding, known: Names) -> None:
        self.filters, self.shelf, self.holding, self.known = filters, filters.shelf, holding, known
        self.theme = filters.understood.get("theme")
        self.department = filters.understood.get("department")
        self.body = self.department.pk if self.department else None
        self.role = filters.value_of("role")

    def all(self) -> list[Facet]:
        """Return the facets that have something to choose."""
        first = (self._region(), self._level(), self._plan(), self._theme())
        return [one for one in (*first, self._department(), self._role(), self._year()) if one.options]

    def _plan(self) -> Facet:
        counts = self._by_plan("plan")
        plans = sorted((self.shelf.plans[key] for key in counts), key=lambda plan: -counts[plan.pk])
        wanted = self.shelf.wanted
        titled = (Option(p.slug, self.shelf.title_of(p), counts[p.pk], language_of(p, wanted)) for p in plans)
        return self._facet("plan", titled)

    def _region(self) -> Facet:
        options = self.shelf.region_options(self._by_plan("region"), chosen=self._value("region"))
        return self._facet("region", options)

    def _level(self) -> Facet:
        counts = self._summed("level", lambda plan: [plan.region.level] if plan.region else [])
        return self._facet("level", _named(counts, Region.Level.choices))

    def _year(self) -> Facet:
        counts = self._summed("year", years_of)
        years = sorted(counts, reverse=True)
        return self._facet("year", (Option(str(year), f"{year}年", counts[year]) for year in years))

    def _theme(self) -> Facet:
        plans = self.filters.plans_without()
        met = (hit for hit in self.holding.hits if hit.theme and hit.plan in plans and self._has_part(hit))
        counts = Counter((hit.theme_order, str(hit.theme), str(hit.theme_name)) for hit in met)
        return self._facet("theme", (Option(slug, name, number) for (_, slug, name), number in sorted(counts.items())))

    def _department(self) -> Facet:
        counts: Counter[int] = Counter()
        for hit in self._without_part():
            counts.update({body for body, role in self._parts(hit, ruled=True) if self.role in ("", role)})
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        bodies = ((key, self.known.bodies.get(key), number) for key, number in ranked)
        named = (Option(str(key), label_of(body.name, body.region), n) for key, body, n in bodies if body)
        return self._facet("department", named)

    def _role(self) -> Facet:
        counts: Counter[str] = Counter()
        for hit in self._without_part():
            counts.update({role for body, role in self._parts(hit, ruled=bool(self.body)) if self.body in (None, body)})
        return self._facet("role", _named(counts, Role.choices))

    # Hits that meet the other conditions

    def _by_plan(self, ignored: str) -> Counter[int]:
        plans = self.filters.plans_without(ignored)
        return Counter(plan for plan in self._with_theme_and_part() if plan in plans)

    def _summed(self, name: str, values: Any) -> Counter[Any]:
        counts: Counter[Any] = Counter()
        for key, number in self._by_plan(name).items():
            for value in values(self.shelf.plans[key]):
                counts[value] += number
        return counts

    def _with_theme_and_part(self) -> Iterator[int]:
        """Yield the plan of each hit that has the theme and the part asked for."""
        return (hit.plan for hit in self.holding.hits if self._has_theme(hit) and self._has_part(hit))

    def _without_part(self) -> Iterator[Held]:
        """Return the hits that meet all conditions but those of a part."""
        plans = self.filters.plans_without()
        return (hit for hit in self.holding.hits if hit.plan in plans and self._has_theme(hit))

    def _has_theme(self, hit: Held) -> bool:
        return self.theme is None or hit.theme == self.theme.slug

    def _has_part(self, hit: Held) -> bool:
        if not (self.body or self.role):
            return True
        parts = self._parts(hit, ruled=bool(self.body))
        return any(self.body in (None, body) and self.role in ("", role) for body, role in parts)

    def _parts(self, hit: Held, *, ruled: bool) -> Iterator[Part]:
        yield from self.holding.parts.get(hit.key, ())
        if ruled and hit.kind in Section.WORK_ITEMS:
            yield from self.known.rules.get(hit.plan, ())

    def _value(self, name: str) -> str:
        return self.filters.value_of(name)

    def _facet(self, name: str, options: Iterable[Option]) -> Facet:
        chosen = self._value(name)
        shown = (option for at, option in enumerate(options) if at < MOST_OPTIONS or option.value == chosen)
        return self.filters.facet(name, shown)


def _named(counts: Counter[str], words: Iterable[tuple[str, Any]]) -> Iterator[Option]:
    return (Option(key, str(word), counts[key]) for key, word in words if counts[key])

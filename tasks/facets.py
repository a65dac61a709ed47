"""What the list of tasks may be narrowed to, with the number of tasks that each choice would leave. Six queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from documents.choices import Facet, Option
from indicators.models import Target
from tasks.coverage import HELD_BY_NOBODY, NONE, UNSORTED
from tasks.filters import HELD, KINDS, PARTS, WHO, TaskFilter, label_of
from tasks.models import DefaultResponsibility, Responsibility, Role

MOST_DEPARTMENTS = 100
DEPARTMENT = ("department_id", "department__name", "department__region__name")
FUNCTION = ("department__function__slug", "department__function__name", "department__function__order")


class Cell(NamedTuple):
    """How many tasks of a plan have this theme and kind."""

    plan: int
    theme: str | None
    theme_name: str | None
    theme_order: int | None
    kind: str
    tasks: int


class TaskFacets:
    """The facets of a filter. Each ignores its own condition and meets all others."""

    def __init__(self, filters: TaskFilter) -> None:
        self.filters = filters
        self.shelf = filters.shelf

    @property
    def total(self) -> int:
        """The number of tasks that meet all conditions."""
        return sum(cell.tasks for cell in self._left_by())

    def first(self) -> list[Facet]:
        """Return what is asked for most."""
        return [self._regions(), self._plans(), self._departments(), self._themes()]

    def further(self) -> list[Facet]:
        return [self._functions(), self._roles(), self._kinds(), self._years(), self._held()]

    def _regions(self) -> Facet:
        counts = _sums((cell.plan, cell.tasks) for cell in self._left_by("region"))
        return self.filters.facet("region", self.shelf.region_options(counts, chosen=self._value("region")))

    def _plans(self) -> Facet:
        counts = _sums((cell.plan, cell.tasks) for cell in self._left_by("plan"))
        return self.filters.facet("plan", self.shelf.plan_options(counts, chosen=self._value("plan")))

    def _themes(self) -> Facet:
        cells = self._left_by("theme")
        counts = _sums(((cell.theme_order, cell.theme, cell.theme_name), cell.tasks) for cell in cells)
        return self.filters.facet("theme", _sorted((*key, count) for key, count in counts.items()))

    def _kinds(self) -> Facet:
        counts = _sums((cell.kind, cell.tasks) for cell in self._left_by("kind"))
        return self.filters.facet(
            "kind", (Option(kind, str(word), counts[kind]) for kind, word in KINDS if counts[kind])
        )

    def _departments(self) -> Facet:
        counts = self._held_by("department", DEPARTMENT)
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], *map(str, pair[0])))
        options = [Option(str(key), label_of(name, region), count) for (key, name, region), count in ranked]
        shown = [option for at, option in enumerate(options) if at < MOST_DEPARTMENTS or self._is_chosen(option)]
        return self.filters.facet("department", shown, omitted=len(options) - len(shown))

    def _functions(self) -> Facet:
        counts = self._held_by("function", FUNCTION)
        return self.filters.facet(
            "function", _sorted((order, slug, name, count) for (slug, name, order), count in counts.items())
        )

    def _roles(self) -> Facet:
        counts = Counter({role: sum(number[role] for number in self._by_plan.values()) for role in Role.values})
        if any(name in self.filters.understood for name in WHO):
            for (role,), plans in self._ruled("role", ("role",)).items():
                for plan in plans & self._by_plan.keys():
                    counts[role] += self._by_plan[plan]["total"] - self._by_plan[plan][role]
        return self.filters.facet(
            "role", (Option(role.value, str(role.label), counts[role]) for role in Role if counts[role])
        )

    def _years(self) -> Facet:
        targets = Target.objects.filter(section__in=self.filters.narrowed("year").order_by().values("pk"))
        years = (
            targets.exclude(year=None)
            .order_by("year")
            .values_list("year")
            .annotate(tasks=Count("section", distinct=True))
        )
        return self.filters.facet("year", (Option(str(year), f"{year}年", count) for year, count in years))

    def _held(self) -> Facet:
        is_somebody_asked = bool(self.filters.parts_without())
        nobody = 0 if is_somebody_asked else sum(number["nobody"] for number in self._by_plan.values())
        return self.filters.facet("held", (Option(value, word, nobody) for value, word in HELD if nobody))

    # Plan, region, theme and kind: one query for all.

    @cached_property
    def _cells(self) -> list[Cell]:
        tasks = self.filters.narrowed("plan", "region", "theme", "kind", "sort").order_by()
        fields = ("plan", "theme__slug", "theme__name", "theme__order", "kind")
        counted = tasks.values_list(*(f"section__{field}" for field in fields)).annotate(tasks=Count("pk"))
        return [Cell(*row) for row in counted]

    def _left_by(self, *ignored: str) -> Iterator[Cell]:
        """Yield the cells that meet the conditions of plan, region, theme and kind, but those of these names."""
        asked = {name: self._value(name) for name in ("plan", "region", "theme", "kind") if name not in ignored}
        within = self.shelf.within(asked["region"]) if asked.get("region") else None
        for cell in self._cells:
            plan = self.shelf.plans.get(cell.plan)
            has_place = within is None or cell.plan in within
            own = {"plan": plan.slug if plan else "", "theme": cell.theme or NONE, "kind": cell.kind}
            if has_place and all(asked.get(name) in (None, "", value) for name, value in own.items()):
                yield cell

    # Department, function and role: the parts that are stated, and the rules for all tasks of a plan.

    @cached_property
    def _by_plan(self) -> dict[int, dict[str, int]]:
        """The number of tasks of each plan, whoever holds them or nobody, and of those held in each role by who is asked for."""
        part = self.filters.parts_without("role")
        held = {
            role: Exists(Responsibility.objects.filter(task=OuterRef("pk"), role=role, **part)) for role in Role.values
        }
        numbers = {role: Count("pk", filter=Q(condition)) for role, condition in held.items()}
        tasks = self.filters.narrowed(*PARTS, "sort").order_by().values("section__plan")
        numbers["nobody"] = Count("pk", filter=HELD_BY_NOBODY)
        return {row["section__plan"]: row for row in tasks.annotate(total=Count("pk"), **numbers)}

    @cached_property
    def _rules(self) -> list[dict[str, Any]]:
        found = DefaultResponsibility.objects.published()
        return list(found.values("plan", "role", "department__function", *DEPARTMENT, *FUNCTION))

    def _held_by(self, name: str, fields: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
        """Return the number of tasks by these fields of whoever holds them."""
        tasks = self.filters.narrowed(*PARTS, "sort").order_by().values("pk")
        stated = Responsibility.objects.filter(task__in=tasks, **self.filters.parts_without(name)).order_by()
        rows = stated.values_list("task__section__plan", *fields).annotate(tasks=Count("task", distinct=True))
        ruled = self._ruled(name, fields)
        counts: Counter[tuple[Any, ...]] = Counter()
        for plan, *key, count in rows:
            if plan not in ruled.get(tuple(key), ()):
                counts[tuple(key)] += count
        for key, plans in ruled.items():
            counts[key] += sum(self._by_plan[plan]["total"] for plan in plans & self._by_plan.keys())
        return +counts

    def _ruled(self, name: str, fields: tuple[str, ...]) -> Mapping[tuple[Any, ...], set[int]]:
        """Return the plans whose rules give a part to each, where the other conditions are met."""
        asked = {field: getattr(value, "pk", value) for field, value in self.filters.parts_without(name).items()}
        plans: defaultdict[tuple[Any, ...], set[int]] = defaultdict(set)
        for rule in self._rules:
            own = {**rule, "department": rule["department_id"]}
            if all(own[field] == value for field, value in asked.items()):
                plans[tuple(rule[field] for field in fields)].add(rule["plan"])
        return plans

    # Options

    def _value(self, name: str) -> str:
        return self.filters.value_of(name)

    def _is_chosen(self, option: Option) -> bool:
        return option.value == self._value("department")


def _sorted(counts: Iterable[tuple[int | None, str | None, str | None, int]]) -> Iterator[Option]:
    """Yield functions or themes in their order; what belongs to none comes last."""
    known, none = [], 0
    for order, slug, name, count in counts:
        if slug:
            known.append((order, slug, name, count))
        else:
            none += count
    yield from (Option(slug, str(name), count) for _, slug, name, count in sorted(known))
    if none:
        yield Option(NONE, UNSORTED, none)


def _sums(pairs: Iterable[tuple[Any, int]]) -> Counter[Any]:
    sums: Counter[Any] = Counter()
    for key, count in pairs:
        sums[key] += count
    return sums

"""The bodies and functions that published plans name, and how much each has to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from documents.models import Department, Function, Plan, Region, superseded
from documents.models.departments import DepartmentQuerySet
from documents.store.departments import key_of
from tasks.duties import ORDER
from tasks.models import DefaultResponsibility, Responsibility

IN_CURRENT = Q(responsibilities__task__section__plan__status=Plan.Status.PUBLISHED) & ~Q(
    responsibilities__task__section__plan__in=superseded()
)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A department with the numbers of its tasks by role; `has_rule`: a plan gives it a part in every task."""

    name: str
    url: str
    aliases: tuple[str, ...]
    region: Region | None
    function: Function | None
    counts: tuple[tuple[str, int], ...]
    has_rule: bool


@dataclass(frozen=True, slots=True)
class RegionGroup:
    region: Region | None
    bodies: tuple[BodyRow, ...]


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A function with how many bodies, regions and plans it concerns, and the numbers of its tasks by role."""

    function: Function
    bodies: int
    regions: int
    plans: int
    counts: tuple[tuple[str, int], ...]


def named_bodies() -> DepartmentQuerySet:
    """Return the departments that published plans name, for nobody shall learn from here what a draft says."""
    tasks = Responsibility.objects.published().filter(department=OuterRef("pk"))
    rules = DefaultResponsibility.objects.published().filter(department=OuterRef("pk"))
    return Department.objects.filter(Exists(tasks) | Exists(rules))


def acting_bodies() -> DepartmentQuerySet:
    """Return the departments that newest editions name: those that lists are of."""
    tasks = Responsibility.objects.current().filter(department=OuterRef("pk"))
    rules = DefaultResponsibility.objects.current().filter(department=OuterRef("pk"))
    return Department.objects.filter(Exists(tasks) | Exists(rules))


def counted(bodies: QuerySet[Department]) -> QuerySet[Department]:
    """Add what `body_row` shows, in the order of regions and functions."""
    numbers: dict[str, Any] = {
        f"{role.value}_count": Count("responsibilities", filter=IN_CURRENT & Q(responsibilities__role=role))
        for role in ORDER
    }
    rules = DefaultResponsibility.objects.current().filter(department=OuterRef("pk"))
    return (
        bodies.select_related("region", "function")
        .annotate(**numbers, has_rule=Exists(rules))
        .order_by(
            F("region__code").asc(nulls_last=True),
            F("region__slug").asc(nulls_last=True),
            F("function__order").asc(nulls_last=True),
            "name",
            "pk",
        )
    )


def body_row(body: Any) -> BodyRow:
    """Return how a department from `counted` stands in a list."""
    return BodyRow(
        name=body.name,
        url=reverse("tasks:department-detail", args=[body.pk]),
        aliases=tuple(body.aliases),
        region=body.region,
        function=body.function,
        counts=tuple((str(role.label), getattr(body, f"{role.value}_count")) for role in ORDER),
        has_rule=body.has_rule,
    )


def other_names(body: Department, said: Iterable[str]) -> tuple[str, ...]:
    """Return the aliases that are not merely another spelling of the name or of what is said already."""
    known = {key_of(name) for name in (body.name, *said)}
    others = {key_of(alias): alias for alias in body.aliases}
    return tuple(alias for key, alias in others.items() if key not in known)


def by_region(bodies: Iterable[Department]) -> tuple[RegionGroup, ...]:
    """Return the departments from `counted` under their regions."""
    groups = groupby(map(body_row, bodies), key=lambda row: row.region)
    return tuple(RegionGroup(region, tuple(rows)) for region, rows in groups)


def function_rows() -> Iterator[FunctionRow]:
    """Yield every function of the catalogue. Five queries."""
    numbers: dict[str, Any] = {role.value: Count("task", filter=Q(role=role), distinct=True) for role in ORDER}
    parts = Responsibility.objects.current().order_by().values("department__function")
    counts: dict[int, dict[str, Any]] = {row["department__function"]: dict(row) for row in parts.annotate(**numbers)}
    plans = _plans_by_function()
    bodies = acting_bodies().order_by().values("function")
    concerned: dict[int, dict[str, Any]] = {
        row["function"]: dict(row)
        for row in bodies.annotate(bodies=Count("pk"), regions=Count("region", distinct=True))
    }
    for function in Function.objects.all():
        count, concern = counts.get(function.pk, {}), concerned.get(function.pk, {})
        yield FunctionRow(
            function=function,
            bodies=concern.get("bodies", 0),
            regions=concern.get("regions", 0),
            plans=len(plans[function.pk]),
            counts=tuple((str(role.label), count.get(role.value, 0)) for role in ORDER),
        )


def _plans_by_function() -> Mapping[int, set[int]]:
    """Return the plans, in their newest editions, that give each function work, in a task or by a rule for all tasks. Two queries."""
    plans: defaultdict[int, set[int]] = defaultdict(set)
    stated = Responsibility.objects.current().values_list("department__function", "task__section__plan")
    ruled = DefaultResponsibility.objects.current().values_list("department__function", "plan")
    for function, plan in (*stated.order_by().distinct(), *ruled.order_by().distinct()):
        plans[function].add(plan)
    return plans

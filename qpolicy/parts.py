"""What a plan consists of in a file of its own: which rows, and how each names the rows that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from documents.models import Department, Function, Plan, Region, Section, Theme
from indicators.models import Goal, Indicator, Target
from tasks.models import DefaultResponsibility, Responsibility, Task

FORMAT, VERSION = "qpolicy-plan", 1
# Of this run of a knowledge base, not of the plan; and what the file as a whole says already.
LEFT_OUT = frozenset(["id", "created_at", "updated_at", "plan"])

Rows = Callable[[Plan], models.QuerySet[Any]]
SLUG, ANCHOR, NAME, BODY = "slug", "anchor", "name", "body"


@dataclass(frozen=True, slots=True)
class Part:
    """One list of a file. `links` tells by field what names the row it leads to, `key` what tells its rows apart."""

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    rows: Rows
    links: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> list[Any]:
        """The fields that a record has; what leads out of the plan and is not named here stays behind."""
        own = (each for each in self.model._meta.concrete_fields if each.name not in LEFT_OUT)
        return [each for each in own if not each.is_relation or each.name in self.links]


def _bodies(plan: Plan) -> models.QuerySet[Department]:
    parts = Responsibility.objects.filter(task__section__plan=plan).values("department")
    defaults = DefaultResponsibility.objects.filter(plan=plan).values("department")
    known = Department.objects.filter(models.Q(pk__in=parts) | models.Q(pk__in=defaults))
    return known.select_related("region", "function").order_by("region__slug", "name")


def _indicators(plan: Plan) -> models.QuerySet[Indicator]:
    return Indicator.objects.filter(targets__section__plan=plan).distinct().order_by("name")


PLAN = Part("plan", Plan, ("slug",), lambda plan: Plan.objects.filter(pk=plan.pk), {"region": SLUG, "replaces": SLUG})
DEPARTMENTS = Part("departments", Department, ("region", "name"), _bodies, {"region": SLUG, "function": SLUG})
INDICATORS = Part("indicators", Indicator, ("name",), _indicators)
SECTIONS = Part(
    "sections",
    Section,
    ("anchor",),
    lambda plan: plan.sections.in_order().select_related("parent", "theme"),
    {"parent": ANCHOR, "theme": SLUG},
)
GOALS = Part(
    "goals",
    Goal,
    ("section", "position"),
    lambda plan: Goal.objects.filter(plan=plan).select_related("section").order_by("section__position", "position"),
    {"section": ANCHOR},
)
TARGETS = Part(
    "targets",
    Target,
    ("section", "position"),
    lambda plan: Target.objects.of_plan(plan).in_order().select_related("section", "indicator"),
    {"section": ANCHOR, "indicator": NAME},
)
TASKS = Part(
    "tasks",
    Task,
    ("section",),
    lambda plan: Task.objects.of_plan(plan).in_order().select_related("section"),
    {"section": ANCHOR},
)
RESPONSIBILITIES = Part(
    "responsibilities",
    Responsibility,
    ("task", "position"),
    lambda plan: (
        Responsibility.objects.filter(task__section__plan=plan)
        .select_related("task__section", "department__region")
        .order_by("task__section__position", "position")
    ),
    {"task": ANCHOR, "department": BODY},
)
DEFAULTS = Part(
    "default_responsibilities",
    DefaultResponsibility,
    ("position",),
    lambda plan: (
        DefaultResponsibility.objects.filter(plan=plan)
        .select_related("department__region", "section")
        .order_by("position")
    ),
    {"department": BODY, "section": ANCHOR},
)
LISTS = (DEPARTMENTS, INDICATORS, SECTIONS, GOALS, TARGETS, TASKS, RESPONSIBILITIES, DEFAULTS)
CATALOGUES: dict[str, type[models.Model]] = {"region": Region, "function": Function, "theme": Theme}


def named(row: Any) -> Any:
    """Return what names a row in a file: its slug, anchor or name; of a department its region and its name."""
    if row is None:
        return None
    if isinstance(row, Task):
        return row.section.anchor
    if isinstance(row, Department):
        return [row.region.slug if row.region else None, row.name]
    return row.anchor if isinstance(row, Section) else row.name if isinstance(row, Indicator) else row.slug


def record_of(part: Part, row: Any) -> dict[str, Any]:
    """Return a row as its file has it; dates and decimals are texts."""
    return record_with(part.fields, part.links, row)


def record_with(fields: Iterable[Any], links: Container[str], row: Any) -> dict[str, Any]:
    """Return what these fields of a row say, those in `links` as what names the row that they lead to."""
    record: dict[str, Any] = {}
    for each in fields:
        value = named(getattr(row, each.name)) if each.name in links else getattr(row, each.name)
        is_plain = value is None or isinstance(value, (str, int, bool, list, dict))
        record[each.name] = value if is_plain else each.value_to_string(row)
    return record

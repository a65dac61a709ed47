"""What the archive holds: a file for each kind of rows, each row with the fields of a plan's own file (qpolicy.parts).

What only editors see is left out, and so is every name that leads to what is not published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from documents.models import Department, Function, Plan, Region, Section, Theme
from documents.territories import DEPTH
from indicators.models import Goal, Indicator, Target
from qpolicy import parts
from qpolicy.parts import SLUG, Part, record_with
from tasks.models import DefaultResponsibility, Responsibility, Task

# How a row was entered and read, and who has checked it, is the editors' own.
INTERNAL = frozenset(["as_read", "warnings", "lock_version", "status", "source_name", "is_confirmed"])
REMARKS: dict[Any, str] = {Task: "notes"}  # for editors; those of a plan are shown with it
MEANINGS = {"plan": "所属规划的 slug", "url": "在本库中的网址", "based_on": "上位文件的 slug"}
CHUNK = 50  # rows that are in memory at once; a plan's source may have a million characters
OF_PLAN = ("source_text", "notes", "warnings", "as_read")
OF_SECTION = ("text", "spans", "rows", "as_read")
Rows = Callable[[], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A file: its rows, and what is said of each besides its own fields, by name."""

    word: str
    part: Part
    rows: Rows
    besides: tuple[tuple[str, Callable[[Any], Any]], ...] = ()

    @property
    def file(self) -> str:
        return f"{self.part.name}.jsonl"

    @property
    def public(self) -> list[Any]:
        """The fields that everybody may read."""
        hidden = INTERNAL | {REMARKS.get(self.part.model, "")}
        return [each for each in self.part.fields if each.name not in hidden]

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield the rows as they are written, a few of them in memory."""
        public = self.public
        for row in self.rows().iterator(chunk_size=CHUNK):
            besides = {name: tell(row) for name, tell in self.besides}
            yield {**besides, **record_with(public, self.part.links, row)}

    def fields(self) -> list[tuple[str, str]]:
        """Return name and meaning of what a row says."""
        own = [(each.name, str(each.verbose_name)) for each in self.public]
        return [*((name, MEANINGS[name]) for name, _ in self.besides), *own]


def _plans() -> QuerySet[Any]:
    """The published plans, none of which names one that is not."""
    public = Plan.objects.published().only("slug")
    above = Prefetch("based_on", public.order_by("slug"), to_attr="public_basis")
    older = Prefetch("replaces", public)
    return Plan.objects.published().select_related("region").prefetch_related(above, older).order_by("slug")


def _sections() -> QuerySet[Any]:
    parent = [f"parent__{name}" for name in OF_SECTION]
    sections = Section.objects.published().select_related("plan", "parent", "theme")
    return sections.defer(*_sources("plan"), *parent).order_by("plan__slug", "position")


def _in_section(model: Any, path: str, *related: str) -> Rows:
    """Return the rows whose section, reached by this path, stands in a published plan, in reading order."""

    def rows() -> QuerySet[Any]:
        found = model.objects.filter(**{f"{path}__plan__status": Plan.Status.PUBLISHED})
        found = found.select_related(f"{path}__plan", *related)
        found = found.defer(*_sources(f"{path}__plan"), *(f"{path}__{name}" for name in OF_SECTION))
        return found.order_by(f"{path}__plan__slug", f"{path}__position", *ORDERS.get(model, ()))  # type: ignore[no-any-return]

    return rows


ORDERS: dict[Any, tuple[str, ...]] = dict.fromkeys((Goal, Target, Responsibility), ("position", "pk"))


def _defaults() -> QuerySet[Any]:
    rules = DefaultResponsibility.objects.filter(plan__status=Plan.Status.PUBLISHED)
    rules = rules.select_related("plan", "section", "department__region").defer(*_sources("plan"))
    return rules.order_by("plan__slug", "position", "pk")


def _departments() -> QuerySet[Any]:
    tasks = Responsibility.objects.filter(task__section__plan__status=Plan.Status.PUBLISHED, department=OuterRef("pk"))
    rules = DefaultResponsibility.objects.filter(plan__status=Plan.Status.PUBLISHED, department=OuterRef("pk"))
    named = Department.objects.filter(Q(Exists(tasks)) | Q(Exists(rules)))
    return named.select_related("region", "function").order_by("region__slug", "name", "pk")


def _indicators() -> QuerySet[Any]:
    stated = Target.objects.published().filter(indicator=OuterRef("pk"))
    return Indicator.objects.filter(Exists(stated)).order_by("name")


def _regions() -> QuerySet[Any]:
    """The regions that plans or departments name, and all above them."""
    named = Q(pk__in=Plan.objects.published().order_by().values("region"))
    named |= Q(pk__in=_departments().order_by().values("region"))
    wanted = set(Region.objects.filter(named).values_list("pk", flat=True))
    for _ in range(DEPTH):
        wanted |= set(Region.objects.filter(children__in=wanted).values_list("pk", flat=True))
    return Region.objects.filter(pk__in=wanted).select_related("parent").order_by("slug")


def _functions() -> QuerySet[Any]:
    return Function.objects.order_by("order", "slug")


def _themes() -> QuerySet[Any]:
    return Theme.objects.order_by("order", "slug")


def _sources(plan: str) -> list[str]:
    return [f"{plan}__{name}" for name in OF_PLAN]


def _catalogue(name: str, model: type[models.Model], links: dict[str, str] | None = None) -> Part:
    return Part(name, model, (SLUG,), lambda plan: model._default_manager.none(), links or {})


def _slug_at(path: str) -> tuple[tuple[str, Callable[[Any], Any]]]:
    """Say of a row which plan, at the end of this path, it belongs to."""

    def slug(row: Any) -> str:
        for name in path.split("__"):
            row = getattr(row, name)
        return str(row.slug)

    return (("plan", slug),)


def _url(row: Any) -> str:
    return str(row.get_absolute_url())


def _basis(plan: Any) -> list[str]:
    return [above.slug for above in plan.public_basis]


KINDS = (
    Kind("规划", replace(parts.PLAN, name="plans"), _plans, (("url", _url), ("based_on", _basis))),
    Kind("章节条", parts.SECTIONS, _sections, (*_slug_at("plan"), ("url", _url))),
    Kind("目标", parts.GOALS, _in_section(Goal, "section"), _slug_at("section__plan")),
    Kind("指标", parts.INDICATORS, _indicators),
    Kind("指标值", parts.TARGETS, _in_section(Target, "section", "indicator"), _slug_at("section__plan")),
    Kind("任务", parts.TASKS, _in_section(Task, "section"), _slug_at("section__plan")),
    Kind(
        "任务的责任部门",
        parts.RESPONSIBILITIES,
        _in_section(Responsibility, "task__section", "department__region"),
        _slug_at("task__section__plan"),
    ),
    Kind("各项任务通用的责任部门", parts.DEFAULTS, _defaults, _slug_at("plan")),
    Kind("部门", parts.DEPARTMENTS, _departments),
    Kind("职能", _catalogue("functions", Function), _functions),
    Kind("主题", _catalogue("themes", Theme), _themes),
    Kind("地区", _catalogue("regions", Region, {"parent": SLUG}), _regions),
)

"""The sheets of the lists of plans, of departments and of functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from documents.filters import PlanFilter
from documents.imprint import validity
from documents.models import Department
from qpolicy.exports import columns
from qpolicy.exports.asked import Asked, conditions
from qpolicy.exports.sheets import Column, Row, Sheet, chunks, counted
from qpolicy.listing import rows as plan_rows
from tasks.body_filters import BodyFilter
from tasks.directory import body_row, function_rows
from tasks.directory import counted as with_counts

COUNTS = (Column("lead", "牵头", 8), Column("responsible", "负责", 8), Column("participant", "配合", 8))
OF_PLANS = (
    columns.NUMBER,
    Column("title", "标题", 50),
    columns.DOCUMENT_NUMBER,
    Column("issuer", "发文机关", 24),
    columns.REGION,
    Column("level", "层级", 9),
    Column("kind", "文种", 12),
    Column("issued_on", "成文日期", 12),
    Column("published_on", "发布日期", 12),
    Column("validity", "有效性", 12),
    Column("tasks", "任务数", 8),
    Column("targets", "指标值数", 10),
    columns.ADDRESS,
)
OF_BODIES = (
    columns.NUMBER,
    Column("name", "部门", 30),
    columns.REGION,
    Column("level", "层级", 9),
    Column("function", "职能", 18),
    Column("aliases", "文中写法", 40),
    *COUNTS,
    Column("rule", "各项任务通用", 14),
    columns.ADDRESS,
)
OF_FUNCTIONS = (
    columns.NUMBER,
    Column("function", "职能", 30),
    Column("departments", "部门", 8),
    Column("regions", "地区", 8),
    Column("plans", "规划", 8),
    *COUNTS,
)


def plans(asked: Asked) -> Sheet:
    filters = PlanFilter(asked.request.GET, shelf=asked.shelf)
    rows = counted(of_plans(filters.keys(), asked))
    return Sheet("plans", "规划", OF_PLANS, rows, conditions(filters), script=asked.script)


def departments(asked: Asked) -> Sheet:
    filters = BodyFilter(asked.request.GET)
    return Sheet("departments", "部门", OF_BODIES, counted(of_bodies(filters.qs, asked)), conditions(filters))


def functions(asked: Asked) -> Sheet:
    return Sheet("functions", "职能", OF_FUNCTIONS, counted(_of_functions()))


def of_plans(keys: Iterable[int], asked: Asked) -> Iterator[Row]:
    for some in chunks(keys):
        for row in plan_rows(some, wanted=asked.wanted):
            yield (
                row.title,
                row.document_number,
                row.issuer,
                row.region,
                row.level,
                row.kind,
                _day(row.issued_on),
                _day(row.published_on),
                validity(is_expired=row.is_expired, is_superseded=row.is_replaced),
                row.task_count,
                row.target_count,
                asked.address(row.url),
            )


def of_bodies(bodies: QuerySet[Department], asked: Asked) -> Iterator[Row]:
    for body in with_counts(bodies):
        row = body_row(body)
        yield (
            row.name,
            row.region.name if row.region else "",
            str(row.region.get_level_display()) if row.region else "",
            row.function.name if row.function else "",
            row.aliases,
            *(number for _, number in row.counts),
            "是" if row.has_rule else "",
            asked.address(row.url),
        )


def _of_functions() -> Iterator[Row]:
    for row in function_rows():
        if row.bodies:
            numbers: Any = (number for _, number in row.counts)
            yield (row.function.name, row.bodies, row.regions, row.plans, *numbers)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""

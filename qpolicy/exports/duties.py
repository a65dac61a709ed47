"""The sheets of tasks: the ledger of duties, and the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from qpolicy.exports import columns
from qpolicy.exports.asked import Asked, conditions
from qpolicy.exports.sheets import Row, Sheet, Value, chunks, counted
from tasks.filters import TaskFilter
from tasks.ledger import LedgerRow, LedgerRule, in_ledger, ledger_rows, ledger_rules
from tasks.ledger_filters import LedgerFilter
from tasks.models import Task

OF_LEDGER = (
    columns.NUMBER,
    columns.CONTENT,
    *columns.ROLES,
    columns.DEADLINE,
    columns.TARGETS,
    columns.PATH,
    columns.PLAN,
    columns.DOCUMENT_NUMBER,
    columns.ADDRESS,
    columns.KEY,
)
OF_TASKS = (
    columns.NUMBER,
    columns.KIND,
    columns.CONTENT,
    *columns.ROLES,
    columns.DEADLINE,
    columns.TARGETS,
    columns.THEME,
    columns.PATH,
    columns.PLAN,
    columns.DOCUMENT_NUMBER,
    columns.REGION,
    columns.ADDRESS,
    columns.KEY,
)
ALL_OF_PLAN = "（本规划全部事项：各项任务通用的责任，原文不逐条列出）"


def ledger(asked: Asked) -> Sheet:
    """Rules for all tasks of a plan come first, one row a plan."""
    filters = LedgerFilter(asked.request.GET, shelf=asked.shelf)
    part = filters.parts_without()
    rules = ledger_rules(filters.rules(), asked.shelf.plans, part, wanted=asked.wanted)
    items = entries(filters.qs.values_list("pk", flat=True), part, wanted=asked.wanted)
    return Sheet(
        name="ledger",
        title="职责台账",
        columns=OF_LEDGER,
        rows=counted(chain((_of_rule(rule, asked) for rule in rules), (_of_task(item, asked) for item in items))),
        conditions=conditions(filters),
        notes=(
            "没有写明部门的事项，各单位栏空白；各项任务通用的责任列在最前，一份规划一行，计入条数。",
            "没有写明完成时限的事项，完成时限栏空白；有指标值的，可按指标值所注的年份看。",
        ),
        script=asked.script,
    )


def tasks(asked: Asked) -> Sheet:
    filters = TaskFilter(asked.request.GET, shelf=asked.shelf)
    keys = filters.qs.values_list("pk", flat=True)
    return Sheet(
        name="tasks",
        title="任务",
        columns=OF_TASKS,
        rows=counted(listed(entries(keys, {}, wanted=asked.wanted), asked)),
        conditions=conditions(filters),
        script=asked.script,
    )


def entries(keys: Iterable[int], part: Mapping[str, Any], *, wanted: str) -> Iterator[LedgerRow]:
    """Yield the tasks of these keys, in their order. Four queries for each chunk of them."""
    for some in chunks(keys):
        known = in_ledger(Task.objects.published().filter(pk__in=some)).in_bulk()
        yield from ledger_rows([known[key] for key in some if key in known], part, wanted=wanted)


def listed(rows: Iterable[LedgerRow], asked: Asked) -> Iterator[Row]:
    """Yield how tasks stand in a list, under the columns OF_TASKS without the number."""
    for row in rows:
        content, *of_ledger = _of_task(row, asked)
        *roles, deadline, targets, path, plan, number, url, key = of_ledger
        region = row.plan.region.name if row.plan.region else ""
        yield (row.kind, content, *roles, deadline, targets, row.theme, path, plan, number, region, url, key)


def _of_task(row: LedgerRow, asked: Asked) -> tuple[Value, ...]:
    heading = f"{row.mark}{row.title}"
    return (
        "\n".join(filter(None, (heading, row.text))) if row.title else f"{heading}{row.text}",
        *_roles(row),
        row.deadline,
        row.targets,
        row.path,
        row.plan_title,
        row.document_number,
        asked.address(row.url),
        row.key,
    )


def _of_rule(rule: LedgerRule, asked: Asked) -> tuple[Value, ...]:
    address = asked.address(rule.url)
    return (ALL_OF_PLAN, *_roles(rule), "", (), (), rule.plan_title, rule.document_number, address, rule.key)


def _roles(row: LedgerRow | LedgerRule) -> Iterator[Value]:
    return (row.names(column.key) for column in columns.ROLES)

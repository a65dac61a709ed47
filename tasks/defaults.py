"""Store the rules that hold for every task of a plan, and keep them where the text states them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from documents.store import Entries, departments_named, shift
from documents.store.entries import Counts
from documents.threeway import MergedRows, Record, merge_rows
from tasks.models import DefaultResponsibility

LONGEST_NAME = 200

Rows = Mapping[int, DefaultResponsibility]


class DefaultRead(Protocol):
    """A body, its role in every task and the section that says so, as the extraction yields them."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def section(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Rule(NamedTuple):
    name: str
    role: str
    section: int
    start: int
    end: int


def defaults_read(defaults: Iterable[DefaultRead]) -> list[Rule]:
    """Return the rules in the order in which they are stated, each department once."""
    rules: dict[tuple[str, str], Rule] = {}
    for read in defaults:
        rule = Rule(read.name[:LONGEST_NAME], str(read.role), read.section, read.start, read.end)
        rules.setdefault((rule.name, rule.role), rule)
    return list(rules.values())


def store_defaults(entries: Entries, rules: Sequence[Rule], *, base: list[Record]) -> list[Record]:
    """Store the rules; return what is to be remembered of them, which `base` is of the last reading."""
    rows = {row.position: row for row in entries.plan.default_responsibilities.select_related("section")}
    theirs = _records(entries, rules, base)
    base = base or _claimed(entries, rows, theirs)
    merged = merge_rows(base, _mine(rows, base), theirs, identity=["name"])
    for position in merged.removed:
        rows[position].delete()
    changed = _revise(entries, merged, rows)
    standing = _shifted(merged, rows)
    rule_at = {read["position"]: rule for read, rule in zip(merged.read, rules, strict=True)}
    _move(standing, rule_at)
    new = _add(entries, merged, rule_at)
    entries.counts[str(DefaultResponsibility._meta.verbose_name)] = Counts(new, changed, len(merged.removed))
    return merged.read


def _records(entries: Entries, rules: Iterable[Rule], base: Iterable[Record]) -> list[Record]:
    """Return the reading as records. A section that an editor has deleted is remembered as it was."""
    read = {(record["name"], record["role"]): record.get("section") for record in base}
    records = []
    for rule in rules:
        stating = entries.by_id.get(rule.section)
        anchor = stating.row.anchor if stating else read.get((rule.name, rule.role))
        records.append({"name": rule.name, "role": rule.role, "section": anchor})
    return records


def _claimed(entries: Entries, rows: Rows, theirs: Sequence[Record]) -> list[Record]:
    """Take what was entered by hand before anything was read as read, where the text says the same."""
    departments = departments_named((record["name"] for record in theirs), entries.plan.region) if rows else {}
    entered = {(row.department_id, row.role): position for position, row in rows.items()}
    claimed = []
    for record in theirs if rows else ():
        position = entered.get((departments[record["name"]].pk, record["role"]))
        if position is not None:
            known = record if rows[position].section else {"name": record["name"], "role": record["role"]}
            claimed.append({"position": position, **known})
    return claimed


def _mine(rows: Rows, base: Sequence[Record]) -> dict[int, Record]:
    """Return the rows as records. A section that is gone is no correction: the rule goes where the text states it."""
    read = {record["position"]: record.get("section") for record in base}
    return {
        at: {"name": row.name, "role": row.role, "section": row.section.anchor if row.section else read.get(at)}
        for at, row in rows.items()
    }


def _revise(entries: Entries, merged: MergedRows, rows: Rows) -> int:
    """Follow the reading, but state no part twice; return how many rows have changed."""
    section_of = {entry.row.anchor: entry.row for entry in entries}
    stated = {(row.department_id, row.role) for row in rows.values()}
    changed = []
    for position, values in merged.changed.items():
        row = rows[position]
        before = (row.role, row.section)
        if "role" in values and (row.department_id, values["role"]) not in stated:
            stated.add((row.department_id, values["role"]))
            row.role = values["role"]
        if "section" in values:
            row.section = section_of.get(values["section"])
        if (row.role, row.section) != before:
            changed.append(row)
    bulk_update_with_history(changed, DefaultResponsibility, ["role", "section"])
    return len(changed)


def _shifted(merged: MergedRows, rows: Rows) -> Rows:
    """Give the rows the positions at which they stand now."""
    for old, new in merged.moved.items():
        rows[old].position = new
    if merged.moved:
        shift(DefaultResponsibility, [rows[old] for old in merged.moved])
    return {row.position: row for at, row in rows.items() if at not in merged.removed}


def _move(rows: Rows, rule_at: Mapping[int, Rule]) -> None:
    """Set where the rules stand in the source; the history of a row is about what it says."""
    moved = []
    for position, rule in rule_at.items():
        row = rows.get(position)
        if row is not None and (row.start, row.end) != (rule.start, rule.end):
            row.start, row.end = rule.start, rule.end
            moved.append(row)
    DefaultResponsibility.objects.bulk_update(moved, ["start", "end"])


def _add(entries: Entries, merged: MergedRows, rule_at: Mapping[int, Rule]) -> int:
    """Add what is new, a department once in each role; return how many rows there are more."""
    if not merged.added:
        return 0
    plan = entries.plan
    departments = departments_named((record["name"] for record in merged.added), plan.region)
    stated = set(plan.default_responsibilities.values_list("department_id", "role"))
    new = []
    for record in merged.added:
        department, rule = departments[record["name"]], rule_at[record["position"]]
        if (department.pk, rule.role) not in stated:
            stated.add((department.pk, rule.role))
            new.append(DefaultResponsibility(plan=plan, department=department, **_fields(entries, record, rule)))
    if new:
        bulk_create_with_history(new, DefaultResponsibility)
    return len(new)


def _fields(entries: Entries, record: Record, rule: Rule) -> dict[str, Any]:
    stating = entries.by_id.get(rule.section)
    return {
        "position": record["position"],
        "name": rule.name,
        "role": rule.role,
        "section": stating.row if stating else None,
        "start": rule.start,
        "end": rule.end,
    }

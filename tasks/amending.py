"""Carry what an editor has corrected in the rules for a whole plan over to the rows, as if it was done by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simple_history.utils import bulk_create_with_history

from documents.models import Section
from documents.store import Entries, departments_named
from documents.store.entries import Counts
from tasks.defaults import Rule
from tasks.models import DefaultResponsibility

Rows = dict[int, DefaultResponsibility]  # by the index of the rule that they hold


def amend_defaults(
    entries: Entries, before: Sequence[Rule], after: Sequence[Rule], *, read: Sequence[int], moved: Mapping[int, int]
) -> Counts:
    """Change the rules from what `before` says, which is what the rows hold, to what `after` says.

    `read` are the positions that are remembered of the reading; `moved` leads from the sections of `before` to those
    of `after`, whose rows `entries` hold. Rules that neither knows stay as they are.
    """
    if list(before) == list(after) and all(moved.get(rule.section, 0) == rule.section for rule in before):
        return Counts()
    rows = list(entries.plan.default_responsibilities.select_related("department", "section").order_by("position"))
    taken = [row.position for row in rows]
    held, partners = _held(before, rows), _partners(before, after)
    removed = [row for index, row in held.items() if index not in partners.values()]
    for row in removed:
        row.delete()
    left = [row for row in rows if row.pk is not None]
    names = departments_named([rule.name for rule in after], entries.plan.region)
    stated = {(row.department_id, row.role) for row in left}
    changed = 0
    for index, partner in partners.items():
        if partner in held:
            row, rule, old = held[partner], after[index], before[partner]
            place = (moved.get(old.section, 0), rule.section)
            changed += _revise(row, old, rule, names[rule.name].pk, stated) | _place(row, entries, place)
    last = max([*read, *taken], default=0)
    new = []
    for index, rule in enumerate(after):
        part = (names[rule.name].pk, rule.role)
        if index not in partners and part not in stated:
            stated.add(part)
            last += 1
            new.append(_made(entries, rule, part[0], last))
    if new:
        bulk_create_with_history(new, DefaultResponsibility)
    return Counts(len(new), changed, len(removed))


def _held(before: Sequence[Rule], rows: Sequence[DefaultResponsibility]) -> Rows:
    """Return the row of each rule: the one that says the same."""
    waiting = {(row.name or row.department.name, row.role): row for row in reversed(rows)}
    found = ((index, waiting.pop((rule.name, rule.role), None)) for index, rule in enumerate(before))
    return {index: row for index, row in found if row is not None}


def _partners(before: Sequence[Rule], after: Sequence[Rule]) -> dict[int, int]:
    """Return for each rule what it was: what is read at the same place, or is called the same."""
    pairs: dict[int, int] = {}
    for index, rule in enumerate(after):
        free = [at for at in range(len(before)) if at not in pairs.values()]
        same = [at for at in free if before[at].name == rule.name]
        there = [at for at in free if rule.end and (before[at].start, before[at].end) == (rule.start, rule.end)]
        if chosen := [*same, *there]:
            pairs[index] = chosen[0]
    return pairs


def _revise(row: DefaultResponsibility, old: Rule, rule: Rule, department: int, stated: set[tuple[int, str]]) -> bool:
    """Change what the editor has changed, unless that would state a part twice."""
    if (old.name, old.role) == (rule.name, rule.role) or (department, rule.role) in stated - {
        (row.department_id, row.role)
    }:
        return False
    stated.discard((row.department_id, row.role))
    stated.add((department, rule.role))
    row.name, row.role, row.department_id = rule.name, rule.role, department
    row.save()
    return True


def _place(row: DefaultResponsibility, entries: Entries, sections: tuple[int, int]) -> bool:
    """Follow a rule into the section that states it now."""
    was, now = sections
    section = _section(entries, now)
    if was == now or section is None or row.section_id == section.pk:
        return False
    row.section = section
    row.save()
    return True


def _made(entries: Entries, rule: Rule, department: int, position: int) -> DefaultResponsibility:
    return DefaultResponsibility(
        plan=entries.plan,
        position=position,
        department_id=department,
        name=rule.name,
        role=rule.role,
        section=_section(entries, rule.section),
        start=rule.start if rule.end else None,
        end=rule.end or None,
    )


def _section(entries: Entries, number: int) -> Section | None:
    entry = entries.by_id.get(number)
    return entry.row if entry else None

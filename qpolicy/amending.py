"""Carry the corrections of a draft over to what is stored of it, as if an editor had made each by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from simple_history.utils import bulk_update_with_history

from documents.models import Plan, Section
from documents.store import Entries, Entry, Place, State, amend_rows, amend_sections
from documents.store.entries import Counts
from documents.store.rows import Pending, write_rows
from indicators.store import Goals, Targets, goals_by_section, targets_by_section
from qpolicy.corrections import Corrected, Correction
from qpolicy.ingest import Draft
from qpolicy.storing import DEFAULTS
from tasks.amending import amend_defaults
from tasks.defaults import defaults_read
from tasks.kinds import keep_tasks
from tasks.models import Responsibility
from tasks.store import Responsibilities, set_deadlines, work_of

Found = Mapping[int, list[Place]]
WORDS = ("number", "title", "text")


def amend(entries: Entries, found: Corrected, *, base: Corrected | None = None) -> Mapping[str, Counts]:
    """Change the rows to what the corrected draft says; return what was done, by its name.

    The rows hold the reading, or where `base` is given the reading with the corrections that were made by hand.
    """
    if not found.corrections and base is None:
        return {}
    kinds = {entry.row.pk: entry.row.kind for entry in entries}
    reading = found.reading
    first = State(reading.outline, range(1, len(reading.outline.sections) + 1))
    before, old = (State(base.draft.outline, base.origins), base.draft) if base else (first, reading)
    after, new = State(found.draft.outline, found.origins), found.draft
    amended = amend_sections(entries, reading.outline, before, after)
    keep_tasks(entry.row for entry in amended if kinds.get(entry.row.pk) != entry.row.kind)
    parts = Responsibilities(entries.plan)
    amend_rows(amended, Goals(), (before, _goals(old)), (after, _placed(_goals(new), found)))
    amend_rows(amended, Targets(), (before, _targets(old)), (after, _placed(_targets(new), found)))
    amend_rows(amended, parts, (before, _work(old)), (after, _placed(_work(new), found)))
    amended.counts["手工录入"] = amend_entered(entries.plan, found.corrections)
    amended.counts["完成时限"] = Counts(changed=set_deadlines(_moved_deadlines(amended, (before, old), (after, new))))
    amended.counts["通用分工"] = _amend_rules(amended, (before, old), (after, new), found)
    return {f"校订{name}" if name != "校订" else name: counts for name, counts in amended.counts.items()}


def amend_entered(plan: Plan, corrections: Iterable[Correction]) -> Counts:
    """Change what was entered by hand, which no reading has, to what was typed in the draft."""
    typed = {one["row"]: one for one in corrections if one["kind"] == "entered"}
    rows = list(Section.objects.filter(plan=plan, pk__in=typed, as_read__isnull=True)) if typed else []
    for row in rows:
        for name in WORDS:
            setattr(row, name, typed[row.pk]["set"].get(name, getattr(row, name)))
    bulk_update_with_history(rows, Section, WORDS)
    stated = {row.pk: typed[row.pk]["set"] for row in rows}
    set_deadlines({key: values["deadline"] for key, values in stated.items() if "deadline" in values})
    _amend_parts(plan, {row: typed[row.pk]["duties"] for row in rows})
    return Counts(changed=len(rows))


def _amend_parts(plan: Plan, typed: Mapping[Section, Sequence[Correction]]) -> None:
    pending: Pending[Responsibility] = Pending()
    stored = Responsibility.objects.filter(task__in=[row.pk for row in typed]).select_related("department")
    for section, corrections in typed.items():
        rows = {row.name or row.department.name: row for row in stored if row.task_id == section.pk}
        last = max((row.position for row in rows.values()), default=0)
        for at, one in enumerate(corrections, start=1):
            row = rows.get(one["name"])
            if one.get("added") and row is None:
                record = {"name": one["name"], "role": one["role"]}
                pending.new.append((Entry(0, section, record), {"position": last + at, **record}, Place(record, 0, 0)))
            elif one.get("removed") and row is not None:
                pending.removed.append(row)
            elif row is not None:
                pending.changed.append((row, one.get("set", {})))
    write_rows(Entries(plan), Responsibilities(plan), pending)


def _moved_deadlines(amended: Entries, old: tuple[State, Draft], new: tuple[State, Draft]) -> dict[int, str]:
    """Return what becomes of deadlines that are not what they were, by the rows of their sections."""
    known = old[0].by_origin()
    moved = {}
    for entry in amended:
        origin = new[0].origins[entry.id - 1]
        was = old[1].deadlines.get(known.get(origin, 0), "") if origin else ""
        now = new[1].deadlines.get(entry.id, "")
        if now != was:
            moved[entry.row.pk] = now
    return moved


def _amend_rules(amended: Entries, old: tuple[State, Draft], new: tuple[State, Draft], found: Corrected) -> Counts:
    now = new[0].by_origin()
    moved = {at: now.get(origin or 0, 0) for at, origin in enumerate(old[0].origins, start=1)}
    rules = [
        rule._replace(start=found.places.before(rule.start), end=found.places.behind(rule.end)) if rule.end else rule
        for rule in defaults_read(new[1].defaults)
    ]
    read = [record["position"] for record in (amended.plan.as_read or {}).get(DEFAULTS, [])]
    return amend_defaults(amended, defaults_read(old[1].defaults), rules, read=read, moved=moved)


def _goals(draft: Draft) -> dict[int, list[Place]]:
    return goals_by_section(draft.goals)


def _targets(draft: Draft) -> dict[int, list[Place]]:
    return targets_by_section(draft.targets)


def _work(draft: Draft) -> dict[int, list[Place]]:
    return work_of(draft.outline, draft.duties)


def _placed(places: Found, found: Corrected) -> dict[int, list[Place]]:
    """Return the same with places of the source."""
    return {section: [_place(place, found) for place in several] for section, several in places.items()}


def _place(place: Place, found: Corrected) -> Place:
    if not place.end:
        return place
    return Place(place.record, found.places.before(place.start), found.places.behind(place.end))

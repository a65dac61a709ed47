"""Carry the corrections of a draft over to what is stored of it, as if an editor had made each by hand."""

from __future__ import annotations

from collections.abc import Mapping

from documents.store import Entries, Place, State, amend_rows, amend_sections
from documents.store.entries import Counts
from indicators.store import Goals, Targets, goals_by_section, targets_by_section
from qpolicy.corrections import Corrected
from qpolicy.ingest import Draft
from tasks.kinds import keep_tasks
from tasks.store import Responsibilities, work_of

Found = Mapping[int, list[Place]]


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
    return {f"校订{name}" if name != "校订" else name: counts for name, counts in amended.counts.items()}


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

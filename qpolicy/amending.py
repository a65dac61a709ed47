"""Carry the corrections of a draft over to what is stored of it, as if an editor had made each by hand."""

from __future__ import annotations

from collections.abc import Mapping

from documents.store import Entries, Place, amend_rows, amend_sections
from documents.store.entries import Counts
from indicators.store import Goals, Targets, goals_by_section, targets_by_section
from qpolicy.corrections import Corrected
from qpolicy.ingest import Draft
from tasks.kinds import keep_tasks
from tasks.store import Responsibilities, work_of

Found = Mapping[int, list[Place]]


def amend(entries: Entries, found: Corrected) -> Mapping[str, Counts]:
    """Change the rows, which hold the reading, to what the corrected draft says; return what was done, by its name."""
    if not found.corrections:
        return {}
    kinds = {entry.row.pk: entry.row.kind for entry in entries}
    amended = amend_sections(entries, found.reading.outline, found.draft.outline, found.origins)
    keep_tasks(entry.row for entry in amended if kinds.get(entry.row.pk) != entry.row.kind)
    before, after = found.reading, found.draft
    amend_rows(
        amended, Goals(), goals_by_section(before.goals), _placed(goals_by_section(after.goals), found), found.origins
    )
    amend_rows(
        amended,
        Targets(),
        targets_by_section(before.targets),
        _placed(targets_by_section(after.targets), found),
        found.origins,
    )
    parts = Responsibilities(entries.plan)
    amend_rows(amended, parts, _work(before), _placed(_work(after), found), found.origins)
    return {f"校订{name}" if name != "校订" else name: counts for name, counts in amended.counts.items()}


def _work(draft: Draft) -> dict[int, list[Place]]:
    return work_of(draft.outline, draft.duties)


def _placed(places: Found, found: Corrected) -> dict[int, list[Place]]:
    """Return the same with places of the source."""
    return {section: [_place(place, found) for place in several] for section, several in places.items()}


def _place(place: Place, found: Corrected) -> Place:
    if not place.end:
        return place
    return Place(place.record, found.places.before(place.start), found.places.behind(place.end))

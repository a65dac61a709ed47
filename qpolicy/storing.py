"""Store a draft: its plan, sections, goals, targets, tasks and duties together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from documents.models import Plan
from documents.outline import Outline, Remark
from documents.store import (
    Entries,
    Place,
    digests,
    lock_plans,
    remembered,
    save_readings,
    store_plan,
    store_rows,
    store_sections,
)
from documents.store.entries import Counts
from indicators.store import Goals, Targets, goals_by_section, targets_by_section
from tasks.aligning import align_soon
from tasks.defaults import defaults_read, store_defaults
from tasks.store import (
    DEADLINE,
    Responsibilities,
    deadlines_read,
    store_tasks,
    unassigned,
    work_of,
)

if TYPE_CHECKING:
    from qpolicy.ingest import Draft

DEFAULTS, DIGESTS = "default_responsibilities", "sections"


@dataclass(frozen=True, slots=True)
class Stored:
    """The plan, what storing it has made and changed, and what an editor should look at."""

    plan: Plan
    counts: Mapping[str, Counts]
    warnings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return any(self.counts.values())


Then = Callable[[Stored], None]
Amend = Callable[[Entries], Mapping[str, Counts]]


@transaction.atomic
def store_draft(
    draft: Draft,
    plan: Plan,
    *,
    given: Mapping[str, Any] | None = None,
    amend: Amend | None = None,
    then: Then | None = None,
) -> Stored:
    """Store a draft as this plan, which may be new; `given` are fields of the plan that the importer knows better.
    What is done `then`, with what is stored, is done or undone with it; before that `amend` may correct the rows,
    which remember what was read.

    Storing the same again changes nothing; storing another reading changes what the text changes and leaves what was
    corrected by hand, also where that was done after `plan` was loaded. The text must be storable
    (documents.store.storable). Raises Plan.DoesNotExist where the plan was deleted meanwhile.
    """
    if plan.pk is not None:
        lock_plan(plan)
    is_new = plan.pk is None
    before = plan.as_read or {}
    if is_new:
        plan.warnings = _warnings(draft)
    lists: dict[str, Any] = {DEFAULTS: [], DIGESTS: digests(draft.outline)}
    is_plan_changed = store_plan(plan, draft.outline.heading, draft.outline.source, given=given or {}, lists=lists)
    entries = _store_content(plan, draft, before.get(DIGESTS, []))
    lists[DEFAULTS] = store_defaults(entries, defaults_read(draft.defaults), base=before.get(DEFAULTS, []))
    made = Counts(created=1) if is_new else Counts(changed=int(is_plan_changed))
    counts = {"规划": made, **entries.counts, **(amend(entries) if amend else {})}
    stored = _finish(entries, draft, counts, lists)
    if then:
        then(stored)
    align_soon()
    return stored


def lock_plan(plan: Plan) -> None:
    """Wait for whoever is editing the plan, keep others away, and take the plan as it stands now."""
    lock_plans([plan.pk])
    plan.refresh_from_db()


def _store_content(plan: Plan, draft: Draft, known: list[str]) -> Entries:
    goals, targets = goals_by_section(draft.goals), targets_by_section(draft.targets)
    duties = work_of(draft.outline, draft.duties)
    places = {Goals.key: goals, Targets.key: targets, Responsibilities.key: duties}
    deadlines = deadlines_read(draft.deadlines)
    entries = store_sections(plan, draft.outline, lists=_lists(draft.outline, places, deadlines), known=known)
    store_tasks(entries, deadlines)
    store_rows(entries, Goals(), goals)
    store_rows(entries, Targets(), targets)
    store_rows(entries, Responsibilities(plan), duties)
    save_readings(entries)
    return entries


def _lists(
    outline: Outline, places: Mapping[str, Mapping[int, list[Place]]], deadlines: Mapping[int, str]
) -> dict[int, dict[str, Any]]:
    """Return what each new section remembers besides itself."""
    lists: dict[int, dict[str, Any]] = {
        section.id: {key: remembered(found[section.id]) for key, found in places.items() if section.id in found}
        for section in outline.sections
    }
    for section, deadline in deadlines.items():
        lists[section][DEADLINE] = deadline
    return lists


def _finish(entries: Entries, draft: Draft, counts: dict[str, Counts], lists: Mapping[str, Any]) -> Stored:
    """Save what is known of the plan only now, and count the edit."""
    plan = entries.plan
    warnings = _warnings(draft)
    warnings += [{"code": "correction-kept", "message": text, "start": 0, "end": 0} for text in entries.conflicts]
    as_read = {**(plan.as_read or {}), **lists}
    if (warnings, as_read) != (plan.warnings, plan.as_read):
        plan.warnings, plan.as_read = warnings, as_read
        Plan.objects.filter(pk=plan.pk).update(warnings=warnings, as_read=as_read)
    if any(counts.values()):
        Plan.objects.filter(pk=plan.pk).mark_edited()
        plan.refresh_from_db(fields=["lock_version"])
    return Stored(plan, counts, warnings)


def _warnings(draft: Draft) -> list[dict[str, Any]]:
    remarks: list[Remark] = [*draft.remarks, *unassigned(draft.outline, draft.duties)]
    return [
        {"code": remark.code, "message": remark.message, "start": remark.start, "end": remark.end} for remark in remarks
    ]

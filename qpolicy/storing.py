"""Store a draft: its plan, sections, goals, targets, tasks and duties together or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from documents.models import Plan
from documents.outline import Outline, Remark
from documents.store import Entries, Place, remembered, save_readings, store_plan, store_rows, store_sections
from documents.store.entries import Counts
from indicators.store import Goals, Targets, goals_by_section, targets_by_section
from tasks.store import Responsibilities, defaults_read, keep_all_tasks, store_defaults, work_of

if TYPE_CHECKING:
    from qpolicy.ingest import Draft

DEFAULTS = "default_responsibilities"


@dataclass(frozen=True, slots=True)
class Stored:
    """The plan, what storing it has made and changed, and what an editor should look at."""

    plan: Plan
    counts: Mapping[str, Counts]
    warnings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return any(self.counts.values())


@transaction.atomic
def store_draft(draft: Draft, plan: Plan, *, given: Mapping[str, Any] | None = None) -> Stored:
    """Store a draft as this plan, which may be new; `given` are fields of the plan that the importer knows better.

    Storing the same again changes nothing; storing another reading changes what the text changes and leaves what was
    corrected by hand. The text must be storable (documents.store.storable).
    """
    if plan.pk is not None:
        Plan.objects.select_for_update().only("pk").get(pk=plan.pk)
    base = None if plan.as_read is None else plan.as_read.get(DEFAULTS, [])
    defaults = defaults_read(draft.defaults)
    if plan.pk is None:
        plan.warnings = [_warning(remark) for remark in draft.remarks]
    is_plan_changed = store_plan(
        plan, draft.outline.heading, draft.outline.source, given=given or {}, lists={DEFAULTS: remembered(defaults)}
    )
    entries = _store_content(plan, draft)
    read = store_defaults(entries, defaults, [duty.section for duty in draft.defaults], base=base)
    counts = {"规划": Counts(changed=int(is_plan_changed)), **entries.counts}
    return _finish(entries, draft, counts, read)


def _store_content(plan: Plan, draft: Draft) -> Entries:
    goals, targets = goals_by_section(draft.goals), targets_by_section(draft.targets)
    duties = work_of(draft.outline, draft.duties)
    places = {Goals.key: goals, Targets.key: targets, Responsibilities.key: duties}
    entries = store_sections(plan, draft.outline, lists=_lists(draft.outline, places))
    keep_all_tasks(entries)
    store_rows(entries, Goals(), goals)
    store_rows(entries, Targets(), targets)
    store_rows(entries, Responsibilities(plan), duties)
    save_readings(entries)
    return entries


def _lists(outline: Outline, places: Mapping[str, Mapping[int, list[Place]]]) -> dict[int, dict[str, Any]]:
    return {
        section.id: {key: remembered(found[section.id]) for key, found in places.items() if section.id in found}
        for section in outline.sections
    }


def _finish(entries: Entries, draft: Draft, counts: dict[str, Counts], defaults: list[dict[str, Any]]) -> Stored:
    """Save what is known of the plan only now, and count the edit."""
    plan = entries.plan
    warnings = [_warning(remark) for remark in draft.remarks]
    warnings += [{"code": "correction-kept", "message": text, "start": 0, "end": 0} for text in entries.conflicts]
    as_read = {**(plan.as_read or {}), DEFAULTS: defaults}
    if (warnings, as_read) != (plan.warnings, plan.as_read):
        plan.warnings, plan.as_read = warnings, as_read
        Plan.objects.filter(pk=plan.pk).update(warnings=warnings, as_read=as_read)
    if any(counts.values()):
        Plan.objects.filter(pk=plan.pk).mark_edited()
        plan.refresh_from_db(fields=["lock_version"])
    return Stored(plan, counts, warnings)


def _warning(remark: Remark) -> dict[str, Any]:
    return {"code": remark.code, "message": remark.message, "start": remark.start, "end": remark.end}

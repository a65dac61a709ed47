"""What was entered by hand in a plan that a draft updates: the source does not have it, yet it can be corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from documents.differences import difference
from documents.models import Draft, Plan, Section
from documents.store.sections import known_sections, saying
from qpolicy.corrections import Corrected, Correction
from qpolicy.corrections.findings import correct_duties, role_of
from qpolicy.drafting.changes import Change, findings_stored
from qpolicy.drafting.preview import Entered, Finding
from qpolicy.drafting.saving import NotPossible, correct, take_back
from qpolicy.drafting.sections import bodies_typed, duty_rows
from qpolicy.drafting.stored import rows_read
from qpolicy.drafting.wording import ROLES, name_of
from tasks.extraction import Duty
from tasks.models import Responsibility, Task

KIND = "entered"
WORDS = {"number": "编号", "title": "标题", "text": "正文", "deadline": "完成时限"}
SEVERAL_ROLES = "{names}在这一条中有几种分工，不能在草稿中改动，请在任务的页面上修改。"
KEPT = ("指标值", "目标")  # which are shown, and corrected where they are stored


def entered_by_hand(draft: Draft, found: Corrected) -> list[Entered]:
    """Return what stands beside the draft, as corrected, in reading order. A few queries."""
    plan = draft.plan
    if plan is None or draft.manner != Draft.Manner.UPDATE or not draft.is_open:
        return []
    if not plan.sections.filter(as_read__isnull=True).exists():
        return []
    rows = list(plan.sections.in_order())
    by_key = {row.pk: row for row in rows}
    read = rows_read(rows, known_sections(found.reading.outline))
    numbers = {
        read[origin - 1].pk: number
        for number, origin in enumerate(found.origins, start=1)
        if origin is not None and origin - 1 in read
    }
    make = _Maker(plan, draft.corrections).make
    taken = _said_by_the_text(found, read)
    return [
        make(row, behind, _above(row, by_key, numbers, found))
        for row, behind in _behind(rows, numbers)
        if saying(row.kind, row.number, row.title, row.text) not in taken
    ]


def duties_of(one: Entered, corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    return duty_rows(_stored_duties([one.row.pk]).get(one.row.pk, []), _of(one.row, corrections).get("duties", []))


def correct_entered(draft: Draft, row: Section, values: Mapping[str, str], duties: Iterable[Mapping[str, Any]]) -> None:
    """Keep what was typed where it differs from what is stored. Raises NotPossible."""
    before = _values(row, _deadlines([row.pk]))
    changed = {name: value for name, value in values.items() if value != before[name]}
    parts = [{"kind": "duty", "section": "", **one} for one in _bodies_corrected(row, list(duties))]
    take_back(draft, lambda one: one["kind"] == KIND and one["row"] == row.pk)
    if changed or parts:
        correct(draft, {"kind": KIND, "row": row.pk, "name": str(row), "set": changed, "duties": parts})


def _bodies_corrected(row: Section, typed: Sequence[Mapping[str, Any]]) -> Iterator[Correction]:
    """Yield what becomes of the departments. A correction names one by its name: who has two roles is left alone."""
    stored = _stored_duties([row.pk]).get(row.pk, [])
    counts = Counter(duty.name for duty in stored)
    several = {name for name, number in counts.items() if number > 1}
    alone = [one for one in typed if several.isdisjoint((one.get("was"), one.get("name")))]
    kept = Counter((one["name"], one["role"]) for one in typed if one not in alone and not one.get("DELETE"))
    if kept != Counter((duty.name, duty.role) for duty in stored if duty.name in several):
        raise NotPossible(SEVERAL_ROLES.format(names="、".join(sorted(several))))
    return bodies_typed(alone, {duty.name: duty.role for duty in stored if duty.name not in several})


def entered_changes(entered: Iterable[Entered]) -> list[Change]:
    """Return what publishing would change of it."""
    corrected = [one for one in entered if one.is_corrected]
    keys = [one.row.pk for one in corrected]
    deadlines, duties = _deadlines(keys), _stored_duties(keys)
    return [
        Change("changed", str(one.row), tuple(_told(one, _values(one.row, deadlines), duties.get(one.row.pk, []))))
        for one in corrected
    ]


def lost(draft: Draft, entered: Iterable[Entered]) -> list[Correction]:
    """Return the corrections of rows that are there no more, of a draft that is still worked on."""
    there = {one.row.pk for one in entered}
    corrections = draft.corrections if draft.is_open else []
    return [one for one in corrections if one["kind"] == KIND and one["row"] not in there]


class _Maker:
    def __init__(self, plan: Plan, corrections: Sequence[Correction]) -> None:
        keys = list(plan.sections.filter(as_read__isnull=True).values_list("pk", flat=True))
        self.corrections, self.stored = corrections, findings_stored(plan)
        self.deadlines, self.duties = _deadlines(keys), _stored_duties(keys)

    def make(self, row: Section, behind: int, above: str) -> Entered:
        correction = _of(row, self.corrections)
        duties, _ = correct_duties(self.duties.get(row.pk, []), correction.get("duties", []))
        return Entered(
            row,
            behind,
            above,
            {**_values(row, self.deadlines), **correction.get("set", {})},
            tuple(Finding(duty.name, ROLES[duty.role], "") for duty in duties),
            {label: several for label, several in self.stored.get(row.pk, {}).items() if label in KEPT},
            bool(correction),
        )


def _of(row: Section, corrections: Iterable[Correction]) -> Correction:
    return next((one for one in corrections if one["kind"] == KIND and one["row"] == row.pk), {})


def _values(row: Section, deadlines: Mapping[int, str]) -> dict[str, str]:
    return {"number": row.number, "title": row.title, "text": row.text, "deadline": deadlines.get(row.pk, "")}


def _deadlines(keys: Sequence[int]) -> dict[int, str]:
    return dict(Task.objects.filter(pk__in=keys).values_list("pk", "deadline"))


def _stored_duties(keys: Sequence[int]) -> dict[int, list[Duty]]:
    found: dict[int, list[Duty]] = {}
    rows = Responsibility.objects.filter(task__in=keys).select_related("department").order_by("position")
    for row in rows:
        found.setdefault(row.task_id, []).append(Duty(row.name or row.department.name, role_of(row.role), 0, 0))
    return found


def _told(one: Entered, before: Mapping[str, str], duties: Iterable[Duty]) -> Iterator[str]:
    pairs = [(word, before[name], one.values[name]) for name, word in WORDS.items()]
    was = [f"{duty.name}（{ROLES[duty.role]}）" for duty in duties]
    now = [f"{duty.label}（{duty.detail}）" for duty in one.duties]
    pairs.append(("部门", "、".join(was), "、".join(now)))
    yield from (f"{word}：{difference(old, new)}" for word, old, new in pairs if old != new)


def _said_by_the_text(found: Corrected, read: Mapping[int, Section]) -> set[tuple[str, ...]]:
    """Return what the sections say that have no row yet: storing them takes the row entered by hand that says it."""
    return {
        saying(one.kind.value, one.number or "", one.title or "", one.text)
        for at, one in enumerate(found.reading.outline.sections)
        if at not in read
    }


def _behind(rows: Iterable[Section], numbers: Mapping[int, int]) -> Iterator[tuple[Section, int]]:
    """Yield each row entered by hand with the number of the section that it follows."""
    last = 0
    for row in rows:
        last = numbers.get(row.pk, last)
        if row.as_read is None:
            yield row, last


def _above(row: Section, rows: Mapping[int, Section], numbers: Mapping[int, int], found: Corrected) -> str:
    """Return what the row will stand under, as the draft calls it; what the draft leaves out is passed over."""
    parent = rows.get(row.parent_id or 0)
    while parent is not None:
        if number := numbers.get(parent.pk):
            return name_of(found.draft.outline.section(number))
        if parent.as_read is None:
            return str(parent)
        parent = rows.get(parent.parent_id or 0)
    return ""

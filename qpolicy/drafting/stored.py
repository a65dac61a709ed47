"""What was corrected by hand in a stored plan, as corrections of its reading: so a draft can begin with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from documents.matching import Known, match
from documents.models import Draft, Plan, Section
from documents.store import region_of
from documents.store.sections import known_sections
from documents.threeway import Record, pair
from indicators.models import Goal, Target
from indicators.store import Goals, Targets, goals_by_section, targets_by_section
from qpolicy.corrections import Corrected, Correction, corrected, keys_of, put, rekeyed
from qpolicy.corrections.findings import names_of
from qpolicy.drafting.metadata import metadata_of
from qpolicy.drafting.opening import Known as KnownText
from qpolicy.drafting.opening import already_open, first_metadata, save_first
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.saving import NotPossible
from qpolicy.ingest import read_plan
from tasks.defaults import defaults_read
from tasks.models import Responsibility, Task
from tasks.store import LONGEST_DEADLINE, Responsibilities, work_of

Rows = Mapping[int, Section]  # by the index of the section in the reading
WORDS = ("name", "operator", "value", "upper", "unit", "year", "basis", "attribute")
BY_HAND = "这份规划是手工录入的，没有原文，不能以草稿修改。请由审核员直接修改。"


@transaction.atomic
def open_edit(plan: Plan, *, owner: Any) -> Draft:
    """Save a draft that begins with the plan as it is stored. Raises Known where somebody has one."""
    if not plan.source_text:
        raise NotPossible(BY_HAND)
    if there := Draft.objects.of_text(plan.source_sha256):
        raise KnownText(already_open(there, owner), there)
    draft = Draft(
        owner=owner,
        plan=plan,
        manner=Draft.Manner.UPDATE,
        base_lock_version=plan.lock_version,
        title=plan.title,
        source_text=plan.source_text,
        source_name=plan.source_name,
        source_url=plan.source_url,
        source_sha256=plan.source_sha256,
        metadata=metadata_of(plan),
        corrections=corrections_of(plan),
    )
    save_first(draft, owner, "开始修改已入库的规划")
    return draft


def corrections_of(plan: Plan) -> list[Correction]:
    """Return what makes of the reading of the source what the rows hold, as far as it can be said of its sections."""
    reading = read_plan(plan.source_text)
    rows = rows_read(plan.sections.in_order(), known_sections(reading.outline))
    keys = keys_of(reading.outline)
    structure = list(_structure(reading.outline.sections, rows, keys))
    found = corrected(plan.source_text, structure)
    row_of = {key: rows[index] for index, key in enumerate(keys) if index in rows}
    return [*structure, *_findings(plan, found, row_of), *_deadlines(plan, found, row_of), *_rules(plan, found, row_of)]


def carry_over(draft: Draft, plan: Plan) -> None:
    """Let a draft of a later text begin with what was corrected by hand in the plan that it updates."""
    draft.corrections = put(_carried(draft, plan), *draft.corrections)


def leave(draft: Draft, plan: Plan) -> None:
    """Take out of a draft of another text what it has from the plan that it was to update, and that nobody touched."""
    carried, stored = _carried(draft, plan), metadata_of(plan)
    heading = reading_of(draft).reading.outline.heading
    first = first_metadata(heading, region_of(heading)) | {"source_url": draft.source_url}
    kept = [one for one in draft.corrections if one not in carried]
    draft.corrections = [one for one in kept if one["kind"] != "entered"]  # which are of the rows of this plan
    draft.metadata = {
        name: first.get(name, "") if value == stored.get(name) else value for name, value in draft.metadata.items()
    }
    draft.title = draft.metadata["title"][:300]


def _carried(draft: Draft, plan: Plan) -> list[Correction]:
    old = read_plan(plan.source_text).outline
    return rekeyed(corrections_of(plan), old, reading_of(draft).working.outline)


def rows_read(rows: Iterable[Section], read: Sequence[Known]) -> dict[int, Section]:
    """Return the row that each section of a reading is stored in, by its index, where there is one."""
    stored = [row for row in rows if row.as_read is not None]
    at = {row.anchor: index for index, row in enumerate(stored)}
    old = [
        Known(was["kind"], was["number"], was["title"], was["text"], at.get(was["parent"]))
        for row in stored
        for was in (row.as_read or {},)
    ]
    return {index: stored[partner] for index, partner in match(old, read).items()}


def _structure(sections: Sequence[Any], rows: Rows, keys: Sequence[str]) -> Iterator[Correction]:
    key_of = {row.pk: keys[index] for index, row in rows.items()}
    for index, section in enumerate(sections):
        row = rows.get(index)
        if row is None:
            yield {"kind": "drop", "section": keys[index]}
            continue
        read = {
            "kind": section.kind.value,
            "number": section.number or "",
            "title": section.title or "",
            "text": section.text,
        }
        values = {name: getattr(row, name) for name, value in read.items() if getattr(row, name) != value}
        above = _above(sections, rows, section)
        if row.parent_id != (above.pk if above else None) and (row.parent_id is None or row.parent_id in key_of):
            values["parent"] = key_of[row.parent_id] if row.parent_id else ""
        if values:
            yield {"kind": "section", "section": keys[index], "set": values}


def _above(sections: Sequence[Any], rows: Rows, section: Any) -> Section | None:
    """Return the row of the nearest section above that has one."""
    while section.parent is not None:
        if row := rows.get(section.parent - 1):
            return row
        section = sections[section.parent - 1]
    return None


def _findings(plan: Plan, found: Corrected, row_of: Mapping[str, Section]) -> Iterator[Correction]:
    draft = found.structured
    goals, targets = goals_by_section(draft.goals), targets_by_section(draft.targets)
    duties = work_of(draft.outline, draft.duties)
    stored = {
        "duty": _grouped(Responsibilities(plan), Responsibility.objects.filter(task__section__plan=plan)),
        "target": _grouped(Targets(), Target.objects.of_plan(plan)),
        "goal": _grouped(Goals(), Goal.objects.filter(plan=plan)),
    }
    for number, key in enumerate(found.keys, start=1):
        if row := row_of.get(key):
            about = {"section": key}
            yield from _of_duties(about, [one.record for one in duties.get(number, ())], stored["duty"].get(row.pk, []))
            read = [target for target in draft.targets if target.section == number]
            records = [one.record for one in targets.get(number, ())]
            yield from _of_targets(about, names_of(read), records, stored["target"].get(row.pk, []))
            years = [goal for goal in draft.goals if goal.section == number]
            records = [one.record for one in goals.get(number, ())]
            yield from _of_goals(about, names_of(years), records, stored["goal"].get(row.pk, []))


def _deadlines(plan: Plan, found: Corrected, row_of: Mapping[str, Section]) -> Iterator[Correction]:
    read, stored = found.structured.deadlines, dict(Task.objects.of_plan(plan).values_list("pk", "deadline"))
    for number, key in enumerate(found.keys, start=1):
        deadline = stored.get(row_of[key].pk) if key in row_of else None
        if deadline is not None and deadline != read.get(number, "")[:LONGEST_DEADLINE]:
            yield {"kind": "deadline", "section": key, "set": {"deadline": deadline}}


def _rules(plan: Plan, found: Corrected, row_of: Mapping[str, Section]) -> Iterator[Correction]:
    key_of = {row.pk: key for key, row in row_of.items()}
    rows = list(plan.default_responsibilities.select_related("department").order_by("position"))
    stored = [{"name": row.name or row.department.name, "role": row.role} for row in rows]
    read: list[Record] = [{"name": rule.name, "role": rule.role} for rule in defaults_read(found.structured.defaults)]
    pairs = pair(read, stored, identity=("name",))
    for index, record in enumerate(stored):
        if index not in pairs:
            section = key_of.get(rows[index].section_id or 0, "")
            yield {"kind": "rule", **record, "added": True, "section": section}
        elif record["role"] != read[pairs[index]]["role"]:
            yield {"kind": "rule", "name": record["name"], "set": {"role": record["role"]}}
    for index in sorted(set(range(len(read))) - set(pairs.values())):
        yield {"kind": "rule", "name": read[index]["name"], "removed": True}


def _grouped(listed: Any, rows: Iterable[Any]) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for row in sorted(rows, key=lambda row: row.position):
        found.setdefault(listed.section_of(row), []).append(listed.record_of(row))
    return found


def _of_duties(about: Correction, read: Sequence[Record], stored: Sequence[Record]) -> Iterator[Correction]:
    pairs = pair(read, stored, identity=("name",))
    for index, record in enumerate(stored):
        name = record["name"]
        if index not in pairs:
            if name:
                yield {"kind": "duty", **about, "name": name, "added": True, "role": record["role"]}
        elif record["role"] != read[pairs[index]]["role"]:
            yield {"kind": "duty", **about, "name": name, "set": {"role": record["role"]}}
    for index in set(range(len(read))) - set(pairs.values()):
        yield {"kind": "duty", **about, "name": read[index]["name"], "removed": True}


def _of_targets(
    about: Correction, names: Sequence[str], read: Sequence[Record], stored: Sequence[Record]
) -> Iterator[Correction]:
    pairs = pair(read, stored, identity=("name", "year"))
    for index, record in enumerate(stored):
        if index not in pairs:
            values = {name: _unknown(name, record[name]) for name in (*WORDS, "quote", "source")}
            yield {"kind": "target", **about, "target": f"kept-{index}", "added": True, "set": values}
            continue
        old = read[pairs[index]]
        values = {name: _unknown(name, record[name]) for name in WORDS if record[name] != old[name]}
        if values:
            yield {"kind": "target", **about, "target": names[pairs[index]], "set": values}
    for index in set(range(len(read))) - set(pairs.values()):
        yield {"kind": "target", **about, "target": names[index], "removed": True}


def _of_goals(
    about: Correction, names: Sequence[str], read: Sequence[Record], stored: Sequence[Record]
) -> Iterator[Correction]:
    pairs = pair(read, stored, identity=("text",))
    for index, record in enumerate(stored):
        if index not in pairs:
            yield {"kind": "goal", **about, "goal": f"kept-{index}", "added": True, "set": record}
        elif record["year"] != read[pairs[index]]["year"]:
            yield {"kind": "goal", **about, "goal": names[pairs[index]], "set": {"year": record["year"]}}
    for index in set(range(len(read))) - set(pairs.values()):
        yield {"kind": "goal", **about, "goal": names[index], "removed": True}


def _unknown(name: str, value: Any) -> Any:
    return None if value == "" and name not in ("name", "operator", "quote", "source") else value

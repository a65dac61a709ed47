"""One section of a draft: what its page shows, and the corrections that what is typed there amounts to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import count
from typing import Any

from documents.models import Draft
from documents.outline import Kind, Section
from documents.passage import Span
from indicators.extraction import GoalDraft, TargetDraft
from qpolicy.corrections import Corrected, Correction
from qpolicy.corrections.findings import TARGET_FIELDS, names_of
from qpolicy.corrections.keys import SPLIT
from qpolicy.drafting.forms import written
from qpolicy.drafting.saving import correct, take_back
from qpolicy.drafting.wording import name_of
from tasks.extraction import Duty

WORDS_KEPT = 12  # before which a section is split
SENTENCE_ENDS = "。；;\n"
MOST_PLACES = 60
NUMBERS = ("value", "upper")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section may be split: before these words."""

    at: int
    words: str


def section_of(found: Corrected, key: str) -> Section | None:
    index = found.index(key)
    return None if index is None else found.draft.outline.sections[index]


def stretches_of(found: Corrected, section: Section) -> list[Span]:
    """Return the stretches of the source that are the section's own, those with nothing of others between made one."""
    others = sorted(span for other in found.draft.outline.sections if other.id != section.id for span in other.spans)
    joined: list[Span] = []
    for start, end in sorted(section.spans):
        if joined and not any(joined[-1][1] <= first < start for first, _ in others):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def first_values(found: Corrected, section: Section) -> dict[str, Any]:
    parent = found.keys[section.parent - 1] if section.parent else ""
    words = {"number": section.number or "", "title": section.title or "", "parent": parent}
    rewritten = {"text": section.text} if is_rewritten(found, section) else {}
    return {"kind": section.kind.value, **words, **rewritten}


def is_rewritten(found: Corrected, section: Section) -> bool:
    """Tell whether the text of the section was corrected by hand after it was stored, apart from the source."""
    key = found.keys[section.id - 1]
    return any(one["kind"] == "section" and one["section"] == key and "text" in one["set"] for one in found.corrections)


def parents_of(found: Corrected, section: Section) -> list[tuple[str, str]]:
    """Return what the section may stand under: headings and boxes before it, and what it stands under now."""
    sections = found.draft.outline.sections[: section.id - 1]
    return [
        (found.keys[other.id - 1], f"{'　' * sum(1 for _ in found.draft.outline.ancestors(other))}{name_of(other)}")
        for other in sections
        if other.kind in (Kind.HEADING, Kind.BOX) or other.id == section.parent
    ]


def duties_of(found: Corrected, section: Section) -> list[dict[str, Any]]:
    """Return the departments as they were read, each with what it was corrected to; then those that were added."""
    return duty_rows(found.structured.duties.get(section.id, ()), _of("duty", found, section))


def duty_rows(read: Iterable[Duty], mine: Sequence[Correction]) -> list[dict[str, Any]]:
    """Return what the forms show first: what is there, each with what it was corrected to, then what was added."""
    by_name = {correction["name"]: correction for correction in mine}
    rows = []
    for duty in read:
        values = (correction := by_name.get(duty.name, {})).get("set", {})
        row = {"was": duty.name, "name": values.get("name", duty.name), "role": values.get("role", duty.role)}
        rows.append(row | {"DELETE": bool(correction.get("removed"))})
    return rows + [
        {"was": "", "name": correction["name"], "role": correction.get("role", "responsible")}
        for correction in mine
        if correction.get("added")
    ]


def targets_of(found: Corrected, section: Section) -> list[dict[str, Any]]:
    """Return the values as they were read, each with what it was corrected to; then those that were added."""
    mine = _of("target", found, section)
    by_name = {correction["target"]: correction for correction in mine}
    rows = []
    for name, target in _targets_read(found, section).items():
        correction = by_name.get(name, {})
        row = {"was": name, **_values(target), **correction.get("set", {})}
        rows.append(row | {"DELETE": bool(correction.get("removed"))})
    return rows + [{"was": one["target"], **one["set"]} for one in mine if one.get("added")]


def goals_of(found: Corrected, section: Section) -> list[dict[str, Any]]:
    """Return the goals as they were read, each with what it was corrected to; then those that only the rows have."""
    mine = _of("goal", found, section)
    by_name = {correction["goal"]: correction for correction in mine}
    rows = []
    for name, goal in _goals_read(found, section).items():
        correction = by_name.get(name, {})
        year = correction.get("set", {}).get("year", goal.year)
        rows.append({"was": name, "year": year, "text": goal.text, "DELETE": bool(correction.get("removed"))})
    return rows + [{"was": one["goal"], **one["set"]} for one in mine if one.get("added")]


def places_to_split(section: Section) -> list[Place]:
    """Return the beginnings of its sentences but the first."""
    if section.rows:
        return []
    text = section.text
    ends = [at + 1 for at, char in enumerate(text[:-1]) if char in SENTENCE_ENDS and text[at + 1] not in "”」』）)\n"]
    return [Place(at, text[at : at + WORDS_KEPT].strip()) for at in ends[:MOST_PLACES] if text[at:].strip()]


def correct_section(draft: Draft, found: Corrected, section: Section, typed: Mapping[str, Any]) -> None:
    """Keep what was typed for kind, number, title and parent where it differs from what was read."""
    key = found.keys[section.id - 1]
    read = first_values(found, section)
    old: Correction = next(
        (one["set"] for one in found.corrections if one["kind"] == "section" and one["section"] == key), {}
    )
    changed = {name: typed[name] for name in read if typed[name] != read[name]}
    values = {name: value for name, value in {**old, **changed}.items() if value != _as_read(found, section, name)}
    take_back(draft, lambda one: one["kind"] == "section" and one["section"] == key)
    if values:
        correct(draft, {"kind": "section", "section": key, "set": values})


def deadline_of(found: Corrected, section: Section) -> str:
    return found.draft.deadlines.get(section.id, "")


def correct_deadline(draft: Draft, found: Corrected, section: Section, typed: str) -> None:
    """Keep the deadline that was typed where it differs from what was read."""
    key = found.keys[section.id - 1]
    take_back(draft, lambda one: one["kind"] == "deadline" and one["section"] == key)
    if typed != found.structured.deadlines.get(section.id, ""):
        correct(draft, {"kind": "deadline", "section": key, "set": {"deadline": typed}})


def correct_findings(draft: Draft, found: Corrected, section: Section, forms: Mapping[str, Iterable[Any]]) -> None:
    """Put what was typed for departments, values and goals in the place of all earlier corrections of them."""
    key = found.keys[section.id - 1]
    take_back(draft, lambda one: one["kind"] in ("duty", "target", "goal") and one["section"] == key)
    roles = {duty.name: duty.role for duty in found.structured.duties.get(section.id, ())}
    targets = _targets_read(found, section)
    added = {one["target"]: one["set"] for one in _of("target", found, section) if one.get("added")}
    kept = {one["goal"]: one["set"] for one in _of("goal", found, section) if one.get("added")}
    taken = {*targets, *(form.cleaned_data.get("was") for form in forms["targets"])}
    free = (name for at in count(1) if (name := f"new-{at}") not in taken)
    goals = _goals_read(found, section)
    made: list[Correction | None] = [
        *(
            {"kind": "duty", "section": key, **one}
            for one in bodies_typed((form.cleaned_data for form in forms["duties"]), roles)
        ),
        *(_target(key, form, targets, added, free) for form in forms["targets"]),
        *(_goal(key, form.cleaned_data, goals, kept) for form in forms["goals"]),
    ]
    correct(draft, *filter(None, made))


def reset(draft: Draft, found: Corrected, section: Section) -> None:
    """Take back every correction of the section but those of the text."""
    key = found.keys[section.id - 1]
    stem, _, place = key.partition(SPLIT)
    take_back(draft, lambda one: one.get("section") == key and one["kind"] != "rule")
    if place:
        take_back(draft, lambda one: one["kind"] == "split" and one["section"] == stem and str(one["at"]) == place)


def split_at(found: Corrected, section: Section, at: int) -> Correction | None:
    """Return the correction that splits the section; in terms of the whole where it is a part already."""
    place = next((place for place in places_to_split(section) if place.at == at), None)
    if place is None:
        return None
    stem = found.keys[section.id - 1].partition(SPLIT)[0]
    whole = _whole(found, stem)
    offset = len(whole) - len(section.text) + at if whole.endswith(section.text) else whole.find(section.text[at:])
    if offset <= 0:
        return None
    return {"kind": "split", "section": stem, "at": offset, "words": section.text[at : at + WORDS_KEPT]}


def _whole(found: Corrected, stem: str) -> str:
    """Return the text of the section as it was before it was split."""
    from qpolicy.corrections import keys_of

    outline = found.working.outline
    return next((one.text for key, one in zip(keys_of(outline), outline.sections, strict=True) if key == stem), "")


def _as_read(found: Corrected, section: Section, name: str) -> Any:
    """Return what was read for a field of the section, before it was corrected; None where nothing was."""
    origin = next(
        (one for key, one in _working(found) if key == found.keys[section.id - 1]),
        None,
    )
    if origin is None:
        return None
    if name == "parent":
        return _working(found)[origin.parent - 1][0] if origin.parent else ""
    words = {"number": origin.number or "", "title": origin.title or "", "text": origin.text}
    return {"kind": origin.kind.value, **words}[name]


def _working(found: Corrected) -> Sequence[tuple[str, Section]]:
    from qpolicy.corrections import keys_of

    return list(zip(keys_of(found.working.outline), found.working.outline.sections, strict=True))


def _of(kind: str, found: Corrected, section: Section) -> list[Correction]:
    key = found.keys[section.id - 1]
    return [one for one in found.corrections if one["kind"] == kind and one["section"] == key]


def _targets_read(found: Corrected, section: Section) -> dict[str, TargetDraft]:
    targets = [target for target in found.structured.targets if target.section == section.id]
    return dict(zip(names_of(targets), targets, strict=True))


def _goals_read(found: Corrected, section: Section) -> dict[str, GoalDraft]:
    goals = [goal for goal in found.structured.goals if goal.section == section.id]
    return dict(zip(names_of(goals), goals, strict=True))


def _values(target: TargetDraft) -> dict[str, Any]:
    return {name: _plain(name, getattr(target, name)) for name in TARGET_FIELDS}


def _plain(name: str, value: Any) -> Any:
    try:
        return written(Decimal(value)) if name in NUMBERS and value is not None else value
    except InvalidOperation:
        return None


def bodies_typed(typed: Iterable[Mapping[str, Any]], roles: Mapping[str, str]) -> Iterator[Correction]:
    """Yield what becomes of the departments that were read, whose `roles` are known by name, and what is added.

    Each stands once, as the row says that was edited last: one that is taken out and typed again has its new role.
    """
    typed = list(typed)
    left = sorted((one for one in typed if one.get("name") and not one.get("DELETE")), key=partial(_is_edited, roles))
    named = {one["name"]: one for one in left}
    renamed = {one["was"]: one for name, one in named.items() if name not in roles and one.get("was") in roles}
    for was, role in roles.items():
        if one := named.get(was) or renamed.get(was):
            values = {field: one[field] for field, read in (("name", was), ("role", role)) if one[field] != read}
            if values:
                yield {"name": was, "set": values}
        elif any(one.get("was") == was for one in typed):
            yield {"name": was, "removed": True}
    for name, one in named.items():
        if name not in roles and (one.get("was") not in roles or one["was"] in named):
            place = {"section": one["section"]} if "section" in one else {}
            yield {"name": name, "added": True, "role": one["role"], **place}


def _is_edited(roles: Mapping[str, str], typed: Mapping[str, Any]) -> bool:
    return bool(typed.get("was") != typed["name"] or roles.get(typed["name"]) != typed["role"])


def _target(
    key: str, form: Any, targets: Mapping[str, TargetDraft], added: Mapping[str, Correction], free: Iterator[str]
) -> Correction | None:
    """Return the correction that a form of a value amounts to; one that is added is called by the next `free` name."""
    typed, was = form.cleaned_data, form.cleaned_data.get("was", "")
    about = {"kind": "target", "section": key}
    if was not in targets:
        if typed.get("DELETE") or not typed.get("name"):
            return None
        name = was or next(free)
        return {**about, "target": name, "added": True, "set": {**added.get(name, {}), **form.values}}
    if typed.get("DELETE") or not typed.get("name"):
        return {**about, "target": was, "removed": True}
    read = _values(targets[was])
    values = {name: value for name, value in form.values.items() if value != read[name]}
    return {**about, "target": was, "set": values} if values else None


def _goal(
    key: str, typed: Mapping[str, Any], goals: Mapping[str, GoalDraft], kept: Mapping[str, Correction]
) -> Correction | None:
    """Return the correction that a form of a goal amounts to; `kept` are those that only the rows have."""
    was = typed.get("was", "")
    about = {"kind": "goal", "section": key, "goal": was}
    if was in kept:
        return None if typed.get("DELETE") else {**about, "added": True, "set": {**kept[was], "year": typed["year"]}}
    if was not in goals:
        return None
    if typed.get("DELETE"):
        return {**about, "removed": True}
    return {**about, "set": {"year": typed["year"]}} if typed["year"] != goals[was].year else None

"""Read a plan's text into a draft: structure, goals, targets and duties together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from documents.outline import Outline, Remark, Section, parse
from documents.outline.metadata import entitled
from indicators import extraction as indicators
from tasks import extraction as tasks

READER_NOTE = "reader-note"  # about the file as a whole, so that it has no place in the text
OPENING = 2000  # characters that may tell two regions of one name apart


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything read from one text, not yet stored; duties are keyed by section id."""

    outline: Outline
    goals: tuple[indicators.GoalDraft, ...]
    targets: tuple[indicators.TargetDraft, ...]
    duties: Mapping[int, tuple[tasks.Duty, ...]]
    deadlines: Mapping[int, str]
    defaults: tuple[tasks.DefaultDuty, ...]
    remarks: tuple[Remark, ...]


def read_plan(text: str) -> Draft:
    """Read any text (decoded, line ends LF) without an error; what was not understood is named in the remarks."""
    outline = parse(text)
    figures = indicators.extract(outline)
    duties = tasks.extract(outline)
    remarks = sorted(
        (*outline.remarks, *figures.remarks, *duties.remarks), key=lambda remark: (remark.start, remark.code)
    )
    return Draft(
        outline, figures.goals, figures.targets, duties.duties, duties.deadlines, duties.defaults, tuple(remarks)
    )


def with_notes(draft: Draft, notes: Iterable[str]) -> Draft:
    """Return the draft with what reading the file has left to say to an editor, before what the text has."""
    remarks = [Remark(READER_NOTE, note, 0, 0) for note in notes]
    return replace(draft, remarks=(*remarks, *draft.remarks))


def entitle(draft: Draft, title: str) -> Draft:
    """Return the draft with what the title tells that an editor gives to the text; none is missing any more."""
    outline = draft.outline
    heading = entitled(outline.heading, title, outline.folded[:OPENING])
    remarks = tuple(remark for remark in draft.remarks if remark.code != "no-title")
    return replace(draft, outline=replace(outline, heading=heading), remarks=remarks)


def to_json(draft: Draft) -> dict[str, Any]:
    """Return the draft as contracts.md prescribes for `parse_plan --json`."""
    heading = draft.outline.heading
    return {
        "title": heading.title,
        "document_number": heading.document_number,
        "issuer": heading.issuer,
        "issued_on": heading.issued_on,
        "region": heading.region,
        "region_code": heading.region_code,
        "level": heading.level,
        "script": heading.script,
        "kind": heading.kind,
        "period": heading.period,
        "sections": [_section(section, draft) for section in draft.outline.sections],
        "goals": [
            {"year": goal.year, "section": goal.section, "text": goal.text, "start": goal.start, "end": goal.end}
            for goal in draft.goals
        ],
        "targets": [_target(target) for target in draft.targets],
        "default_departments": [
            {"name": duty.name, "role": duty.role, "section": duty.section} for duty in draft.defaults
        ],
        "dropped": draft.outline.dropped,
        "warnings": [_warning(remark) for remark in draft.remarks],
    }


def _section(section: Section, draft: Draft) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": section.id,
        "parent": section.parent,
        "kind": section.kind.value,
        "number": section.number,
        "title": section.title,
        "text": section.text,
        "spans": section.spans,
        "departments": [{"name": duty.name, "role": duty.role} for duty in draft.duties.get(section.id, ())],
    }
    if section.rows:
        source = draft.outline.source
        shown["rows"] = [[source[slice(*cell.span)] for cell in row] for row in section.rows]
    return shown


def _target(target: indicators.TargetDraft) -> dict[str, Any]:
    names = (
        "name",
        "operator",
        "value",
        "upper",
        "unit",
        "year",
        "basis",
        "attribute",
        "source",
        "section",
        "quote",
        "start",
        "end",
    )
    return {name: getattr(target, name) for name in names}


def _warning(remark: Remark) -> dict[str, Any]:
    return {"code": remark.code, "message": remark.message, "start": remark.start, "end": remark.end}

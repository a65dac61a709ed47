"""From a plan's outline to its goals and targets. Pure: nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.outline.sections import Kind, Outline, Remark, Role, Section
from documents.passage import Passage, gather
from documents.text import fold
from indicators.contradictions import contradictions
from indicators.drafts import Extraction, GoalDraft, TargetDraft
from indicators.goals import goals_of, year_announced
from indicators.prose import Finding, read
from indicators.tables import read_table
from indicators.years import Calendar, calendar_of

# 发展现状, 面临形势: what stands there has been reached, or is feared.
# Paragraphs without a heading above them stand under each other's years.
LOOSE = 0
LOOKING_BACK = re.compile(r"(?:现状|基础|背景|成效|成就|成绩|形势|挑战|机遇|问题|回顾|必要性|基本情况)(?:分析)?$")

__all__ = ["Extraction", "GoalDraft", "TargetDraft", "extract"]


def extract(outline: Outline) -> Extraction:
    """Return the goals and targets of a plan in reading order, with what an editor should look at."""
    calendar = calendar_of(outline)
    goals: list[GoalDraft] = []
    targets: list[TargetDraft] = []
    remarks: list[Remark] = []
    years: dict[int | None, int | None] = {None: calendar.only}
    announced: dict[int | None, int | None] = {}
    backward: set[int | None] = set()
    for section in outline.sections:
        if section.kind is Kind.HEADING and section.parent is None:
            years.pop(LOOSE, None)
        if section.parent in backward or (
            section.kind is Kind.HEADING
            and section.role is Role.GENERAL
            and LOOKING_BACK.search(fold(section.title or ""))
        ):
            backward.add(section.id)
            continue
        heading = section.parent if section.body and section.kind is not Kind.TABLE else None
        goals += goals_of(outline, section, calendar, year=announced.pop(heading, None))
        announced[section.id] = year_announced(section, calendar)
        if section.kind is Kind.TABLE:
            table = read_table(outline, section, calendar, year=_year_above(section, years))
            targets += table.targets
            remarks += table.remarks
        else:
            targets += _prose_targets(outline, section, calendar, years)
    return Extraction(tuple(goals), tuple(targets), (*remarks, *contradictions(targets)))


def _prose_targets(
    outline: Outline, section: Section, calendar: Calendar, years: dict[int | None, int | None]
) -> Iterator[TargetDraft]:
    year = _year_above(section, years)
    years[section.id] = year
    for passage in (_title_of(outline, section), section.body):
        if not passage:
            continue
        reading = read(
            passage,
            calendar,
            year=year,
            needs_year=section.role is Role.GENERAL and year in (None, calendar.only),
            is_aimed=section.role is Role.GOALS,
        )
        year = reading.year
        years[section.id] = year
        if not section.kind.is_work_item and section.role in (Role.GOALS, Role.GENERAL):
            years[section.parent or LOOSE] = year
        yield from (_draft(outline, section, passage, finding) for finding in reading.findings)


def _year_above(section: Section, years: dict[int | None, int | None]) -> int | None:
    """Goals go on under the year last named beside them; a work item stands under the years of what it belongs to only."""
    if section.parent is None and section.kind is Kind.PARAGRAPH:
        return years.get(LOOSE, years.get(None))
    return years.get(section.parent)


def _title_of(outline: Outline, section: Section) -> Passage:
    """The title as a passage of its own where it stands in one piece in the source."""
    if not section.title or not section.spans or not any(char.isdigit() for char in section.title):
        return Passage()
    begin, end = section.spans[0]
    at = outline.source.find(section.title, begin, end)
    if at < 0:
        return Passage()
    return gather(outline.source, outline.folded, [((at, at + len(section.title)), "")])


def _draft(outline: Outline, section: Section, passage: Passage, finding: Finding) -> TargetDraft:
    start, end = passage.locate(finding.start, finding.end)
    return TargetDraft(
        name=finding.name,
        operator=finding.operator,
        value=finding.value,
        upper=finding.upper,
        unit=finding.unit,
        year=finding.year,
        basis=finding.basis,
        attribute=None,
        source="prose",
        section=section.id,
        quote=outline.source[start:end],
        start=start,
        end=end,
    )

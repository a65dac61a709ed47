"""Goals by year: what a plan wants to have reached 到2025年 and 到2035年."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.outline.sections import Kind, Outline, Role, Section
from documents.passage import Span
from documents.text import fold
from indicators.clauses import mask
from indicators.drafts import GoalDraft
from indicators.years import Calendar, Marker, markers

SENTENCE_ENDS, BREAKS = "。;!?:\n—", "。;!?"
# 2035年目标, 到2035年远景目标: as a heading, or as the first words of a paragraph.
HEADED = re.compile(
    r"(?:到 ?)?(?P<year>20\d\d) ?年(?:底|末)?的?(?:(?:远景|展望|近期|中期|远期|阶段性?|主要|总体|发展|工作|具体|预期|规划){1,3}+)?"
    r"目标(?= ?[:。,\n]| ?$)"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a goal begins. `is_headed`: its year stands in the title above or further on in its first sentence."""

    year: int
    start: int
    is_headed: bool = False


def goals_of(outline: Outline, section: Section, calendar: Calendar, *, year: int | None = None) -> Iterator[GoalDraft]:
    """Yield one goal for each year that a paragraph aims at, from its year to the next one or the end.

    `year` is that of the heading (2035年目标) which the section is the first paragraph under.
    """
    if not _may_hold(section):
        return
    year = _year_of_heading(section.title or "", calendar) or year
    masked = mask(section.body.folded)
    for start, end in _paragraphs(masked):
        found = list(markers(masked[start:end], calendar))
        openings = _openings(masked, (start, end), found, _headed(masked, (start, end), calendar, year))
        for opening, stop in zip(openings, [*(later.start for later in openings[1:]), end], strict=False):
            yield _goal(outline, section, opening, _before_past(masked, opening.start, stop, start, found))
        year = None


def year_announced(section: Section, calendar: Calendar) -> int | None:
    """The year of a section that is nothing but the heading of a goal (2035年目标)."""
    if not _may_hold(section):
        return None
    title, body = fold(section.title or "").strip(), section.body.folded.strip()
    return _year_of_heading(title or body, calendar) if not (title and body) else None


def _may_hold(section: Section) -> bool:
    return section.role in (Role.GOALS, Role.GENERAL) and section.kind is not Kind.TABLE


def _paragraphs(folded: str) -> Iterator[Span]:
    start = 0
    for line in folded.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _year_of_heading(heading: str, calendar: Calendar) -> int | None:
    found = HEADED.fullmatch(fold(heading).strip().rstrip(":。"))
    return int(found["year"]) if found and calendar.is_ahead(int(found["year"]), is_aimed=True) else None


def _headed(masked: str, span: Span, calendar: Calendar, year: int | None) -> Opening | None:
    """The goal that a heading opens: the one above, or 2035年目标 as the first words of the paragraph."""
    found = HEADED.match(masked, *span)
    if not found:
        return Opening(year, span[0], is_headed=True) if year else None
    own, rest = int(found["year"]), masked[found.end() : span[1]].strip(" :。,\n")
    return Opening(own, span[0]) if rest and calendar.is_ahead(own, is_aimed=True) else None


def _openings(masked: str, span: Span, found: Sequence[Marker], headed: Opening | None) -> list[Opening]:
    start, _ = span
    aimed = _first_of_each_year([marker for marker in found if marker.is_ahead and marker.is_due])
    openings = [Opening(marker.year, start + marker.start) for marker in aimed]
    if headed and headed.year not in [opening.year for opening in openings]:
        return [headed, *(opening for opening in openings if opening.start > headed.start)]
    if openings and not _opens_sentence(masked, start, openings[0].start):
        openings[0] = Opening(openings[0].year, start, is_headed=True)  # the goal is the whole of its sentence
    return openings


def _first_of_each_year(found: Sequence[Marker]) -> list[Marker]:
    first: dict[int, Marker] = {}
    for marker in found:
        first.setdefault(marker.year, marker)
    return list(first.values())


def _opens_sentence(folded: str, start: int, at: int) -> bool:
    before = folded[start:at].rstrip()
    return not before or before[-1] in SENTENCE_ENDS


def _before_past(masked: str, begin: int, stop: int, start: int, found: Sequence[Marker]) -> Span:
    """A sentence that begins with a year behind the plan (2023年,全省指数为91.5) is no part of the goal before it."""
    behind = [start + marker.start for marker in found if not marker.is_ahead]
    ends = (at for at in behind if begin < at < stop and masked[begin:at].rstrip()[-1:] in BREAKS)
    return begin, next(ends, stop)


def _goal(outline: Outline, section: Section, opening: Opening, span: Span) -> GoalDraft:
    """Cut the goal; one that begins with the section's first sentence, before its year, takes number and title along."""
    body, (start, end) = section.body, span
    while end > start and body.text[end - 1].isspace():
        end -= 1
    begin, stop = body.locate(start, end)
    text = body.text[start:end]
    if start == 0 and opening.is_headed and section.spans[0][0] < begin:
        begin, text = section.spans[0][0], outline.source[section.spans[0][0] : begin] + text
    return GoalDraft(opening.year, section.id, text.strip(), begin, stop)

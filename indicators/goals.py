"""Goals by year: what a plan wants to have reached 到2025年 and 到2035年."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.outline.sections import Kind, Outline, Role, Section
from documents.passage import Span
from indicators.clauses import mask
from indicators.drafts import GoalDraft
from indicators.years import Calendar, Marker, markers

SENTENCE_ENDS = "。;!?:\n—"


def goals_of(outline: Outline, section: Section, calendar: Calendar) -> Iterator[GoalDraft]:
    """Yield one goal for each year that a paragraph aims at, from its year to the next one or the end."""
    if section.role not in (Role.GOALS, Role.GENERAL) or section.kind is Kind.TABLE:
        return
    masked = mask(section.body.folded)
    for start, end in _paragraphs(masked):
        found = markers(masked[start:end], calendar)
        aimed = _first_of_each_year([marker for marker in found if marker.is_ahead and marker.is_due])
        starts = [start + marker.start for marker in aimed]
        if starts and not _opens_sentence(masked, start, starts[0]):
            starts[0] = start  # the year stands inside a sentence: the goal is the whole of it
        for marker, begin, stop in zip(aimed, starts, [*starts[1:], end], strict=False):
            yield _goal(outline, section, marker, (begin, stop))


def _paragraphs(folded: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in folded.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _first_of_each_year(found: Sequence[Marker]) -> list[Marker]:
    first: dict[int, Marker] = {}
    for marker in found:
        first.setdefault(marker.year, marker)
    return list(first.values())


def _opens_sentence(folded: str, start: int, at: int) -> bool:
    before = folded[start:at].rstrip()
    return not before or before[-1] in SENTENCE_ENDS


def _goal(outline: Outline, section: Section, marker: Marker, span: Span) -> GoalDraft:
    """Cut the goal; one that begins with the section's first sentence, before its year, takes number and title along."""
    body, (start, end) = section.body, span
    while end > start and body.text[end - 1].isspace():
        end -= 1
    begin, stop = body.locate(start, end)
    text = body.text[start:end]
    if start == 0 and marker.start > 0 and section.spans[0][0] < begin:
        begin, text = section.spans[0][0], outline.source[section.spans[0][0] : begin] + text
    return GoalDraft(marker.year, section.id, text.strip(), begin, stop)

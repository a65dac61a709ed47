"""Outlines for tests, put together from their parts without reading a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from documents.outline.sections import Cell, Heading, Kind, Outline, Role, Section
from documents.passage import gather
from documents.text import fold


@dataclass(frozen=True)
class Part:
    """One section: its own number, title and text, and how many parts before it its parent stands (0: none)."""

    text: str = ""
    kind: Kind = Kind.PARAGRAPH
    role: Role = Role.TASKS
    number: str | None = None
    title: str | None = None
    under: int = 0

    @property
    def head(self) -> str:
        return (self.number or "") + (f"{self.title}。" if self.title else "")


def outline_of(*parts: Part, **heading: Any) -> Outline:
    """Return the outline of a source that holds each part on lines of its own."""
    source = "".join(f"{part.head}{part.text}\n" for part in parts)
    folded, sections, at = fold(source), [], 0
    for place, part in enumerate(parts, start=1):
        start, end = at + len(part.head), at + len(part.head) + len(part.text)
        at_title = at + len(part.number or "")
        spans = tuple(span for span in ((at, at_title + len(part.title or "")), (start, end)) if span[0] < span[1])
        body = gather(source, folded, [((start, end), "")])
        rows = _rows(source, folded, start, end) if part.kind is Kind.TABLE else ()
        parent = place - part.under if part.under else None
        sections.append(Section(place, parent, part.kind, part.number, part.title, body, spans, part.role, rows))
        at = end + 1
    return Outline(source, folded, Heading(**heading), tuple(sections), (), ())


def _rows(source: str, folded: str, start: int, end: int) -> tuple[tuple[Cell, ...], ...]:
    """A row a line, the cells divided by |."""
    rows = []
    for line in source[start:end].splitlines(keepends=True):
        cells, at = [], start
        for cell in line.rstrip("\n").split("|"):
            begin = at + len(cell) - len(cell.lstrip())
            stop = max(begin, at + len(cell.rstrip()))
            cells.append(Cell(folded[begin:stop], (begin, stop)))
            at += len(cell) + 1
        rows.append(tuple(cells))
        start += len(line)
    return tuple(rows)

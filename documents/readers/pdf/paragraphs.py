"""Join the lines of a paragraph that only the width of the page, or its end, has broken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

RAGGED = 1.8  # heights of a character by which a full line may end before the edge: no stop begins the next one
FLUSH = 0.6  # heights of a character by which a line may begin after the edge without being indented
INDENTED = (1.4, 2.8)
INDENTED_AT_LEAST = 3  # lines of a text whose paragraphs are known by their first lines
LINES_AT_LEAST = 5  # of a page whose edges can be told
SHARE_AT_EDGE, SAME_EDGE = 0.1, 2.0  # of the lines of a page; points
LINE_SPACING = 2.6  # heights of a character
LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line where it stands; the height of its characters is 0 where nobody knows."""

    text: str
    x: float = 0.0
    right: float = 0.0
    y: float = 0.0
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the full lines of a column begin and end."""

    left: float
    right: float

    def is_full(self, line: Line) -> bool:
        return line.right >= self.right - RAGGED * line.size

    def is_flush(self, line: Line) -> bool:
        return line.x <= self.left + FLUSH * line.size

    def is_indented(self, line: Line) -> bool:
        least, most = INDENTED
        return least * line.size <= line.x - self.left <= most * line.size


def edges_of(lines: Sequence[Line]) -> Edges | None:
    """Return the edges of a page: the leftmost place where several lines begin; None where there are too few lines."""
    known = [line for line in lines if line.size]
    if len(known) < LINES_AT_LEAST:
        return None
    starts = Counter(round(line.x) for line in known)
    often = max(2, len(known) * SHARE_AT_EDGE)
    left = min((x for x in starts if starts[x] + starts[x + 1] >= often), default=min(starts))
    ends = sorted(line.right for line in known if abs(line.x - left) <= SAME_EDGE)
    return Edges(left, ends[-1 - len(ends) // 20]) if ends else None


def is_indenting(pages: Iterable[tuple[Sequence[Line], Edges | None]]) -> bool:
    """Tell whether the text shows by indented lines where its paragraphs begin."""
    indented = sum(edges.is_indented(line) for lines, edges in pages if edges for line in lines if line.size)
    return indented >= INDENTED_AT_LEAST


def is_below(line: Line, following: Line) -> bool:
    """Tell whether the following line is the next one of the same column."""
    return 0 < line.y - following.y <= LINE_SPACING * line.size


def goes_on(line: Line, following: Line, edges: tuple[Edges, Edges]) -> bool:
    """Tell whether a full line goes on in one that begins at the edge of its own page."""
    if not line.size or abs(line.size - following.size) > 0.1 * line.size:
        return False
    above, below = edges
    return above.is_full(line) and below.is_flush(following)


def joined(line: Line, following: Line) -> Line:
    """Return the line that goes on; it ends where the following one does."""
    return replace(following, text=run_on(line.text, following.text))


def run_on(text: str, more: str) -> str:
    """Put two lines together: a blank stands only between Latin words."""
    needs_blank = LATIN.match(text[-1:]) and LATIN.match(more) and not (text[-1].isdigit() and more[0].isdigit())
    return f"{text} {more}" if needs_blank else text + more


def in_cell(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs of a cell, which is as wide as its longest line."""
    paragraphs: list[str] = []
    right = max((line.right for line in lines), default=0.0)
    left = min((line.x for line in lines), default=0.0)
    edges, before = Edges(left, right), None
    for line in lines:
        if before and edges.is_full(before) and edges.is_flush(line):
            paragraphs[-1] = run_on(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        before = line
    return paragraphs

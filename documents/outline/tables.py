"""Find tables that were flattened to lines: cells divided by |, tabs or wide blanks, or one cell a line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.outline.lines import Line
from documents.outline.markers import ANNEX, BOX, Rank, marker_of
from documents.outline.sections import Cell
from documents.text import is_blank

# Words that head the columns of tables of indicators and duties.
HEADER = re.compile(
    r"序 *号|编 *号|类 *[别型]|指 *标|单 *位|属 *性|性 *质|目 *标|现 *状|基 *期|基 *数|年 *均|累 *计|备 *注|名 *称|任 *务|领 *域|项 *目|内 *容|措 *施|部 *门"
    r"|时 *限|时 *间|进 *度|\d{4} ?年|值|增长|口径|数据来源|成果|一级|二级|三级|维度|方向|责任|牵头|配合"
)
BAR = "|"
WIDE_BLANK = re.compile(r"\t+|[  　]{2,}")
LONGEST_CELL = 40
LONGEST_HEADER = 14


@dataclass(frozen=True, slots=True)
class Table:
    """The lines [first, last] hold the rows of one table."""

    first: int
    last: int
    rows: tuple[tuple[Cell, ...], ...]


def tables_in(source: str, folded: str, lines: Sequence[Line]) -> list[Table]:
    """Return the tables in order; they do not overlap."""
    tables, at = [], 0
    while at < len(lines):
        table = _barred(folded, lines, at) or _spaced(source, folded, lines, at) or _stacked(lines, at)
        if table is None:
            at += 1
            continue
        tables.append(table)
        at = table.last + 1
    return tables


def _barred(folded: str, lines: Sequence[Line], first: int) -> Table | None:
    """序号 | 指标 | 2025年 | 属性 |, one row a line; a caption with nothing but | behind it belongs to it."""
    rows: list[tuple[Cell, ...]] = []
    at = first
    while at < len(lines) and BAR in lines[at].folded:
        row = tuple(_cells(folded, lines[at], BAR))
        filled = sum(bool(cell.folded) for cell in row)
        if filled < 2 and not rows and not _precedes_row(lines, at):
            return None
        if filled < 2 and (rows and _opens_box(lines[at])):
            break
        rows.append(row)
        at += 1
    return Table(first, at - 1, tuple(rows)) if any(len(row) >= 2 for row in rows) else None


def _precedes_row(lines: Sequence[Line], at: int) -> bool:
    """A caption row: 专栏1 主要指标 | |||| above a row of several cells."""
    following = lines[at + 1].folded if at + 1 < len(lines) else ""
    return sum(bool(part.strip()) for part in following.split(BAR)) >= 3


def _opens_box(line: Line) -> bool:
    return bool(BOX.match(line.folded))


def _spaced(source: str, folded: str, lines: Sequence[Line], first: int) -> Table | None:
    """Cells divided by tabs or by two blanks and more; at least three rows, or two where tabs divide them."""
    rows: list[tuple[Cell, ...]] = []
    at, tabbed = first, False
    while at < len(lines):
        line = lines[at]
        parts = [part for part in WIDE_BLANK.split(source[line.start : line.end]) if part.strip()]
        if len(parts) < (2 if rows and tabbed else 3) or _is_heading_with_gap(line, parts):
            break
        tabbed = tabbed or "\t" in source[line.start : line.end]
        rows.append(tuple(_spaced_cells(source, folded, line)))
        at += 1
    enough = 2 if tabbed else 3
    if len(rows) < enough or not any(HEADER.search(cell.folded) for cell in rows[0]):
        return None
    return Table(first, at - 1, tuple(rows))


def _is_heading_with_gap(line: Line, parts: list[str]) -> bool:
    marker = marker_of(line.folded)
    return marker is not None and marker.rank < Rank.ARABIC and len(parts) <= 3


def _stacked(lines: Sequence[Line], first: int) -> Table | None:
    """One cell a line: the header words one under the other, then the cells row by row, each row opened by its number."""
    columns = 0
    while first + columns < len(lines) and columns < 12 and _is_header_cell(lines[first + columns]):
        columns += 1
    if columns < 3:
        return None
    at = first + columns
    while at < len(lines) and _is_plain_cell(lines[at], at - first, columns):
        at += 1
    cells = [Cell(line.folded, (line.start, line.end)) for line in lines[first:at]]
    rows = _numbered_rows(cells, columns) or _equal_rows(cells, columns)
    return Table(first, at - 1, rows) if rows and len(rows) >= 3 else None


def _is_header_cell(line: Line) -> bool:
    return (
        marker_of(line.folded) is None
        and len(line.folded) <= LONGEST_HEADER
        and bool(HEADER.search(line.folded))
        and not re.search(r"[。;,|]", line.folded)
    )


def _is_plain_cell(line: Line, place: int, columns: int) -> bool:
    if (
        len(line.folded) > LONGEST_CELL
        or re.search(r"[。;|]", line.folded)
        or BOX.match(line.folded)
        or ANNEX.match(line.folded)
    ):
        return False
    marker = marker_of(line.folded)
    return (
        marker is None
        or marker.rank not in (Rank.CHAPTER, Rank.SUBCHAPTER, Rank.HAN, Rank.HAN_PAREN)
        or place < columns
    )


def _numbered_rows(cells: list[Cell], columns: int) -> tuple[tuple[Cell, ...], ...]:
    """Divide at 1, 2, 3 …; a merged category before a number is put into the row that it opens."""
    if not re.fullmatch(r"序 *号|编 *号", cells[0].folded):
        return ()
    starts: list[int] = []
    for place in range(columns, len(cells)):
        if cells[place].folded.rstrip(".、") == str(len(starts) + 1) and _opens_row(cells, place):
            starts.append(place)
    if len(starts) < 2:
        return ()
    edges = [*starts, len(cells)]
    rows = [tuple(cells[begin:end]) for begin, end in itertools.pairwise(edges)]
    return (tuple(cells[: starts[0]]), *rows)


def _opens_row(cells: list[Cell], place: int) -> bool:
    """A row's number has a name behind it; the same figure as a value has another value, a unit or an attribute."""
    behind = cells[place + 1].folded if place + 1 < len(cells) else ""
    return bool(re.search(r"[一-鿿]{2}", behind)) and not re.search(r"性$", behind)


def _equal_rows(cells: list[Cell], columns: int) -> tuple[tuple[Cell, ...], ...]:
    if len(cells) % columns:
        return ()
    return tuple(tuple(cells[at : at + columns]) for at in range(0, len(cells), columns))


def _cells(folded: str, line: Line, divider: str) -> list[Cell]:
    cells, start = [], line.start
    for part in line.folded.split(divider):
        cells.append(_trimmed(folded, start, start + len(part)))
        start += len(part) + 1
    if cells and not cells[0].folded and line.folded.startswith(divider):
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].folded and line.folded.endswith(divider):
        cells = cells[:-1]
    return cells


def _spaced_cells(source: str, folded: str, line: Line) -> list[Cell]:
    cells, start = [], line.start
    for gap in WIDE_BLANK.finditer(source, line.start, line.end):
        cells.append(_trimmed(folded, start, gap.start()))
        start = gap.end()
    return [*cells, _trimmed(folded, start, line.end)]


def _trimmed(folded: str, start: int, end: int) -> Cell:
    while start < end and is_blank(folded[start]):
        start += 1
    while end > start and is_blank(folded[end - 1]):
        end -= 1
    return Cell(folded[start:end], (start, end))

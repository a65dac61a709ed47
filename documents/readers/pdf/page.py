"""Put what a page draws into reading order: lines of text, and tables row by row."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.readers.layout import without_gaps, without_lookalikes
from documents.readers.lines import clean
from documents.readers.pdf.drawing import Drawing, Glyph
from documents.readers.pdf.grids import Area, Grid, grids_in
from documents.readers.pdf.paragraphs import (
    LATIN,
    Edges,
    Line,
    edges_of,
    goes_on,
    in_cell,
    is_below,
    is_indenting,
    joined,
    run_on,
)
from documents.readers.tables import table_lines

SAME_EDGE = 3.0  # points
SAME_LINE = 0.4  # of the height of the characters
# Blanks that were drawn as gaps: between words of Latin letters, and between others, in heights of the characters.
LATIN_GAP, GAP, WIDE_GAP = 0.15, 0.6, 1.6
COLUMNS_AT_LEAST = 3  # pieces of a line with wide gaps between them: a row of a table without lines
# — 2 —, 第 2 页, 2/12
FURNITURE = re.compile(
    r"[—–\-·• ]{0,9}(?:第 ?)?\d{1,4}(?: ?/ ?\d{1,4})?(?: ?页)?(?:[,， ]{0,3}共 ?\d{1,4} ?页)?[—–\-·• ]{0,9}"
)

Cell = list[str]  # paragraphs
Row = list[Cell]


@dataclass(slots=True)
class Table:
    """The rows of a table, each with the cells that begin in it, and the columns of those cells."""

    edges: tuple[float, ...]
    rows: list[Row]
    columns: list[list[int]]


@dataclass(frozen=True, slots=True)
class _End:
    """Where the last block stands that is no page's number: on which page, within which edges, and where in the whole."""

    page: int
    edges: Edges | None
    place: int


Block = Line | Table


def blocks_of(drawing: Drawing) -> list[Block]:
    """Return lines and tables in reading order."""
    along, across, rules = drawing.upright()
    grids = grids_in(rules) if along else []
    inside: dict[int, dict[Area, list[Glyph]]] = {}
    outside: list[Glyph] = []
    for glyph in along:
        at, area = _place(grids, glyph)
        if area is None:
            outside.append(glyph)
        else:
            inside.setdefault(at, {}).setdefault(area, []).append(glyph)
    placed: list[tuple[float, Block]] = [(line.y, line) for line in lines_of(outside, is_prose=True)]
    placed += [(grids[at].rows[0], _table(grids[at], cells)) for at, cells in inside.items()]
    placed.sort(key=lambda block: -block[0])
    return [block for _, block in placed] + [Line(line.text) for line in lines_of(across)]


def put_together(pages: Sequence[Sequence[Block]]) -> list[Block]:
    """Return what the pages hold, with lines and tables joined that go on, on the next page too; its number follows."""
    lines = [[block for block in page if isinstance(block, Line)] for page in pages]
    edges = [edges_of(each) for each in lines]
    mends = is_indenting(zip(lines, edges, strict=True))
    whole: list[Block] = []
    end: _End | None = None
    for number, page in enumerate(pages):
        here = _End(number, edges[number] or (end.edges if end else None), 0)
        for block in page:
            if is_furniture(block):
                whole.append(block)
            elif end and (one := _as_one(whole[end.place], block, end, here, mends=mends)):
                whole[end.place] = one
                end = replace(here, place=end.place)
            else:
                end = replace(here, place=len(whole))
                whole.append(block)
    return whole


def lines_of(glyphs: Iterable[Glyph], *, is_prose: bool = False) -> Iterator[Line]:
    """Yield the lines from the top. Wide gaps in prose stay wide."""
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        if line and line[0].y - glyph.y > SAME_LINE * max(min(glyph.size, line[0].size), 1):
            yield from _line(line, is_prose=is_prose)
            line = []
        line.append(glyph)
    yield from _line(line, is_prose=is_prose)


def is_furniture(block: Block) -> bool:
    """Tell whether it is a page's number."""
    return isinstance(block, Line) and FURNITURE.fullmatch(block.text) is not None


def lines_of_table(table: Table) -> list[str]:
    """Return a line a row; where there is one cell in each row, its paragraphs (documents.readers.tables)."""
    is_frame = all(len(row) <= 1 for row in table.rows)
    rows = table.rows if is_frame else [[[_as_text(cell)] for cell in row] for row in table.rows]
    return list(table_lines(rows))


def _as_one(before: Block, block: Block, end: _End, here: _End, *, mends: bool) -> Block | None:
    """Return both as one where the second only continues the first: a line, or a table at the top of the next page."""
    turns = end.page != here.page
    if isinstance(before, Table) and isinstance(block, Table):
        if turns and _continues(before, block):
            _extend(before, block)
            return before
    elif isinstance(before, Line) and isinstance(block, Line) and mends and end.edges and here.edges:
        is_next = turns or is_below(before, block)
        return joined(before, block) if is_next and goes_on(before, block, (end.edges, here.edges)) else None
    return None


def _continues(table: Table, following: Table) -> bool:
    """Tell whether a table has the columns of the one at the end of the page before."""
    if len(table.edges) != len(following.edges):
        return False
    edges = zip(table.edges, following.edges, strict=True)
    return all(abs((edge - table.edges[0]) - (other - following.edges[0])) < SAME_EDGE for edge, other in edges)


def _extend(table: Table, following: Table) -> None:
    """Add the rows of the next page; its repeated head is left out, and a row that the page's end cut is mended."""
    repeated = 0
    while repeated < min(len(table.rows), len(following.rows)) and _same(
        table.rows[repeated], following.rows[repeated]
    ):
        repeated += 1
    rows, columns = following.rows[repeated:], following.columns[repeated:]
    if rows and not any(rows[0][0]) and len(rows[0]) == len(table.rows[-1]) and columns[0] == table.columns[-1]:
        table.rows[-1] = [[*cell, *more] for cell, more in zip(table.rows[-1], rows.pop(0), strict=True)]
        columns.pop(0)
    elif rows:
        rows[0], columns[0] = _without_merged(rows[0], columns[0], len(table.edges) - 2)
    table.rows += rows
    table.columns += columns


def _place(grids: Sequence[Grid], glyph: Glyph) -> tuple[int, Area | None]:
    x, y = (glyph.x + glyph.end) / 2, glyph.y + glyph.size / 4
    for at, grid in enumerate(grids):
        if (area := grid.area_at(x, y)) is not None:
            return at, area
    return -1, None


def _table(grid: Grid, cells: dict[Area, list[Glyph]]) -> Table:
    rows = [[in_cell(list(lines_of(cells.get(area, ())))) for area in row] for row in grid.cells]
    columns = [[column for _, column in row] for row in grid.cells]
    kept = [at for at, row in enumerate(rows) if any(map(any, row))]
    return Table(grid.columns, [rows[at] for at in kept], [columns[at] for at in kept])


def _as_text(cell: Cell) -> str:
    return functools.reduce(run_on, cell, "")


def _same(row: Row, other: Row) -> bool:
    return list(map(_as_text, row)) == list(map(_as_text, other))


def _without_merged(row: Row, columns: list[int], last: int) -> tuple[Row, list[int]]:
    """Leave out what is empty between the first and the last column: its text stands on the page before."""
    kept = [at for at, cell in enumerate(row) if any(cell) or columns[at] in (0, last)]
    return [row[at] for at in kept], [columns[at] for at in kept]


def _line(glyphs: list[Glyph], *, is_prose: bool) -> Iterator[Line]:
    glyphs.sort(key=lambda glyph: glyph.x)
    pairs = list(itertools.pairwise(glyphs))
    wide = [after.x - before.end > WIDE_GAP * before.size for before, after in pairs]
    are_columns = is_prose and sum(wide) >= COLUMNS_AT_LEAST - 1
    pieces = [glyphs[0].text] if glyphs else []
    for is_wide, (before, after) in zip(wide, pairs, strict=True):
        pieces += ["  " if are_columns and is_wide else " " if _is_blank(before, after) else "", after.text]
    text = without_lookalikes(clean("".join(pieces))).replace("\n", " ")
    text = without_gaps(text if are_columns else re.sub(r" {2,}", " ", text)).strip()
    shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if text and shown:
        middle = shown[len(shown) // 2]
        yield Line(text, shown[0].x, shown[-1].end, middle.y, middle.size)


def _is_blank(before: Glyph, after: Glyph) -> bool:
    is_latin = LATIN.match(before.text[-1:]) and LATIN.match(after.text[:1])
    return after.x - before.end > (LATIN_GAP if is_latin else GAP) * max(before.size, 1)

"""Render a table as text: one line a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Cell = Sequence[str]  # the lines of a cell
Row = Sequence[Cell]

BETWEEN_CELLS = " | "
LINE_ENDS = re.compile(r"[\t\n\v]+")
LONG_CELL_LINES = 20
LONG_CELL_CHARACTERS = 3000


def table_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield one line a row, cells divided by " | ", lines of a cell by a blank; empty cells stay, empty rows do not.

    A cell merged with the one above is to be missing in `rows`: its row has fewer cells. A frame around text (专栏 in
    a box, a page laid out with a table) yields the lines of its cells, and so do one-cell rows at the top (captions).
    """
    if _is_frame(rows):
        yield from (line for row in rows for cell in row for line in cell)
        return
    is_caption = True
    for row in rows:
        cells = [_in_one_line(cell) for cell in row]
        is_caption = is_caption and len(cells) <= 1
        if any(cells):
            yield cells[0] if is_caption else _barred(cells)


def _barred(cells: Sequence[str]) -> str:
    """Divide the cells; a bar at an end of the line tells an empty cell, or a row of one cell, from plain text."""
    opening = "| " if not cells[0] else ""
    closing = " |" if not cells[-1] or len(cells) == 1 else ""
    return f"{opening}{BETWEEN_CELLS.join(cells).strip()}{closing}"


def _is_frame(rows: Sequence[Row]) -> bool:
    """Tell whether the table only frames text: one cell in every row, or a cell as long as a page."""
    return all(len(row) <= 1 for row in rows) or any(_is_page(cell) for row in rows for cell in row)


def _is_page(cell: Cell) -> bool:
    return len(cell) > LONG_CELL_LINES and sum(map(len, cell)) > LONG_CELL_CHARACTERS


def _in_one_line(cell: Cell) -> str:
    return " ".join(LINE_ENDS.sub(" ", line).strip() for line in cell if line.strip())

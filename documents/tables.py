"""Lay out a table of a plan: caption, header, and where a row has fewer cells than columns, which of them are missing.

What was published as a table often comes as lines whose merged cells are simply not there:

    序号 | 类别 | 指标名称 | 2025年 | 属性
    1 | 经济质量 | 全员劳动生产率 | 21 | 预期性
    2 | 能源消耗降低 | 13 | 约束性
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

Row = Sequence[str]

# 21  ≥98  >60  98.5%  1.2万  7(年均)  2025 (a year as a column's heading is 2025年)
NUMBER = re.compile(r"[≥≤><=＞＜＝约]? ?[\d.,]{1,20} ?[%％‰万亿]{0,2}(?:[(（][^()（）]{1,20}[)）])?")
MOST_LAYOUTS = 500
LONGEST_BRIEF = 6


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    rows: int = 1
    columns: int = 1

    @property
    def is_number(self) -> bool:
        return _is_number(self.text)

    @property
    def is_brief(self) -> bool:
        """Tell whether the cell is better kept on one line."""
        return len(self.text) <= LONGEST_BRIEF


@dataclass(frozen=True, slots=True)
class Line:
    """A row as shown; cells that an upper row's cell reaches over are left out."""

    cells: tuple[Cell, ...]
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    width: int


def lay_out(rows: Sequence[Row]) -> Table:
    """Return the table with every cell in its column. Nothing that is printed is left out."""
    printed = [trimmed for row in rows if (trimmed := _trimmed(row))]
    caption, printed = _caption(printed)
    width = max(map(len, printed), default=0)
    header = tuple(printed[0]) if printed and _is_header(printed[0], width) else ()
    body = printed[1:] if header else printed
    return Table(caption, header, tuple(_lines(body, header, width)), width)


def _trimmed(row: Row) -> list[str]:
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _caption(rows: list[list[str]]) -> tuple[str, list[list[str]]]:
    """A single cell above rows of several is the table's name."""
    if len(rows) > 1 and len(rows[0]) == 1 and len(rows[1]) > 1:
        return rows[0][0], rows[1:]
    return "", rows


def _is_header(row: list[str], width: int) -> bool:
    return len(row) == width > 1 and not any(map(_is_number, row))


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def _lines(rows: list[list[str]], header: tuple[str, ...], width: int) -> list[Line]:
    columns = _columns([row for row in rows if len(row) == width and tuple(row) != header], width)
    grouping = _grouping(columns)
    lines: list[Line] = []
    owners: dict[int, tuple[int, int]] = {}  # column -> line and place of the cell that reaches down to the next row
    for row in rows:
        if (len(row) == 1 and width > 1) or tuple(row) == header:
            owners = {}
            lines.append(_full_line(row, header, width))
            continue
        cells: list[Cell] = []
        for column, text in enumerate(_placed(row, columns)):
            if text is None and column < grouping and column in owners:
                _reach_down(lines, *owners[column])
                continue
            owners[column] = len(lines), len(cells)
            cells.append(Cell(text or ""))
        lines.append(Line(tuple(cells)))
    return lines


def _full_line(row: list[str], header: tuple[str, ...], width: int) -> Line:
    """A header printed again, or one cell over the whole width that heads a group of rows."""
    if tuple(row) == header:
        return Line(tuple(map(Cell, row)), is_header=True)
    return Line((Cell(row[0], columns=width),), is_header=True)


def _reach_down(lines: list[Line], line: int, place: int) -> None:
    cells = list(lines[line].cells)
    cells[place] = replace(cells[place], rows=cells[place].rows + 1)
    lines[line] = replace(lines[line], cells=tuple(cells))


@dataclass(frozen=True, slots=True)
class _Column:
    """What the complete rows hold in one column."""

    is_number: bool
    length: float
    values: frozenset[str]

    def fit(self, text: str) -> float:
        """Tell how well the text would stand here: 0 badly, up to 3."""
        likeness = min(len(text), self.length) / max(len(text), self.length, 1)
        return 2 * (text in self.values) + (_is_number(text) == self.is_number) + likeness / 2


def _columns(complete: list[list[str]], width: int) -> list[_Column]:
    return [_column([row[at] for row in complete if row[at]]) for at in range(width)]


def _column(texts: list[str]) -> _Column:
    numbers = sum(map(_is_number, texts))
    length = sum(map(len, texts)) / max(len(texts), 1)
    return _Column(2 * numbers > len(texts), length, frozenset(texts) if len(set(texts)) < len(texts) else frozenset())


def _grouping(columns: list[_Column]) -> int:
    """Tell how many columns at the left may hold merged cells: those before the values, serial numbers aside."""
    values = (at for at, column in enumerate(columns) if at and column.is_number)
    return next(values, max(len(columns) - 1, 0))


def _placed(row: list[str], columns: list[_Column]) -> list[str | None]:
    """Put a row's cells into the columns that they fit best; None where the row has no cell."""
    width = len(columns)
    if len(row) >= width or comb(width, len(row)) > MOST_LAYOUTS:
        return [*row, *[None] * (width - len(row))]
    # Of layouts that fit equally well the one whose cells stand more to the right: merged cells are at the left.
    best = max(combinations(range(width), len(row)), key=lambda places: (_fit(row, columns, places), places))
    placed: list[str | None] = [None] * width
    for text, place in zip(row, best, strict=True):
        placed[place] = text
    return placed


def _fit(row: list[str], columns: list[_Column], places: tuple[int, ...]) -> float:
    return round(sum(columns[place].fit(text) for text, place in zip(row, places, strict=True)), 1)

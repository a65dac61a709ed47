"""Find the tables of a page by the lines that they are ruled with."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.readers.pdf.drawing import Rule

NEAR = 2.5  # points: lines that are meant to be one
REACH = 3.5  # points: how far a line may end before the one it meets
OPEN_SIDE = 6.0  # points by which the lines between rows run beyond the outer columns of a table without sides
MOST_CROSSINGS, MOST_CELLS = 2_000_000, 20_000

Area = tuple[int, int]  # the row and the column of an area's first field


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: edges of columns from the left and of rows from the top, and to which area each field belongs.

    Fields that no line divides are one area, a cell that was merged; it is named by its first field.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    areas: dict[tuple[int, int], Area]

    @property
    def cells(self) -> list[list[Area]]:
        """Return the cells row by row, each in the row where it begins."""
        firsts = sorted(set(self.areas.values()))
        return [[area for area in firsts if area[0] == row] for row in range(len(self.rows) - 1)]

    def area_at(self, x: float, y: float) -> Area | None:
        column = bisect_right(self.columns, x) - 1
        row = bisect_right([-edge for edge in self.rows], -y) - 1
        return self.areas.get((row, column))


def grids_in(rules: Iterable[Rule]) -> list[Grid]:
    """Return the tables from the top of the page, those of one cell (frames) left out."""
    rules = list(rules)
    level = _joined([(rule.y, rule.x, rule.right) for rule in rules if rule.right - rule.x > rule.top - rule.y])
    upright = _joined([(rule.x, rule.y, rule.top) for rule in rules if rule.right - rule.x <= rule.top - rule.y])
    if len(level) * len(upright) > MOST_CROSSINGS:
        return []
    grids = [_grid(*group) for group in _groups(level, upright)]
    return sorted(
        (grid for grid in grids if grid and len(set(grid.areas.values())) > 1), key=lambda grid: -grid.rows[0]
    )


Line = tuple[float, float, float]  # where it lies, and from where to where it runs


def _joined(lines: list[Line]) -> list[Line]:
    """Make one of the lines that lie on each other or go on where another ends."""
    joined: list[Line] = []
    for group in _near(sorted(lines)):
        at, begin, end = group[0][0], *sorted(group, key=lambda line: line[1])[0][1:]
        for _, start, stop in sorted(group, key=lambda line: line[1])[1:]:
            if start <= end + REACH:
                end = max(end, stop)
            else:
                joined.append((at, begin, end))
                begin, end = start, stop
        joined.append((at, begin, end))
    return joined


def _near(lines: Sequence[Line]) -> Iterable[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and line[0] - group[0][0] > NEAR:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _groups(level: list[Line], upright: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Put together the lines that meet."""
    roots = list(range(len(level) + len(upright)))
    for index, (y, left, right) in enumerate(level):
        for other, (x, bottom, top) in enumerate(upright, start=len(level)):
            if left - REACH <= x <= right + REACH and bottom - REACH <= y <= top + REACH:
                roots[_root(roots, index)] = _root(roots, other)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for index, line in enumerate((*level, *upright)):
        groups.setdefault(_root(roots, index), ([], []))[index >= len(level)].append(line)
    return list(groups.values())


def _root(roots: list[int], index: int) -> int:
    while roots[index] != index:
        roots[index] = roots[roots[index]]
        index = roots[index]
    return index


def _grid(level: list[Line], upright: list[Line]) -> Grid | None:
    columns, rows = _places(upright), _places(level)[::-1]
    if len(rows) < 2 or not columns:
        return None
    left, right = min(line[1] for line in level), max(line[2] for line in level)
    columns = [left] * (columns[0] - left > OPEN_SIDE) + columns + [right] * (right - columns[-1] > OPEN_SIDE)
    if len(columns) < 2 or len(columns) * len(rows) > MOST_CELLS:
        return None
    return Grid(tuple(columns), tuple(rows), _areas(columns, rows, level, upright))


def _places(lines: list[Line]) -> list[float]:
    return [group[0][0] for group in _near(sorted(lines))]


def _areas(columns: list[float], rows: list[float], level: list[Line], upright: list[Line]) -> dict[Area, Area]:
    """Join the fields that no line divides."""
    wide = len(columns) - 1
    middles_x = [(left + right) / 2 for left, right in itertools.pairwise(columns)]
    middles_y = [(above + below) / 2 for above, below in itertools.pairwise(rows)]
    walls = {(at, row) for at, edge in enumerate(columns) for row in _crossed(edge, upright, middles_y)}
    floors = {(at, column) for at, edge in enumerate(rows) for column in _crossed(edge, level, middles_x)}
    roots = list(range(wide * len(middles_y)))
    for row in range(len(middles_y)):
        for column in range(wide):
            field = row * wide + column
            if column + 1 < wide and (column + 1, row) not in walls:
                roots[_root(roots, field + 1)] = _root(roots, field)
            if row + 1 < len(middles_y) and (row + 1, column) not in floors:
                roots[_root(roots, field + wide)] = _root(roots, field)
    firsts: dict[int, int] = {}
    for field in range(len(roots)):
        firsts.setdefault(_root(roots, field), field)
    return {divmod(field, wide): divmod(firsts[_root(roots, field)], wide) for field in range(len(roots))}


def _crossed(edge: float, lines: Sequence[Line], middles: Sequence[float]) -> Iterable[int]:
    """Yield which of the middles a line on this edge passes."""
    drawn = [line for line in lines if abs(line[0] - edge) <= NEAR]
    return (at for at, middle in enumerate(middles) if any(start <= middle <= end for _, start, end in drawn))

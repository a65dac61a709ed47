"""A sheet as CSV: UTF-8 with BOM, so that Excel reads it, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from qpolicy.exports.cells import guarded, said
from qpolicy.exports.sheets import Column, Origin, Sheet, Value

BOM = "\ufeff"


class _Echo:
    """What the writer of the library writes to: gives back each line."""

    def write(self, line: str) -> str:
        return line


def lines(sheet: Sheet, origin: Origin) -> Iterator[bytes]:
    """Yield the lines of the file; a cell that begins like a formula begins with ' ."""
    writer = csv.writer(_Echo())
    yield BOM.encode()
    yield _line(writer, [said(column.title) for column in sheet.columns])
    for row in sheet.rows:
        yield _line(writer, [_filled(value, column) for value, column in zip(row, sheet.columns, strict=True)])


def _line(writer: Any, cells: Iterable[str | int]) -> bytes:
    line: str = writer.writerow([cell if isinstance(cell, int) else guarded(cell) for cell in cells])
    return line.encode()


def _filled(value: Value, column: Column) -> str | int:
    return value if isinstance(value, int) else said(value, column.joint)

"""The published texts of the project in other formats: paragraphs and real tables, as offices write them."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document

from tests.documents.readers.word import saved

SOURCES = Path(__file__).parents[3] / "fixtures" / "sources"
SLUGS = ("rongchang", "generic-city", "hebei", "xinjiang", "xian")
PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>规划</title><style>
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm }}
body {{ font: 15.75pt/28.95pt "Noto Serif CJK SC", serif; margin: 0 }}
p {{ margin: 0; text-indent: 2em; text-align: justify }}
table {{ border-collapse: collapse; width: 100% }} thead {{ display: table-header-group }} tr {{ break-inside: avoid }}
td {{ border: 1px solid black; padding: 2pt 4pt; font-size: 12pt; line-height: 1.4 }}
</style></head><body><main>
{body}
</main></body></html>"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `lines` are its paragraphs."""

    lines: tuple[str, ...]
    columns: int = 1
    rows: int = 1


Table = list[list[Cell]]


def source(slug: str) -> str:
    return (SOURCES / f"{slug}.txt").read_text(encoding="utf-8")


def blocks(text: str) -> Iterator[str | Table]:
    """Yield the paragraphs of a text, and as tables what stands in it as rows divided by |."""
    lines = (line for line in text.split("\n") if line.strip())
    for is_table, group in itertools.groupby(lines, lambda line: "|" in line):
        if is_table:
            yield from _tables(list(group))
        else:
            yield from group


def word(text: str) -> bytes:
    document = Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _add_table(document, block)
    return saved(document)


def page(text: str) -> str:
    return PAGE.format(body="\n".join(map(_marked_up, blocks(text))))


def _tables(lines: Sequence[str]) -> Iterator[Table]:
    """A row of one cell (專欄2 …工程 |) frames what follows, and is no part of a table."""
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    table = [_trimmed(row) for row in rows]
    if all(len(row) == 1 for row in table):
        yield [[Cell((row[0],))] for row in table]
        return
    width = max(map(len, table))
    yield _spread(table, width)


def _trimmed(row: list[str]) -> list[str]:
    while len(row) > 1 and not row[-1]:
        row = row[:-1]
    return row


def _spread(rows: Sequence[list[str]], width: int) -> Table:
    """Give the caption all columns, and the rows without a cell for their group the group above."""
    table: Table = []
    group: tuple[int, int] | None = None
    heights: dict[tuple[int, int], int] = {}
    for at, row in enumerate(rows):
        cells = [Cell(tuple(cell.split(" "))) for cell in row]
        if len(row) == 1:
            cells = [Cell((row[0],), columns=width)]
        elif len(row) == width:
            group = (at, 1)
            heights[group] = 1
        elif group:
            heights[group] += 1
        table.append(cells)
    for (at, column), height in heights.items():
        table[at][column] = Cell(table[at][column].lines, rows=height)
    return table


def _add_table(document: Any, table: Table) -> None:
    width = max(sum(cell.columns for cell in row) for row in table)
    grid = document.add_table(len(table), width)
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(table):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            area = grid.cell(at, column).merge(grid.cell(at + cell.rows - 1, column + cell.columns - 1))
            area.text = "\n".join(cell.lines)
            taken |= {(at + y, column + x) for y in range(cell.rows) for x in range(cell.columns)}


def _marked_up(block: str | Table) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    rows = ("".join(map(_cell, row)) for row in block)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _cell(cell: Cell) -> str:
    spans = "".join(
        f' {name}="{number}"' for name, number in (("colspan", cell.columns), ("rowspan", cell.rows)) if number > 1
    )
    return f"<td{spans}>{'<br>'.join(map(html.escape, cell.lines))}</td>"

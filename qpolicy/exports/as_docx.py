"""A sheet as a Word file: a landscape table whose header stands on every page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from qpolicy.exports.cells import said
from qpolicy.exports.sheets import Origin, Row, Sheet
from qpolicy.exports.word import (
    BIAO_SONG,
    FANG_SONG,
    HEI,
    KAI,
    SONG,
    Face,
    TableCell,
    add_run,
    add_table,
    add_table_styles,
    new_document,
    number_pages,
)

MARGIN, WIDTH = 20, 257  # mm, of the landscape page and of what is between its margins
MOST_ROWS = 2000  # Word gets slow; the other formats hold all
BODY, HEAD = Face(FANG_SONG, 10.5), Face(HEI, 10.5)
TITLE, ASIDE, PAGE = Face(BIAO_SONG, 18), Face(KAI, 12), Face(SONG, 12)


def write(sheet: Sheet, origin: Origin) -> io.BytesIO:
    """Return the file, open at its beginning."""
    document = new_document(BODY, "hans", sheet.title, origin)
    add_table_styles(document, BODY, HEAD, 15)
    _set_up(document)
    _line(document, sheet.title, TITLE, ALIGN.CENTER)
    rows = list(islice(sheet.rows, MOST_ROWS + 1))
    for text in _told(sheet, len(rows)):
        _line(document, text, ASIDE, ALIGN.LEFT)
    _table(document, sheet, rows[:MOST_ROWS])
    _line(document, f"来源：{origin.site}　{origin.address}　{origin.moment} 导出", ASIDE, ALIGN.LEFT)
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def _set_up(document: Any) -> None:
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    page.footer_distance = Mm(10)
    number_pages(document, PAGE, 0)


def _told(sheet: Sheet, number: int) -> Iterator[str]:
    chosen = "；".join(f"{name}：{value}" for name, value in sheet.conditions)
    many = f"前 {MOST_ROWS} 条，其余未列，全部见 Excel、CSV 或 JSON 文件" if number > MOST_ROWS else f"{number} 条"
    yield f"{chosen}。共列 {many}。" if chosen else f"共列 {many}。"
    yield from sheet.notes


def _table(document: Any, sheet: Sheet, rows: Sequence[Row]) -> None:
    shown = [at for at, column in enumerate(sheet.columns) if column.is_for_paper]
    total = sum(sheet.columns[at].width for at in shown)
    widths = [WIDTH * sheet.columns[at].width / total for at in shown]
    lines = [[column.title for column in sheet.columns], *rows]
    cells = ([TableCell(said(line[at], sheet.columns[at].joint)) for at in shown] for line in lines)
    add_table(document, widths, cells, heads=1)


def _line(document: Any, text: str, face: Face, side: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = side
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)
    add_run(paragraph, text, face)

"""A sheet as an Excel file to be filtered and printed, with a second one, 说明, that says what it is and from where.

Rows go to the disk as they come; only the finished file, which is packed, is held in memory.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from qpolicy.exports.cells import clean, pieces, said, unescaped
from qpolicy.exports.sheets import Column, Origin, Row, Sheet

A4 = 9
FONT, LINE, HIGHEST = "宋体", 14.5, 409  # points; Excel has no higher rows
LONGEST_TITLE = 31
FORBIDDEN_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
CONTINUED = "（续）"
ABOUT, EXPORTED = "说明", "导出时间"
THIN = Side(style="thin", color="BFBFBF")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TOP = Alignment(vertical="top", wrap_text=True)


def write(sheet: Sheet, origin: Origin) -> io.BytesIO:
    """Return the file, open at its beginning."""
    book = Workbook(write_only=True)
    told = _Rows(book, sheet)
    told.write()
    _explain(book, sheet, origin, told)
    file = io.BytesIO()
    book.properties.creator, book.properties.title = clean(origin.site), clean(sheet.title)
    book.save(file)
    file.seek(0)
    return file


class _Rows:
    """The sheet of the rows, which counts them, and those that had to be continued."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self.sheet = sheet
        self.page = book.create_sheet(clean(sheet.title).translate(FORBIDDEN_IN_TITLES)[:LONGEST_TITLE])
        self.number = self.lines = self.continued = 0
        self.styled = _cell(self.page, alignment=TOP, border=BORDER, font=Font(name=FONT, size=10.5))._style
        self.head = _cell(
            self.page,
            alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
            border=BORDER,
            font=Font(name=FONT, size=10.5, bold=True),
            fill=PatternFill("solid", fgColor="E7EBF1"),
        )._style

    def write(self) -> None:
        self._set_up()
        self._append([said(column.title) for column in self.sheet.columns], self.head)
        for row in self.sheet.rows:
            self.number += 1
            for at, part in enumerate(_parts(row, self.sheet.columns)):
                self._append(part, self.styled)
                self.continued += at > 0
        columns = self.sheet.columns
        self.page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{self.lines}"
        on_paper = sum(column.is_for_paper for column in columns)  # the others stand behind them
        self.page.print_area = f"A1:{get_column_letter(on_paper)}{self.lines}"

    def _append(self, values: Row, style: Any) -> None:
        self.lines += 1
        self.page.row_dimensions[self.lines].height = _height(values, self.sheet.columns)
        self.page.append([self._filled(value, style) for value in values])
        del self.page.row_dimensions[self.lines]  # written, and of no further use

    def _filled(self, value: Any, style: Any) -> WriteOnlyCell:
        cell = WriteOnlyCell(self.page)
        if isinstance(value, int):
            cell.value = value
        else:
            cell._value, cell.data_type = unescaped(value), "s"  # a string whatever it begins with
        cell._style = style
        return cell

    def _set_up(self) -> None:
        page = self.page
        for at, column in enumerate(self.sheet.columns, start=1):
            dimension = page.column_dimensions[get_column_letter(at)]
            dimension.width, dimension.hidden = column.width, column.is_for_machines
        page.freeze_panes = "A2"
        page.print_title_rows = "1:1"
        _lay_out(page)
        page.page_margins.left = page.page_margins.right = 0.5
        page.oddFooter.center.text = "第 &P 页，共 &N 页"


def _parts(row: Row, columns: Sequence[Column]) -> Iterator[Row]:
    """Yield the row, and under it what no longer goes into one of its cells."""
    cells: list[list[Any]] = [
        [value] if isinstance(value, int) else list(pieces(said(value, column.joint)))
        for value, column in zip(row, columns, strict=True)
    ]
    for at, part in enumerate(zip_longest(*cells, fillvalue="")):
        yield [CONTINUED, *part[1:]] if at else list(part)


def _height(values: Row, columns: Sequence[Column]) -> float:
    """Return how high a row must be for all to be seen, as far as rows go; programs other than Excel do not find out."""
    lines = max(
        sum(1 + (_width(line) - 1) // (column.width - 1) for line in value.split("\n"))
        for value, column in zip(values, columns, strict=True)
        if isinstance(value, str) and not column.is_for_machines
    )
    return min(max(lines, 1) * LINE + 4, HIGHEST)


def _width(line: str) -> int:
    """Count a 汉字 as two, as this encoding does."""
    return max(1, len(line.encode("gb18030", "replace")))


def _explain(book: Workbook, sheet: Sheet, origin: Origin, told: _Rows) -> None:
    page = book.create_sheet(ABOUT)
    _lay_out(page)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 16, 90
    bold, plain = _cell(page, alignment=TOP, font=Font(bold=True))._style, _cell(page, alignment=TOP)._style
    for name, value in _explanation(sheet, origin, told):
        line = []
        for text, style in ((name, bold), (value, plain)):
            cell = WriteOnlyCell(page)
            cell._value, cell.data_type, cell._style = unescaped(clean(text)), "s", style
            line.append(cell)
        page.append(line)


def _lay_out(page: Any) -> None:
    """Let it be printed on A4 across, as wide as the paper and as long as it needs."""
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0


def _explanation(sheet: Sheet, origin: Origin, told: _Rows) -> Iterator[tuple[str, str]]:
    yield "名称", sheet.title
    yield "来源", origin.site
    yield "网址", origin.address
    yield EXPORTED, origin.moment
    yield "条数", str(told.number)
    if sheet.script:
        yield "字形", sheet.script
    yield from sheet.conditions or (("条件", "无，全部列出"),)
    for note in sheet.notes:
        yield "注", note
    if told.continued:
        yield (
            "注",
            f"有的内容超过一个单元格能容纳的 32767 字，续在下一行，序号处写“{CONTINUED}”，共 {told.continued} 行。",
        )
    if any(column.is_for_machines for column in sheet.columns):
        yield "注", "最右一列已隐藏，是每一行固定的标识，请勿改动。"


def _cell(page: Any, **style: Any) -> Any:
    cell = WriteOnlyCell(page)
    for name, value in style.items():
        setattr(cell, name, value)
    return cell

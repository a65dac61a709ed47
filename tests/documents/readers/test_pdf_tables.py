"""Ruled tables of a PDF file become rows: columns and merged cells by their lines, over the end of a page too."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from documents.readers.pdf import RULED_TABLES, read_pdf
from documents.readers.pdf.drawing import Rule
from documents.readers.pdf.grids import grids_in
from documents.readers.reading import Limits
from tests.documents.readers.portable import drawn_pdf

LIMITS = Limits()
TITLE = (70, 780, "某市质量强市建设实施方案主要指标一览表如下所示")
HEAD = ("序号", "指标", "2025年")
COLUMNS = (60.0, 120.0, 300.0, 400.0)


def ruled(columns: Sequence[float], rows: Sequence[float], *gaps: tuple[str, int, int]) -> list[tuple[float, ...]]:
    """Return the lines of a table, each field's side on its own, without those of `gaps`: side, row and column."""
    level = [
        (columns[at], y, columns[at + 1], y)
        for row, y in enumerate(rows)
        for at in range(len(columns) - 1)
        if ("over", row, at) not in gaps
    ]
    upright = [
        (x, rows[row + 1], x, rows[row])
        for at, x in enumerate(columns)
        for row in range(len(rows) - 1)
        if ("left", row, at) not in gaps
    ]
    return [*level, *upright]


def cells(rows: Sequence[Sequence[str]], top: float = 700, high: float = 30) -> list[tuple[float, float, str]]:
    """Return the words of a table; lines of a cell are divided by /."""
    return [
        (COLUMNS[column] + 4, top - high * row - 14 - 12 * line, text)
        for row, texts in enumerate(rows)
        for column, cell in enumerate(texts)
        for line, text in enumerate(cell.split("/"))
        if text
    ]


def lines(*pages: tuple[list[tuple[float, float, str]], list[tuple[float, ...]]], turn: int = 0) -> list[str]:
    return read_pdf(drawn_pdf(*pages, turn=turn), LIMITS).text.split("\n")


ROWS = (HEAD, ("1", "合格率/(%)", "94"), ("2", "企业数（家）", "≥100"))
LINES = ruled(COLUMNS, (700, 670, 640, 610))
READ = [TITLE[2], "序号 | 指标 | 2025年", "1 | 合格率(%) | 94", "2 | 企业数（家） | ≥100"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_ruled_table_becomes_rows_however_the_page_is_turned(turn: int) -> None:
    assert lines(([TITLE, *cells(ROWS)], LINES), turn=turn) == READ


def test_it_is_said_how_many_tables_were_found() -> None:
    notes = read_pdf(drawn_pdf(([TITLE, *cells(ROWS)], LINES)), LIMITS).notes
    assert notes == (RULED_TABLES.format(count=1),)


def test_a_merged_cell_stands_in_the_row_where_it_begins() -> None:
    columns, rows = (60.0, 120.0, 300.0, 400.0), (700, 670, 640, 610)
    words = cells((("序号", "领域", "指标"), ("1", "产品质量", "合格率"), ("2", "", "抽检率")))
    grid = ruled(columns, rows, ("over", 2, 1))
    assert lines(([TITLE, *words], grid))[2:] == ["1 | 产品质量 | 合格率", "2 | 抽检率"]


def test_a_caption_over_all_columns_is_a_line_of_its_own() -> None:
    words = cells((("专栏1 主要指标",), HEAD, ("1", "合格率", "94")))
    grid = ruled(COLUMNS, (700, 670, 640, 610), ("left", 0, 1), ("left", 0, 2))
    assert lines(([TITLE, *words], grid))[1:] == ["专栏1 主要指标", "序号 | 指标 | 2025年", "1 | 合格率 | 94"]


def test_a_table_without_sides_has_its_outer_columns() -> None:
    grid = [line for line in LINES if not (line[0] == line[2] and line[0] in (60.0, 400.0))]
    assert lines(([TITLE, *cells(ROWS)], grid)) == READ


def test_a_table_goes_on_on_the_next_page_without_its_repeated_head() -> None:
    first = ([TITLE, *cells(ROWS), (290, 40, "— 1 —")], LINES)
    more = (HEAD, ("3", "抽检率", "98"))
    second = ([*cells(more, top=800), (290, 40, "— 2 —")], ruled(COLUMNS, (800, 770, 740)))
    assert lines(first, second) == [*READ, "3 | 抽检率 | 98", "— 1 —", "— 2 —"]


def test_a_row_that_the_end_of_a_page_cuts_is_mended() -> None:
    first = ([TITLE, *cells((HEAD, ("1", "规模以上工业企业", "94")))], ruled(COLUMNS, (700, 670, 640)))
    second = (cells((HEAD, ("", "总产值比重", "")), top=800), ruled(COLUMNS, (800, 770, 740)))
    assert lines(first, second)[1:] == ["序号 | 指标 | 2025年", "1 | 规模以上工业企业总产值比重 | 94"]


def test_another_table_on_the_next_page_is_another_table() -> None:
    second = (cells((("甲", "乙"),), top=800), ruled((60.0, 90.0, 400.0), (800, 770)))
    notes = read_pdf(drawn_pdf(([TITLE, *cells(ROWS)], LINES), second), LIMITS).notes
    assert notes == (RULED_TABLES.format(count=2),)


def test_two_tables_of_a_page_stay_two() -> None:
    words = [TITLE, *cells(ROWS), *cells((HEAD, ("3", "抽检率", "98")), top=590)]
    drawn = drawn_pdf((words, [*LINES, *ruled(COLUMNS, (590, 560, 530))]))
    reading = read_pdf(drawn, LIMITS)
    assert reading.text.split("\n") == [*READ, "序号 | 指标 | 2025年", "3 | 抽检率 | 98"]
    assert reading.notes == (RULED_TABLES.format(count=2),)


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    page = [
        (84.0 if row % 3 == 0 else 60.0, 780.0 - 20 * row, "质" * (33 if row % 3 == 0 else 35)) for row in range(11)
    ]
    number = (290.0, 40.0, "— 1 —")
    rest = [(60.0, 780.0, "质" * 20), (84.0, 760.0, "量。")]
    assert [len(line) for line in lines(([*page, number], []), (rest, []))] == [103, 103, 103, 88, 5, 2]


def test_columns_without_lines_stay_apart() -> None:
    words = [
        (60.0 + 150 * column, 700 - 20 * row, text)
        for row, texts in enumerate(ROWS)
        for column, text in enumerate(texts)
    ]
    words = [(x, y, text.replace("/", "")) for x, y, text in words]
    assert lines(([TITLE, *words], []))[1:] == ["序号  指标  2025年", "1  合格率(%)  94", "2  企业数（家）  ≥100"]


def test_a_paragraph_is_one_line_where_indents_show_it() -> None:
    full = "质" * 35
    words = [
        (84.0 if row % 3 == 0 else 60.0, 780.0 - 20 * row, full[: 33 if row % 3 == 0 else 35]) for row in range(12)
    ]
    assert [len(line) for line in lines((words, []))] == [103] * 4


def test_a_drawing_of_many_lines_is_no_table() -> None:
    assert (
        grids_in([Rule(0, y, 500, y) for y in range(0, 6000, 3)] + [Rule(x, 0, x, 6000) for x in range(0, 6000, 3)])
        == []
    )


def test_lines_under_words_are_no_table() -> None:
    assert grids_in([Rule(60, 700, 200, 700), Rule(60, 650, 200, 650)]) == []

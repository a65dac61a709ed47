"""The writers of files: nothing is computed, nothing cut, nothing that a file cannot hold; and the names of files."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet

from qpolicy.exports import as_csv, as_docx, as_json, as_xlsx
from qpolicy.exports.cells import LONGEST_CELL, guarded, pieces, said
from qpolicy.exports.files import disposition, file_name
from qpolicy.exports.sheets import MACHINE, SCREEN, Column, Origin, Row, Sheet, counted

ORIGIN = Origin("质量政策知识库", "https://plans.example.cn/ledger/?plan=xian", datetime.datetime(2026, 11, 29, 9, 5))
COLUMNS = (
    Column("number", "序号", 6),
    Column("content", "任务内容", 40),
    Column("bodies", "牵头单位", 20),
    Column("url", "网址", 20, SCREEN),
    Column("key", "标识", 4, MACHINE),
)
FORMULAS = ["=cmd|'/c calc'!A1", "+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1", " =1+1", "\n=1", "＝1+1", "=1\x00"]
CONTROLS = "甲\x00乙\x07丙\x0b丁\x1b戊\ud800己\udfff庚\ufffe辛\x9f壬"


def sheet(*rows: Row, conditions: tuple[tuple[str, str], ...] = ()) -> Sheet:
    return Sheet("ledger", "职责台账", COLUMNS, counted(rows), conditions, ("一份规划一行。",), "原文")


def row(content: str, *names: str) -> Row:
    return (content, names, "https://plans.example.cn/plans/xian/", "xian#s-1")


def read_xlsx(made: Sheet) -> tuple[Worksheet, Worksheet]:
    with as_xlsx.write(made, ORIGIN) as file:
        book = openpyxl.load_workbook(file)
    return book.worksheets[0], book.worksheets[1]


def read_docx(made: Sheet) -> Any:
    with as_docx.write(made, ORIGIN) as file:
        return docx.Document(file)


def read_csv(made: Sheet) -> list[list[str]]:
    content = b"".join(as_csv.lines(made, ORIGIN)).decode()
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content[1:], newline="")))


def cells_of(page: Worksheet, column: int = 2) -> Iterator[str]:
    return (cells[column - 1].value for cells in page.iter_rows(min_row=2))


# What a file can hold


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_that_looks_like_a_formula_is_one(text: str) -> None:
    page, _ = read_xlsx(sheet(row(text, text), conditions=(("关键词", text),)))
    assert {cell.data_type for cells in page.iter_rows(min_row=2) for cell in cells[1:]} == {"s"}
    [_, [_, content, bodies, *_]] = read_csv(sheet(row(text, text)))
    assert content[0] == bodies[0] == "'"


def test_a_number_and_a_plain_text_stay_what_they_are() -> None:
    assert guarded("质量=效益") == "质量=效益"
    [_, [number, content, *_]] = read_csv(sheet(row("提升质量-效益")))
    assert (number, content) == ("1", "提升质量-效益")
    page, _ = read_xlsx(sheet(row("甲")))
    assert page["A2"].value == 1


def test_what_no_file_can_hold_is_gone_from_all() -> None:
    made = [sheet(row(CONTROLS, CONTROLS), conditions=(("关键词", CONTROLS),)) for _ in range(4)]
    plain = "甲乙丙丁戊己庚辛壬"
    page, told = read_xlsx(made[0])
    assert [page["B2"].value, page["C2"].value] == [plain, plain]
    assert plain in [cells[1].value for cells in told.iter_rows()]
    assert read_csv(made[1])[1][1] == plain
    assert json.loads(b"".join(as_json.pieces_of(made[2], ORIGIN)))["rows"][0]["bodies"] == [plain]
    table = read_docx(made[3]).tables[0]
    assert table.cell(1, 1).text == plain


@pytest.mark.parametrize("text", ["质" * 40_000, "𠮷" * 20_000, "质" * 32_767, "质" * 32_768, ""])
def test_a_text_too_long_for_a_cell_goes_on_in_the_next(text: str) -> None:
    page, told = read_xlsx(sheet(row(text, "市工信局"), row("下一条")))
    assert "".join(value or "" for value in cells_of(page)) == text + "下一条"
    assert all(len((value or "").encode("utf-16-le")) <= 2 * LONGEST_CELL for value in cells_of(page))
    is_cut = len(text.encode("utf-16-le")) > 2 * LONGEST_CELL
    assert ("（续）" in cells_of(page, 1)) == is_cut
    assert any("续在下一行" in (cells[1].value or "") for cells in told.iter_rows()) == is_cut
    assert "".join(line[1] for line in read_csv(sheet(row(text)))[1:]) == text


def test_the_pieces_of_a_text_are_the_text() -> None:
    assert list(pieces("甲")) == ["甲"]
    assert "".join(pieces("甲乙" * 50_000)) == "甲乙" * 50_000


def test_what_excel_takes_for_a_hidden_character_is_shown_as_it_is() -> None:
    with as_xlsx.write(sheet(row("_x0041_")), ORIGIN) as file:
        assert b"_x005F_x0041_" in zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")


# What stands in the files


def test_names_stand_between_signs_that_are_not_within_them() -> None:
    assert said(("市工信局", "市商务局")) == "市工信局、市商务局"
    assert said(("市工信局", "各区、县级市政府")) == "市工信局；各区、县级市政府"
    assert said(("甲 ≥1、2", "乙"), "\n") == "甲 ≥1、2\n乙"


def test_an_excel_file_can_be_filtered_printed_and_brought_back() -> None:
    page, told = read_xlsx(sheet(row("甲", "市工信局"), row("乙"), conditions=(("规划", "质量强市方案"),)))
    assert [cell.value for cell in page[1]] == ["序号", "任务内容", "牵头单位", "网址", "标识"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E3"
    assert page.print_title_rows == "$1:$1"
    assert page.print_area == "'职责台账'!$A$1:$C$3"  # no addresses on paper
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page["B2"].alignment.wrap_text
    assert page.column_dimensions["B"].width == 40
    assert page.column_dimensions["E"].hidden
    assert page["E2"].value == "xian#s-1"
    said_there = {cells[0].value: cells[1].value for cells in told.iter_rows()}
    assert told.title == "说明"
    assert said_there["来源"] == "质量政策知识库"
    assert said_there["网址"] == "https://plans.example.cn/ledger/?plan=xian"
    assert said_there["导出时间"] == "2026-11-29 09:05:00"
    assert said_there["条数"] == "2"
    assert said_there["规划"] == "质量强市方案"
    assert said_there["字形"] == "原文"


def test_a_row_is_as_high_as_its_text() -> None:
    page, _ = read_xlsx(sheet(row("质量" * 100), row("甲"), row("甲\n乙\n丙"), row("质" * 10_000)))
    high, low, three, highest = (page.row_dimensions[at].height for at in range(2, 6))
    assert low < three < high < highest == 409


def test_json_has_the_rows_by_the_keys_of_their_columns() -> None:
    made = json.loads(b"".join(as_json.pieces_of(sheet(row("甲", "市工信局"), row("乙")), ORIGIN)))
    assert made["rows"][0] == {
        "number": 1,
        "content": "甲",
        "bodies": ["市工信局"],
        "url": "https://plans.example.cn/plans/xian/",
        "key": "xian#s-1",
    }
    assert [record["bodies"] for record in made["rows"]] == [["市工信局"], []]
    assert made["exported_at"] == "2026-11-29T09:05:00"
    assert made["columns"][1] == {"key": "content", "title": "任务内容"}
    assert json.loads(b"".join(as_json.pieces_of(sheet(), ORIGIN)))["rows"] == []


def test_a_word_file_is_a_landscape_table_whose_header_repeats() -> None:
    made = read_docx(sheet(row("甲\n乙", "市工信局")))
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    [table] = made.tables
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "任务内容", "牵头单位"]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "甲\n乙", "市工信局"]
    heads = [row._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False]
    assert "共列 1 条。" in [paragraph.text for paragraph in made.paragraphs]


def test_a_word_file_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_docx, "MOST_ROWS", 2)
    made = read_docx(sheet(row("甲"), row("乙"), row("丙")))
    assert len(made.tables[0].rows) == 3
    assert any("前 2 条，其余未列" in paragraph.text for paragraph in made.paragraphs)


def test_rows_are_written_as_they_come() -> None:
    """The first lines of a file are there before the last rows are read."""
    taken: list[int] = []

    def rows() -> Iterable[Row]:
        for number in range(1000):
            taken.append(number)
            yield (number, *row("甲"))

    made = Sheet("ledger", "职责台账", COLUMNS, rows())
    lines = as_csv.lines(made, ORIGIN)
    for _ in range(4):
        next(lines)
    assert len(taken) == 2


# Their names


def test_a_file_is_named_in_chinese_by_what_it_holds() -> None:
    name = file_name("职责台账", "西安市", "2026-11-29", form="xlsx")
    assert name == "职责台账_西安市_2026-11-29.xlsx"
    header = disposition(name, "ledger.xlsx")
    assert header.startswith("attachment; filename=\"ledger.xlsx\"; filename*=UTF-8''%E8")
    assert unquote(header.rpartition("'")[2]) == name


@pytest.mark.parametrize("said_there", ["a/b\\c:d*e?f\"g<h>i|j", "x\r\nSet-Cookie: a=b", "\ud800\x00", "质" * 5000, "𠮷" * 5000, "", "..", ";'"])  # fmt: skip
def test_any_words_make_a_name_that_can_be_saved(said_there: str) -> None:
    name = file_name("职责台账", said_there, "2026-11-29", form="csv")
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\r\n\0')
    assert name.endswith("_2026-11-29.csv")
    assert disposition(name, "ledger.csv").isascii()

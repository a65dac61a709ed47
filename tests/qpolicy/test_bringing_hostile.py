"""Files that are no ledger, or worse, are refused in words, fast, and nothing is stored."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from documents.readers import Limits
from qpolicy.bringing.wording import NotUnderstood, names_in, target_in
from qpolicy.bringing.workbook import UnreadableLedger, read_lines


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def workbook(*rows: list[object]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


HEAD: list[object] = ["序号", "牵头单位", "完成时限", "标识"]
BOMB = b"<a>" + b"0" * 30_000_000 + b"</a>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是 Excel"),
        (b"\xd0\xcf\x11\xe0 old excel", "不是 Excel"),
        ("序号,牵头单位\n".encode(), "不是 Excel"),
        (workbook(HEAD)[:200], "不完整或已损坏"),
        (packed(**{"word/document.xml": b"<a/>"}), "不是 Excel"),
        (packed(**{"xl/workbook.xml": b"<!DOCTYPE a><a/>"}), "文档类型声明"),
        (packed(**{"xl/workbook.xml": "<a/>".encode("utf-16")}), "文档类型声明"),
        (packed(**{"xl/workbook.xml": b"<a/>"}), "已损坏"),
        (packed(**{"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": BOMB}), "为安全起见不予读取"),
        (packed(**{"xl/workbook.xml": b"<a/>", "../x": b""}), "为安全起见不予读取"),
        (workbook(["牵头单位"], ["市工信局"]), "没有找到标题为“标识”的一列"),
        (workbook(["序号", "标识"], [1, "xian#s-1"]), "没有可以带回的内容"),
        (workbook([*HEAD, "完成时限"], [1, "局", "", "xian#s-1", ""]), "出现了两次"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableLedger, match=words):
        read_lines(content, Limits())


def test_a_ledger_of_too_many_lines_is_refused() -> None:
    with pytest.raises(UnreadableLedger, match="超过 30,000 行"):
        read_lines(workbook(HEAD, *([1, "局", "", "xian#s-1"] for _ in range(30_001))), Limits())


def test_titles_may_stand_below_a_heading_and_cells_may_be_of_any_kind() -> None:
    import datetime

    rows: list[list[object]] = [
        ["某市职责台账"],
        HEAD,
        [1, 2025, datetime.date(2025, 12, 31), "xian#s-1"],
        [2, 1.5, None, "xian#s-2"],
        [None, None, None, None],
    ]
    lines = read_lines(workbook(*rows), Limits())
    assert [(line.number, line.key, line.cells) for line in lines] == [
        (3, "xian#s-1", {"lead": "2025", "deadline": "2025年12月31日"}),
        (4, "xian#s-2", {"lead": "1.5", "deadline": ""}),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", []),
        ("市商务局、市工信局", ["市商务局", "市工信局"]),
        ("市商务局，市工信局;市教育局；\n市水利局", ["市商务局", "市工信局", "市教育局", "市水利局"]),
        ("各区、县级市政府、市商务局", ["各区、县级市政府", "市商务局"]),
        ("市商务局、市商務局", ["市商务局"]),
        ("、、 、", []),
    ],
)
def test_names_are_divided_where_no_name_has_the_sign_within(cell: str, expected: list[str]) -> None:
    assert names_in(cell, ["各區、縣級市政府"]) == expected


@pytest.mark.parametrize("char", ["局", "、", "；", "，", "\n", " ", "(", "（", "9", "≥", "至"])
def test_hostile_repetition_is_read_in_time(char: str) -> None:
    text = char * 32_000
    names_in(text, ["各区、县级市政府"])
    for line in (text, f"合格率 {text}", f"合格率 ≥{text[:300]}（{text[:300]}）"):
        with pytest.raises(NotUnderstood):
            target_in(line)

"""A reader is told what was read where it is not the published plan itself."""

from __future__ import annotations

from time import process_time

import pytest

from documents.caveats import caveats, described_source


@pytest.mark.parametrize(
    ("source_name", "notes", "expected"),
    [
        ("市政府办公厅通知（文本）", "部门：两个写法为同一单位，已合并。", ()),
        ("", "", ()),
        ("区政府网站政策解读", "", ("来源是区政府网站政策解读",)),
        ("区政府网站政策解读.docx", "", ("来源是区政府网站政策解读",)),
        ("网页", "来源是网站的解读，不是规划原文；文号取自解读。\n编号缺3。", ("来源是网站的解读，不是规划原文",)),
        (
            "报纸摘登",
            "来源是报纸摘登的主要内容；署名照录。\n标题：原文未印标题，编者据首段补写。",
            ("来源是报纸摘登的主要内容", "标题：原文未印标题，编者据首段补写"),
        ),
        ("通知", "标题中的错字照录。来源不明。", ()),
        ("通知", "来源：省政府公报", ("来源：省政府公报",)),
    ],
)
def test_it_tells_what_was_read(source_name: str, notes: str, expected: tuple[str, ...]) -> None:
    assert caveats(source_name, notes) == expected


@pytest.mark.parametrize(
    ("source_name", "described"),
    [
        ("市政府公报", "市政府公报"),
        ("www.xian.gov.cn", "www.xian.gov.cn"),
        ("agri.docx", ""),
        ("方案.PDF", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_file_describes_no_source(source_name: str, described: str) -> None:
    assert described_source(source_name) == described


@pytest.mark.parametrize("text", ["来源是" * 33_000, " " * 100_000, "\n" * 100_000, "\ud800\0"])
def test_hostile_notes_take_no_time(text: str) -> None:
    begun = process_time()
    caveats(text, text)
    assert process_time() - begun < 2

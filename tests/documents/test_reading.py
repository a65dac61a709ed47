"""A plan is prepared for reading: levels, contents, citations, tables, in either script."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from documents.reading import Entry, Reading, assemble
from documents.scripts import convert


@dataclass
class Row:
    pk: int
    parent_id: int | None
    kind: str
    number: str = ""
    title: str = ""
    text: str = ""
    rows: Any = None
    anchor: str = ""

    def __post_init__(self) -> None:
        self.anchor = f"s-{self.pk}"


def read(*rows: Row) -> Reading:
    return assemble(rows, str)


CHAPTER = Row(1, None, "heading", "一、", "重点任务")
TASK = Row(2, 1, "task", "(一)", "提升农产品质量", "第一段。\n\n第二段。")


def test_a_chapter_is_below_the_title_of_the_page_and_a_task_below_its_chapter() -> None:
    assert [section.level for section in read(CHAPTER, TASK)] == [2, 3]


def test_levels_end_at_six_however_deep_the_plan_goes() -> None:
    rows = [Row(at, at - 1 or None, "heading", f"{at}.", "标题") for at in range(1, 12)]
    assert max(section.level for section in read(*rows)) == 6


def test_a_section_is_cited_by_the_numbers_above_it_its_own_and_its_title() -> None:
    box, project = Row(3, 1, "box", "专栏2", "工程"), Row(4, 3, "project", "1", "建设平台")
    dashed = Row(5, 3, "project", "——", "开展试点")
    reading = read(CHAPTER, TASK, box, project, dashed)
    assert [reading[key].citation for key in (2, 3, 4, 5)] == [
        "一、(一)提升农产品质量",
        "一、专栏2 工程",
        "一、专栏2 1 建设平台",
        "一、专栏2 开展试点",
    ]


def test_a_section_without_title_is_cited_by_what_it_stands_under() -> None:
    reading = read(CHAPTER, Row(2, 1, "paragraph", text="段落。"), Row(3, None, "paragraph", text="引言。"))
    assert [reading[key].citation for key in (2, 3)] == ["一、重点任务", "正文"]


@pytest.mark.parametrize(
    ("number", "mark"),
    [
        ("一、", "一、"),
        ("（一）", "（一）"),
        ("第一章", "第一章 "),
        ("3.", "3. "),
        ("专栏2", "专栏2 "),
        ("——", "——"),
        ("", ""),
    ],
)
def test_a_number_is_parted_from_the_title_where_it_would_run_into_it(number: str, mark: str) -> None:
    assert read(Row(1, None, "task", number, "标题"))[1].mark == mark


def test_each_line_of_the_text_is_a_paragraph() -> None:
    assert read(CHAPTER, TASK)[2].paragraphs == ("第一段。", "第二段。")


def test_the_contents_name_chapters_tasks_and_boxes_but_neither_paragraphs_nor_projects() -> None:
    rows = [
        CHAPTER,
        TASK,
        Row(3, 1, "paragraph", text="段落。"),
        Row(4, 1, "box", "专栏1", "工程"),
        Row(5, 4, "project", "1", "平台"),
    ]
    assert read(*rows).contents == (
        Entry("s-1", "一、", "重点任务", [Entry("s-2", "(一)", "提升农产品质量"), Entry("s-4", "专栏1 ", "工程")]),
    )


def test_a_task_without_title_stands_in_the_contents_with_its_beginning() -> None:
    text = "推动各级机关建立健全首席质量官制度并定期开展培训考核评价工作。"
    [entry] = read(Row(1, None, "task", "3.", text=text)).contents
    assert entry.label == "推动各级机关建立健全首席质量官制度并定期…"


def test_sections_of_a_box_and_of_what_stands_in_it_are_marked() -> None:
    rows = [
        CHAPTER,
        Row(2, 1, "box", "专栏1", "工程"),
        Row(3, 2, "project", "1", "平台"),
        Row(4, 3, "paragraph", text="段落。"),
        Row(5, 1, "task"),
    ]
    assert [section.is_boxed for section in read(*rows)] == [False, False, True, True, False]
    assert [section.is_in_box for section in read(*rows)] == [False, True, True, True, False]


def test_a_caption_that_repeats_the_title_of_the_section_is_not_shown_twice() -> None:
    cells = [["专栏1 主要指标"], ["指标", "2025年"], ["合格率", "95"]]
    table = read(Row(1, None, "table", "专栏1", "主要指标", rows=cells))[1].table
    assert table is not None
    assert (table.caption, table.header) == ("", ("指标", "2025年"))


def test_the_cells_of_a_table_are_not_shown_again_as_text() -> None:
    section = read(Row(1, None, "table", text="指标 2025年", rows=[["指标", "2025年"], ["合格率", "95"]]))[1]
    assert section.paragraphs == ()


@pytest.mark.parametrize("rows", [None, [], "表格", [1, 2], {"a": 1}])
def test_what_is_no_table_is_read_as_text(rows: Any) -> None:
    section = read(Row(1, None, "table", text="指标 2025年", rows=rows))[1]
    assert section.paragraphs == ("指标 2025年",)
    assert section.table is None


def test_everything_is_shown_in_the_wanted_script() -> None:
    row = Row(1, None, "task", "專欄1", "提升農產品質量", "加強監測。", rows=None)
    table = Row(2, None, "table", rows=[["指標", "單位"], ["合格率", "個"]])
    reading = assemble([row, table], partial(convert, written="hant", wanted="hans"))
    assert (reading[1].number, reading[1].title, reading[1].paragraphs) == ("专栏1", "提升农产品质量", ("加强监测。",))
    assert reading[2].table is not None
    assert reading[2].table.header == ("指标", "单位")
    assert reading.contents[0].label == "提升农产品质量"

"""Tables of a plan are laid out as they were printed, merged cells included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.tables import Cell, lay_out

HEADER = ["序号", "类别", "指标名称", "2025年", "属性"]
ROWS = [
    ["专栏1 主要指标", "", "", ""],
    [*HEADER, ""],
    ["1", "经济质量", "全员劳动生产率(万元/人)", "21", "预期性", ""],
    ["2", "单位产值能源消耗降低(%)", "13", "约束性", "", ""],
    HEADER,
    ["3", "产业质量", "工业产品抽查合格率(%)", "≥95", "预期性"],
    ["4", "服务业增长(%)", "7(年均)", "预期性"],
]


def test_the_single_cell_above_the_columns_is_the_caption() -> None:
    table = lay_out(ROWS)
    assert (table.caption, table.header, table.width) == ("专栏1 主要指标", tuple(HEADER), 5)


def test_a_merged_cell_reaches_over_the_rows_that_lack_it() -> None:
    first, second, *_ = lay_out(ROWS).lines
    assert first.cells[1] == Cell("经济质量", rows=2)
    assert [cell.text for cell in second.cells] == ["2", "单位产值能源消耗降低(%)", "13", "约束性"]


def test_a_header_printed_again_ends_what_is_merged() -> None:
    lines = lay_out(ROWS).lines
    assert [line.is_header for line in lines] == [False, False, True, False, False]
    assert lines[3].cells[1] == Cell("产业质量", rows=2)


def test_a_missing_value_stays_empty_and_is_not_taken_from_above() -> None:
    table = lay_out([["指标", "2025年", "属性"], ["合格率", "95", "约束性"], ["满意度", "85"]])
    assert [cell.text for cell in table.lines[1].cells] == ["满意度", "85", ""]
    assert table.lines[0].cells[2].rows == 1


def test_a_single_cell_between_rows_heads_a_group() -> None:
    table = lay_out([["指标", "2025年"], ["一、产品质量"], ["合格率", "95"]])
    assert table.lines[0].cells == (Cell("一、产品质量", columns=2),)


def test_a_table_without_header_has_only_rows() -> None:
    table = lay_out([["合格率", "95"], ["满意度", "85"]])
    assert (table.header, len(table.lines)) == ((), 2)


@pytest.mark.parametrize("rows", [[], [[]], [["", ""]]])
def test_an_empty_table_has_no_rows(rows: list[list[str]]) -> None:
    assert lay_out(rows).lines == ()


@given(st.lists(st.lists(st.sampled_from(["1", "≥95", "约束性", "经济质量", "", "指标名称"]), max_size=7), max_size=12))
def test_nothing_printed_is_lost_and_no_cell_overlaps(rows: list[list[str]]) -> None:
    table = lay_out(rows)
    shown = [table.caption, *table.header, *(cell.text for line in table.lines for cell in line.cells)]
    assert sorted(filter(None, shown)) == sorted(cell for row in rows for cell in row if cell)
    covered = [0] * (len(table.lines) + 1)
    for number, line in enumerate(table.lines):
        assert sum(cell.columns for cell in line.cells) + covered[number] == table.width
        for cell in line.cells:
            for further in range(1, cell.rows):
                covered[number + further] += cell.columns

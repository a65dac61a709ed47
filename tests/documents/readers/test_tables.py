"""A table becomes one line a row."""

from __future__ import annotations

import pytest

from documents.readers.tables import Row, table_lines


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[["序号"], ["指标"]], [["1"], ["合格率"]]], ["序号 | 指标", "1 | 合格率"]),
        ([[["经济", "质量"], ["劳动\n生产率\t"]]], ["经济 质量 | 劳动 生产率"]),
        ([[["1"], [], ["94"]], [[], ["a"], []]], ["1 |  | 94", "| | a | |"]),
        ([[["a"], ["b"]], [[], [""]], [["c"], ["d"]]], ["a | b", "c | d"]),
        ([[["专栏1 主要指标"]], [["a"], ["b"]], [["注：略"]]], ["专栏1 主要指标", "a | b", "注：略 |"]),
    ],
)
def test_each_row_is_a_line(rows: list[Row], expected: list[str]) -> None:
    assert list(table_lines(rows)) == expected


def test_a_frame_around_text_yields_its_lines() -> None:
    assert list(table_lines([[["专栏2 质量工程"]], [["——培育品牌。", "——建设平台。"]]])) == [
        "专栏2 质量工程",
        "——培育品牌。",
        "——建设平台。",
    ]


def test_a_page_laid_out_with_a_table_yields_its_lines() -> None:
    article = ["到2025年，质量强市建设取得阶段性成效。" * 10] * 30
    assert list(table_lines([[["菜单"], article]])) == ["菜单", *article]


def test_no_rows_yield_nothing() -> None:
    assert list(table_lines([])) == []

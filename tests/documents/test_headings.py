"""Numbers and titles stand together in one way, wherever a section is named."""

from __future__ import annotations

import pytest

from documents.headings import heading
from documents.models import Section
from documents.models.reports import words_of


@pytest.mark.parametrize(
    ("number", "title", "expected"),
    [
        ("一、", "总体要求", "一、总体要求"),
        ("（一）", "提升质量", "（一）提升质量"),
        ("(一)", "提升质量", "(一)提升质量"),
        ("——", "建设平台", "——建设平台"),
        ("第一章", "总体要求", "第一章 总体要求"),
        ("专栏1", "重点工程", "专栏1 重点工程"),
        ("3.", "提升质量", "3. 提升质量"),
        ("", "总体要求", "总体要求"),
        ("一、", "", "一、"),
        ("第一章", None, "第一章"),
        (None, None, ""),
    ],
)
def test_a_gap_stands_only_where_number_and_title_would_run_together(
    number: str | None, title: str | None, expected: str
) -> None:
    assert heading(number, title) == expected


def test_a_section_is_called_by_both_or_by_how_it_begins() -> None:
    assert str(Section(number="一、", title="总体要求")) == "一、总体要求"
    assert str(Section(number="第一章", title="总体要求", text="正文")) == "第一章 总体要求"
    assert str(Section(text="质量第一。", anchor="s-1")) == "质量第一。"
    assert str(Section(anchor="s-1")) == "s-1"
    assert words_of(Section(number="（一）", title="提升质量", text="开展行动。")) == "（一）提升质量\n开展行动。"

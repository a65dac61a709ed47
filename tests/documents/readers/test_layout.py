"""What only the layout of a PDF file puts into its text is undone."""

from __future__ import annotations

import pytest

from documents.readers.layout import without_gaps, without_lookalikes


def test_lookalikes_become_the_characters_that_they_stand_for() -> None:
    assert without_lookalikes("⼀、⽅案、⻓期、⻢⼒") == "一、方案、长期、马力"
    assert without_lookalikes("⸺建设\u2329纲要\u232a") == "——建设〈纲要〉"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到 2025 年 ，达到 95% 以上 。", "到2025年，达到95%以上。"),
        ("( 一 ) 强化“ 双中心 ” 建设", "(一) 强化“双中心”建设"),
        ("《意见》 ，结合实际", "《意见》，结合实际"),
        ("2024年 4月 28 日", "2024年4月28日"),
        ("达到 3300 亿元。", "达到3300亿元。"),
        ("( 市工信局 ， 市商务局负责 )", "(市工信局，市商务局负责)"),
    ],
)
def test_gaps_in_prose_are_closed(text: str, expected: str) -> None:
    assert without_gaps(text) == expected


@pytest.mark.parametrize(
    "text", ["劳动生产率(万元/人) 21 预期性", "经济质量 合格率 94 约束性", "GB/T 19001 Quality", "一  二"]
)
def test_blanks_that_divide_cells_or_words_stay(text: str) -> None:
    assert without_gaps(text) == text

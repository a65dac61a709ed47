"""No text is refused and no visible character of it is lost or doubled."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.outline import parse
from tests.documents.outline.support import coverage

SOURCES = sorted((Path(__file__).resolve().parents[3] / "fixtures" / "sources").glob("*.txt"))
PIECES = [
    "一、", "（一）", "(二)", "1.", "2、", "（1）", "①", "一是", "第一章 ", "第一节", "专栏1 ", "附件1", "目录", "——", "- ", "序号", "指标", "单位", "属性", "2025年",
    "|", " | ", "\t", "\n", "\n\n", "。", "，", "：", "；", "（", "）", "《", "》", "“", "〔", "〕", "质量強市", "到2025年，达到98%以上", "市工信局负责", "牵头单位：", "等",
    "首页", "来源：", "打印", "下载文档", "— 1 —", "\u3000", "\u200b", "\x00", "\ud800", "３", "乾坤", "总体要求", "## ", "**", "保障措施", "明确4项任务：", "a b",
]  # fmt: skip
OFFICIAL = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=500, deadline=None)
@given(
    st.one_of(OFFICIAL, st.text(max_size=400), st.text(alphabet="一二三、（）()0123456789.。，:\n |\t—", max_size=300))
)
@example("")
@example("|")
@example("专栏1 |\n")
@example("一、总体要求\n二、重點任務\n到2025年，二、重點任務\n序号 | 指标 | 2025年 |\n")
@example("一、总体\n二、主要任务\n（一）甲。一、主要任务\n（一）责任单位：\n（一） | 各區縣政府")
def test_every_visible_character_of_any_text_stands_in_exactly_one_place(text: str) -> None:
    outline = parse(text)
    assert set(coverage(outline)) <= {1}
    for place, section in enumerate(outline.sections, 1):
        assert section.id == place
        assert section.parent is None or section.parent < section.id


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_published_plans_are_read_without_loss(path: Path) -> None:
    assert set(coverage(parse(path.read_text(encoding="utf-8")))) == {1}


@pytest.mark.parametrize(
    "text",
    [
        "（" * 100_000, "一、" * 50_000, "“" * 100_000, "|" * 100_000, "\t" * 100_000, "—" * 100_000, "。" * 100_000, "局）" * 50_000, "首页>" * 30_000, "附件1" * 30_000,
        "1、x\n" * 25_000, "（一）x。\n" * 16_000, "1.x\n(1)x\n①x\n" * 8_000, "一是x。\n" * 20_000, "专栏1\n" + "——x。\n1.x\n" * 12_000, "一、x\n" + "提出3项任务。\n" * 14_000,
        "序号\n" * 30_000, "目录\n" * 30_000, "a\n" * 50_000, "\n—" * 40_000,
    ],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_hostile_repetition_does_not_take_long(text: str) -> None:
    begun = time.process_time()
    parse(text)
    assert time.process_time() - begun < 20, "growth is no longer linear"

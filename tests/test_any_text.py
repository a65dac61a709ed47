"""Any text is read whole, figures and duties included, without an exception and without losing a character."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qpolicy.ingest import read_plan, to_json
from tests.documents.outline.support import coverage

CLAUSES = st.sampled_from(
    [
        "一、总体要求\n",
        "二、重點任務\n",
        "（一）",
        "1.提升质量。",
        "①",
        "到2025年，",
        "合格率達到９８％以上",
        "培育100家企业",
        "分别达到65%和55%",
        "力争突破万亿元大关",
        "截至2022年底",
        "（市工信局、市商務局按職責分工負責）",
        "〔由市發改委牽頭",
        "责任单位：市财政局\n",
        "以下均需各区政府落实，不再列出",
        "序号 | 指标 | 2025年 |\n",
        "1 | 覆盖率（%） | ≥80 |\n",
        "专栏2 工程\n",
        "——建设平台。",
        "。",
        "\n",
        "\x00",
        "\ud800",
        "　",
        "（" * 50,
        "年" * 50,
        "9" * 50,
    ]
)
PLANS = st.lists(CLAUSES, max_size=40).map("".join)


@settings(max_examples=500, deadline=None)
@given(st.one_of(PLANS, st.text(max_size=300), st.text(alphabet="一1（）〔〕%年到家、。：局负责|\n ", max_size=200)))
@example("")
@example("\ud800\x00")
def test_any_text_is_read_losslessly_and_every_quote_stands_where_it_says(text: str) -> None:
    draft = read_plan(text)
    outline = draft.outline
    assert set(coverage(outline)) <= {1}
    for target in draft.targets:
        assert text[target.start : target.end] == target.quote
        assert any(begin <= target.start < end for begin, end in outline.section(target.section).spans)
    for goal in draft.goals:
        assert 0 <= goal.start <= goal.end <= len(text)
    json.dumps(to_json(draft))


@pytest.mark.parametrize("char", list("一（）(〔“《。、，：；|-—%年到家局1９零\n\t\u3000\x00\ud800a#*>/"))
def test_a_hundred_thousand_times_one_character_is_read_in_good_time(char: str) -> None:
    begun = time.process_time()
    outline = read_plan(char * 100_000).outline
    assert set(coverage(outline)) <= {1}
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    "piece",
    ["达到98%，", "市工信局、", "（市局负责）", "由市局牵头，", "到2025年，", "年均增长5%", "1家", "百分之", "分别达到1%和", "合格率和", "一、（一）1.", "第一位为牵头单位。"],
)  # fmt: skip
def test_hostile_repetition_of_official_phrases_does_not_take_long(piece: str) -> None:
    begun = time.process_time()
    read_plan("二、重点任务\n（一）提升。" + piece * (100_000 // len(piece)))
    assert time.process_time() - begun < 20

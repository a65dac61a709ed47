"""Clauses end at marks, but not inside numbers, quotation marks and brackets."""

from __future__ import annotations

import pytest

from indicators.clauses import clauses, mask


def cut(text: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in clauses(mask(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("达到95%,超过100家;完成。", ["达到95%", "超过100家", "完成"]),
        ("达到1,234家,完成", ["达到1,234家", "完成"]),
        ("开展“3·15,你我同行”活动,完成", ["开展“3·15,你我同行”活动", "完成"]),
        ("中国质量奖(含提名奖,2项)3个", ["中国质量奖(含提名奖,2项)3个"]),
        ("建成100家(其中省级3家),完成", ["建成100家", "其中省级3家)", "完成"]),
        (
            "建成“样板(甲)”100家(其中“五星(级)”3家、四星级(市)2家)。",
            ["建成“样板(甲)”100家", "其中“五星(级)”3家、四星级(市)2家)"],
        ),
        ("样板工厂(其中省级3家)100家", ["样板工厂(其中省级3家)100家"]),
        ("有关部门(其中市级3家)。", ["有关部门(其中市级3家)"]),
        ("达到100%”。完成", ["达到100%", "完成"]),
    ],
)
def test_a_clause_ends_at_its_mark(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_masking_keeps_every_place_and_hides_what_is_enclosed() -> None:
    text = "对“十四五”期间设备(20台)和仪器5台(套)进行《3年计划》"
    assert len(mask(text)) == len(text)
    assert "“十四五”" in mask(text)
    assert "台(套)" in mask(text)
    assert not any(char in mask(text) for char in "203")


def test_a_sentence_opens_after_a_full_stop_only() -> None:
    opened = [clause.opens for clause in clauses(mask("达到95%,超过5家;完成。到2025年,提升\n培育——建成"))]
    assert opened == [True, False, False, True, False, True, True]

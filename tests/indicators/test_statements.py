"""The words that make a target relative are told from the name of what it is about."""

from __future__ import annotations

import pytest

from indicators.statements import comparison


@pytest.mark.parametrize(
    ("name", "quote", "expected"),
    [
        ("主要指标", "主要指标超过全省平均值", "超过全省平均值"),
        ("服務質量", "服務質量達到全國先進水平", "達到全國先進水平"),
        ("合格率", "合格率不低于上年", "不低于上年"),
        ("增速", "增速高于全市平均水平", "高于全市平均水平"),
        ("指标", "没有比较的一句话", "没有比较的一句话"),
        ("名称比引文还长的指标", "短", "短"),
        ("指标", "", ""),
    ],
)
def test_it_tells_to_what_a_target_is_relative(name: str, quote: str, expected: str) -> None:
    assert comparison(name, quote) == expected

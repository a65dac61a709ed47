"""The words that make a target relative are told from the name of what it is about."""

from __future__ import annotations

import pytest

from indicators.statements import amount, comparison


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


@pytest.mark.parametrize(
    ("basis", "printed", "names", "expected"),
    [
        ("年均", "7", ("全员劳动生产率增长",), "年均 7"),
        ("新增", "3000", ("认证证书数量新增",), "3000"),
        ("降低", "13", ("單位地區生產總值能源消耗降低",), "13"),
        ("降低", "13", ("单位地区生产总值能耗下降",), "13"),
        ("累计", ">150", ("累計主導制定修訂國際標準",), ">150"),
        ("累计", ">150", ("累計主導制定修訂國際標準", "主导制定修订国际标准"), "累计 >150"),
        ("新增", "5", ("新增专利提升工程数",), "5"),
        ("提高", "5", ("质量提升工程数",), "提高 5"),
        ("", "≥98%", ("合格率",), "≥98%"),
        ("新增", "", ("长安杯",), ""),
    ],
)
def test_it_says_the_word_of_the_basis_once(basis: str, printed: str, names: tuple[str, ...], expected: str) -> None:
    assert amount(basis, printed, *names) == expected

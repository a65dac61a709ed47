"""Values in units of different size are set against each other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.units import base_of, in_base


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("1.2", "万家", ("12000", "家")),
        ("1.2", "萬家", ("12000", "家")),
        ("3.5", "万亿元", ("3500000000000", "元")),
        ("21", "万元/人", ("210000", "元/人")),
        ("12", "件/万人", ("0.0012", "件/人")),
        ("9", "成", ("90", "%")),
        ("5", "‰", ("0.5", "%")),
        ("3", "百分点", ("3", "个百分点")),
        ("3", "个百分点", ("3", "个百分点")),
        ("94", "%", ("94", "%")),
        ("86", "", ("86", "")),
        ("5", "万", ("5", "万")),
    ],
)
def test_a_value_has_a_unit_without_magnitudes(value: str, unit: str, expected: tuple[str, str]) -> None:
    assert in_base(Decimal(value), unit) == (Decimal(expected[0]), expected[1])


@given(st.text(max_size=30))
def test_any_unit_has_a_base(unit: str) -> None:
    factor, base = base_of(unit)
    assert factor > 0
    assert base_of(base)[1] == base or "/" in base or base[:1] in "十百千万亿"

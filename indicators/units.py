"""Units in which values of several plans can be set against each other: 1.2万家 and 12000家, 九成 and 90%."""

from __future__ import annotations

import re
from decimal import Decimal

from documents.text import fold

MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# 万家, 亿元, 万亿元/年; 百分点 is no hundred of anything.
COUNTED = re.compile(r"(?P<magnitude>[十百千万亿]{0,3})(?P<unit>(?!分点|分之).{1,20})", re.DOTALL)
OTHERWISE = {"成": (Decimal(10), "%"), "‰": (Decimal("0.1"), "%"), "百分点": (Decimal(1), "个百分点")}


def in_base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return the value in the unit without magnitudes, in simplified script: (1.2, 萬家) is (12000, 家)."""
    factor, base = base_of(unit)
    return value * factor, base


def base_of(unit: str) -> tuple[Decimal, str]:
    """Return by what a value is to be multiplied, and the unit that it then has."""
    plain = fold(unit).replace(" ", "")
    if plain in OTHERWISE:
        return OTHERWISE[plain]
    above, slash, below = plain.partition("/")
    factor, counted = _taken_apart(above)
    divisor, per = _taken_apart(below)
    return factor / divisor, f"{counted}{slash}{per}"


def _taken_apart(unit: str) -> tuple[Decimal, str]:
    found = COUNTED.fullmatch(unit)
    if not found:
        return Decimal(1), unit
    factor = Decimal(1)
    for sign in found["magnitude"]:
        factor *= MAGNITUDES[sign]
    return factor, found["unit"]

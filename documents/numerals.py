"""Chinese numerals and ordinals to integers."""

from __future__ import annotations

DIGITS = (
    {char: value for value, char in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "两": 2, "○": 0}
    | {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
)
UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
NUMERAL = r"[零〇一二三四五六七八九十百]"  # of an ordinal
# First code point, first value and length of the runs ① ⑴ ⒈ ❶ ㉑ ㊱ ㈠.
ENCLOSED = (
    (0x2460, 1, 20),
    (0x2474, 1, 20),
    (0x2488, 1, 20),
    (0x2776, 1, 10),
    (0x3251, 21, 15),
    (0x32B1, 36, 15),
    (0x3220, 1, 10),
)


def to_int(numeral: str) -> int | None:
    """Return the value of 12, 十二, 二〇二五, ⑫ or ㈡; None where it is none of these. Simplified, half width."""
    if numeral.isascii() and numeral.isdigit():
        return int(numeral[:9])
    if len(numeral) == 1 and not numeral.isascii():
        single = _enclosed(ord(numeral))
        if single is not None:
            return single
    if numeral and all(char in DIGITS for char in numeral):
        return int("".join(str(DIGITS[char]) for char in numeral[:9]))
    return _with_units(numeral)


def _enclosed(code: int) -> int | None:
    return next((code - start + first for start, first, length in ENCLOSED if start <= code < start + length), None)


def _with_units(numeral: str) -> int | None:
    """十二 is 12, 二十 is 20, 一百零三 is 103."""
    total, digit = 0, 0
    if not numeral:
        return None
    for char in numeral:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            return None
    return total + digit

"""Write a number as Word does in its lists: 3 is 三, 叁, 丙, ③, iii …"""

from __future__ import annotations

from collections.abc import Callable, Iterable

DIGITS = "〇一二三四五六七八九"
LEGAL_SIMPLIFIED = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟")
COUNTING = ("零一二三四五六七八九", "十百千")
ROMAN_HUNDREDS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"))
ROMAN = (*ROMAN_HUNDREDS, (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
COUNTED_BELOW = 10_000
SPELT_BELOW = 4000
DIGIT_BY_DIGIT_FROM = 100  # for the counting that Word calls chineseCounting


def written(number: int, style: str) -> str:
    """Return the number in one of Word's number styles (w:numFmt); in Arabic numerals where it has none."""
    if style == "none":
        return ""
    writer = STYLES.get(style, str)
    return (writer(number) if number > 0 else "") or str(number)


def _counted(number: int, digits: str, units: str) -> str:
    """十二, 二十, 一百零三."""
    text, pending_zero = "", False
    if number >= COUNTED_BELOW:
        return ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if pending_zero and text else "") + digits[digit] + (units[power - 1] if power else "")
        pending_zero = not digit
    return text


def _chinese(number: int) -> str:
    text = _counted(number, *COUNTING)
    return text.removeprefix("一") if 10 <= number < 20 else text


def _chinese_below_hundred(number: int) -> str:
    return _chinese(number) if number < DIGIT_BY_DIGIT_FROM else _digit_by_digit(number)


def _digit_by_digit(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    if number >= SPELT_BELOW:
        return ""
    for size, letters in ROMAN:
        text += letters * (number // size)
        number %= size
    return text


def _letters(number: int) -> str:
    """a … z, aa, bb …"""
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (times + 1) if times < 10 else ""


def _among(characters: Iterable[str]) -> Callable[[int], str]:
    ordered = "".join(characters)
    return lambda number: ordered[number - 1] if number <= len(ordered) else ""


CIRCLED = _among(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
STYLES: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalEnclosedCircle": CIRCLED,
    "decimalEnclosedCircleChinese": CIRCLED,
    "decimalEnclosedParen": _among(map(chr, range(0x2474, 0x2488))),
    "decimalEnclosedFullstop": _among(map(chr, range(0x2488, 0x249C))),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _chinese_below_hundred,
    "taiwaneseCounting": _chinese_below_hundred,
    "japaneseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": lambda number: _counted(number, *LEGAL_SIMPLIFIED),
    "ideographLegalTraditional": lambda number: _counted(number, *LEGAL_TRADITIONAL),
    "ideographTraditional": _among("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _among("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _among(map(chr, range(0x3280, 0x328A))),
}

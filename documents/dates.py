"""Dates as official documents write them -> ISO."""

from __future__ import annotations

import datetime
import re

from documents.numerals import to_int

# 2024年4月28日 二〇二四年四月二十八日 2024-04-28 2024.4.28 2024/4/28
DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2}|[一二][零〇○0一二三四五六七八九]{3}) ?"
    r"(?:年 ?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2}) ?月 ?(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3}) ?日"
    r"|(?P<sign>[-./])(?P<month2>\d{1,2})(?P=sign)(?P<day2>\d{1,2})(?!\d))"
)


def iso_date(folded: str) -> str | None:
    """Return the first date of a folded text; None where there is none or no such day."""
    found = DATE.search(folded)
    return to_iso(found) if found else None


def to_iso(found: re.Match[str]) -> str | None:
    year = to_int(found.group("year") if found.group("year").isascii() else found.group("year").replace("0", "〇"))
    month = to_int(found.group("month") or found.group("month2"))
    day = to_int(found.group("day") or found.group("day2"))
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None

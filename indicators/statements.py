"""Say what a target sets: an amount, or the words that make it relative."""

from __future__ import annotations

import re

from documents.text import fold

# 超过全市平均水平 / 不低于全省平均值 / 走在全国前列
COMPARISON = re.compile(r"(?:不[高低]于|[高低优快好]于|超过|达到|保持|位居|走在|进入|实现).*")


def comparison(name: str, quote: str) -> str:
    """Return the words of the quote that say to what a target is relative: 超过全市平均水平."""
    found = COMPARISON.search(fold(quote), min(len(name), max(0, len(quote) - 1)))
    return quote[found.start() :] if found else quote

"""Say what a target sets: an amount, or the words that make it relative."""

from __future__ import annotations

import re

from documents.text import fold

# 超过全市平均水平 / 不低于全省平均值 / 走在全国前列
COMPARISON = re.compile(r"(?:不[高低]于|[高低优快好]于|超过|达到|保持|位居|走在|进入|实现).*")
# A name that says at its end which way the figure goes: 全员劳动生产率增长, 单位生产总值能耗下降.
SAID_AT_END = {
    "提高": ("提升", "增长", "上升"),
    "降低": ("下降", "减少"),
    "新增": ("增加",),
}


def amount(basis: str, printed: str, *names: str) -> str:
    """Return the printed value after the word of its basis (年均 7, 新增 50), unless every name has that word already."""
    if not (printed and basis):
        return printed
    return printed if all(_says(fold(name), basis) for name in names) else f"{basis} {printed}".strip()


def comparison(name: str, quote: str) -> str:
    """Return the words of the quote that say to what a target is relative: 超过全市平均水平."""
    found = COMPARISON.search(fold(quote), min(len(name), max(0, len(quote) - 1)))
    return quote[found.start() :] if found else quote


def _says(name: str, basis: str) -> bool:
    return basis in name or name.endswith(SAID_AT_END.get(basis, ()))

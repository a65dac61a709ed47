"""How a number stands before its title: 一、总体要求 and (一)提升, but 第一章 总体要求 and 3. 提升."""

from __future__ import annotations

NEEDS_NO_GAP = "、)）】〕—．。"


def mark(number: str) -> str:
    """Return the number with the gap that parts it from what follows, where it needs one."""
    return f"{number} " if number and number[-1] not in NEEDS_NO_GAP else number


def heading(number: str | None, title: str | None) -> str:
    """Return both in one piece; either may be missing."""
    return f"{mark(number or '')}{title}" if title else number or ""

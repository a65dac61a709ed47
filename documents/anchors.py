"""Give each section of a plan the address it keeps for ever.

An anchor is its parent's anchor and one part more: s-2 is chapter 二, s-2-2 its item 2, s-3-b2 box 专栏2 and
s-3-b2-1 the box's first project. What has no number is counted: s-1-p2 is the second paragraph of chapter 一.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.numerals import NUMERAL, to_int
from documents.text import fold

ROOT = "s"
LONGEST = 90  # a part adds at most 13 characters and a suffix as many, so that 120 always hold an anchor
MARKS = {"paragraph": "p", "table": "t", "box": "b", "heading": "h", "task": "i", "safeguard": "i", "project": ""}
# 第三章 (三) 3. 专栏3 附件3 3.1 (the last: the rest stands in the parent) ③ ㈢
NUMERALS = re.compile(rf"[0-9]{{1,9}}|{NUMERAL}{{1,12}}|[①-⑳㈠-㈩❶-❿㉑-㉟㊱-㊿]")


@dataclass(slots=True)
class Anchors:
    """The anchors of one plan: those that are taken, and the next free one of each stem."""

    taken: set[str] = field(default_factory=set)
    _next: dict[str, int] = field(default_factory=dict)

    @classmethod
    def besides(cls, taken: Iterable[str]) -> Anchors:
        return cls(set(taken))

    def give(self, parent: str | None, kind: str, number: str | None) -> str:
        """Return a new anchor for a section under the one with the anchor `parent`, and take it."""
        stem = parent if parent and len(parent) <= LONGEST else ROOT
        value = value_of(number)
        if value is None:
            anchor = self._counted(f"{stem}-{MARKS.get(kind, 'i')}", first=1)
        else:
            anchor = f"{stem}-{_mark(kind, number or '')}{value}"
            if anchor in self.taken:
                anchor = self._counted(f"{anchor}_", first=2)
        self.taken.add(anchor)
        return anchor

    def _counted(self, stem: str, *, first: int) -> str:
        count = self._next.get(stem, first)
        while f"{stem}{count}" in self.taken:
            count += 1
        self._next[stem] = count + 1
        return f"{stem}{count}"


def value_of(number: str | None) -> int | None:
    """Return what a number as printed counts: 8 for (八), 2 for 專欄2, 1 for 3.1; None where it counts nothing."""
    found = NUMERALS.findall(fold(number[:100])) if number else []
    return to_int(found[-1]) if found else None


def _mark(kind: str, number: str) -> str:
    """Boxes, tables and annexes have a series of numbers of their own."""
    if kind in ("box", "table"):
        return MARKS[kind]
    return "a" if fold(number).startswith("附") else ""

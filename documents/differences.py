"""Say in a few words how two texts differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile

SHORT = 30  # characters: a text of that length is shown whole
CONTEXT = 8
LONGEST_PIECE = 60
MOST_PIECES = 4
MOST_WORDS = 400  # of what differs; comparing takes time that grows with their square
WORD = re.compile(r"[0-9.]+|[A-Za-z]+|.", re.DOTALL)
NOTHING = "（空）"


def difference(old: str, new: str) -> str:
    """Return 旧 → 新 for short texts, and for long ones the pieces that differ: …加强〔监测 → 检测〕力度…"""
    if len(old) <= SHORT and len(new) <= SHORT:
        return f"{_shown(old)} → {_shown(new)}"
    if not old or not new:
        return f"{_cut(old)} → {_cut(new)}"
    pieces = list(_pieces(old, new))
    more = f"；另有 {len(pieces) - MOST_PIECES} 处不同" if len(pieces) > MOST_PIECES else ""
    return "；".join(pieces[:MOST_PIECES]) + more


def _pieces(old: str, new: str) -> Iterator[str]:
    olds, news = WORD.findall(old), WORD.findall(new)
    before = _common(olds, news)
    behind = _common(olds[before:][::-1], news[before:][::-1])
    middle_old, middle_new = olds[before : len(olds) - behind], news[before : len(news) - behind]
    for i1, i2, j1, j2 in _changed(middle_old, middle_new):
        start, end = before + i1, before + i2
        lead, tail = "".join(olds[:start]), "".join(olds[end:])
        removed, added = "".join(middle_old[i1:i2]), "".join(middle_new[j1:j2])
        yield f"{_ending(lead)}〔{_cut(removed)} → {_cut(added)}〕{_beginning(tail)}"


def _changed(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        yield 0, len(old), 0, len(new)
        return
    for tag, *places in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield places[0], places[1], places[2], places[3]


def _common(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _ending(text: str) -> str:
    return f"…{_shown(text[-CONTEXT:])}" if len(text) > CONTEXT else _line(text)


def _beginning(text: str) -> str:
    return f"{_shown(text[:CONTEXT])}…" if len(text) > CONTEXT else _line(text)


def _cut(text: str) -> str:
    if len(text) <= LONGEST_PIECE:
        return _shown(text)
    half = LONGEST_PIECE // 3
    return f"{_line(text[:half])}……{_line(text[-half:])}（共 {len(text)} 字）"


def _shown(text: str) -> str:
    return _line(text) or NOTHING


def _line(text: str) -> str:
    """Line ends are shown, for they may be all that differs."""
    return text.replace("\n", "⏎").replace("\r", "␍")

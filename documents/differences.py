"""Say in a few words how two texts differ."""

from __future__ import annotations

from collections.abc import Iterator

from documents.wordwise import as_written, steps

SHORT = 30  # characters: a text of that length is shown whole
CONTEXT = 8
LONGEST_PIECE = 60
MOST_PIECES = 4
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
    found = steps(old, new, by=as_written)
    for at, step in enumerate(found):
        if not step.is_same:
            lead = found[at - 1].old if at else ""
            tail = found[at + 1].old if at + 1 < len(found) else ""
            before = _ending(lead, is_whole=at < 2)
            behind = _beginning(tail, is_whole=at > len(found) - 3)
            yield f"{before}〔{_cut(step.old)} → {_cut(step.new)}〕{behind}"


def _ending(text: str, *, is_whole: bool) -> str:
    return _line(text) if is_whole and len(text) <= CONTEXT else f"…{_line(text[-CONTEXT:])}"


def _beginning(text: str, *, is_whole: bool) -> str:
    return _line(text) if is_whole and len(text) <= CONTEXT else f"{_line(text[:CONTEXT])}…"


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

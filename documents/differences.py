"""Say in a few words how two texts differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.wordwise import as_written, steps

SHORT = 30  # characters: a text of that length is shown whole
CONTEXT = 8
LONGEST_PIECE = 60
MOST_PIECES = 4
NOTHING = "（空）"


@dataclass(frozen=True, slots=True)
class Piece:
    """A place where two texts differ, with a few words around it; long words are cut, line ends shown."""

    before: str
    old: str
    new: str
    behind: str

    @property
    def is_within(self) -> bool:
        """Tell whether there is something around it."""
        return bool(self.before or self.behind)

    def __str__(self) -> str:
        change = f"{self.old or NOTHING} → {self.new or NOTHING}"
        return f"{self.before}〔{change}〕{self.behind}" if self.is_within else change


@dataclass(frozen=True, slots=True)
class Difference:
    """The first places where two texts differ, and how many more there are."""

    pieces: tuple[Piece, ...]
    more: int = 0

    def __str__(self) -> str:
        return "；".join(map(str, self.pieces)) + (f"；另有 {self.more} 处不同" if self.more else "")


def difference(old: str, new: str) -> str:
    """Return 旧 → 新 for short texts, and for long ones the pieces that differ: …加强〔监测 → 检测〕力度…"""
    return str(differ(old, new))


def differ(old: str, new: str) -> Difference:
    """Return how two texts differ; short ones are one piece."""
    is_short = len(old) <= SHORT and len(new) <= SHORT
    if is_short or not old or not new:
        return Difference((Piece("", _cut(old), _cut(new), ""),))
    pieces = tuple(_pieces(old, new))
    return Difference(pieces[:MOST_PIECES], max(0, len(pieces) - MOST_PIECES))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    found = steps(old, new, by=as_written)
    for at, step in enumerate(found):
        if not step.is_same:
            lead = found[at - 1].old if at else ""
            tail = found[at + 1].old if at + 1 < len(found) else ""
            before = _ending(lead, is_whole=at < 2)
            behind = _beginning(tail, is_whole=at > len(found) - 3)
            yield Piece(before, _cut(step.old), _cut(step.new), behind)


def _ending(text: str, *, is_whole: bool) -> str:
    return _line(text) if is_whole and len(text) <= CONTEXT else f"…{_line(text[-CONTEXT:])}"


def _beginning(text: str, *, is_whole: bool) -> str:
    return _line(text) if is_whole and len(text) <= CONTEXT else f"{_line(text[:CONTEXT])}…"


def _cut(text: str) -> str:
    if len(text) <= LONGEST_PIECE:
        return _line(text)
    half = LONGEST_PIECE // 3
    return f"{_line(text[:half])}……{_line(text[-half:])}（共 {len(text)} 字）"


def _line(text: str) -> str:
    """Line ends are shown, for they may be all that differs."""
    return text.replace("\n", "⏎").replace("\r", "␍")

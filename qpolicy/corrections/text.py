"""Stretches of the source that an editor has replaced; the source itself stays as published."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from qpolicy.corrections.keeping import Correction, dropped, identity, put


class Stretch(NamedTuple):
    """source[start:end] reads `new`."""

    start: int
    end: int
    new: str


def stretches(corrections: Iterable[Correction], length: int) -> list[Stretch]:
    """Return the replaced stretches of a source of this length in order; what overlaps an earlier one is left out."""
    found = sorted(
        Stretch(correction["start"], correction["end"], correction["new"])
        for correction in corrections
        if correction.get("kind") == "text"
    )
    kept: list[Stretch] = []
    for stretch in found:
        if (kept[-1].end if kept else 0) <= stretch.start <= stretch.end <= length:
            kept.append(stretch)
    return kept


def working_text(source: str, corrections: Iterable[Correction]) -> str:
    """Return the source as the editor has it read."""
    parts, at = [], 0
    for stretch in stretches(corrections, len(source)):
        parts += [source[at : stretch.start], stretch.new]
        at = stretch.end
    return "".join([*parts, source[at:]])


def replace_text(source: str, corrections: Sequence[Correction], span: tuple[int, int], new: str) -> list[Correction]:
    """Return the corrections with working_text[span] replaced by `new`.

    Stretches that the span touches become one with it; replacing by what the source says takes the correction back.
    """
    start, end = span
    known = stretches(corrections, len(source))
    touched = [(stretch, at) for stretch, at in _placed(known) if at <= end and start <= at + len(stretch.new)]
    working = working_text(source, corrections)
    for stretch, at in touched:
        new = working[at : max(at, start)] + new if at < start else new
        new = new + working[end : at + len(stretch.new)] if at + len(stretch.new) > end else new
    places = Places(source, corrections)
    first = min([places.before(start), *(stretch.start for stretch, _ in touched)])
    last = max([places.behind(end), *(stretch.end for stretch, _ in touched)])
    others = dropped(corrections, *(identity(_correction(stretch)) for stretch, _ in touched))
    stretch = _trimmed(Stretch(first, last, new), source)
    return others if stretch.new == source[stretch.start : stretch.end] else put(others, _correction(stretch))


@dataclass(slots=True)
class Places:
    """Leads from places of the working text back to the source."""

    starts: list[int]
    known: list[tuple[Stretch, int]]

    def __init__(self, source: str, corrections: Iterable[Correction]) -> None:
        self.known = _placed(stretches(corrections, len(source)))
        self.starts = [at for _, at in self.known]

    def before(self, place: int) -> int:
        """Return the place in the source; within a replaced stretch where that begins."""
        return self._place(place, is_end=False)

    def behind(self, place: int) -> int:
        """Return the place in the source; within a replaced stretch where that ends."""
        return self._place(place, is_end=True)

    def _place(self, place: int, *, is_end: bool) -> int:
        index = bisect_right(self.starts, place) - 1
        if index < 0:
            return place
        stretch, at = self.known[index]
        if at <= place <= at + len(stretch.new):
            return stretch.end if is_end else stretch.start
        return place - (at + len(stretch.new)) + stretch.end


def _placed(known: Iterable[Stretch]) -> list[tuple[Stretch, int]]:
    """Return each stretch with its place in the working text."""
    placed, shift = [], 0
    for stretch in known:
        placed.append((stretch, stretch.start + shift))
        shift += len(stretch.new) - (stretch.end - stretch.start)
    return placed


def _trimmed(stretch: Stretch, source: str) -> Stretch:
    """Leave out what both have in common at the ends."""
    old = source[stretch.start : stretch.end]
    head = _common(old, stretch.new)
    tail = _common(old[head:][::-1], stretch.new[head:][::-1])
    return Stretch(stretch.start + head, stretch.end - tail, stretch.new[head : len(stretch.new) - tail])


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _correction(stretch: Stretch) -> Correction:
    return {"kind": "text", "start": stretch.start, "end": stretch.end, "new": stretch.new}

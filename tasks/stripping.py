"""A part of a text without its blanks, that still knows where each of its characters stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.passage import Span

# 市工信局 市商务局: a blank divides the names of bodies as 、 does.
GAP = re.compile(r"(?<=[局委办厅部院会署司行队站所心社校团组室处府区县]) (?= *[市省区县州各国自中人团牵责配参协主])")


@dataclass(frozen=True, slots=True)
class Stripped:
    """Text without blanks and line ends, with the place of each of its characters in the whole."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return the place in the whole of text[start:end], which must not be empty."""
        return self.places[start], self.places[end - 1] + 1

    def part(self, start: int, end: int) -> Stripped:
        return Stripped(self.text[start:end], self.places[start:end])

    def joined(self, other: Stripped, glue: str = "") -> Stripped:
        """Put another part behind; the glue stands where this part ends."""
        places = [*self.places, *[self.places[-1]] * len(glue), *other.places]
        return Stripped(self.text + glue + other.text, places)


def strip(whole: str, start: int, end: int) -> Stripped:
    """Return whole[start:end] without blanks, with 、 for a blank between two bodies."""
    text = GAP.sub("、", whole[start:end])
    words = text.split()
    if len(words) == 1 and len(words[0]) == len(text):
        return Stripped(text, range(start, end))
    return Stripped("".join(words), [start + at for at, char in enumerate(text) if not char.isspace()])


def strip_lines(whole: str) -> list[Stripped]:
    """Return the lines that show anything."""
    lines, start = [], 0
    for line in whole.split("\n"):
        stripped = strip(whole, start, start + len(line))
        if stripped.text:
            lines.append(stripped)
        start += len(line) + 1
    return lines

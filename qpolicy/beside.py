"""How many targets find room beside a section's text; more would tear it from the text that follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from unicodedata import east_asian_width

# What the style sheets give, in pixels and in characters of a line; above the facts stand 引用 and 纠错.
TEXT_LINE, TEXT_WIDTH = 30, 38
FACT_LINE, FACT_WIDTH = 21, 20
CHIP_LINE, CHIP_EDGES = 29, 2
ABOVE, GAP = 24, 6
LEAST_FOLDED, LEAST_SHOWN = 2, 2


def fitting(paragraphs: Iterable[str], duties: Iterable[Sequence[str]], targets: Sequence[str]) -> int:
    """Return how many of the targets, each given as the words it shows, stand open beside the text.

    A single one is not folded away, and never all of them.
    """
    room = sum(TEXT_LINE * ceil((_width(line) + 2) / TEXT_WIDTH) for line in paragraphs)
    room -= ABOVE + FACT_LINE + sum(map(_height_of_duty, duties))
    shown = 0
    for words in targets:
        room -= FACT_LINE * ceil(_width(words) / FACT_WIDTH) + GAP
        if room < 0:
            break
        shown += 1
    shown = max(shown, LEAST_SHOWN)
    return shown if len(targets) - shown >= LEAST_FOLDED else len(targets)


def _height_of_duty(names: Sequence[str]) -> int:
    width = sum(len(name) + CHIP_EDGES for name in names)
    return FACT_LINE + CHIP_LINE * ceil(width / FACT_WIDTH) + GAP


def _width(text: str) -> float:
    """Return the width in characters as wide as they are high."""
    return sum(1 if east_asian_width(char) in "WF" else 0.6 for char in text)

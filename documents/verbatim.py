"""Tell where a sentence stands in a text word by word, and what in a text is nearest to it.

Script, width, punctuation and blanks are no difference; what makes another number of a number is: 3.5 and 35, ≥94 and
94, 30—40 and 3040, 94% and 94.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import accumulate, pairwise

from documents.passage import Span
from documents.search.cuts import lowered
from documents.text import fold_each

DASHES = "−–—~-"  # the last in its place between brackets means itself
SAID = re.compile(rf"[^\W_]|[%‰≥≤<>=+±×℃]|(?<=\d)\.(?=\d)|(?<=\d)[{DASHES}](?=\d)|(?<![a-z\d{DASHES}])[−-](?=\d)")
CLAUSES = re.compile(r"[^,;:。!?\n]*[,;:。!?\n]*")
SHORTEST_SHARE, LONGEST_SHARE = 0.5, 1.8  # of the letters of the quotation: how long what is near may be
MOST_WINDOWS = 6  # that are compared letter by letter
LONG = 300  # letters


@dataclass(frozen=True, slots=True)
class Said:
    """What of a text counts when words are compared, and where in it each of these characters stands."""

    letters: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Window:
    """A run of clauses of a text; `likeness` to what was looked for goes from 0 to 1."""

    span: Span
    likeness: float


def said(text: str) -> Said:
    """Return what counts of the text. A dash within or before a number is one sign, whatever dash it is."""
    folded = lowered(fold_each(text))
    seen = [place for place, char in enumerate(folded) if not char.isspace()]
    plain = "".join(folded[place] for place in seen)
    kept = [found.start() for found in SAID.finditer(plain)]
    letters = "".join("-" if plain[place] in DASHES else plain[place] for place in kept)
    return Said(letters, tuple(seen[place] for place in kept))


def places(quotation: Said, text: Said) -> list[Span]:
    """Return where in the text the quotation stands, without tearing a number apart."""
    found, size = [], len(quotation.letters)
    at = text.letters.find(quotation.letters) if size else -1
    while at >= 0:
        if not (_is_torn(text.letters, at) or _is_torn(text.letters, at + size)):
            found.append(text.span(at, at + size))
        at = text.letters.find(quotation.letters, at + 1)
    return found


def is_literal(quotation: str, written: str) -> bool:
    """Tell whether the words are written alike to the last sign; those around them aside."""
    own = said(quotation)
    return bool(own.at) and quotation[slice(*own.span(0, len(own.at)))] == written


def nearest(quotation: Said, text: str) -> Window | None:
    """Return the clauses of the text that are most like the quotation; None where none share anything with it."""
    best = nlargest(MOST_WINDOWS, _windows(quotation, text), key=lambda pair: pair[0])
    compared = [Window(span, likeness(quotation.letters, said(text[slice(*span)]).letters)) for _, span in best]
    return max(compared, key=lambda window: window.likeness, default=None)


def likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how many of the letters stand in both in the same order; of long texts, how many pairs do.

    What repeats itself takes the comparison time that grows with the third power.
    """
    if max(len(one), len(other)) <= LONG:
        return SequenceMatcher(None, one, other, autojunk=False).ratio()
    pairs = [Counter(a + b for a, b in pairwise(letters)) for letters in (one, other)]
    return 2 * (pairs[0] & pairs[1]).total() / max(1, pairs[0].total() + pairs[1].total())


def _is_torn(letters: str, at: int) -> bool:
    """Tell whether at this place a number would be cut in two: 4% of 94%, 3 of 3.5."""
    before, after = letters[max(0, at - 2) : at], letters[at : at + 2]
    if not before or not after:
        return False
    if before[-1].isdigit():
        return after[0].isdigit() or (after[0] in ".-" and after[1:].isdigit())
    return before[-1] in ".-" and before[:-1].isdigit() and after[0].isdigit()


def _windows(quotation: Said, text: str) -> Iterator[tuple[float, Span]]:
    """Yield runs of clauses about as long as the quotation with how much of them it shares. Linear in the text."""
    own = said(text)
    wanted, size = {a + b for a, b in pairwise(quotation.letters)}, len(quotation.letters)
    shared = [0, *accumulate(int(a + b in wanted) for a, b in pairwise(own.letters))]
    ends = [bisect_left(own.at, found.end()) for found in CLAUSES.finditer(fold_each(text)) if found.group()]
    starts = [0, *ends[:-1]]
    for index, start in enumerate(starts):
        for end in _ends_about(ends, index, start + size):
            length = end - start
            if length and SHORTEST_SHARE * size <= length <= LONGEST_SHARE * size:
                common = shared[max(start, end - 1)] - shared[start]
                if common:
                    yield common / max(length, size), own.span(start, end)


def _ends_about(ends: list[int], first: int, wanted: int) -> Iterable[int]:
    """Return the ends of clauses around the place where a window should end."""
    near = bisect_left(ends, wanted, first)
    return dict.fromkeys(ends[max(first, near - 1) : near + 2])

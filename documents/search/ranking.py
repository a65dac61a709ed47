"""Put texts in the order of how well they answer: one order for every database.

After BM25 (Robertson and Zaragoza 2009): each piece counts by its rarity, more occurrences count less and less, and
long texts a little less. Beyond it: the title counts more than the body, a run more than scattered words, a synonym
less than the word itself, and a place of its own more than one in an enumeration (A、B、C).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from documents.search.cuts import TITLE_END, run_of, sentences_of
from documents.search.wanted import Wanted, WantedPiece, is_held, title_and_text

K1, B, USUAL_LENGTH = 1.0, 0.15, 250  # letters
OF_WORDS = 0.15  # of K1: where only some of what is wanted is there, it matters most what
LONGEST_TERM = 8  # letters
OF_LETTERS = 0.1  # a long term says more than a short one that is as rare
IN_TITLE, IN_LIST, OF_CLAUSE = 4.0, 0.4, 1.0
RUN, SYNONYM, SENTENCE, SCATTERED = 1.5, 0.9, 1.0, 0.4


@dataclass(frozen=True, slots=True)
class Ranked:
    """How well a text answers; `held` tells of each piece whether the text holds it."""

    key: int
    score: float
    is_full: bool
    held: tuple[bool, ...]


def rank(wanted: Wanted, texts: Iterable[tuple[int, str]]) -> list[Ranked]:
    """Return the texts that hold anything wanted, the best first; texts come as (key, cuts), equal ones stay in order."""
    ranked = (score(wanted, key, cuts) for key, cuts in texts)
    return sorted((one for one in ranked if one.score > 0), key=lambda one: (not one.is_full, -one.score))


def score(wanted: Wanted, key: int, cuts: str) -> Ranked:
    """Weigh one text."""
    text = _Text(cuts)
    held = tuple(is_held(piece, text.run, lambda: text.sentences) for piece in wanted.pieces)
    share = 1.0 if all(held) else OF_WORDS
    total = sum(_score(wanted, piece, text, share) for piece in wanted.pieces)
    return Ranked(key, round(total, 6), all(held), held)


class _Text:
    """A text as it is weighed; its sentences are told apart when they are asked for."""

    _sentences: list[str] | None
    __slots__ = ("_cuts", "_sentences", "clauses", "norm", "run", "text", "title")

    def __init__(self, cuts: str):
        self._cuts, self._sentences = cuts, None
        self.run = run_of(cuts)
        self.title, _, self.text = self.run.partition(TITLE_END)
        self.clauses = title_and_text(cuts)[1].replace(" ", "").replace(".", ",").split(",")
        self.norm = K1 * (1 - B + B * len(self.run) / USUAL_LENGTH)

    @property
    def sentences(self) -> list[str]:
        if self._sentences is None:
            self._sentences = sentences_of(self._cuts)
        return self._sentences

    def dampened(self, run: str, share: float = 1.0) -> float:
        """Return how much the run is spoken of, from 0 to 1; with a small share of K1 once is nearly as good as often."""
        weight = IN_TITLE * (run in self.title) + self._in_text(run)
        return weight / (weight + share * self.norm)

    def _in_text(self, run: str) -> float:
        number = self.text.count(run)
        if not number:
            return 0.0
        weight = 0.0
        for clause, following in pairwise((*self.clauses, "")):
            if run in (letters := clause.replace("/", "")):
                found = letters.count(run)
                number -= found
                passing = _is_in_passing(run, clause, following)
                weight += found * (IN_LIST if passing else 1 + OF_CLAUSE * len(run) / len(letters))
        return weight + max(0, number)  # the rest runs over the end of a clause


def _is_in_passing(run: str, clause: str, following: str) -> bool:
    """Tell whether the run is a member of an enumeration: A、B、C or A和“B”等."""
    if f"{run}等" in clause or (clause.endswith(run) and following.startswith("等")):
        return True
    members = clause.split("/")
    if len(members) == 1:
        return False
    return any(run in m for m in members[1:-1]) or members[0].endswith(run) or members[-1].startswith(run)


def _score(wanted: Wanted, piece: WantedPiece, text: _Text, share: float) -> float:
    words = piece.parts or (piece.run,)
    whole = max(sum(wanted.weight(word) for word in words), wanted.weight(piece.run)) * _length(piece.run)
    best = max(RUN * text.dampened(piece.run, share), *_of_synonyms(piece, text, share), 0.0)
    scattered = sum(wanted.weight(word) * _length(word) * text.dampened(word, OF_WORDS) for word in piece.parts)
    together = (
        SCATTERED if best or not scattered else SCATTERED + (SENTENCE - SCATTERED) * _nearness(wanted, piece, text)
    )
    return whole * best + together * scattered


def _nearness(wanted: Wanted, piece: WantedPiece, text: _Text) -> float:
    """Return how much of a piece one sentence says at best, and one clause of it; 1 where a clause says all."""
    weights = {word: wanted.weight_of_said(word) for word in piece.said if word in text.run}
    total = sum(map(wanted.weight_of_said, piece.said))
    clauses = [clause.replace("/", "") for clause in (text.title, *text.clauses)]
    return (_most(weights, text.sentences) + _most(weights, clauses)) / (2 * total) if total else 0.0


def _most(weights: Mapping[str, float], places: Iterable[str]) -> float:
    return max((sum(weight for word, weight in weights.items() if word in place) for place in places), default=0.0)


def _of_synonyms(piece: WantedPiece, text: _Text, share: float) -> list[float]:
    return [SYNONYM * text.dampened(same, share) for same in piece.synonyms]


def _length(run: str) -> float:
    return 1 + OF_LETTERS * min(len(run), LONGEST_TERM)

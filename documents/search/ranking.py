"""Put texts in the order of how well they answer: one order for every database.

After BM25 (Robertson and Zaragoza 2009): each piece counts by its rarity, more occurrences count less and less, and
long texts a little less. Beyond it: the title counts more than the body, a run more than scattered words, a synonym
less than the word itself, an abbreviation less than its full names, and a place of its own more than one in an
enumeration (A、B、C).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from documents.search.cuts import TITLE_END, run_of, sentences_of
from documents.search.wanted import UNCOUNTED_WEIGHT, Wanted, WantedPiece, is_held

K1, B, USUAL_LENGTH = 1.0, 0.15, 250  # letters
OF_WORDS = 0.15  # of K1: where only some of what is wanted is there, it matters most what
LONGEST_TERM = 8  # letters
OF_LETTERS = 0.1  # a long term says more than a short one that is as rare
IN_TITLE, IN_LIST, OF_CLAUSE = 4.0, 0.4, 1.0
RUN, SYNONYM, SENTENCE, SCATTERED, BY_ACCIDENT = 1.5, 0.9, 1.0, 0.4, 0.1


@dataclass(frozen=True, slots=True)
class Ranked:
    """How well a text answers; `held` tells of each piece whether the text holds it."""

    key: int
    score: float
    is_full: bool
    held: tuple[bool, ...]


def rank(wanted: Wanted, texts: Iterable[tuple[int, str]]) -> list[Ranked]:
    """Return the texts that hold anything wanted, the best first; texts come as (key, cuts), equal ones stay in order."""
    pieces = [_Weighed.of(wanted, piece) for piece in wanted.pieces]
    ranked = (_score(pieces, key, _Text(cuts)) for key, cuts in texts)
    return sorted((one for one in ranked if one.score > 0), key=lambda one: (not one.is_full, -one.score))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A piece with the weights of all that may be held of it: `whole` of the run, `parts` and `said` of each word."""

    piece: WantedPiece
    whole: float
    parts: tuple[tuple[str, float], ...]
    said: Mapping[str, float]
    all_said: float

    @classmethod
    def of(cls, wanted: Wanted, piece: WantedPiece) -> _Weighed:
        words = piece.parts or (piece.run,)
        whole = max(sum(wanted.weight(word) for word in words), wanted.weight(piece.run)) or UNCOUNTED_WEIGHT
        parts = tuple((word, wanted.weight(word) * _length(word)) for word in piece.parts)
        said = {word: wanted.weight_of_said(word) for word in piece.said}
        return cls(piece, whole * _length(piece.run), parts, said, sum(map(wanted.weight_of_said, piece.said)))


class _Text:
    """A text as it is weighed; its clauses and sentences are told apart when they are asked for."""

    def __init__(self, cuts: str):
        self._cuts = cuts
        title, _, text = cuts.partition(TITLE_END)
        self._members = text.replace(" ", "").replace(".", ",")  # clauses, the members of enumerations divided by `/`
        self._letters = self._members.replace("/", "")
        self.title, self.text = run_of(title), self._letters.replace(",", "")
        self.run = f"{self.title}{TITLE_END}{self.text}"
        self.norm = K1 * (1 - B + B * len(self.run) / USUAL_LENGTH)
        self._weights: dict[str, float] = {}

    @cached_property
    def sentences(self) -> list[str]:
        return sentences_of(self._cuts)

    @cached_property
    def clauses(self) -> list[str]:
        """Return the letters of the clauses."""
        return self._letters.split(",")

    @cached_property
    def _clauses(self) -> list[str]:
        return self._members.split(",")

    def dampened(self, run: str, share: float = 1.0) -> float:
        """Return how much the run is spoken of, from 0 to 1; with a small share of K1 once is nearly as good as often."""
        if (weight := self._weights.get(run)) is None:
            weight = self._weights[run] = IN_TITLE * (run in self.title) + self._in_text(run)
        return weight / (weight + share * self.norm)

    def _in_text(self, run: str) -> float:
        if run not in self.text:
            return 0.0
        number, weight = self.text.count(run), 0.0
        for at, clause in enumerate(self.clauses):
            if run in clause:
                found = clause.count(run)
                number -= found
                weight += found * (IN_LIST if self._is_in_passing(run, at) else 1 + OF_CLAUSE * len(run) / len(clause))
        return weight + max(0, number)  # the rest runs over the end of a clause

    def _is_in_passing(self, run: str, at: int) -> bool:
        """Tell whether the run is a member of an enumeration: A、B、C or A和“B”等."""
        clause, following = self._clauses[at], self._clauses[at + 1] if at + 1 < len(self._clauses) else ""
        if "等" in clause and f"{run}等" in clause:
            return True
        if following.startswith("等") and clause.endswith(run):
            return True
        if "/" not in clause:
            return False
        first, *between, last = clause.split("/")
        return first.endswith(run) or last.startswith(run) or any(run in member for member in between)


def _score(pieces: Sequence[_Weighed], key: int, text: _Text) -> Ranked:
    """Weigh one text."""
    held = tuple(is_held(one.piece, text.run, lambda: text.sentences) for one in pieces)
    share = 1.0 if all(held) else OF_WORDS
    total = sum(_score_of(one, text, share) for one in pieces)
    return Ranked(key, round(total, 6), all(held), held)


def _score_of(weighed: _Weighed, text: _Text, share: float) -> float:
    piece = weighed.piece
    of_run, of_synonym = (BY_ACCIDENT, RUN) if piece.is_abbreviation else (RUN, SYNONYM)
    synonyms = (of_synonym * text.dampened(same, share) for same in piece.synonyms)
    best = max(of_run * text.dampened(piece.run, share), *synonyms, 0.0)
    scattered = sum(weight * text.dampened(word, OF_WORDS) for word, weight in weighed.parts)
    together = SCATTERED if best or not scattered else SCATTERED + (SENTENCE - SCATTERED) * _nearness(weighed, text)
    return weighed.whole * best + together * scattered


def _nearness(weighed: _Weighed, text: _Text) -> float:
    """Return how much of a piece one sentence says at best, and one clause of it; 1 where a clause says all."""
    if not weighed.all_said:
        return 0.0
    said = [(word, weight) for word, weight in weighed.said.items() if word in text.run]
    return (_most(said, text.sentences) + _most(said, (text.title, *text.clauses))) / (2 * weighed.all_said)


def _most(said: Sequence[tuple[str, float]], places: Iterable[str]) -> float:
    return max((sum([weight for word, weight in said if word in place]) for place in places), default=0.0)


def _length(run: str) -> float:
    return 1 + OF_LETTERS * min(len(run), LONGEST_TERM)

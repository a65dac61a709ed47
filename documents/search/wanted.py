"""What a query wants of a text, its synonyms known; and whether a text holds it.

A piece is held where it stands in title or text as one run, or where a synonym does, or where all its words, common
ones aside, stand in one sentence. An exact piece is held only as one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.search.cuts import TITLE_END, rarity, run_of, sentences_of
from documents.search.query import Piece, Query
from documents.search.words import EMPTY_WORDS, finely

MOST_WORDS = 24  # of a piece; of a pasted paragraph the rarest
COMMON_SHARE = 0.3  # of all sections; a word that more of them hold tells little


@dataclass(frozen=True, slots=True)
class WantedPiece:
    """The run, what means the same, and the words; a piece without words is held only as a run.

    `words` are those that a sentence must hold together, `parts` those that make a text a partial hit.
    """

    run: str
    synonyms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def runs(self) -> tuple[str, ...]:
        return (self.run, *self.synonyms)

    @property
    def seen(self) -> tuple[str, ...]:
        """Everything that makes a text at least a partial hit."""
        return tuple(dict.fromkeys((*self.runs, *self.parts)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """`weights` are the rarities of runs and words, by their letters."""

    pieces: tuple[WantedPiece, ...]
    excluded: tuple[str, ...] = ()
    weights: Mapping[str, float] | None = None

    def weight(self, word: str) -> float:
        return (self.weights or {}).get(word, 1.0)


def words_to_count(query: Query) -> tuple[str, ...]:
    """Return the runs and words whose frequency tells how the query is to be read."""
    runs = (piece.letters for piece in query.pieces if not piece.is_long)
    words = (word for piece in query.pieces if not piece.is_exact for word in telling_words(piece.letters))
    return tuple(dict.fromkeys((*runs, *words)))


def telling_words(run: str) -> tuple[str, ...]:
    """Return the words of a run that say something, each once."""
    return tuple(dict.fromkeys(word for word in finely(run) if len(word) > 1 and word not in EMPTY_WORDS))


def want(
    query: Query, *, frequencies: Mapping[str, int], number: int, synonyms: Mapping[str, Sequence[str]]
) -> Wanted:
    """Put together what is wanted; `synonyms` are those of each piece, by its letters."""
    weights = {word: rarity(frequency, number) for word, frequency in frequencies.items()}
    common = {word for word, frequency in frequencies.items() if frequency > COMMON_SHARE * number}
    pieces = tuple(_wanted(piece, common, weights, synonyms.get(piece.letters, ())) for piece in query.pieces)
    return Wanted(pieces, tuple(piece.letters for piece in query.excluded), weights)


def is_held(piece: WantedPiece, run: str, sentences: Sequence[str]) -> bool:
    """Tell whether a text holds the piece; `run` and `sentences` are those of its cuts."""
    return any(wanted in run for wanted in piece.runs) or is_in_one_sentence(piece.words, sentences)


def is_in_one_sentence(words: Sequence[str], sentences: Iterable[str]) -> bool:
    return bool(words) and any(all(word in sentence for word in words) for sentence in sentences)


def holds(wanted: Wanted, cuts: str) -> bool:
    """Tell whether a text holds every piece."""
    run, sentences = run_of(cuts), sentences_of(cuts)
    return all(is_held(piece, run, sentences) for piece in wanted.pieces)


def title_and_text(cuts: str) -> tuple[str, str]:
    title, _, text = cuts.partition(TITLE_END)
    return title, text


def _wanted(piece: Piece, common: set[str], weights: Mapping[str, float], synonyms: Sequence[str]) -> WantedPiece:
    if piece.is_exact:
        return WantedPiece(piece.letters)
    words = telling_words(piece.letters)
    if piece.is_long:
        rarest = sorted(words, key=lambda word: -weights.get(word, 0.0))[:MOST_WORDS]
        return WantedPiece(piece.letters, parts=tuple(rarest))
    telling = tuple(word for word in words if word not in common)
    together = telling[:MOST_WORDS] if len(words) > 1 else ()
    return WantedPiece(piece.letters, tuple(synonyms), together, telling or words)

"""What a query wants of a text, its synonyms known; and whether a text holds it.

A piece is held where it stands in title or text as one run, or where a synonym does, or where all its words, common
ones aside, stand in one sentence. An exact piece and the name of a body are held only as one run.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from documents.search.cuts import TITLE_END, rarity, run_of
from documents.search.figures import figures_in
from documents.search.query import LONG_PIECE, Piece, Query
from documents.search.thesaurus import Thesaurus
from documents.search.words import BOUNDS, EMPTY_WORDS, finely, parts_of

MOST_WORDS = 24  # of a piece; of a pasted paragraph the rarest
LATEST = 64  # pieces; a query asks for the words of each several times
NO_SYNONYMS = Thesaurus()
UNCOUNTED_WEIGHT = 1.0  # of what nobody counted: a single character, a long quotation
DIGIT = re.compile(r"\d")
ORDINAL = re.compile(r"(?P<year>(?:19|20)\d{2})第?(?=\d{1,5}号$)")  # between the year and the number of a 文号
SENTENCE_ENDS = re.compile(r"[.|]")
COMMON_SHARE = 0.3  # of all sections; a word that more of them hold tells little


@dataclass(frozen=True, slots=True)
class WantedPiece:
    """The run, what means the same, and the words; a piece without words is held only as a run.

    `words` are those that a sentence must hold together, `parts` those that make a text a partial hit, and `said` all
    that a sentence which answers well may say of it, common words and single characters too. Of an abbreviation the
    synonyms are meant; the run itself mostly stands there by accident, over the borders of words.
    """

    run: str
    synonyms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    is_abbreviation: bool = False

    @property
    def runs(self) -> tuple[str, ...]:
        return (self.run, *self.synonyms)

    @property
    def seen(self) -> tuple[str, ...]:
        """Everything that makes a text at least a partial hit."""
        return tuple(dict.fromkeys((*self.runs, *self.parts)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """`frequencies` are the numbers of sections that have a run or a word, of `number` sections.

    `known` is the thesaurus by which it was read, so that what is asked next need not look it up again. `figures` are
    those of the pieces (documents.search.figures), of which runs of letters have lost points and signs.
    """

    pieces: tuple[WantedPiece, ...]
    excluded: tuple[str, ...] = ()
    frequencies: Mapping[str, int] = field(default_factory=dict)
    number: int = 0
    known: Thesaurus = NO_SYNONYMS
    figures: frozenset[str] = frozenset()

    def weight(self, word: str) -> float:
        """Return how rare the run or word is; 0 where nobody counted it, as long runs."""
        return rarity(self.frequencies[word], self.number) if word in self.frequencies else 0.0

    def weight_of_said(self, word: str) -> float:
        """Return the same of what may also be said; of a single character, which nobody counts, a little."""
        return self.weight(word) or UNCOUNTED_WEIGHT

    def by_rarity(self, most: int) -> tuple[Sequence[str], Sequence[str]]:
        """Return what makes a partial hit, the rarest first: what not more sections than `most` have together, and the rest.

        The first is never empty: it is the rarest at least.
        """
        seen = dict.fromkeys(word for piece in self.pieces for word in piece.seen)
        words = sorted(seen, key=lambda word: self.frequencies.get(word, 0))
        reached = list(accumulate(self.frequencies.get(word, 0) for word in words))
        number = max(1, bisect_right(reached, most))
        return words[:number], words[number:]


def words_to_count(query: Query) -> tuple[str, ...]:
    """Return the runs and words whose frequency tells how the query is to be read."""
    runs = (piece.letters for piece in query.pieces if not piece.is_long)
    words = (word for piece in query.pieces if not piece.is_exact for word in (*_weighable(piece), *_halves(piece)))
    return tuple(dict.fromkeys((*runs, *words)))


def _weighable(piece: Piece) -> Sequence[str]:
    """Return the words of a piece; of a pasted paragraph the longest, which are the rarest."""
    words = telling_words(piece.letters)
    return sorted(words, key=len, reverse=True)[:MOST_WORDS] if piece.is_long else words


def _halves(piece: Piece) -> list[str]:
    """Return the words that the long words of a piece consist of."""
    return [] if piece.is_long else [half for word in telling_words(piece.letters) for half in parts_of(word)]


@lru_cache(LATEST)
def telling_words(run: str) -> tuple[str, ...]:
    """Return the words of a run that say something, each once; of 94%以上 the figure alone."""
    empty = EMPTY_WORDS | BOUNDS if DIGIT.search(run) else EMPTY_WORDS
    return tuple(dict.fromkeys(word for word in finely(run) if len(word) > 1 and word not in empty))


def want(query: Query, *, frequencies: Mapping[str, int], number: int, known: Thesaurus = NO_SYNONYMS) -> Wanted:
    """Put together what is wanted, with the synonyms that are known of each piece."""
    common = {word for word, frequency in frequencies.items() if frequency > COMMON_SHARE * number}
    pieces = tuple(_wanted(piece, common, frequencies, known) for piece in query.pieces)
    excluded = tuple(piece.letters for piece in query.excluded)
    # What has synonyms may be said without its figure: ISO9001 by GB/T19001.
    figures = figures_in(piece.text for piece, one in zip(query.pieces, pieces, strict=True) if not one.synonyms)
    return Wanted(pieces, excluded, frequencies, number, known, figures)


def _synonyms(piece: Piece, known: Thesaurus) -> Sequence[str]:
    return () if piece.is_exact or piece.is_long else known.synonyms(piece.letters)


def is_held(piece: WantedPiece, run: str, sentences: Callable[[], Sequence[str]]) -> bool:
    """Tell whether a text holds the piece; `run` and `sentences` are those of its cuts."""
    return any(wanted in run for wanted in piece.runs) or bool(
        piece.words and is_in_one_sentence(piece.words, sentences())
    )


def is_in_one_sentence(words: Sequence[str], sentences: Iterable[str]) -> bool:
    return bool(words) and any(all(word in sentence for word in words) for sentence in sentences)


def judge(wanted: Wanted) -> Callable[[str], object]:
    """Return what tells quickly of cuts whether they hold every piece and nothing that is excluded."""
    pieces = [(_spaced(piece.runs), _together(piece.words)) for piece in wanted.pieces]
    excluded = _spaced(wanted.excluded) if wanted.excluded else None

    def is_held(cuts: str) -> bool:
        if excluded and excluded(cuts):
            return False
        return all(has_run(cuts) or has_words(cuts) for has_run, has_words in pieces)

    return is_held


def title_and_text(cuts: str) -> tuple[str, str]:
    title, _, text = cuts.partition(TITLE_END)
    return title, text


def _spaced(runs: Sequence[str]) -> Callable[[str], object]:
    """Return what finds one of the runs in cuts, whatever signs stand between its letters.

    A long run would take longer to make an expression of than the few texts that may hold it take to be read.
    """
    if any(len(run) > LONG_PIECE for run in runs):
        return lambda cuts: any(run in run_of(cuts) for run in runs)
    return re.compile("|".join("[ ,./]*".join(map(re.escape, run)) for run in runs)).search


def _together(words: Sequence[str]) -> Callable[[str], object]:
    """Return what finds a sentence of cuts that has all the words; none has where there are none."""
    if not words:
        return lambda cuts: False
    first, *others = (_spaced([word]) for word in words)
    if not others:
        return first

    def find(cuts: str) -> bool:
        return bool(first(cuts)) and any(
            first(sentence) and all(other(sentence) for other in others) for sentence in SENTENCE_ENDS.split(cuts)
        )

    return find


def _wanted(piece: Piece, common: set[str], frequencies: Mapping[str, int], known: Thesaurus) -> WantedPiece:
    if piece.is_exact:
        return WantedPiece(piece.letters)
    if piece.is_number:  # 〔2024〕1号 is not 〔2024〕16号, whose words it has; 第16号 is 16号
        ways = {ORDINAL.sub(rf"\g<year>{ordinal}", piece.letters) for ordinal in ("", "第")}
        return WantedPiece(piece.letters, tuple(ways - {piece.letters}))
    if piece.letters in known.abbreviations:
        return WantedPiece(piece.letters, tuple(_synonyms(piece, known)), is_abbreviation=True)
    words = tuple(_weighable(piece))
    if piece.is_long:
        return WantedPiece(piece.letters, parts=tuple(sorted(words, key=lambda word: frequencies.get(word, 0))))
    telling = tuple(word for word in words if word not in common)
    # 发展改革委: whoever speaks of reform does not speak of it.
    together = telling[:MOST_WORDS] if len(words) > 1 and not known.is_body(piece.letters) else ()
    # 手席质量官: of what is not even a word, the common rest says nothing.
    parts = telling or (words if "".join(words) == piece.letters else ())
    synonyms = tuple(_synonyms(piece, known))
    halves = [] if synonyms else [half for half in _halves(piece) if half not in common and half not in EMPTY_WORDS]
    said = tuple(dict.fromkeys(word for word in (*finely(piece.letters), *_halves(piece)) if word not in EMPTY_WORDS))
    return WantedPiece(piece.letters, synonyms, together, tuple(dict.fromkeys((*parts, *halves))), said)

"""What may have been meant where nothing was found: nearer spellings, or less of what was typed; always with hits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from django.db.models import Exists

from documents.keeping import state
from documents.models import SearchEntry
from documents.models.search import SearchEntryQuerySet
from documents.search.conditions import Holds
from documents.search.engine import known_words
from documents.search.needs import Need, all_of, any_of
from documents.search.query import Piece, Query
from documents.search.retyping import retype
from documents.search.spelling import LONGEST, Guess, Vocabulary
from documents.search.thesaurus import Thesaurus
from documents.search.wanted import NO_SYNONYMS
from documents.search.words import BOUNDS, EMPTY_WORDS, finely, segment, terms

MOST_SUGGESTED = 3
MOST_MENDED, MOST_SHORTER = 10, 12  # that are looked for
MOST_DEARER = 0.6  # than the best; what is less likely is not worth showing
MOST_ENTRIES, MOST_PHRASES = 3000, 20_000  # the latest entries, and the commonest phrases of two words in them
MOST_WORDS = 10  # of a piece that is shortened
CLAUSE_ENDS = re.compile(r"[,./|]")


@dataclass(frozen=True, slots=True)
class _Try:
    """Pieces to be looked for in place of those of the query; `mended` are those of the query that were changed.

    What stands in their place must be held as a run, or in its words where that is enough.
    """

    pieces: tuple[Piece, ...]
    mended: frozenset[Piece] = frozenset()
    cost: float = 0.0
    is_in_words: bool = False


def suggest(query: Query, entries: SearchEntryQuerySet, *, known: Thesaurus | None = None) -> list[str]:
    """Return what to type instead, the likeliest first; each is held by at least one of the entries, as runs, or a
    likelier one in its words.

    Less of what was typed is offered only where nothing near it is held. Two queries, and one more after a change of
    the knowledge base; two more where the thesaurus is not given.
    """
    if not query.pieces or query.is_pasted:
        return []
    known = known or known_words()
    alone, mended = [_Try((piece,)) for piece in query.pieces], _mended(query.pieces, known_vocabulary(), known)
    bare = _without_levels(query.pieces, known)
    shorter = bare if bare and len(query.pieces) == 1 else [*bare, *_shorter(query.pieces, mended)]
    in_words = [replace(one, is_in_words=True) for one in mended]
    held = _held(query, [*alone, *mended, *in_words, *shorter], _without(entries, query.excluded), known)
    sound = {piece for one in alone for piece in one.pieces if one in held}
    found = [one for one in mended if one in held and not one.mended & sound]
    likelier = [one for one in in_words if not found or one.cost < found[0].cost]
    found = [*(one for one in likelier if one in held and not one.mended & sound), *found]
    near = [one for one in found if one.cost <= found[0].cost + MOST_DEARER]
    left = [one for one in shorter if one in held and not one.mended & sound]
    return list(dict.fromkeys(_written(query, one.pieces) for one in near or left))[:MOST_SUGGESTED]


def known_vocabulary() -> Vocabulary:
    """Return the words of published text as it is now. One query, and another after every change."""
    return _vocabulary_at(state())


def vocabulary_of(all_cuts: Iterable[str]) -> Vocabulary:
    """Return the words of entries, the phrases of two words in them, and the terms."""
    words: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for cuts in all_cuts:
        for clause in CLAUSE_ENDS.split(cuts):
            in_row = clause.split(" ")
            words.update(in_row)
            phrases.update(one + other for one, other in pairwise(in_row) if not {one, other} & EMPTY_WORDS)
    common = {phrase: number for phrase, number in phrases.most_common(MOST_PHRASES) if len(phrase) <= LONGEST}
    return Vocabulary(dict.fromkeys(terms(), 0) | common | words)


@lru_cache(maxsize=1)
def _vocabulary_at(_: str) -> Vocabulary:
    published = SearchEntry.objects.published().order_by("-pk").values_list("cuts", flat=True)
    return vocabulary_of(published[:MOST_ENTRIES])


def _mended(pieces: tuple[Piece, ...], vocabulary: Vocabulary, known: Thesaurus) -> list[_Try]:
    """Return the pieces with one of them mended, the likeliest first, and then with all that can be.

    The name of a body is no slip, whoever has a body of that name.
    """
    guesses = {piece: vocabulary.nearest(piece.letters) for piece in pieces if not known.is_body(piece.letters)}
    ones = [_with(pieces, {piece: guess}) for piece, some in guesses.items() for guess in some]
    best = {piece: some[0] for piece, some in guesses.items() if some}
    together = [_with(pieces, best)] if len(best) > 1 else []
    return [*sorted(ones, key=lambda one: one.cost)[:MOST_MENDED], *together]


def _with(pieces: tuple[Piece, ...], meant: Mapping[Piece, Guess]) -> _Try:
    texts = {piece: guess.text for piece, guess in meant.items()}
    changed = (replace(p, text=texts[p], letters=texts[p]) if p in texts else p for p in pieces)
    return _Try(tuple(changed), frozenset(meant), sum(guess.cost for guess in meant.values()))


def _without_levels(pieces: tuple[Piece, ...], known: Thesaurus) -> list[_Try]:
    """Return the pieces with the names of bodies as those of every level: 发展改革委 for 省发展改革委."""
    bare = {piece: known.bare(piece.letters) or piece.letters for piece in pieces}
    if all(text == piece.letters for piece, text in bare.items()):
        return []
    changed = (p if text == p.letters else replace(p, text=text, letters=text) for p, text in bare.items())
    return [_Try(tuple(changed))]


def _shorter(pieces: tuple[Piece, ...], mended: Sequence[_Try]) -> list[_Try]:
    """Return some of the pieces, or of the likeliest in their place; of a single piece some of its words."""
    if len(pieces) == 1:
        left = list(_parts(_Try(pieces)))
    else:
        left = [less for one in (_Try(pieces), *mended[:1], *mended[-1:]) for less in _fewer(one)]
    return sorted(dict.fromkeys(left), key=lambda one: -sum(len(piece.letters) for piece in one.pieces))[:MOST_SHORTER]


def _fewer(one: _Try) -> Iterator[_Try]:
    for at in range(len(one.pieces)):
        yield replace(one, pieces=(*one.pieces[:at], *one.pieces[at + 1 :]))
    yield from (replace(one, pieces=(piece,)) for piece in one.pieces if len(one.pieces) > 2)


def _parts(one: _Try) -> Iterator[_Try]:
    """Yield the runs of words of a piece that begin and end with a word of two characters or more that is no number."""
    words = segment(one.pieces[0].letters)[:MOST_WORDS]
    empty = EMPTY_WORDS | BOUNDS
    long = [at for at, word in enumerate(words) if len(word) > 1 and word not in empty and not word.isdigit()]
    for first in long:
        for last in (at for at in long if at >= first and (first, at) != (0, len(words) - 1)):
            part = "".join(words[first : last + 1])
            yield replace(one, pieces=(Piece(part, part),))


def _held(query: Query, tries: Sequence[_Try], entries: SearchEntryQuerySet, known: Thesaurus) -> set[_Try]:
    """Return those all of whose pieces an entry holds; what was mended as it is offered, not a synonym. One query."""
    needs = [
        all_of(
            _need(piece, _known_for(one, piece, query, known), in_words=one.is_in_words and piece not in query.pieces)
            for piece in one.pieces
        )
        for one in tries
    ]
    asked = {f"try_{at}": Exists(entries.filter(Holds(need))) for at, need in enumerate(needs)}
    row = SearchEntry.objects.order_by().annotate(**asked).values_list(*asked)[:1]
    return {one for one, is_held in zip(tries, next(iter(row), ()), strict=False) if is_held}


def _known_for(one: _Try, piece: Piece, query: Query, known: Thesaurus) -> Thesaurus:
    return NO_SYNONYMS if one.mended and piece not in query.pieces else known


def _need(piece: Piece, known: Thesaurus, *, in_words: bool) -> Need:
    if in_words and not piece.is_exact and (words := finely(piece.letters)) and all(len(word) > 1 for word in words):
        return all_of(words)
    return any_of((piece.letters, *(() if piece.is_exact else known.synonyms(piece.letters))))


def _without(entries: SearchEntryQuerySet, excluded: Sequence[Piece]) -> SearchEntryQuerySet:
    return entries.exclude(Holds(any_of(piece.letters for piece in excluded))) if excluded else entries


def _written(query: Query, pieces: Sequence[Piece]) -> str:
    """Return the pieces with the query's exclusions and fields as they could have been typed."""
    return retype([replace(piece, text=_bare(piece.text)) for piece in pieces], query.excluded, query.fields)


def _bare(text: str) -> str:
    """Return a piece without the signs around it: 强国) is 强国, but 94% keeps what says something."""
    return text.strip("()（）[]【】〔〕{}<>《》〈〉,，.。;；:：!！?？、*\"“”'‘’") or text

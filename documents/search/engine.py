"""Answer a query: what the database may find, put in order, with honest totals.

Totals are exact up to MOST_COUNTED. Of more full hits than can be weighed, those are weighed in which the words
weigh most (the marks of documents.search.cuts); the number of SQL queries does not depend on what is stored.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from heapq import nlargest

from django.db import connection
from django.db.models import QuerySet

from documents.models import SearchEntry
from documents.models.search import SearchEntryQuerySet
from documents.search.backends import backend_of
from documents.search.conditions import Holds
from documents.search.counting import frequencies, frequencies_of_words
from documents.search.cuts import LEVELS, LOWEST_LEVEL, levels_from, marked, run_of
from documents.search.matching import MOST_COUNTED, Matches, fetched, matches
from documents.search.needs import any_of
from documents.search.query import Query
from documents.search.ranking import Ranked, rank
from documents.search.thesaurus import Thesaurus, thesaurus
from documents.search.wanted import Wanted, WantedPiece, judge, want, words_to_count
from documents.search.words import segment

MOST_WEIGHED = 1000  # full hits that are put in order; the rest is counted
USUALLY_WEIGHED, OF_VERY_MANY = 150, 100  # where nobody asks for more; the second where more hold everything
MOST_LOOKED_PARTIAL, MOST_PARTIAL = 200, 100  # partial hits that are looked at, and put in order
MOST_WEIGHINGS = 1000  # of words in partial hits: of a pasted paragraph fewer texts are put in order
ENOUGH = 100  # full hits; nobody asks for partial ones behind so many
MOST_RUNS = 12
UNCOUNTED = 100  # sections, where it does not matter how many
TOO_COMMON = 10  # times what is found
STEPS = (LEVELS - 3, LOWEST_LEVEL)
# Lists as the text that the database keeps; asked for by every search, they are written out.
SYNONYMS = "SELECT words, is_abbreviation FROM documents_synonym WHERE is_active ORDER BY id"
BODIES = """
SELECT function.slug, body.name, body.aliases FROM documents_department AS body
JOIN documents_function AS function ON function.id = body.function_id ORDER BY body.id
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """`hits` are the best, the full ones before the partial ones."""

    query: Query
    wanted: Wanted
    hits: tuple[Ranked, ...] = ()
    total: int = 0
    partial_total: int = 0
    is_lower_bound: bool = False
    found: Matches = field(default_factory=Matches)

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys of all full ones that are counted."""
        return tuple(self.found.keys)

    @property
    def full(self) -> tuple[Ranked, ...]:
        return tuple(hit for hit in self.hits if hit.is_full)

    def without_partial(self) -> Answer:
        return replace(self, hits=self.full, partial_total=0)


def search(query: Query, entries: SearchEntryQuerySet, *, most: int = USUALLY_WEIGHED) -> Answer:
    """Find what the entries hold of the query's pieces; fields are the caller's, who narrows the entries by them.

    `most` is how many hits will be shown. Texts that hold some of the pieces are looked for where few hold all.
    """
    if not query.pieces:
        return Answer(query, Wanted((), tuple(piece.letters for piece in query.excluded)))
    with backend_of(connection).asking(connection):
        wanted = wanted_of(query)
        found = matches(wanted, entries)
        weighed = min(max(most, USUALLY_WEIGHED), MOST_WEIGHED)
        texts = _best(wanted, entries, found, weighed)
        others = _others(wanted, entries, found) if found.number < ENOUGH else []
    hits = (*rank(wanted, texts)[:weighed], *rank(wanted, others))
    total, is_lower_bound = min(found.number, MOST_COUNTED), found.number > MOST_COUNTED
    partial = sum(not hit.is_full for hit in hits)
    return Answer(query, wanted, hits, total, partial, is_lower_bound, found)


def held(wanted: Wanted, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
    """Return the entries that hold every piece, or MOST_COUNTED of them; where no piece is wanted, all."""
    if wanted.pieces:
        with backend_of(connection).asking(connection):
            found = matches(wanted, entries)
        return entries.among(found.keys)
    return entries.exclude(Holds(any_of(wanted.excluded))) if wanted.excluded else entries


def count(wanted: Wanted, entries: SearchEntryQuerySet) -> int:
    """Return how many entries hold every piece, counted to MOST_COUNTED. One query."""
    with backend_of(connection).asking(connection):
        return min(matches(wanted, entries).number, MOST_COUNTED)


def wanted_of(query: Query) -> Wanted:
    """Return what the query wants, its synonyms and the frequencies of its words looked up. Three queries."""
    known, words = known_words(), words_to_count(query)
    if len(words) == 1:  # however frequent it is, it weighs the same everywhere
        return want(query, frequencies=dict.fromkeys(words, 1), number=UNCOUNTED, known=known)
    with backend_of(connection).asking(connection):
        counted, number = frequencies_of_words(words) if query.is_pasted else frequencies(words)
    return want(query, frequencies=counted, number=number, known=known)


def known_words() -> Thesaurus:
    """Return the synonyms and the names of departments, put together anew where they have changed. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(SYNONYMS)
        groups = tuple(cursor.fetchall())
        cursor.execute(BODIES)
        return _thesaurus(groups, tuple(cursor.fetchall()))


@lru_cache(2)
def _thesaurus(groups: tuple[tuple[str, bool], ...], bodies: tuple[tuple[str, str, str], ...]) -> Thesaurus:
    named = ((function, (name, *json.loads(aliases))) for function, name, aliases in bodies)
    equals = [json.loads(words) for words, is_abbreviation in groups if not is_abbreviation]
    abbreviations = [json.loads(words) for words, is_abbreviation in groups if is_abbreviation]
    return thesaurus(equals, named, abbreviations)


def _texts(entries: QuerySet[SearchEntry], most: int) -> list[tuple[int, str]]:
    """Return keys and cuts; any so many, in the order of their keys. The database must not sort what it need not read."""
    return sorted(fetched(entries.order_by().values_list("pk", "cuts")[:most]))


def _best(wanted: Wanted, entries: SearchEntryQuerySet, found: Matches, most: int) -> list[tuple[int, str]]:
    """Return the texts of all, or of those in which the words weigh most."""
    if found.number <= most:
        missing = [key for key in found.keys if key not in found.cuts]
        return sorted([*found.cuts.items(), *(_texts(entries.among(missing), most) if missing else [])])
    enough = most if most > USUALLY_WEIGHED else OF_VERY_MANY
    best: dict[int, str] = {}
    is_held = judge(wanted)
    for lowest in STEPS:
        if len(best) < enough // 2:
            heavy = entries.matching_words([_marked(wanted, piece, found.number, lowest) for piece in wanted.pieces])
            best |= {key: cuts for key, cuts in _texts(heavy, enough) if is_held(cuts)}
    if len(best) < enough // 2:
        looked = sorted(found.cuts.items())[:enough]
        best |= dict(looked if len(looked) == enough else _texts(entries.among(found.keys[:enough]), enough))
    return sorted(best.items())


def _marked(wanted: Wanted, piece: WantedPiece, number: int, lowest: int) -> list[str]:
    """Return the marks of a piece. A word that far more sections have than hold the piece leads to other sections."""
    told = (word for word in segment(piece.run) if wanted.frequencies.get(word, 0) <= TOO_COMMON * number)
    words = dict.fromkeys((piece.run, *told, *piece.synonyms))
    return [marked(word, level) for word in words for level in levels_from(lowest)]


def _others(wanted: Wanted, entries: SearchEntryQuerySet, found: Matches) -> list[tuple[int, str]]:
    """Return the texts that hold only some of what is wanted: all that have its rare words, so that the best are among them.

    Where they are few, some of those that have the next word follow.
    """
    if sum(len(piece.seen) for piece in wanted.pieces) < 2:
        return []
    rare, rest = wanted.by_rarity(MOST_LOOKED_PARTIAL)
    full, is_kept = set(found.keys), judge(replace(wanted, pieces=()))
    texts = dict(_texts(_having(rare, entries), MOST_LOOKED_PARTIAL + len(full)))
    if rest and len(texts) < MOST_LOOKED_PARTIAL:
        texts |= _texts(_having(rest[:1], entries), MOST_LOOKED_PARTIAL + len(full))
    others = [(key, cuts) for key, cuts in sorted(texts.items()) if key not in full and is_kept(cuts)]
    return _promising(wanted, others)


def _having(words: Sequence[str], entries: SearchEntryQuerySet) -> QuerySet[SearchEntry]:
    """Return the entries that have one of them.

    A pasted paragraph has many: the index of words is asked for them, which knows whole words only.
    """
    return entries.matching_words([words]) if len(words) > MOST_RUNS else entries.matching(any_of(words))


def _promising(wanted: Wanted, texts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return of many texts those that say most of the words, however they say them."""
    weights = {word: wanted.weight(word) for piece in wanted.pieces for word in piece.seen}
    most = min(MOST_PARTIAL, MOST_WEIGHINGS // len(weights))
    if len(texts) <= most:
        return texts

    def said(text: tuple[int, str]) -> float:
        run = run_of(text[1])
        return sum([weight for word, weight in weights.items() if word in run])

    return sorted(nlargest(most, texts, key=said))

"""Answer a query: what the database may find, put in order, with honest totals.

Totals are exact up to MOST_COUNTED. Of more full hits than can be weighed, those are weighed in which the words
weigh most (the marks of documents.search.cuts); the number of SQL queries does not depend on what is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from documents.models import Department, SearchEntry, Section, Synonym
from documents.models.search import SearchEntryQuerySet
from documents.search.backends import backend_of
from documents.search.conditions import Holds, HoldsAnyWord, Lacks
from documents.search.cuts import LEVELS, LOWEST_LEVEL, levels_from, marked
from documents.search.needs import Need, all_of, any_of
from documents.search.query import Query
from documents.search.ranking import Ranked, rank
from documents.search.thesaurus import Thesaurus, thesaurus
from documents.search.wanted import Wanted, WantedPiece, holds, want, words_to_count
from documents.search.words import segment

MOST_COUNTED = 10_000
MOST_WEIGHED = 1000  # full hits that are put in order; the rest is counted
USUALLY_WEIGHED, MOST_PARTIAL = 200, 500
ENOUGH = 200  # full hits; nobody asks for partial ones behind so many
MOST_RUNS = 12
MOST_LOOSE = 3000  # texts that are looked into for words in one sentence
MOST_FREQUENT = 20_000  # counted of a word; whatever is so frequent is common
STEPS = (LEVELS - 2, LEVELS - 4, LOWEST_LEVEL)


@dataclass(frozen=True, slots=True)
class Answer:
    """`hits` are the best, the full ones before the partial ones; the totals count all."""

    query: Query
    wanted: Wanted
    hits: tuple[Ranked, ...] = ()
    total: int = 0
    partial_total: int = 0
    is_lower_bound: bool = False

    @property
    def full(self) -> tuple[Ranked, ...]:
        return tuple(hit for hit in self.hits if hit.is_full)


def search(query: Query, entries: SearchEntryQuerySet, *, most: int = USUALLY_WEIGHED) -> Answer:
    """Find what the entries hold of the query's pieces; fields are the caller's, who narrows the entries by them.

    `most` is how many hits will be shown. Texts that hold some of the pieces are looked for where few hold all.
    """
    if not query.pieces:
        return Answer(query, Wanted((), tuple(piece.letters for piece in query.excluded)))
    wanted = wanted_of(query)
    asked = _without(entries, wanted.excluded)
    exact = asked.filter(Holds(_runs_of_all(wanted)))
    loose = _loose(wanted, asked)
    exact_total = exact[: MOST_COUNTED + 1].count()
    total = exact_total + len(loose)
    weighed = min(max(most, USUALLY_WEIGHED), MOST_WEIGHED)
    full = rank(wanted, [*_best(wanted, exact, weighed, exact_total), *loose[:weighed]])[:weighed]
    partial, partial_total = _partial(wanted, asked, loose) if total < ENOUGH else ([], 0)
    is_lower_bound = exact_total > MOST_COUNTED or len(loose) >= MOST_LOOSE
    return Answer(query, wanted, (*full, *partial), min(total, MOST_COUNTED), partial_total, is_lower_bound)


def holding(query: Query, entries: SearchEntryQuerySet) -> tuple[SearchEntryQuerySet, Wanted]:
    """Return the entries that hold every piece, for counting by facets, and what is wanted of them."""
    wanted = wanted_of(query)
    return held(wanted, entries), wanted


def held(wanted: Wanted, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
    """Return the entries that hold every piece, all of them where no piece is wanted. One query at most."""
    asked = _without(entries, wanted.excluded)
    if not wanted.pieces:
        return asked
    exact, loose = Q(Holds(_runs_of_all(wanted))), [key for key, _ in _loose(wanted, asked)]
    return asked.filter(exact | Q(pk__in=loose) if loose else exact)


def holding_parts(wanted: Wanted, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
    """Return the entries that hold of every piece the run, a synonym or all words, wherever they stand."""
    return _without(entries, wanted.excluded).filter(Holds(_runs_or_words(wanted)))


def wanted_of(query: Query) -> Wanted:
    """Return what the query wants, its synonyms and the frequencies of its words looked up. Three queries."""
    known = known_words()
    synonyms = {p.letters: known.synonyms(p.letters) for p in query.pieces if not (p.is_exact or p.is_long)}
    counted, number = frequencies(words_to_count(query))
    return want(query, frequencies=counted, number=number, synonyms=synonyms)


def known_words() -> Thesaurus:
    """Return the synonyms and the names of departments. Two queries."""
    groups = Synonym.objects.filter(is_active=True).values_list("words", flat=True)
    bodies = Department.objects.exclude(function=None).values_list("function__slug", "name", "aliases")
    return thesaurus(groups, ((function, (name, *aliases)) for function, name, aliases in bodies))


def frequencies(words: Sequence[str]) -> tuple[dict[str, int], int]:
    """Return how many sections have each word, counted to MOST_FREQUENT, and how many there are. One query."""
    backend = backend_of(connection)
    table = Section._meta.db_table
    count = f"SELECT count(*) FROM (SELECT id FROM {table} LIMIT {MOST_FREQUENT + 1}) AS s"
    asked = [(f"CASE WHEN ({count}) > {MOST_FREQUENT} THEN (SELECT max(id) FROM {table}) ELSE ({count}) END", [])]
    asked += [(f"({sql})", parameters) for sql, parameters in (backend.frequency(w, MOST_FREQUENT + 1) for w in words)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql for sql, _ in asked)}", [p for _, some in asked for p in some])
        number, *counted = cursor.fetchone()
    known = dict(zip(words, counted, strict=True))
    return {word: number if count > MOST_FREQUENT else count for word, count in known.items()}, number


def _runs_of_all(wanted: Wanted) -> Need:
    return all_of(any_of(piece.runs) for piece in wanted.pieces)


def _runs_or_words(wanted: Wanted) -> Need:
    return all_of(
        any_of((*piece.runs, all_of(piece.words))) if piece.words else any_of(piece.runs) for piece in wanted.pieces
    )


def _without(entries: SearchEntryQuerySet, excluded: Sequence[str]) -> SearchEntryQuerySet:
    return entries.filter(Lacks(any_of(excluded))) if excluded else entries


def _texts(entries: QuerySet[SearchEntry], most: int) -> list[tuple[int, str]]:
    """Return keys and cuts; any so many, in the order of their keys. The database must not sort what it need not read."""
    return sorted(entries.order_by().values_list("pk", "cuts")[:most])


def _loose(wanted: Wanted, asked: SearchEntryQuerySet) -> list[tuple[int, str]]:
    """Return what holds every piece, but not every one as a run."""
    if not any(piece.words for piece in wanted.pieces):
        return []
    rows = asked.filter(Holds(_runs_or_words(wanted)), Lacks(_runs_of_all(wanted)))
    return [(key, cuts) for key, cuts in _texts(rows, MOST_LOOSE) if holds(wanted, cuts)]


def _best(wanted: Wanted, exact: SearchEntryQuerySet, most: int, total: int) -> list[tuple[int, str]]:
    """Return all, or those in which the words weigh most."""
    if total <= most:
        return _texts(exact, most)
    found: dict[int, str] = {}
    for lowest in STEPS:
        if len(found) < most // 2:
            heavy = exact.filter(*(HoldsAnyWord(_marked(piece, lowest)) for piece in wanted.pieces))
            found |= dict(_texts(heavy, most))
    return list((found if len(found) >= most // 2 else found | dict(_texts(exact, most))).items())


def _marked(piece: WantedPiece, lowest: int) -> list[str]:
    words = dict.fromkeys((piece.run, *segment(piece.run), *piece.synonyms))
    return [marked(word, level) for word in words for level in levels_from(lowest)]


def _partial(
    wanted: Wanted, asked: SearchEntryQuerySet, loose: Sequence[tuple[int, str]]
) -> tuple[list[Ranked], int]:
    """Return the best of what holds some of what is wanted, and how many there are, counted to MOST_PARTIAL.

    A pasted paragraph has many words: the index of words is asked for them, which knows whole words only.
    """
    seen = wanted.rarest(MOST_PARTIAL)
    if sum(len(piece.seen) for piece in wanted.pieces) < 2:
        return [], 0
    some = HoldsAnyWord(seen) if len(seen) > MOST_RUNS else Holds(any_of(seen))
    rows = asked.filter(some, Lacks(_runs_of_all(wanted))).exclude(pk__in=[key for key, _ in loose])
    texts = _texts(rows, MOST_PARTIAL)
    return rank(wanted, texts), len(texts)

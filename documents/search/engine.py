"""Answer a query: what the database may find, put in order, with honest totals.

Totals are exact up to MOST_COUNTED. Of more full hits than can be weighed, those are weighed in which the words
weigh most (the marks of documents.search.cuts); the number of SQL queries does not depend on what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from heapq import nlargest
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet

from documents.models import Department, SearchEntry, Synonym
from documents.models.search import SearchEntryQuerySet
from documents.search.backends import backend_of, is_certain
from documents.search.conditions import Holds
from documents.search.counting import frequencies, frequencies_of_words
from documents.search.cuts import LEVELS, LOWEST_LEVEL, levels_from, marked, run_of
from documents.search.needs import Need, all_of, any_of
from documents.search.query import Query
from documents.search.ranking import Ranked, rank
from documents.search.thesaurus import Thesaurus, thesaurus
from documents.search.wanted import Wanted, WantedPiece, judge, want, words_to_count
from documents.search.words import segment

MOST_COUNTED = 10_000
MOST_WEIGHED = 1000  # full hits that are put in order; the rest is counted
USUALLY_WEIGHED = 150
MOST_LOOKED_PARTIAL, MOST_PARTIAL = 300, 100  # partial hits that are looked at, and put in order
ENOUGH = 200  # full hits; nobody asks for partial ones behind so many
MOST_RUNS = 12
MOST_LOOKED = 11_000  # texts that are fetched at once to be looked into
UNCOUNTED = 100  # sections, where it does not matter how many
STEPS = (LEVELS - 3, LOWEST_LEVEL)


@dataclass(frozen=True, slots=True)
class Answer:
    """`hits` are the best, the full ones before the partial ones; `keys` are those of all full ones that are counted."""

    query: Query
    wanted: Wanted
    hits: tuple[Ranked, ...] = ()
    total: int = 0
    partial_total: int = 0
    is_lower_bound: bool = False
    keys: tuple[int, ...] = ()

    @property
    def full(self) -> tuple[Ranked, ...]:
        return tuple(hit for hit in self.hits if hit.is_full)


def search(query: Query, entries: SearchEntryQuerySet, *, most: int = USUALLY_WEIGHED) -> Answer:
    """Find what the entries hold of the query's pieces; fields are the caller's, who narrows the entries by them.

    `most` is how many hits will be shown. Texts that hold some of the pieces are looked for where few hold all.
    """
    if not query.pieces:
        return Answer(query, Wanted((), tuple(piece.letters for piece in query.excluded)))
    with backend_of(connection).asking(connection):
        wanted = wanted_of(query)
        found = _matches(wanted, entries)
        weighed = min(max(most, USUALLY_WEIGHED), MOST_WEIGHED)
        texts = _best(wanted, entries, found, weighed)
        others = _others(wanted, entries, found) if len(found.keys) < ENOUGH else []
    hits = (*rank(wanted, texts)[:weighed], *rank(wanted, others))
    total, is_lower_bound = min(len(found.keys), MOST_COUNTED), len(found.keys) > MOST_COUNTED
    partial = sum(not hit.is_full for hit in hits)
    return Answer(query, wanted, hits, total, partial, is_lower_bound, tuple(found.keys[:MOST_COUNTED]))


def held(wanted: Wanted, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
    """Return the entries that hold every piece, or MOST_COUNTED of them; where no piece is wanted, all."""
    if wanted.pieces:
        with backend_of(connection).asking(connection):
            found = _matches(wanted, entries)
        return entries.among(found.keys[:MOST_COUNTED])
    return entries.exclude(Holds(any_of(wanted.excluded))) if wanted.excluded else entries


def count(wanted: Wanted, entries: SearchEntryQuerySet) -> int:
    """Return how many entries hold every piece, counted to MOST_COUNTED. One query."""
    with backend_of(connection).asking(connection):
        return min(len(_matches(wanted, entries).keys), MOST_COUNTED)


def holding_parts(wanted: Wanted, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
    """Return the entries that hold of every piece the run, a synonym or all words, wherever they stand."""
    parts = entries.filter(Holds(_needed(wanted)))
    return parts.exclude(Holds(any_of(wanted.excluded))) if wanted.excluded else parts


def wanted_of(query: Query) -> Wanted:
    """Return what the query wants, its synonyms and the frequencies of its words looked up. Three queries."""
    known, words = known_words(), words_to_count(query)
    if len(words) == 1:  # however frequent it is, it weighs the same everywhere
        return want(query, frequencies=dict.fromkeys(words, 1), number=UNCOUNTED, known=known)
    with backend_of(connection).asking(connection):
        counted, number = frequencies_of_words(words) if query.is_pasted else frequencies(words)
    return want(query, frequencies=counted, number=number, known=known)


def known_words() -> Thesaurus:
    """Return the synonyms and the names of departments. Two queries."""
    groups = Synonym.objects.filter(is_active=True).values_list("words", flat=True)
    bodies = Department.objects.exclude(function=None).values_list("function__slug", "name", "aliases")
    return thesaurus(groups, ((function, (name, *aliases)) for function, name, aliases in bodies))


@dataclass(slots=True)
class _Matches:
    """The keys of what holds every piece, one more than MOST_COUNTED at most, and the cuts of those looked into."""

    keys: list[int]
    cuts: dict[int, str] = field(default_factory=dict)


def _matches(wanted: Wanted, entries: SearchEntryQuerySet) -> _Matches:
    """Take what the index knows of itself, and look into the rest of what it allows for. Two queries, or one."""
    needed, proof = _needed(wanted), _proof(wanted)
    if wanted.excluded:
        return _looked_into(wanted, entries.matching(needed), [])
    known = sorted(key for [key] in _fetched(entries.proving(proof).order_by().values_list("pk")[: MOST_COUNTED + 1]))
    if len(known) > MOST_COUNTED or (needed == proof and is_certain(proof)):
        return _Matches(known)
    return _looked_into(wanted, entries.doubtful(needed, proof), known)


def _looked_into(wanted: Wanted, entries: SearchEntryQuerySet, known: list[int]) -> _Matches:
    """Add to the known keys those of the entries that hold what is wanted."""
    texts = entries.order_by().values_list("pk", "cuts")
    first = _fetched(texts[:MOST_LOOKED])
    found = _looked(wanted, first, known)
    if len(first) == MOST_LOOKED and len(found.keys) <= MOST_COUNTED:
        found = _looked(wanted, texts.iterator(MOST_LOOKED), known)
    return found


def _fetched(rows: QuerySet[Any, Any]) -> list[Any]:
    """Return the rows as the driver has them; for thousands of them that takes half the time."""
    try:
        sql, parameters = rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:  # none()
        return []
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _looked(wanted: Wanted, texts: Iterable[tuple[int, str]], known: Iterable[int]) -> _Matches:
    is_held, found = judge(wanted), _Matches([*known])
    for key, cuts in texts:
        if is_held(cuts):
            found.keys.append(key)
            if len(found.cuts) < MOST_WEIGHED:
                found.cuts[key] = cuts
            if len(found.keys) > MOST_COUNTED:
                break
    found.keys.sort()
    return found


def _needed(wanted: Wanted) -> Need:
    return all_of(
        any_of((*piece.runs, all_of(piece.words))) if piece.words else any_of(piece.runs) for piece in wanted.pieces
    )


def _proof(wanted: Wanted) -> Need:
    """Return the runs any of which proves a piece to be held."""
    return all_of(any_of(piece.runs) for piece in wanted.pieces)


def _texts(entries: QuerySet[SearchEntry], most: int) -> list[tuple[int, str]]:
    """Return keys and cuts; any so many, in the order of their keys. The database must not sort what it need not read."""
    return sorted(_fetched(entries.order_by().values_list("pk", "cuts")[:most]))


def _best(wanted: Wanted, entries: SearchEntryQuerySet, found: _Matches, most: int) -> list[tuple[int, str]]:
    """Return the texts of all, or of those in which the words weigh most."""
    if len(found.keys) <= most:
        missing = [key for key in found.keys if key not in found.cuts]
        return sorted([*found.cuts.items(), *(_texts(entries.among(missing), most) if missing else [])])
    best: dict[int, str] = {}
    is_held = judge(wanted)
    for lowest in STEPS:
        if len(best) < most // 2:
            heavy = entries.matching_words([_marked(piece, lowest) for piece in wanted.pieces])
            best |= {key: cuts for key, cuts in _texts(heavy, most) if is_held(cuts)}
    if len(best) < most // 2:
        looked = sorted(found.cuts.items())[:most]
        best |= dict(looked if len(looked) == most else _texts(entries.among(found.keys[:most]), most))
    return sorted(best.items())


def _marked(piece: WantedPiece, lowest: int) -> list[str]:
    words = dict.fromkeys((piece.run, *segment(piece.run), *piece.synonyms))
    return [marked(word, level) for word in words for level in levels_from(lowest)]


def _others(wanted: Wanted, entries: SearchEntryQuerySet, found: _Matches) -> list[tuple[int, str]]:
    """Return the texts that hold only some of what is wanted: by its rarest words, so many that the best are among them.

    A pasted paragraph has many words: the index of words is asked for them, which knows whole words only.
    """
    if sum(len(piece.seen) for piece in wanted.pieces) < 2:
        return []
    seen, full = wanted.rarest(MOST_LOOKED_PARTIAL), set(found.keys)
    rows = entries.matching_words([seen]) if len(seen) > MOST_RUNS else entries.matching(any_of(seen))
    is_kept = judge(replace(wanted, pieces=()))
    texts = _texts(rows, MOST_LOOKED_PARTIAL + len(full))
    return _promising(wanted, [(key, cuts) for key, cuts in texts if key not in full and is_kept(cuts)])


def _promising(wanted: Wanted, texts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return of many texts those that say most of the words, however they say them."""
    if len(texts) <= MOST_PARTIAL:
        return texts
    weights = {word: wanted.weight(word) for piece in wanted.pieces for word in piece.seen}

    def said(text: tuple[int, str]) -> float:
        run = run_of(text[1])
        return sum([weight for word, weight in weights.items() if word in run])

    return sorted(nlargest(MOST_PARTIAL, texts, key=said))

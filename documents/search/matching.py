"""What holds every piece of a query: what the index knows of itself, and what of the rest is found by looking into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from documents.models.search import SearchEntryQuerySet
from documents.search.backends import backend_of
from documents.search.needs import Need, all_of, any_of
from documents.search.wanted import Wanted, judge

MOST_COUNTED = 10_000
MOST_LOOKED = 11_000  # texts that are fetched at once to be looked into
MOST_KEPT = 1000  # texts that were looked into


@dataclass(frozen=True)
class Matches:
    """How many hold every piece, one more than MOST_COUNTED at most, and the cuts of some that were looked into.

    The keys come from the database as one line of text: most who ask how many there are never ask which.
    """

    number: int = 0
    line: str = ""
    looked: tuple[int, ...] = ()
    cuts: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def keys(self) -> list[int]:
        """The keys of all that are counted, in their order."""
        return sorted((*map(int, self.line.split()), *self.looked))[:MOST_COUNTED]


def matches(wanted: Wanted, entries: SearchEntryQuerySet) -> Matches:
    """Take what the index knows of itself, and look into the rest of what it allows for. Two queries, or one.

    With exclusions two more, where the index can tell what has none of them; else what it allows for is looked into.
    """
    if not wanted.excluded:
        return _matches(wanted, entries)
    excluded = any_of(wanted.excluded)
    without = backend_of(connection).ruling_out(entries, excluded)
    if without is None:
        return _looked_into(wanted, entries.matching(need_of(wanted)), Matches())
    found = _matches(wanted, without)
    if found.number > MOST_COUNTED or backend_of(connection).is_settled(excluded, excluded):
        return found
    return _looked_into(wanted, entries.doubtful(excluded, excluded).matching(need_of(wanted)), found)


def _matches(wanted: Wanted, entries: SearchEntryQuerySet) -> Matches:
    needed, proof = need_of(wanted), proof_of(wanted)
    known = _known(entries.proving(proof))
    if known.number > MOST_COUNTED or backend_of(connection).is_settled(needed, proof):
        return known
    return _looked_into(wanted, entries.doubtful(needed, proof), known)


def need_of(wanted: Wanted) -> Need:
    """Return what a text that holds every piece has: of each the run, a synonym or all words, wherever they stand."""
    return all_of(any_of((*piece.runs, all_of(piece.words)) if piece.words else piece.runs) for piece in wanted.pieces)


def proof_of(wanted: Wanted) -> Need:
    """Return the runs any of which proves a piece to be held; a word that needs no other in its sentence is one."""
    return all_of(any_of((*piece.runs, *piece.words[: len(piece.words) == 1])) for piece in wanted.pieces)


def fetched(rows: QuerySet[Any, Any]) -> list[Any]:
    """Return the rows as the driver has them; for thousands of them that takes half the time."""
    try:
        sql, parameters = rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:  # none()
        return []
    return _asked(sql, parameters)


def _known(entries: SearchEntryQuerySet) -> Matches:
    keys = entries.order_by().values_list("section_id")[: MOST_COUNTED + 1]
    try:
        sql, parameters = keys.query.get_compiler(keys.db).as_sql()
    except EmptyResultSet:
        return Matches()
    [(number, line)] = _asked(backend_of(connection).joining(sql, "section_id"), parameters)
    return Matches(number, str(line or ""))


def _asked(sql: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _looked_into(wanted: Wanted, entries: SearchEntryQuerySet, known: Matches) -> Matches:
    """Add to what is known those of the entries that hold what is wanted."""
    texts = entries.order_by().values_list("pk", "cuts")
    first = fetched(texts[:MOST_LOOKED])
    found = _looked(wanted, first, known)
    if len(first) == MOST_LOOKED and found.number <= MOST_COUNTED:
        found = _looked(wanted, texts.iterator(MOST_LOOKED), known)
    return found


def _looked(wanted: Wanted, texts: Iterable[tuple[int, str]], known: Matches) -> Matches:
    is_held, held = judge(wanted), []
    kept: dict[int, str] = {}
    for key, cuts in texts:
        if is_held(cuts):
            held.append(key)
            if len(kept) < MOST_KEPT:
                kept[key] = cuts
            if known.number + len(held) > MOST_COUNTED:
                break
    return Matches(known.number + len(held), known.line, (*known.looked, *held), {**known.cuts, **kept})

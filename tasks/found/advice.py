"""What the search page says beside the hits: what it made of the words, and what else could be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from documents.models import Plan
from documents.models.search import SearchEntryQuerySet
from documents.search.cuts import letters
from documents.search.engine import MOST_COUNTED
from documents.search.query import Field, Piece, Query
from documents.search.retyping import name_of, retype
from documents.search.words import EMPTY_WORDS, finely
from documents.text import fold, script_of

MOST_SHORTER, MOST_TRIED, LONGEST_CUT = 4, 6, 60
LONGEST_NUMBERED = 500  # characters that are looked through for a 文号
# 荣昌府发〔2024〕16号, 国发[2023]第3号
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,20} ?[〔(\[【] ?(?:19|20)\d{2} ?[〕)\]】] ?第? ?\d{1,5} ?号")


@dataclass(frozen=True, slots=True)
class Another:
    """Another query that could be typed, with its number of hits."""

    typed: str
    hits: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A field whose value nothing is called by, and what is typed without it."""

    name: str
    value: str
    typed: str


def is_traditional(typed: str) -> bool:
    """Tell whether anything was typed that is written otherwise in simplified script."""
    return any(script_of(char) == "hant" for char in set(typed))


def plan_numbered(typed: str, plans: Iterable[Plan]) -> tuple[str, Plan | None]:
    """Return the 文号 that was typed, with any brackets, and the plan that has it."""
    found = NUMBER.search(fold(typed[:LONGEST_NUMBERED]))
    if not found:
        return "", None
    written = _digits_and_letters(found.group())
    known = [
        (key, plan) for plan in plans if (key := _digits_and_letters(plan.document_number)) and written.endswith(key)
    ]
    plan = max(known, key=lambda pair: len(pair[0]), default=("", None))[1]
    return typed[found.start() : found.end()], plan


def unknown_fields(query: Query, unknown: Iterable[Field]) -> Iterator[Unknown]:
    """Yield what could not be understood, each with what the words are without it."""
    for field in unknown:
        left = [other for other in query.fields if other != field]
        yield Unknown(name_of(field), field.text, retype(query.pieces, query.excluded, left))


def shorter(query: Query, entries: SearchEntryQuerySet) -> Iterator[Another]:
    """Yield queries with fewer pieces, or fewer words, that do have hits. A query for each that is tried.

    A part of a 文号 says nothing.
    """
    if NUMBER.search(fold(query.typed[:LONGEST_NUMBERED])):
        return iter(())
    found = (Another(typed, number) for typed, number in _tried(query, entries) if number)
    return islice(found, MOST_SHORTER)


def _tried(query: Query, entries: SearchEntryQuerySet) -> Iterator[tuple[str, int]]:
    for pieces in islice(_fewer(query.pieces), MOST_TRIED):
        rows = entries
        for piece in pieces:
            rows = rows.holding_run(piece.letters)
        yield retype(pieces, query.excluded, query.fields), rows[:MOST_COUNTED].count()


def _fewer(pieces: tuple[Piece, ...]) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces without one of them; of a single one its words without the last, without the first, and each."""
    if len(pieces) > 1:
        yield from (pieces[:at] + pieces[at + 1 :] for at in reversed(range(len(pieces))))
    elif pieces:
        [piece] = pieces
        words = finely(piece.letters[:LONGEST_CUT])
        longer = ["".join(words[:-1]), "".join(words[1:])] if len(words) > 2 else []
        runs = dict.fromkeys([*longer, *(word for word in words if word not in EMPTY_WORDS)])
        known = (run for run in runs if len(run) > 1 and run != piece.letters)
        yield from ((replace(piece, text=run, letters=run, is_exact=False),) for run in known)


def _digits_and_letters(text: str) -> str:
    return letters(text).replace("第", "")

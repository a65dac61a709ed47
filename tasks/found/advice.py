"""What the search page says beside the hits: what it made of the words, and what else could be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.models import Plan, Region, Section, Theme
from documents.models.search import SearchEntryQuerySet
from documents.search.counting import frequencies
from documents.search.cuts import letters
from documents.search.engine import count
from documents.search.query import Field, Piece, Query, numbered_in, parse
from documents.search.retyping import name_of, retype
from documents.search.suggestions import suggest
from documents.search.thesaurus import Thesaurus
from documents.search.wanted import want, words_to_count
from documents.search.words import EMPTY_WORDS, finely
from documents.text import script_of
from tasks.found.rows import HitRow
from tasks.models import Role

POSSIBLE = {
    "kind": "、".join(Section.Kind.labels),
    "level": "、".join(Region.Level.labels),
    "role": "、".join(Role.labels),
    "year": "四位数的年份",
}
LONGEST_TITLE = 500  # characters that are compared with titles


@dataclass(frozen=True, slots=True)
class Another:
    """Another query that could be typed, with its number of hits."""

    typed: str
    hits: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A field whose value nothing is called by, `said` as it was typed; one that excludes takes nothing away.

    `typed` is what is typed without it, `as_text` what is typed for its letters, `possible` what its value can be.
    """

    name: str
    value: str
    typed: str
    said: str
    as_text: str
    possible: str = ""
    is_excluded: bool = False


def is_traditional(typed: str) -> bool:
    """Tell whether anything was typed that is written otherwise in simplified script."""
    return any(script_of(char) == "hant" for char in set(typed))


def plan_numbered(typed: str, plans: Iterable[Plan]) -> tuple[str, Plan | None]:
    """Return the 文号 that was typed, with any brackets, and the plan that has it."""
    number = numbered_in(typed)
    if not number:
        return "", None
    written = _digits_and_letters(number)
    known = [
        (key, plan) for plan in plans if (key := _digits_and_letters(plan.document_number)) and written.endswith(key)
    ]
    plan = max(known, key=lambda pair: len(pair[0]), default=("", None))[1]
    return number, plan


def plan_titled(typed: str, plans: Iterable[Plan]) -> Plan | None:
    """Return the plan whose title was typed, as whoever takes it from the suggestions does."""
    written = letters(typed[:LONGEST_TITLE])
    return next((plan for plan in plans if written and _letters(plan.title) == written), None)


def unknown_fields(query: Query, unknown: Iterable[Field]) -> Iterator[Unknown]:
    """Yield what could not be understood, each with what the words are without it and with it read as text."""
    for field in unknown:
        left = [other for other in query.fields if other != field]
        without = retype(query.pieces, query.excluded, left)
        yield Unknown(
            name=name_of(field),
            value=field.text,
            typed=without,
            said=field.typed,
            as_text=_as_text(query, field, left),
            possible=_possible(field),
            is_excluded=field.is_excluded,
        )


def unsaid(query: Query, rows: Sequence[HitRow]) -> list[Piece]:
    """Return the pieces that no row says as they were typed, but in other words."""
    runs = frozenset.intersection(*(row.unsaid for row in rows)) if rows and not query.is_pasted else ()
    return [piece for piece in query.pieces if piece.letters in runs]


def is_doubtful(piece: Piece, known: Thesaurus) -> bool:
    """Tell whether a piece that nobody says looks like a slip: a character of it belongs to no word (首席质量管)."""
    loose = (word for word in finely(piece.letters) if len(word) == 1 and word not in EMPTY_WORDS)
    return any(True for _ in loose) and not known.synonyms(piece.letters)


def without_each(query: Query) -> Iterator[tuple[str, str]]:
    """Yield each field and exclusion as typed, and what is typed without it, as far as something is left to look for."""
    for field in query.fields:
        if left := retype(query.pieces, query.excluded, [other for other in query.fields if other != field]):
            yield retype((), (), [field]), left
    for piece in query.excluded:
        others = [other for other in query.excluded if other != piece]
        yield retype((), [piece]), retype(query.pieces, others, query.fields)


def instead(query: Query, entries: SearchEntryQuerySet, known: Thesaurus) -> list[Another]:
    """Return what could be typed where nothing was found, with how many of the entries it finds. A 文号 has nothing near."""
    if numbered_in(query.typed):
        return []
    suggested = [parse(typed) for typed in suggest(query, entries, known=known)]
    return [another for another in _counted(suggested, entries, known) if another.hits]


def is_less(another: Another, query: Query) -> bool:
    """Tell whether it is only a part of what was typed, not another spelling."""
    typed = letters(query.typed)
    return all(piece.letters in typed for piece in parse(another.typed).pieces)


def _as_text(query: Query, field: Field, left: Sequence[Field]) -> str:
    """Return what is typed for the letters of the field as one run; empty where that would look for nothing."""
    if not field.is_excluded:
        return retype([*query.pieces, field.as_text], query.excluded, left)
    return retype(query.pieces, [*query.excluded, field.as_text], left) if query.pieces or left else ""


def _possible(field: Field) -> str:
    """Return what can be typed as the value of a field that has few values. One query for themes."""
    if field.name == "theme":
        return "、".join(Theme.objects.values_list("name", flat=True))
    return POSSIBLE.get(field.name, "")


def _counted(queries: Sequence[Query], entries: SearchEntryQuerySet, known: Thesaurus) -> Iterator[Another]:
    """Count the hits as the search does. One query, and one for each."""
    words = dict.fromkeys(word for query in queries for word in words_to_count(query))
    counts, number = frequencies(tuple(words)) if words else ({}, 0)
    for query in queries:
        yield Another(query.typed, count(want(query, frequencies=counts, number=number, known=known), entries))


@lru_cache(maxsize=50_000)
def _letters(title: str) -> str:
    return letters(title)


def _digits_and_letters(text: str) -> str:
    return letters(text).replace("第", "")

"""Look for a sentence in published plans, the newest editions first; the number of queries does not depend on what is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import ceil

from documents.models import Plan, SearchEntry, Section
from documents.models.search import SearchEntryQuerySet
from documents.quotations.places import Match, Place, Places, as_read, passage, sections_of, sections_of_plans
from documents.search.conditions import Holds
from documents.search.cuts import letters, run_of
from documents.search.engine import search
from documents.search.needs import any_of
from documents.search.query import Piece, Query
from documents.shelf import Shelf
from documents.verbatim import Said, nearest, places, said
from documents.wordwise import Step, steps

SHORTEST, LONGEST = 4, 4000  # letters; characters
MOST_LOOKED = 1000  # sections that hold it, or pieces of it
MOST_WHOLE = 6  # plans that are read as a whole, for a quotation that goes over from one section to the next
CHUNK, MOST_CHUNKS = 10, 8  # letters; pieces of a quotation
MOST_COMPARED, MOST_NEAR = 30, 3
LEAST_LIKE = 0.6  # below, two sentences merely use the same words


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that is like the quotation, and the steps from the quotation to it.

    `is_as_read`: the source text has the very words, which were corrected by hand since.
    """

    place: Place
    likeness: float
    steps: tuple[Step, ...]
    is_as_read: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`places` in the order of the plans; where there is none, `near` holds what is like it, the nearest first.

    `is_lower_bound`: there may be more places than were looked at.
    """

    quotation: str
    places: tuple[Place, ...] = ()
    near: tuple[Near, ...] = ()
    is_lower_bound: bool = False

    @property
    def is_found(self) -> bool:
        return bool(self.places)


def is_too_short(quotation: str) -> bool:
    return len(said(quotation).letters) < SHORTEST


def verify(quotation: str, shelf: Shelf, *, within: Plan | None = None) -> Verdict:
    """Look for a sentence of SHORTEST letters to LONGEST characters in the plans of the shelf, or in one of them."""
    entries = SearchEntry.objects.published()
    asked = _Asked(quotation.strip(), said(quotation), entries.filter(plan=within) if within else entries, shelf)
    held = asked.holding([letters(quotation)])
    found = asked.in_each(sections_of(key for key, _, _ in held)) or asked.anywhere()
    if found:
        return Verdict(asked.quotation, tuple(found), is_lower_bound=len(held) == MOST_LOOKED)
    return Verdict(asked.quotation, near=tuple(asked.near()))


@dataclass(frozen=True, slots=True)
class _Asked:
    quotation: str
    wanted: Said
    entries: SearchEntryQuerySet
    shelf: Shelf

    def holding(self, runs: Sequence[str]) -> list[tuple[int, int, str]]:
        """Return section, plan and cuts of the entries in which one of the runs stands. One query."""
        wanted = [run for run in runs if run]
        found = self.entries.filter(Holds(any_of(wanted))) if wanted else self.entries.none()
        return list(found.order_by("section").values_list("section", "plan", "cuts")[:MOST_LOOKED])

    def in_each(self, sections: Iterable[Section]) -> list[Place]:
        """Return the places within single sections. One query."""
        return self._placed(match for section in self._published(sections) for match in _within(self.wanted, section))

    def anywhere(self) -> list[Place]:
        """Read the plans that hold most pieces of it as a whole, numbers of sections too. Three queries."""
        chunks = _chunks(letters(self.quotation))
        whole = list(self._published(sections_of_plans(_holding_most(self.holding(chunks), chunks))))
        found = self.in_each(whole)
        plans = groupby(whole, key=lambda section: section.plan_id)
        return found or self._placed(match for _, own in plans for match in _across(self.wanted, list(own)))

    def near(self) -> list[Near]:
        """Return what is like it in the sections that the search finds."""
        query = Query(self.quotation, (Piece(self.quotation, letters(self.quotation)),))
        hits = search(query, self.entries, most=MOST_COMPARED).hits[:MOST_COMPARED]
        compared = []
        for section in self._published(sections_of(hit.key for hit in hits)):
            text, is_as_read = passage(section), bool(places(self.wanted, said(as_read(section))))
            window = nearest(self.wanted, text)
            if window and (window.likeness >= LEAST_LIKE or is_as_read):
                compared.append((window.likeness, Match((section,), text, window.span), is_as_read))
        best = sorted(compared, key=lambda one: (not one[2], -one[0]))[:MOST_NEAR]
        found = Places(self.quotation, self.shelf.plans).of(match for _, match, _ in best)
        return [
            Near(place, likeness, steps(self.quotation, place.written), is_as_read)
            for place, (likeness, _, is_as_read) in zip(found, best, strict=True)
        ]

    def _published(self, sections: Iterable[Section]) -> Iterator[Section]:
        """Keep what is on the shelf: a plan may have been withdrawn a moment ago."""
        return (section for section in sections if section.plan_id in self.shelf.plans)

    def _placed(self, matches: Iterable[Match]) -> list[Place]:
        found = Places(self.quotation, self.shelf.plans).of(matches)
        order = {key: number for number, key in enumerate((*self.shelf.current, *self.shelf.superseded))}
        return sorted(found, key=lambda place: (order[place.plan.pk], place.section.position))


def _within(wanted: Said, section: Section) -> Iterator[Match]:
    text = passage(section)
    found = places(wanted, said(text))
    return (Match((section,), text, span, number, len(found)) for number, span in enumerate(found))


def _across(wanted: Said, sections: Sequence[Section]) -> Iterator[Match]:
    """Yield what goes over from one section of a plan to those behind it."""
    passages = [passage(section) for section in sections]
    begins = [0, *accumulate(len(text) + 1 for text in passages)]
    whole = "\n".join(passages)
    for start, end in places(wanted, said(whole)):
        touched = zip(sections, begins, begins[1:], strict=False)
        own = tuple(section for section, begin, behind in touched if begin < end and start < behind)
        yield Match(own, whole, (start, end))


def _chunks(run: str) -> list[str]:
    """Return the letters in pieces, of which one lies within a section wherever sections end."""
    number = min(MOST_CHUNKS, max(2, ceil(len(run) / CHUNK)))
    size = max(1, ceil(len(run) / number))
    return [run[at : at + size] for at in range(0, len(run), size)]


def _holding_most(held: Iterable[tuple[int, int, str]], chunks: Sequence[str]) -> list[int]:
    """Return the plans whose sections hold most of the pieces."""
    pieces: defaultdict[int, set[str]] = defaultdict(set)
    for _, plan, cuts in held:
        run = run_of(cuts)
        pieces[plan] |= {chunk for chunk in chunks if chunk in run}
    counted = Counter({plan: len(some) for plan, some in pieces.items()})
    return [plan for plan, _ in counted.most_common(MOST_WHOLE)]

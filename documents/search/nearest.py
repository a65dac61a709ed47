"""Find the sections of other plans that are most like one, at a cost that does not grow with what is stored."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from documents.models import SearchEntry, Section
from documents.models.search import SearchEntryQuerySet
from documents.search.backends import backend_of
from documents.search.counting import frequencies_of_words
from documents.search.cuts import LEVELS, marked
from documents.search.likeness import Alike, Profile, most_alike, most_telling, profile

MOST_COMPARED = 600
HIGHEST_LEVELS = range(LEVELS - 3, LEVELS)


def nearest(section: Section, entries: SearchEntryQuerySet, *, most: int) -> list[tuple[SearchEntry, Alike]]:
    """Return the entries of other plans that are most like a section, the nearest first. Two queries.

    The section comes with its entry, as from select_related("search_entry"); one that is not indexed is like nothing.
    The entries may come with their sections: that costs less than another query.
    """
    own = getattr(section, "search_entry", None)
    words = most_telling(own.cuts) if own else []
    if own is None or not words:
        return []
    with backend_of(connection).asking(connection):
        counted, number = frequencies_of_words(words)
        known = profile(own.cuts, counted, number)
        others = {entry.pk: entry for entry in _sharing(known, counted, entries.exclude(plan=section.plan_id))}
    found = most_alike(known, ((key, others[key].cuts) for key in sorted(others)), most)
    return [(others[one.key], one) for one in found]


def _sharing(known: Profile, counted: Mapping[str, int], entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
    """Keep those that share the words that tell most, as far as they can all be compared.

    Where every word stands in too many, those in which the words weigh most.
    """
    room, rare = MOST_COMPARED, []
    for word in known.words:
        if counted[word] <= room:
            rare.append(word)
            room -= counted[word]
    heavy = [marked(word, level) for word in known.words for level in HIGHEST_LEVELS]
    asked = rare or heavy
    found = entries.matching_words([asked]) if asked else entries.none()
    return found.order_by()[:MOST_COMPARED]

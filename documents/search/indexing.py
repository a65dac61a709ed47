"""Keep the index: tell what is wrong with it, and mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection, transaction

from documents.models import SearchEntry, SearchIndex, Section
from documents.search.abreast import abreast
from documents.search.backends import backend_of
from documents.search.cuts import fingerprint

BATCH = 500


@dataclass(frozen=True, slots=True)
class Faults:
    """Keys of sections: `missing` ones are not indexed, `stale` ones otherwise than they read, `orphaned` ones are gone."""

    missing: set[int] = field(default_factory=set)
    stale: set[int] = field(default_factory=set)
    orphaned: set[int] = field(default_factory=set)
    is_outdated: bool = False

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.orphaned or self.is_outdated)


def is_possible() -> bool:
    """Tell whether the tables of the models are there."""
    with connection.cursor() as cursor:
        return SearchEntry._meta.db_table in connection.introspection.table_names(cursor)


def check() -> Faults:
    """Compare every entry with its section, and what the database keeps with every entry, as they are at one moment.

    Holds a batch of each at a time; nobody waits for it.
    """
    with backend_of(connection).at_one_moment(connection):
        return _faults()


def _faults() -> Faults:
    faults = Faults(is_outdated=_is_outdated())
    entries = SearchEntry.objects.order_by("section_id").iterator(BATCH)
    for key, (entry, section) in abreast(_by_key(entries), _by_key(_sections())):
        if section is None:
            faults.orphaned.add(key)
        elif entry is None:
            faults.missing.add(key)
        elif _said(entry) != _said(SearchEntry.of(section)):
            faults.stale.add(key)
    backend = backend_of(connection)
    if backend.is_installed(connection):
        kept = backend.faults(connection)
        faults.stale.update(kept["stale"])
        faults.orphaned.update(kept["orphaned"])
    return faults


@transaction.atomic
def repair(*, thoroughly: bool = False) -> int:
    """Bring the index to where it should be; return how many sections were indexed. Whoever writes sections waits.

    Unless asked to be thorough, it looks only for sections without an entry, for other rules than those of now, and for
    what a migration may have dropped: nobody knows which texts were changed behind its back since then.
    """
    if thoroughly or _is_outdated():
        return _rebuild()
    waiting = Section.objects.select_for_update(of=("self",)).filter(search_entry=None).as_indexed()
    return sum(SearchEntry.objects.write(some) for some in _by_batches(waiting.iterator(BATCH)))


def _by_key(rows: Iterable[Section | SearchEntry]) -> Iterator[tuple[int, Section | SearchEntry]]:
    return ((row.pk, row) for row in rows)


def _said(entry: SearchEntry) -> tuple[int, str, str, str]:
    return entry.plan_id, entry.kind, entry.cuts, entry.marks


def _rebuild() -> int:
    backend_of(connection).suspend(connection)
    SearchEntry.objects.all().delete()
    number = sum(SearchEntry.objects.write(some) for some in _by_batches(_sections()))
    backend_of(connection).rebuild(connection)
    SearchIndex.objects.update_or_create(pk=1, defaults={"fingerprint": fingerprint()})
    return number


def _by_batches(sections: Iterator[Section]) -> Iterator[list[Section]]:
    while some := list(islice(sections, BATCH)):
        yield some


def _is_outdated() -> bool:
    kept = SearchIndex.objects.values_list("fingerprint", flat=True).first()
    return kept != fingerprint() or not backend_of(connection).is_installed(connection)


def _sections() -> Iterator[Section]:
    return Section.objects.as_indexed().order_by("pk").iterator(BATCH)

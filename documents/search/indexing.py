"""Keep the index: tell what is wrong with it, and mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection, transaction

from documents.models import SearchEntry, SearchIndex, Section
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
    """Compare every entry with its section, and what the database keeps with every entry."""
    entries = {entry.pk: _said(entry) for entry in SearchEntry.objects.iterator(BATCH)}
    missing, stale = set(), set()
    for section in _sections():
        if section.pk not in entries:
            missing.add(section.pk)
        elif entries.pop(section.pk) != _said(SearchEntry.of(section)):
            stale.add(section.pk)
    backend = backend_of(connection)
    faults = backend.faults(connection) if backend.is_installed(connection) else {"stale": set(), "orphaned": set()}
    return Faults(missing, stale | faults["stale"], set(entries) | faults["orphaned"], _is_outdated())


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

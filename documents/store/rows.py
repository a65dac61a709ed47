"""What stands in sections, goals, targets, responsibilities: lists of rows, stored and merged with corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import F, QuerySet
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from documents.store.entries import Counts, Entries, Entry, Place
from documents.text import fold
from documents.threeway import MergedRows, Record, mended_ends, merge_rows, numbered

Row = TypeVar("Row", bound=models.Model)
NOTHING: dict[int, Any] = {}


class Listed(Generic[Row]):
    """How one kind of row is kept: what is remembered of it under `key`, and how rows come of records and back.

    `identity` are the fields that tell which row of another reading is the same one, `fields` all that a record sets.
    """

    model: type[Row]
    key: str
    identity: Sequence[str]
    fields: Sequence[str]

    def rows_of(self, entries: Entries) -> QuerySet[Row]:
        """Return the plan's rows."""
        raise NotImplementedError

    def section_of(self, row: Row) -> int:
        raise NotImplementedError

    def record_of(self, row: Row) -> Record:
        """Return what is remembered of such a row."""
        raise NotImplementedError

    def name_of(self, record: Record) -> tuple[str, ...]:
        """Return what the text and an editor may each write in a way of their own, made alike."""
        return tuple("".join(fold(str(record[name])).split()) for name in self.identity)

    def build(self, new: Sequence[tuple[Entry, Record]]) -> list[Row | None]:
        """Return an unsaved row for each record, None where there can be none."""
        raise NotImplementedError

    def revise(self, changes: Sequence[tuple[Row, Record]]) -> None:
        """Set on each row the fields that a new reading changes."""
        raise NotImplementedError


@dataclass(slots=True)
class Pending(Generic[Row]):
    """Rows that are to be made, changed, moved in the source, renumbered and removed."""

    new: list[tuple[Entry, Record, Place]] = field(default_factory=list)
    changed: list[tuple[Row, Record]] = field(default_factory=list)
    moved: list[Row] = field(default_factory=list)
    shifted: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)

    def take(self, entry: Entry, merged: MergedRows, rows: Mapping[int, Row], places: Sequence[Place]) -> None:
        place_of = {read["position"]: place for read, place in zip(merged.read, places, strict=True)}
        self.new += [(entry, record, place_of[record["position"]]) for record in merged.added]
        self.changed += [(rows[position], changes) for position, changes in merged.changed.items()]
        self.removed += [rows[position] for position in merged.removed]
        self.shifted += [rows[old] for old in merged.moved]
        now = {merged.moved.get(old, old): row for old, row in rows.items() if old not in merged.removed}
        self.moved += [now[at] for at, place in place_of.items() if at in now and _move(now[at], place)]
        for old, new in merged.moved.items():
            rows[old].position = new  # type: ignore[attr-defined]


def store_rows(entries: Entries, listed: Listed[Row], places: Mapping[int, Sequence[Place]]) -> None:
    """Store what was read from each section, by section id; what an editor has changed stays."""
    pending: Pending[Row] = Pending()
    stored = {} if entries.is_first else _by_section(listed, listed.rows_of(entries))
    for entry in entries:
        rows = stored.get(entry.row.pk, NOTHING)
        if entry.base.get(listed.key) or entry.id in places:
            merged = _merged(entry, listed, rows, places.get(entry.id, ()))
            _note(entries, entry, listed, merged)
            pending.take(entry, merged, rows, places.get(entry.id, ()))
    write_rows(entries, listed, pending)


def remembered(places: Iterable[Place]) -> list[Record]:
    """Return what a new section remembers of a list."""
    return numbered(place.record for place in places)


def shift(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Save new positions; no two rows ever share one on the way."""
    manager = model._base_manager
    manager.filter(pk__in=[row.pk for row in rows]).update(position=-F("pk"))
    manager.bulk_update(rows, ["position"])


def _by_section(listed: Listed[Row], rows: Iterable[Row]) -> dict[int, dict[int, Row]]:
    stored: dict[int, dict[int, Row]] = {}
    for row in rows:
        stored.setdefault(listed.section_of(row), {})[row.position] = row  # type: ignore[attr-defined]
    return stored


def _merged(entry: Entry, listed: Listed[Row], rows: Mapping[int, Row], places: Sequence[Place]) -> MergedRows:
    theirs = [place.record for place in places]
    if not entry.base:
        return MergedRows(read=numbered(theirs), added=numbered(theirs))
    mine = {position: listed.record_of(row) for position, row in rows.items()}
    healed = {position: plain for position, record in mine.items() if (plain := mended_ends(record))}
    mine = {position: record | healed.get(position, {}) for position, record in mine.items()}
    base = _claimed(listed, mine, theirs) if entry.is_adopted else entry.base.get(listed.key, [])
    merged = merge_rows(base, mine, theirs, identity=listed.identity)
    for position, plain in healed.items():
        if position not in merged.removed:
            merged.changed[position] = plain | merged.changed.get(position, {})
    return merged


def _claimed(listed: Listed[Row], mine: Mapping[int, Record], theirs: Iterable[Record]) -> list[Record]:
    """Take what was entered by hand as read where the text names the same: an editor has seen to the rest."""
    waiting: dict[tuple[str, ...], list[int]] = {}
    for position in sorted(mine, reverse=True):
        waiting.setdefault(listed.name_of(mine[position]), []).append(position)
    return [{"position": same.pop(), **record} for record in theirs if (same := waiting.get(listed.name_of(record)))]


def _note(entries: Entries, entry: Entry, listed: Listed[Row], merged: MergedRows) -> None:
    """Remember the reading, and report where a correction was kept against it."""
    if merged.conflicts:
        name = listed.model._meta.verbose_name
        entries.conflicts.append(f"“{entry.row}”的{name}已人工校订，与本次读到的原文不同，保留校订")
    if entry.base and merged.read != entry.base.get(listed.key, []):
        entry.row.as_read = {**(entry.row.as_read or {}), listed.key: merged.read}
        entry.is_reading_new = True


def _move(row: Any, place: Place) -> bool:
    """Set where a row stands in the source; the history of a row is about what it says."""
    if (row.start, row.end) == (place.start, place.end):
        return False
    row.start, row.end = place.start, place.end
    return True


def write_rows(entries: Entries, listed: Listed[Row], pending: Pending[Row]) -> None:
    """Remove first, so that what takes a removed row's part finds it free."""
    for row in pending.removed:
        row.delete()
    if pending.shifted:
        shift(listed.model, pending.shifted)
    if pending.changed:
        listed.revise(pending.changed)
        bulk_update_with_history([row for row, _ in pending.changed], listed.model, list(listed.fields))
    if pending.moved:
        listed.model._base_manager.bulk_update(pending.moved, ["start", "end"])
    new = _placed(listed.build([(entry, record) for entry, record, _ in pending.new]), pending)
    if new:
        bulk_create_with_history(new, listed.model)
    counts = Counts(len(new), len(pending.changed), len(pending.removed))
    entries.counts[str(listed.model._meta.verbose_name)] = counts


def _placed(rows: Sequence[Any], pending: Pending[Row]) -> list[Any]:
    for row, (_, record, place) in zip(rows, pending.new, strict=True):
        if row is not None:
            row.position = record["position"]
            row.start, row.end = (place.start, place.end) if place.end else (None, None)
    return [row for row in rows if row is not None]

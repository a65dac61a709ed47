"""Sections: rows for what is read, the rows of an earlier reading kept where they are the same sections."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import F
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from documents.anchors import Anchors
from documents.matching import Known, match
from documents.models import Plan, Section, Theme
from documents.ordering import merged_order, positions
from documents.outline import Outline
from documents.outline import Section as Reading
from documents.store.entries import Counts, Entries, Entry
from documents.text import fold
from documents.themes import theme_of
from documents.threeway import Record, mended_ends, merge

LONGEST_NUMBER = 100
CONTENT = ["kind", "number", "title", "text", "rows", "theme", "parent"]
PLACES = ["position", "spans", "as_read"]


def store_sections(plan: Plan, outline: Outline, *, lists: Mapping[int, Record], known: Iterable[str] = ()) -> Entries:
    """Store the sections of a plan that is saved; `lists` are the records of what stands in each, by section id.

    New rows remember their lists at once; those of known rows are merged by `store_rows`. `known` are the `digests` of
    the last reading: a section that was deleted by hand and is read again as it was stays deleted.
    """
    return _Storing(plan, outline, known).run(lists)


def digests(outline: Outline) -> list[str]:
    """Return what a plan remembers of the sections that were read."""
    return [_digest(known) for known in known_sections(outline)]


def known_sections(outline: Outline) -> list[Known]:
    """Return the sections of a reading as they are matched."""
    return [
        Known(reading.kind.value, number_of(reading), reading.title or "", reading.text, parent and parent - 1)
        for reading in outline.sections
        for parent in (reading.parent,)
    ]


def save_readings(entries: Entries) -> None:
    """Save what the rows remember of the reading, where merging their lists has changed it."""
    rows = [entry.row for entry in entries if entry.is_reading_new]
    Section.objects.bulk_update(rows, ["as_read"])


class _Storing:
    """One storing of one plan's sections: compare, then write."""

    def __init__(self, plan: Plan, outline: Outline, known: Iterable[str]) -> None:
        self.outline = outline
        self.stored: list[Section] = list(plan.sections.in_order())
        self.themes: dict[str, int] = dict(Theme.objects.values_list("slug", "pk"))
        self.slug_of: dict[int | None, str] = {pk: slug for slug, pk in self.themes.items()}
        self.anchors = Anchors.besides(row.anchor for row in self.stored)
        self.anchor_of: dict[int | None, str | None] = {row.pk: row.anchor for row in self.stored}
        self.entries = Entries(plan)
        self.deleted = Counter(known)
        self.changed: dict[int, Section] = {}
        self.moved: dict[int, Section] = {}
        self.shifted: dict[int, Section] = {}
        self.gone: list[Section] = []
        self.read_before: list[int] = []
        self.adopted: set[int] = set()

    def run(self, lists: Mapping[int, Record]) -> Entries:
        partners = self._partners()
        partners |= self._adopted(partners)
        themes = themes_in(self.outline)
        for reading in self.outline.sections:
            record = self._record(reading, themes[reading.id])
            row = partners.get(reading.id)
            if row is not None:
                self._take_known(reading, record, row)
            elif not self._was_deleted(record):
                self._take_new(reading, record, lists.get(reading.id, {}))
        self._part_with(partners.values())
        self._order(partners)
        self._write()
        return self.entries

    def _partners(self) -> dict[int, Section]:
        """Return the row of each section of the reading that was read before."""
        read = [row for row in self.stored if row.as_read is not None]
        self.read_before = [row.pk for row in sorted(read, key=_first_place)]
        index_of = {row.anchor: index for index, row in enumerate(read)}
        old = [_known(row, index_of) for row in read]
        self.deleted.subtract(map(_digest, old))
        return (
            {index + 1: read[partner] for index, partner in match(old, known_sections(self.outline)).items()}
            if old
            else {}
        )

    def _adopted(self, partners: Mapping[int, Section]) -> dict[int, Section]:
        """Return the row, entered by hand, of each other section that says the same: it gets no second row."""
        by_hand: dict[tuple[str, ...], list[Section]] = {}
        for row in reversed(self.stored):
            if row.as_read is None:
                by_hand.setdefault(saying(row.kind, row.number, row.title, row.text), []).append(row)
        if not by_hand:
            return {}
        adopted = {}
        for reading in self.outline.sections:
            key = saying(reading.kind.value, number_of(reading), reading.title or "", reading.text)
            if reading.id not in partners and (same := by_hand.get(key)):
                adopted[reading.id] = same.pop()
        self.adopted = {row.pk for row in adopted.values()}
        return adopted

    def _was_deleted(self, record: Record) -> bool:
        """Tell whether this was read before and has no row any more; once for each row that is missing."""
        digest = _digest(Known(record["kind"], record["number"], record["title"], record["text"], None))
        self.deleted[digest] -= 1
        return self.deleted[digest] >= 0

    def _above(self, reading: Reading) -> Section | None:
        """Return the row of the nearest section above that has one."""
        return next(
            (self.entries.by_id[up.id].row for up in self.outline.ancestors(reading) if up.id in self.entries.by_id),
            None,
        )

    def _record(self, reading: Reading, theme: str | None) -> Record:
        above = self._above(reading)
        source = self.outline.source
        return {
            "kind": reading.kind.value,
            "number": number_of(reading),
            "title": reading.title or "",
            "text": reading.text,
            "rows": [[source[slice(*cell.span)] for cell in row] for row in reading.rows] or None,
            "theme": theme if theme in self.themes else None,
            "parent": above.anchor if above else None,
        }

    def _take_new(self, reading: Reading, record: Record, lists: Record) -> None:
        row = Section(
            plan=self.entries.plan,
            anchor=self.anchors.give(record["parent"], record["kind"], record["number"]),
            spans=[list(span) for span in reading.spans],
            as_read={**record, **lists},
        )
        self._set(row, record, reading)
        self.entries.by_id[reading.id] = Entry(reading.id, row, base={})

    def _take_known(self, reading: Reading, record: Record, row: Section) -> None:
        is_adopted = row.pk in self.adopted
        mine = self._stored_record(row)
        healed = mended_ends(mine)
        mine |= healed
        base: Record = _base_by_hand(mine, record) if is_adopted else row.as_read or {}
        merged = merge(base, mine, record)
        self.entries.by_id[reading.id] = Entry(reading.id, row, base, is_adopted)
        if changes := healed | merged.changes:
            self._set(row, changes, reading)
            self.changed[row.pk] = row
        if merged.conflicts:
            self.entries.conflicts.append(f"“{row}”已人工校订，与本次读到的原文不同，保留校订")
        spans = [list(span) for span in reading.spans]
        if is_adopted or row.spans != spans or base != {**base, **record}:
            row.spans, row.as_read = spans, {**base, **record}
            self.moved[row.pk] = row

    def _set(self, row: Section, values: Record, reading: Reading) -> None:
        for name, value in values.items():
            if name == "theme":
                row.theme_id = self.themes.get(value)
            elif name == "parent":
                row.parent = self._above(reading)
            else:
                setattr(row, name, value)

    def _stored_record(self, row: Section) -> Record:
        record: Record = {name: getattr(row, name) for name in ("kind", "number", "title", "text", "rows")}
        return record | {"theme": self.slug_of.get(row.theme_id), "parent": self.anchor_of.get(row.parent_id)}

    def _part_with(self, partners: Iterable[Section]) -> None:
        """Remove what the text no longer holds, unless it was corrected by hand: then it stays as entered by hand."""
        kept = {row.pk for row in partners}
        for row in self.stored:
            if row.as_read is None or row.pk in kept:
                continue
            if row.is_corrected:
                row.as_read = row.spans = None
                self.moved[row.pk] = row
                self.entries.conflicts.append(f"“{row}”已不在原文中，但有人工校订，未删除")
            else:
                self.gone.append(row)
        self._lift({row.pk: row for row in self.gone})

    def _lift(self, gone: Mapping[int, Section]) -> None:
        """What stays, but stood below something that goes, moves up."""
        for row in self.stored:
            if row.pk in gone or row.parent_id not in gone:
                continue
            while row.parent_id is not None and row.parent_id in gone:
                row.parent_id = gone[row.parent_id].parent_id
            self.changed[row.pk] = row

    def _order(self, partners: Mapping[int, Section]) -> None:
        """Put the rows in reading order; an order that was changed by hand stays as long as the reading's does."""
        gone = {row.pk for row in self.gone}
        kept = [row for row in self.stored if row.pk not in gone]
        read = [entry.row for entry in self.entries]
        number = {id(row): index for index, row in enumerate([*kept, *(row for row in read if row.pk is None)])}
        row_of = {number[id(row)]: row for row in (*kept, *read)}
        orders = [number[id(row)] for row in kept], [number[id(row)] for row in read]
        read_again = [row.pk for _, row in sorted(partners.items()) if row.pk not in self.adopted]
        is_same = read_again == [pk for pk in self.read_before if pk not in gone]
        order = [row_of[index] for index in (merged_order(*orders) if is_same else merged_order(*reversed(orders)))]
        for row, position in zip(order, positions([row.position for row in order]), strict=True):
            if row.position != position:
                row.position = position
                if row.pk is not None:
                    self.moved[row.pk] = self.shifted[row.pk] = row

    def _write(self) -> None:
        new = [entry.row for entry in self.entries if not entry.base]
        if away := [*self.shifted, *(row.pk for row in self.gone)]:
            Section.objects.filter(pk__in=away).update(position=-F("pk"))  # no two rows ever share a position
        insert_sections(new)
        if self.changed:
            bulk_update_with_history(list(self.changed.values()), Section, [*CONTENT, *PLACES])
        if moved := [row for pk, row in self.moved.items() if pk not in self.changed]:
            Section.objects.bulk_update(moved, PLACES)
        if self.gone:
            Section.objects.filter(pk__in=[row.pk for row in self.gone]).delete()
        self.entries.counts["章节条"] = Counts(len(new), len(self.changed), len(self.gone))


def insert_sections(rows: list[Section]) -> None:
    """Parents first, for their children need their keys: one insert for each level of the outline."""
    waiting = rows
    while waiting:
        ready = [row for row in waiting if row.parent is None or row.parent.pk]
        waiting = [row for row in waiting if row.parent is not None and not row.parent.pk]
        bulk_create_with_history(ready, Section)


def themes_in(outline: Outline) -> dict[int, str | None]:
    """Propose a theme for each section: what its own heading speaks of, or else what it stands under."""
    themes: dict[int, str | None] = {}
    for section in outline.sections:
        inherited = themes[section.parent] if section.parent else None
        themes[section.id] = theme_of(section.title) or inherited
    return themes


def _digest(known: Known) -> str:
    content = "\0".join((known.kind, known.number, known.title, known.text))
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def _known(row: Section, index_of: Mapping[str, int]) -> Known:
    read: Record = row.as_read or {}
    return Known(read["kind"], read["number"], read["title"], read["text"], index_of.get(read["parent"]))


def _base_by_hand(mine: Record, record: Record) -> Record:
    """Return the base by which number, title and text become as published, and what else an editor chose stays."""
    return {**mine, **{name: record[name] for name in ("rows", "theme", "parent") if mine[name]}}


def saying(*words: str) -> tuple[str, ...]:
    """Return what two ways to write the same have in common: script, width and blanks aside."""
    return tuple("".join(fold(word).split()) for word in words)


def _first_place(row: Section) -> int:
    return min((start for start, _ in row.spans or []), default=0)


def number_of(reading: Reading) -> str:
    return (reading.number or "")[:LONGEST_NUMBER]

"""Carry what an editor has corrected in a draft over to the rows: they then count as corrected by hand.

The rows hold, and remember, what was read from the source; the amended outline says what they are to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simple_history.utils import bulk_update_with_history

from documents.anchors import Anchors
from documents.models import Section, Theme
from documents.ordering import positions
from documents.outline import Outline
from documents.outline import Section as Reading
from documents.store.entries import Counts, Entries, Entry, Place
from documents.store.rows import Listed, Pending, Row, shift, write_rows
from documents.store.sections import CONTENT, insert_sections, number_of, themes_in
from documents.threeway import Record, pair


@dataclass(frozen=True, slots=True)
class State:
    """An outline, and for each of its sections the id that it has in the reading of the source, None for new ones."""

    outline: Outline
    origins: Sequence[int | None]

    def by_origin(self) -> dict[int, int]:
        """Return the ids of the outline's own sections by those of the reading."""
        return {origin: at for at, origin in enumerate(self.origins, start=1) if origin is not None}


def amend_sections(entries: Entries, reading: Outline, before: State, after: State) -> Entries:
    """Change the rows from what `before` says to what `after` says, and return them by the section ids of `after`.

    `before` is what the rows hold now: the reading, or the reading with what was corrected by hand. A section that
    somebody has deleted by hand stays deleted.
    """
    return _Amending(entries, reading, before, after).run()


def amend_rows(
    entries: Entries,
    listed: Listed[Row],
    before: tuple[State, Mapping[int, Sequence[Place]]],
    after: tuple[State, Mapping[int, Sequence[Place]]],
) -> None:
    """Change what stands in the sections of `entries`, which are those of `after`; both by section id."""
    known = before[0].by_origin()
    origin_of = {entry.id: after[0].origins[entry.id - 1] or 0 for entry in entries}
    pairs = [
        (entry, before[1].get(known.get(origin_of[entry.id], 0), ()), after[1].get(entry.id, ())) for entry in entries
    ]
    changed = [(entry, old, new) for entry, old, new in pairs if _records(old) != _records(new)]
    if not changed:
        return
    stored: dict[int, dict[int, Row]] = {}
    for row in listed.rows_of(entries):
        stored.setdefault(listed.section_of(row), {})[row.position] = row  # type: ignore[attr-defined]
    pending: Pending[Row] = Pending()
    for entry, old, new in changed:
        _amend_list(pending, entry, listed, stored.get(entry.row.pk, {}), (old, new))
    write_rows(entries, listed, pending)


def _amend_list(
    pending: Pending[Row],
    entry: Entry,
    listed: Listed[Row],
    rows: Mapping[int, Row],
    places: tuple[Sequence[Place], Sequence[Place]],
) -> None:
    before, after = places
    remembered = (entry.row.as_read or {}).get(listed.key, [])
    row_of = _rows_of(before, rows, listed, [record["position"] for record in remembered])
    partners = _partners(before, after, listed.identity)
    last = max([*rows, *(record["position"] for record in remembered)], default=0)
    kept = [row for position, row in sorted(rows.items()) if row not in row_of.values()]
    there = [_said(listed.record_of(row)) for row in kept]  # entered by hand
    for index, place in enumerate(after):
        partner = partners.get(index)
        if partner is None and _said(place.record) in there:
            there.remove(_said(place.record))
        elif partner is None:
            last += 1
            pending.new.append((entry, {"position": last, **place.record}, place))
        elif row := row_of.get(partner):
            old = before[partner].record
            if changes := {name: value for name, value in place.record.items() if value != old[name]}:
                pending.changed.append((row, changes))
    gone = set(range(len(before))) - set(partners.values())
    pending.removed += [row for index in sorted(gone) if (row := row_of.get(index))]


def _rows_of(
    before: Sequence[Place], rows: Mapping[int, Row], listed: Listed[Row], positions: Sequence[int]
) -> dict[int, Row]:
    """Return the row of each: the one that says the same, or else the one that was made of it."""
    waiting: dict[str, list[int]] = {}
    for position in sorted(rows, reverse=True):
        waiting.setdefault(_said(listed.record_of(rows[position])), []).append(position)
    found: dict[int, Row] = {}
    left = set(rows)
    for index, place in enumerate(before):
        if same := waiting.get(_said(place.record)):
            position = same.pop()
            left.discard(position)
            found[index] = rows[position]
    for index in range(len(before)):
        if index not in found and index < len(positions) and positions[index] in left:
            left.discard(positions[index])
            found[index] = rows[positions[index]]
    return found


def _said(record: Record) -> str:
    return repr(sorted(record.items()))


def _partners(before: Sequence[Place], after: Sequence[Place], identity: Sequence[str]) -> dict[int, int]:
    """Return for each amended one what it was: the same, or what is read at the same place, or what it is called."""
    pairs: dict[int, int] = {}
    for sign in (lambda place: place, lambda place: (place.start, place.end)):
        waiting: dict[object, list[int]] = {}
        for index in reversed(range(len(before))):
            if index not in pairs.values() and before[index].end:
                waiting.setdefault(repr(sign(before[index])), []).append(index)
        for index, place in enumerate(after):
            if index not in pairs and (same := waiting.get(repr(sign(place)))):
                pairs[index] = same.pop()
    old = [index for index in range(len(before)) if index not in pairs.values()]
    new = [index for index in range(len(after)) if index not in pairs]
    rest = pair(_records(before[index] for index in old), _records(after[index] for index in new), identity=identity)
    return pairs | {new[index]: old[partner] for index, partner in rest.items()}


def _records(places: Iterable[Place]) -> list[Record]:
    return [place.record for place in places]


class _Amending:
    def __init__(self, entries: Entries, reading: Outline, before: State, after: State) -> None:
        self.before, self.reading = entries, reading
        self.amended, self.origins = after.outline, after.origins
        self.old, self.known = before, before.by_origin()
        self.after = Entries(entries.plan, conflicts=entries.conflicts)
        self.changed: dict[int, Section] = {}
        self.new: list[Section] = []

    def run(self) -> Entries:
        kept = set(self.origins)
        gone = [entry.row for entry in self.before if entry.id in self.known and entry.id not in kept]
        for section, origin in zip(self.amended.sections, self.origins, strict=True):
            if origin is None:
                self._take_new(section)
            elif entry := self.before.by_id.get(origin):
                self.after.by_id[section.id] = Entry(section.id, entry.row, entry.row.as_read or {})
                if origin in self.known:
                    self._take_known(section, self.old.outline.section(self.known[origin]), entry.row)
        if self.new or self.changed or gone:
            self._write(gone)
        self.after.counts["校订"] = Counts(len(self.new), len(self.changed), len(gone))
        return self.after

    def _take_new(self, section: Reading) -> None:
        row = Section(plan=self.before.plan)
        self._set(row, {**_content(section), "parent": self._above(section)})
        self.after.by_id[section.id] = Entry(section.id, row, {})
        self.new.append(row)

    def _take_known(self, section: Reading, before: Reading, row: Section) -> None:
        old = _content(before)
        changes = {name: value for name, value in _content(section).items() if value != old[name]}
        above = self.origins[section.parent - 1] if section.parent else 0
        if above is None or above != (self.old.origins[before.parent - 1] if before.parent else 0):
            changes["parent"] = self._above(section)
        if changes:
            self._set(row, changes)
            self.changed[row.pk] = row

    def _above(self, section: Reading) -> Section | None:
        """Return the row of the nearest section above that has one."""
        by_id = self.after.by_id
        return next((by_id[up.id].row for up in self.amended.ancestors(section) if up.id in by_id), None)

    def _set(self, row: Section, values: Record) -> None:
        for name, value in values.items():
            setattr(row, name, value)

    def _write(self, gone: Sequence[Section]) -> None:
        others = list(self.before.plan.sections.in_order())
        self._place(others, {row.pk for row in gone})
        self._introduce(others)
        insert_sections(self.new)
        for row in self.changed.values():
            row.parent = row.parent  # whose key is known only now
        bulk_update_with_history(list(self.changed.values()), Section, CONTENT)
        if gone:
            self._lift(others, {row.pk: row for row in gone})
            self._remember({row.pk for row in gone})
            Section.objects.filter(pk__in=[row.pk for row in gone]).delete()

    def _place(self, others: Sequence[Section], gone: set[int]) -> None:
        """Put each new row behind the one it follows; the others stay where they are as long as there is room."""
        known = {entry.row.pk: entry.row for entry in self.before}
        order = [known.get(row.pk, row) for row in others]
        at = {id(row): index for index, row in enumerate(order)}
        behind: dict[int, list[Section]] = {}
        last = -1
        for entry in self.after:
            if entry.row.pk is None:
                behind.setdefault(last, []).append(entry.row)
            else:
                last = at[id(entry.row)]
        rows = [*behind.get(-1, [])]
        for index, row in enumerate(order):
            rows += [row, *behind.get(index, [])]
        moved = []
        for row, position in zip(rows, positions([row.position for row in rows]), strict=True):
            if row.position != position:
                row.position = position
                moved += [row] if row.pk else []
        if moved:
            shift(Section, moved)

    def _introduce(self, others: Sequence[Section]) -> None:
        """Give each new row its address and theme."""
        anchors = Anchors.besides(row.anchor for row in others)
        known = dict(Theme.objects.values_list("slug", "pk")) if self.new else {}
        themes = themes_in(self.amended)
        for entry in self.after:
            row = entry.row
            if not row.anchor:
                row.anchor = anchors.give(row.parent.anchor if row.parent else None, row.kind, row.number)
                row.theme_id = known.get(themes[entry.id] or "")

    def _remember(self, gone: set[int]) -> None:
        """Remember what stood below something that goes as the next reading will find it: below what is left."""
        left = {entry.id: entry.row for entry in self.before if entry.row.pk not in gone}
        changed = []
        for key, row in left.items():
            above = self.reading.ancestors(self.reading.section(key))
            parent = next((left[up.id].anchor for up in above if up.id in left), None)
            if row.as_read and row.as_read["parent"] != parent:
                row.as_read = {**row.as_read, "parent": parent}
                changed.append(row)
        Section.objects.bulk_update(changed, ["as_read"])

    def _lift(self, others: Iterable[Section], gone: Mapping[int, Section]) -> None:
        """What was entered by hand below something that goes moves up."""
        handled = {entry.row.pk for entry in self.before}
        for row in others:
            if row.pk in handled or row.parent_id not in gone:
                continue
            while row.parent_id in gone:
                row.parent_id = gone[row.parent_id].parent_id  # type: ignore[index]
            row.save()


def _content(section: Reading) -> Record:
    return {
        "kind": section.kind.value,
        "number": number_of(section),
        "title": section.title or "",
        "text": section.text,
    }

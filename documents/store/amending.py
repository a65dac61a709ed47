"""Carry what an editor has corrected in a draft over to the rows: they then count as corrected by hand.

The rows hold, and remember, what was read from the source; the amended outline says what they are to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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


def amend_sections(entries: Entries, reading: Outline, amended: Outline, origins: Sequence[int | None]) -> Entries:
    """Change the rows of `reading` to what the amended outline says, and return them by its section ids.

    `origins` are the ids in `reading` of the amended sections, None for new ones. A section that somebody has deleted
    by hand stays deleted.
    """
    return _Amending(entries, reading, amended, origins).run()


def amend_rows(
    entries: Entries,
    listed: Listed[Row],
    read: Mapping[int, Sequence[Place]],
    amended: Mapping[int, Sequence[Place]],
    origins: Sequence[int | None],
) -> None:
    """Change what stands in the sections of `entries` from what was `read` to what is `amended`; both by section id."""
    pairs = [(entry, read.get(origins[entry.id - 1] or 0, ()), amended.get(entry.id, ())) for entry in entries]
    changed = [(entry, before, after) for entry, before, after in pairs if _records(before) != _records(after)]
    if not changed:
        return
    stored: dict[int, dict[int, Row]] = {}
    for row in listed.rows_of(entries):
        stored.setdefault(listed.section_of(row), {})[row.position] = row  # type: ignore[attr-defined]
    pending: Pending[Row] = Pending()
    for entry, before, after in changed:
        _amend_list(pending, entry, listed, stored.get(entry.row.pk, {}), (before, after))
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
    row_of = {index: rows.get(record["position"]) for index, record in enumerate(remembered)}
    partners = _partners(before, after, listed.identity)
    last = max([*rows, *(record["position"] for record in remembered)], default=0)
    for index, place in enumerate(after):
        partner = partners.get(index)
        if partner is None:
            last += 1
            pending.new.append((entry, {"position": last, **place.record}, place))
        elif row := row_of.get(partner):
            old = before[partner].record
            if changes := {name: value for name, value in place.record.items() if value != old[name]}:
                pending.changed.append((row, changes))
    gone = set(range(len(before))) - set(partners.values())
    pending.removed += [row for index in sorted(gone) if (row := row_of.get(index))]


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
    def __init__(self, entries: Entries, reading: Outline, amended: Outline, origins: Sequence[int | None]) -> None:
        self.before, self.reading, self.amended, self.origins = entries, reading, amended, origins
        self.after = Entries(entries.plan, conflicts=entries.conflicts)
        self.changed: dict[int, Section] = {}
        self.new: list[Section] = []

    def run(self) -> Entries:
        kept = set(self.origins)
        gone = [entry.row for entry in self.before if entry.id not in kept]
        for section, origin in zip(self.amended.sections, self.origins, strict=True):
            if origin is None:
                self._take_new(section)
            elif entry := self.before.by_id.get(origin):
                self.after.by_id[section.id] = Entry(section.id, entry.row, entry.row.as_read or {})
                self._take_known(section, self.reading.section(origin), entry.row)
        if self.new or self.changed or gone:
            self._write(gone)
        self.after.counts["校订"] = Counts(len(self.new), len(self.changed), len(gone))
        return self.after

    def _take_new(self, section: Reading) -> None:
        row = Section(plan=self.before.plan)
        self._set(row, {**_content(section), "parent": self._above(section)})
        self.after.by_id[section.id] = Entry(section.id, row, {})
        self.new.append(row)

    def _take_known(self, section: Reading, read: Reading, row: Section) -> None:
        old = _content(read)
        changes = {name: value for name, value in _content(section).items() if value != old[name]}
        if (self.origins[section.parent - 1] if section.parent else None) != read.parent or (
            section.parent and not read.parent
        ):
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

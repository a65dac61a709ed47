"""Prepare a plan for reading: its contents, its sections with levels, paragraphs and tables, in the wanted script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from documents.headings import mark
from documents.outline.sections import Kind
from documents.tables import Table, lay_out

Write = Callable[[str], str]

CONTENTS_DEPTH = 4
HIGHEST_HEADING, DEEPEST_HEADING = 2, 6
LONGEST_LABEL = 20
UNNAMED = "正文"
LISTED_KINDS = {Kind.HEADING, Kind.TASK, Kind.SAFEGUARD, Kind.BOX, Kind.TABLE}


class StoredSection(Protocol):
    """What is asked of a section's row."""

    pk: int
    parent_id: int | None
    kind: str
    number: str
    title: str
    text: str
    anchor: str
    rows: Any


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section as shown. `mark` is its number with the gap it needs; `citation` names its place: 二、(一)提升质量.

    `path` are the numbers from the top down to its own, those that count something.
    """

    id: int
    kind: Kind
    anchor: str
    level: int
    number: str
    title: str
    mark: str
    place: str
    citation: str
    label: str
    paragraphs: tuple[str, ...]
    table: Table | None = None
    is_boxed: bool = False
    path: tuple[str, ...] = ()

    @property
    def is_listed(self) -> bool:
        """Tell whether the contents name it: what has neither number nor title of its own is only read."""
        return self.kind in LISTED_KINDS and bool(self.number or self.title)

    @property
    def is_in_box(self) -> bool:
        return self.is_boxed or self.kind is Kind.BOX


@dataclass(slots=True)
class Entry:
    """A line of the contents with the lines under it."""

    anchor: str
    mark: str
    label: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """The sections in reading order, each to be had by its row's key, and the contents."""

    by_key: dict[int, ReadSection]
    contents: tuple[Entry, ...]

    @property
    def sections(self) -> tuple[ReadSection, ...]:
        return tuple(self.by_key.values())

    def __iter__(self) -> Iterator[ReadSection]:
        return iter(self.by_key.values())

    def __getitem__(self, key: int) -> ReadSection:
        return self.by_key[key]

    def __contains__(self, key: int) -> bool:
        return key in self.by_key

    def get(self, key: int | None) -> ReadSection | None:
        return self.by_key.get(key) if key else None


def assemble(sections: Iterable[StoredSection], write: Write) -> Reading:
    """Return the plan for reading; the sections must come in reading order, each after its parent."""
    shown: dict[int, ReadSection] = {}
    tops: list[Entry] = []
    entries: dict[int, tuple[Entry, int]] = {}  # the nearest entry of the contents for each section, and its depth
    for stored in sections:
        parent = shown.get(stored.parent_id or 0)
        section = shown[stored.pk] = _shown(stored, parent, write)
        above, depth = entries.get(stored.parent_id or 0, (None, 0))
        if section.is_listed and depth < CONTENTS_DEPTH:
            entry = Entry(section.anchor, section.mark, section.label)
            (above.entries if above else tops).append(entry)
            above, depth = entry, depth + 1
        if above:
            entries[stored.pk] = above, depth
    return Reading(shown, tuple(tops))


def _shown(stored: StoredSection, parent: ReadSection | None, write: Write) -> ReadSection:
    number, title = write(stored.number), write(stored.title)
    paragraphs = tuple(line for line in write(stored.text).split("\n") if line.strip())
    place = _place(parent.place if parent else "", number)
    table = _table(stored.rows, number + title, write)
    return ReadSection(
        id=stored.pk,
        kind=Kind(stored.kind),
        anchor=stored.anchor,
        level=min(parent.level + 1, DEEPEST_HEADING) if parent else HIGHEST_HEADING,
        number=number,
        title=title,
        mark=mark(number),
        place=place,
        citation=_citation(place, title, parent),
        label=title or _beginning(paragraphs),
        paragraphs=() if table else paragraphs,
        table=table,
        is_boxed=parent is not None and parent.is_in_box,
        path=(*(parent.path if parent else ()), *([number] if _counts(number) else [])),
    )


def _table(rows: Any, name: str, write: Write) -> Table | None:
    """Lay the rows out; the caption is left to the section's heading where it says the same."""
    cells = [[write(str(cell)) for cell in row] for row in rows or () if isinstance(row, list)]
    if not cells:
        return None
    table = lay_out(cells)
    is_said = "".join(table.caption.split()) == "".join(name.split())
    return replace(table, caption="") if is_said else table


def _place(above: str, number: str) -> str:
    """Put numbers together as they are cited: 二、(一), but 三、专栏2 1; a dash counts nothing."""
    if not _counts(number):
        return above
    glue = " " if above[-1:].isalnum() and number[:1].isalnum() else ""
    return f"{above}{glue}{number}"


def _counts(number: str) -> bool:
    return any(map(str.isalnum, number))


def _citation(place: str, title: str, parent: ReadSection | None) -> str:
    """Name a section by its place and its title, or by what it stands under; a text without titles has no places."""
    if title:
        return mark(place) + _shortened(title)
    return parent.citation if parent else place or UNNAMED


def _beginning(paragraphs: tuple[str, ...]) -> str:
    return _shortened(paragraphs[0]) if paragraphs else ""


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[:LONGEST_LABEL].rstrip() + "…"

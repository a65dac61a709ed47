"""The sections of a reading with their rows: what the stores of all apps work on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from documents.models import Plan, Section
from documents.threeway import Record


class Place(NamedTuple):
    """Something read from a section, and where in the source it stands."""

    record: Record
    start: int
    end: int


@dataclass(slots=True)
class Entry:
    """A section of a reading and its row; `base` is what was read last time, empty for a new row.

    A row that is `adopted` was entered by hand and is now found in the text; what hangs on it is still to be compared.
    """

    id: int
    row: Section
    base: Record
    is_adopted: bool = False
    is_reading_new: bool = False  # whether row.as_read is still to be saved


@dataclass(slots=True)
class Counts:
    """Rows that storing has made, changed and removed."""

    created: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.removed)


@dataclass(slots=True)
class Entries:
    """All sections of one reading, and what storing them has done so far."""

    plan: Plan
    by_id: dict[int, Entry] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.by_id.values())

    @property
    def is_first(self) -> bool:
        """Whether nothing of this plan was stored before."""
        return not any(entry.base for entry in self)

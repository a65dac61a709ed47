"""What is written into a file, whatever its format: a title, columns, rows and words about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

Value = str | int | None | tuple[str, ...]
Row = Sequence[Value]
Key = TypeVar("Key")

PAPER, SCREEN, MACHINE = "paper", "screen", "machine"
NAMES_JOINT = "、"
MOMENT = "%Y-%m-%d %H:%M:%S"
CHUNK = 400  # rows that are read from the database at once


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it for machines; `width` counts characters of the Latin alphabet, of which a 汉字 takes two.

    `medium` is where it is of use: also on paper, on a screen alone (addresses), or for machines alone, which know the
    rows again by it. `joint` stands between several values in one cell.
    """

    key: str
    title: str
    width: int
    medium: str = PAPER
    joint: str = NAMES_JOINT

    @property
    def is_for_machines(self) -> bool:
        return self.medium == MACHINE

    @property
    def is_for_paper(self) -> bool:
        return self.medium == PAPER


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is for programs; `rows` are read when they are gone through, which can be done once.

    `conditions` are pairs of a name and what was chosen.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    conditions: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    script: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from: the site, the address of the page, and when."""

    site: str
    address: str
    at: datetime.datetime

    @property
    def moment(self) -> str:
        return f"{self.at:{MOMENT}}"


def chunks(keys: Iterable[Key], size: int = CHUNK) -> Iterator[list[Key]]:
    """Cut into lists of so many."""
    left = iter(keys)
    while some := list(islice(left, size)):
        yield some


def counted(rows: Iterable[Row], first: int = 1) -> Iterator[Row]:
    """Put its number before each row."""
    return ((number, *row) for number, row in enumerate(rows, start=first))

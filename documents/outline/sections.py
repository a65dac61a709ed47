"""What reading a plan yields: sections with their places in the source, and what an editor should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from documents.passage import Passage, Span
from documents.text import Script


class Kind(StrEnum):
    """What a section is (contracts.md): work items are task, safeguard and project."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    TASK = "task"
    SAFEGUARD = "safeguard"
    BOX = "box"
    PROJECT = "project"

    @property
    def is_work_item(self) -> bool:
        return self in (Kind.TASK, Kind.SAFEGUARD, Kind.PROJECT)


class Role(StrEnum):
    """What a chapter or group is about, told from its heading."""

    GENERAL = "general"  # 总体要求, 指导思想, 基本原则, 发展基础: says nothing that is to be done or reached
    GOALS = "goals"  # 主要目标, 发展目标
    TASKS = "tasks"
    SAFEGUARDS = "safeguards"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its folded text and its place in the source. Empty cells have an empty span."""

    folded: str
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, paragraph, work item, box or table in reading order.

    `spans` are the places of number, title and body in the source, not those of its children. `rows` is filled for
    tables only: every row with all its cells, header rows included, as printed (merged cells are simply missing).
    """

    id: int
    parent: int | None
    kind: Kind
    number: str | None
    title: str | None
    body: Passage
    spans: tuple[Span, ...]
    role: Role
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def text(self) -> str:
        return self.body.text


@dataclass(frozen=True, slots=True)
class Remark:
    """Something an editor should look at; `code` is one of the warning codes of contracts.md, the message is Chinese."""

    code: str
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """What the plan says about itself (metadata). Unknown values are None, never guessed."""

    title: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None  # ISO date
    region: str | None = None  # catalogue name
    region_code: str | None = None  # GB/T 2260
    level: str | None = None  # national, province, city, district
    kind: str | None = None  # 实施方案, 行动计划, 纲要 …
    period: tuple[int, int] | None = None  # first and last year
    script: Script = "hans"


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan as read: frozen tree of sections in reading order. Section ids are 1, 2, 3 … in that order."""

    source: str = field(repr=False)
    folded: str = field(repr=False)
    heading: Heading
    sections: tuple[Section, ...]
    dropped: tuple[Span, ...]
    remarks: tuple[Remark, ...]

    def section(self, id: int) -> Section:
        return self.sections[id - 1]

    def ancestors(self, section: Section) -> Iterator[Section]:
        """The parent, its parent and so on."""
        while section.parent is not None:
            section = self.section(section.parent)
            yield section

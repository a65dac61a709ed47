"""What the reading page shows beside and below the text; all words are in the script the reader wants."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.imprint import Field
from documents.reading import Entry, ReadSection
from documents.text import fold
from tasks.duties import Duty

MANY_DEPARTMENTS = 24
# 超过全市平均水平 / 不低于全省平均值 / 走在全国前列
COMPARISON = re.compile(r"(?:不[高低]于|[高低优快好]于|超过|达到|保持|位居|走在|进入|实现).*")


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """A target's value as printed, without its unit; empty where the target is relative (超过全省平均水平).

    `as_read` is what the source says where the value itself was corrected by hand.
    """

    name: str
    amount: str
    unit: str
    year: int | None
    attribute: str
    quote: str
    section: ReadSection
    is_corrected: bool
    as_read: str = ""

    @property
    def statement(self) -> str:
        """The amount, or the words that say to what the target is relative: 超过全市平均水平."""
        if self.amount:
            return self.amount
        found = COMPARISON.search(fold(self.quote), min(len(self.name), len(self.quote) - 1))
        return self.quote[found.start() :] if found else self.quote


@dataclass(frozen=True, slots=True)
class ShownGoal:
    year: int
    text: str
    section: ReadSection
    is_first_of_year: bool


@dataclass(frozen=True, slots=True)
class Defaults:
    """Who has a part in every task of the plan, and the section that says so."""

    duties: tuple[Duty, ...]
    section: ReadSection | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning for the editor, with the piece of the source it is about and the section that holds it."""

    message: str
    quote: str
    section: ReadSection | None


@dataclass(frozen=True, slots=True)
class Block:
    """A section with its facts. `ends_box` marks the last section of a 专栏."""

    section: ReadSection
    duties: tuple[Duty, ...]
    targets: tuple[ShownTarget, ...]
    deadline: str
    is_corrected: bool
    ends_box: bool

    @property
    def has_facts(self) -> bool:
        return bool(self.duties or self.targets or self.deadline)

    @property
    def has_many_departments(self) -> bool:
        """Tell whether the departments need the width of the text: beside it they would be longer than the text."""
        return sum(len(duty.names) for duty in self.duties) > MANY_DEPARTMENTS


@dataclass(frozen=True, slots=True)
class PlanPage:
    title: str
    language: str
    imprint: tuple[Field, ...]
    source_length: int
    source_sha256: str
    task_count: int
    contents: tuple[Entry, ...]
    blocks: tuple[Block, ...]
    defaults: Defaults | None
    goals: tuple[ShownGoal, ...]
    targets: tuple[ShownTarget, ...]
    notes: tuple[str, ...]
    remarks: tuple[Remark, ...]

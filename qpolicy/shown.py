"""What the reading page shows beside and below the text; all words are in the script the reader wants."""

from __future__ import annotations

from dataclasses import dataclass

from documents.imprint import Field
from documents.reading import Entry, ReadSection
from indicators.statements import comparison
from qpolicy.beside import fitting
from tasks.duties import Duty

MANY_DEPARTMENTS = 24


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """A target's value as printed, without its unit; empty where the target is relative (超过全省平均水平).

    `as_read` is what the source says where the value itself was corrected by hand; `url` is the page of its indicator.
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
    url: str = ""

    @property
    def statement(self) -> str:
        """The amount, or the words that say to what the target is relative: 超过全市平均水平."""
        return self.amount or comparison(self.name, self.quote)

    @property
    def stated(self) -> str:
        """The statement with its unit: ≥98%, 新增 3000张."""
        return self.statement + self.unit

    @property
    def words(self) -> str:
        """All that is shown of it beside a text."""
        return f"{self.name} {self.stated} {self.year or ''} {self.attribute}"


@dataclass(frozen=True, slots=True)
class ShownGoal:
    year: int
    text: str
    section: ReadSection


@dataclass(frozen=True, slots=True)
class GoalsOfYear:
    year: int
    goals: tuple[ShownGoal, ...]


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
    """A section with its facts, how it is cited, and the pages about it. `ends_box` marks the last section of a 专栏."""

    section: ReadSection
    cited: str
    task_url: str
    report_url: str
    duties: tuple[Duty, ...]
    targets: tuple[ShownTarget, ...]
    deadline: str
    is_corrected: bool
    ends_box: bool

    @property
    def has_facts(self) -> bool:
        return bool(self.duties or self.targets or self.deadline)

    @property
    def open_targets(self) -> tuple[ShownTarget, ...]:
        return self.targets[: self._fitting]

    @property
    def folded_targets(self) -> tuple[ShownTarget, ...]:
        return self.targets[self._fitting :]

    @property
    def year_of_all(self) -> int | None:
        """The year of the targets where it is one and the same: it is then said once."""
        years = {target.year for target in self.targets}
        return years.pop() if len(years) == 1 and len(self.targets) > 1 else None

    @property
    def _fitting(self) -> int:
        if self.has_many_departments:
            return len(self.targets)
        names = [duty.names for duty in self.duties]
        return fitting(self.section.paragraphs, names, [target.words for target in self.targets])

    @property
    def has_many_departments(self) -> bool:
        """Tell whether the departments need the width of the text: beside it they would be longer than the text."""
        return sum(len(duty.names) for duty in self.duties) > MANY_DEPARTMENTS


@dataclass(frozen=True, slots=True)
class PlanPage:
    title: str
    language: str
    caveats: tuple[str, ...]
    imprint: tuple[Field, ...]
    source_length: int
    source_sha256: str
    task_count: int
    contents: tuple[Entry, ...]
    blocks: tuple[Block, ...]
    defaults: Defaults | None
    goals: tuple[GoalsOfYear, ...]
    targets: tuple[ShownTarget, ...]
    notes: tuple[str, ...]
    remarks: tuple[Remark, ...]

    @property
    def goal_count(self) -> int:
        return sum(len(of_year.goals) for of_year in self.goals)

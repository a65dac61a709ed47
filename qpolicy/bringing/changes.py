"""What a line of an edited ledger changes, in words, and the rights that it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.models import Plan, Section
from indicators.models import Target
from qpolicy.bringing.wording import Values
from qpolicy.bringing.workbook import Line
from tasks.ledger import stated
from tasks.models import DefaultResponsibility, Responsibility, Role

Holder = Responsibility | DefaultResponsibility
TO_BE_MADE = "（目录中没有，将新建）"


@dataclass(frozen=True, slots=True)
class PartChange:
    """A department in a role, none where it goes; `was` is the role it had, and `row` where that is stored.

    `department` is its key, None where nothing is called so yet.
    """

    name: str
    role: str
    was: str
    department: int | None
    row: Holder | None

    @property
    def action(self) -> str:
        if not self.role:
            return "delete"
        return "change" if self.row else "add"

    @property
    def words(self) -> str:
        role, was = (str(Role(one).label) if one else "" for one in (self.role, self.was))
        if not role:
            return f"去掉{was}单位 {self.name}"
        if was:
            return f"{self.name} 由{was}改为{role}"
        return f"增加{role}单位 {self.name}" + ("" if self.department else TO_BE_MADE)


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target that would state something else, one more (`target` is None), or one less (`values` is None)."""

    target: Target | None
    values: Values | None
    line: str

    @property
    def action(self) -> str:
        if self.target is None:
            return "add"
        return "delete" if self.values is None else "change"

    @property
    def words(self) -> str:
        if self.target is None:
            return f"增加指标值：{self.line}"
        if self.values is None:
            return f"删除指标值：{stated(self.target)}"
        return f"指标值由“{stated(self.target)}”改为“{self.line}”"


@dataclass(frozen=True, slots=True)
class Change:
    """What a line changes of a task, or of the rule for all tasks of a plan where there is no task.

    `meanwhile` says who has changed the same since the file was downloaded, where anybody has.
    """

    line: Line
    plan: Plan
    section: Section | None
    parts: tuple[PartChange, ...] = ()
    deadline: tuple[str, str] | None = None
    targets: tuple[TargetChange, ...] = ()
    meanwhile: str = ""

    def __bool__(self) -> bool:
        return bool(self.parts or self.deadline or self.targets)

    @property
    def words(self) -> Iterator[str]:
        """Yield each change on its own."""
        yield from (part.words for part in self.parts)
        if self.deadline:
            yield _deadline_words(*self.deadline)
        yield from (target.words for target in self.targets)

    @property
    def rights(self) -> Iterator[str]:
        """Yield the permissions without which nobody may change the same on the pages of the admin."""
        parts = "responsibility" if self.section else "defaultresponsibility"
        yield from (f"tasks.{part.action}_{parts}" for part in self.parts)
        if self.deadline:
            yield "tasks.change_task"
        yield from (f"indicators.{target.action}_target" for target in self.targets)


def _deadline_words(before: str, after: str) -> str:
    if not before:
        return f"增加完成时限“{after}”"
    return f"完成时限由“{before}”改为“{after}”" if after else f"删除完成时限“{before}”"

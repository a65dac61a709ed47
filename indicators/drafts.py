"""What reading a plan yields about indicators and goals, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass

from documents.outline.sections import Remark


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """What is to be reached by one year, as one paragraph says it."""

    year: int
    section: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """One value that an indicator is to reach. Field values are those of contracts.md; unknown is None."""

    name: str
    operator: str
    value: str | None
    upper: str | None
    unit: str | None
    year: int | None
    basis: str | None
    attribute: str | None
    source: str
    section: int
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one plan, in reading order."""

    goals: tuple[GoalDraft, ...]
    targets: tuple[TargetDraft, ...]
    remarks: tuple[Remark, ...]

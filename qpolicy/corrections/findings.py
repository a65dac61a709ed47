"""Departments, values and goals as an editor corrects them, on top of what is read from the corrected sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from indicators.extraction import GoalDraft, TargetDraft
from qpolicy.corrections.keeping import Correction
from tasks.extraction import Duty
from tasks.wording import Role

Read = TypeVar("Read", GoalDraft, TargetDraft)
TARGET_FIELDS = ("name", "operator", "value", "upper", "unit", "year", "basis", "attribute")
PLACED = ("quote", "source")  # which only a value that is added has of its own
OPERATORS = ("=", ">=", ">", "<=", "<", "approx", "range")


def names_of(found: Iterable[GoalDraft | TargetDraft]) -> list[str]:
    """Return what a correction calls each of these, which are of one section."""
    seen: Counter[str] = Counter()
    names = []
    for one in found:
        stem = f"{one.name}|{one.year}" if isinstance(one, TargetDraft) else str(one.year)
        seen[stem] += 1
        names.append(f"{stem}|{seen[stem]}")
    return names


def correct_duties(duties: Sequence[Duty], corrections: Iterable[Correction]) -> tuple[list[Duty], list[Correction]]:
    """Return the departments of a section as corrected, each once, and the corrections that found none."""
    by_name: dict[str, Duty | None] = {duty.name: duty for duty in duties}
    unfit = []
    for correction in corrections:
        name = correction["name"]
        if correction.get("added"):
            by_name.setdefault(name, Duty(name, _role(correction.get("role")), 0, 0))
        elif name not in by_name:
            unfit.append(correction)
        elif correction.get("removed"):
            by_name[name] = None
        elif (duty := by_name[name]) is not None:
            values = correction.get("set", {})
            role = _role(values["role"]) if "role" in values else duty.role
            by_name[name] = replace(duty, name=values.get("name") or duty.name, role=role)
    once = {duty.name: duty for duty in reversed([duty for duty in by_name.values() if duty])}
    return list(reversed(once.values())), unfit


def correct_targets(
    targets: Sequence[TargetDraft], corrections: Iterable[Correction], *, section: int
) -> tuple[list[TargetDraft], list[Correction]]:
    """Return the values of a section as corrected, and the corrections that found none."""
    by_name: dict[str, TargetDraft | None] = dict(zip(names_of(targets), targets, strict=True))
    unfit = []
    for correction in corrections:
        name, values = correction["target"], correction.get("set", {})
        if correction.get("added"):
            by_name[name] = _changed(_nothing(section), values)
        elif name not in by_name:
            unfit.append(correction)
        elif correction.get("removed"):
            by_name[name] = None
        elif (target := by_name[name]) is not None:
            by_name[name] = _changed(target, values)
    return [target for target in by_name.values() if target], unfit


def correct_goals(
    goals: Sequence[GoalDraft], corrections: Iterable[Correction]
) -> tuple[list[GoalDraft], list[Correction]]:
    """Return the goals of a section as corrected: of another year, or none."""
    by_name: dict[str, GoalDraft | None] = dict(zip(names_of(goals), goals, strict=True))
    unfit = []
    for correction in corrections:
        name = correction["goal"]
        goal = by_name.get(name)
        if name not in by_name or goal is None:
            unfit.append(correction)
        else:
            by_name[name] = None if correction.get("removed") else replace(goal, year=correction["set"]["year"])
    return [goal for goal in by_name.values() if goal], unfit


def _role(word: Any) -> Role:
    known: Mapping[str, Role] = {"lead": "lead", "participant": "participant"}
    return known.get(str(word), "responsible")


def _changed(target: TargetDraft, values: Mapping[str, Any]) -> TargetDraft:
    return replace(target, **{name: values[name] for name in (*TARGET_FIELDS, *PLACED) if name in values})


def _nothing(section: int) -> TargetDraft:
    return TargetDraft("", "=", None, None, None, None, None, None, "prose", section, "", 0, 0)

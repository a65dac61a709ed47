"""Departments, values and goals as an editor corrects them, on top of what is read from the corrected sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from indicators.extraction import GoalDraft, TargetDraft
from qpolicy.corrections.keeping import Correction
from tasks.extraction import DefaultDuty, Duty
from tasks.wording import Role

Body = TypeVar("Body", Duty, DefaultDuty)
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
    return _correct_bodies(duties, corrections, lambda name, role, _: Duty(name, role, 0, 0))


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
    goals: Sequence[GoalDraft], corrections: Iterable[Correction], *, section: int
) -> tuple[list[GoalDraft], list[Correction]]:
    """Return the goals of a section as corrected: of another year, or none; added are those that only rows have."""
    by_name: dict[str, GoalDraft | None] = dict(zip(names_of(goals), goals, strict=True))
    unfit = []
    for correction in corrections:
        name = correction["goal"]
        goal = by_name.get(name)
        if correction.get("added"):
            values = correction["set"]
            by_name[name] = GoalDraft(values["year"], section, values["text"], 0, 0)
        elif name not in by_name or goal is None:
            unfit.append(correction)
        else:
            by_name[name] = None if correction.get("removed") else replace(goal, year=correction["set"]["year"])
    return [goal for goal in by_name.values() if goal], unfit


def correct_rules(
    rules: Sequence[DefaultDuty], corrections: Iterable[Correction], ids: Mapping[str, int]
) -> tuple[list[DefaultDuty], list[Correction]]:
    """Return the rules for the whole plan as corrected, and the corrections that found none.

    `ids` lead from keys to sections: a rule that is added stands in the section that it names, else in none (0).
    """

    def stated(name: str, role: Role, correction: Correction) -> DefaultDuty:
        return DefaultDuty(name, role, ids.get(correction.get("section", ""), 0), 0, 0)

    return _correct_bodies(rules, corrections, stated)


def role_of(word: Any) -> Role:
    """Return the role of this name; who is not told to lead or to assist is responsible."""
    known: Mapping[str, Role] = {"lead": "lead", "participant": "participant"}
    return known.get(str(word), "responsible")


def _correct_bodies(
    read: Sequence[Body], corrections: Iterable[Correction], make: Callable[[str, Role, Correction], Body]
) -> tuple[list[Body], list[Correction]]:
    """Correct what names a body each; `make` makes one that is added."""
    by_name: dict[str, Body | None] = {one.name: one for one in read}
    unfit = []
    for correction in corrections:
        name = correction["name"]
        if correction.get("added"):
            by_name.setdefault(name, make(name, role_of(correction.get("role")), correction))
        elif name not in by_name:
            unfit.append(correction)
        elif correction.get("removed"):
            by_name[name] = None
        elif (one := by_name[name]) is not None:
            values = correction.get("set", {})
            role = role_of(values["role"]) if "role" in values else one.role
            by_name[name] = replace(one, name=values.get("name") or one.name, role=role)
    once = {one.name: one for one in reversed([one for one in by_name.values() if one])}
    return list(reversed(once.values())), unfit


def _changed(target: TargetDraft, values: Mapping[str, Any]) -> TargetDraft:
    return replace(target, **{name: values[name] for name in (*TARGET_FIELDS, *PLACED) if name in values})


def _nothing(section: int) -> TargetDraft:
    return TargetDraft("", "=", None, None, None, None, None, None, "prose", section, "", 0, 0)

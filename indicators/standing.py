"""How the target of a plan stands to that of the level above: 高于, 持平, 低于 上级, 上级未设, 本级未设.

Above a plan is the nearest region above its own that has a published plan. Only amounts of one unit and one basis are
compared (年均 with 年均), by their lower ends; of several years the same one, or else the nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.models import Plan
from documents.territories import chain_above
from indicators.models import Target
from indicators.units import in_base

HIGHER, EQUAL, LOWER = "高于上级", "与上级持平", "低于上级"
OTHERWISE_MEASURED, UNSET_ABOVE = "与上级口径不同", "上级未设"


@dataclass(frozen=True, slots=True)
class Standing:
    """`above` is the target it was compared with; none where the level above has plans, but none that sets one."""

    word: str
    above: Target | None = None


def plans_above(plan: Plan, plans: Iterable[Plan]) -> list[Plan]:
    """Return the plans of the nearest region above that has some."""
    by_region: dict[int | None, list[Plan]] = {}
    for other in plans:
        by_region.setdefault(other.region_id, []).append(other)
    regions = chain_above(plan.region) if plan.region else []
    return next((by_region[region.pk] for region in regions if region.pk in by_region), [])


def standing(target: Target, above: Sequence[Target]) -> Standing:
    """Compare a target with those that the plans above set for the same indicator."""
    if not above:
        return Standing(UNSET_ABOVE)
    alike = [other for other in above if _is_comparable(target, other)]
    if not alike:
        return Standing(OTHERWISE_MEASURED, above[0])
    other = min(alike, key=lambda one: _years_between(target, one))
    own, theirs = _amount(target), _amount(other)
    return Standing(HIGHER if own > theirs else LOWER if own < theirs else EQUAL, other)


def standings(targets: Sequence[Target], plans: Mapping[int, Plan]) -> dict[int, Standing]:
    """Return by the keys of the targets how each stands; those of plans with nothing above them are left out."""
    of_plan: dict[int, list[Target]] = {}
    for target in targets:
        of_plan.setdefault(target.section.plan_id, []).append(target)
    found: dict[int, Standing] = {}
    for key, own in of_plan.items():
        above = plans_above(plans[key], plans.values()) if key in plans else []
        if above:
            theirs = [target for plan in above for target in of_plan.get(plan.pk, ())]
            found |= {target.pk: standing(target, theirs) for target in own}
    return found


def without(targets: Iterable[Target], plans: Mapping[int, Plan]) -> list[Plan]:
    """Return the plans that set nothing although a plan above them does."""
    setting = {target.section.plan_id for target in targets}
    return [
        plan
        for plan in plans.values()
        if plan.pk not in setting and any(one.pk in setting for one in plans_above(plan, plans.values()))
    ]


def _is_comparable(one: Target, other: Target) -> bool:
    if one.value is None or other.value is None or one.basis != other.basis:
        return False
    return in_base(one.value, one.unit)[1] == in_base(other.value, other.unit)[1]


def _amount(target: Target) -> float:
    assert target.value is not None
    return float(in_base(target.value, target.unit)[0])


def _years_between(one: Target, other: Target) -> int:
    if one.year is None or other.year is None:
        return 0 if one.year == other.year else 1000
    return abs(one.year - other.year)

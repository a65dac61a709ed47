"""What becomes of departments and of values from one edition of a plan to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from documents.models import Plan
from documents.reading import Write
from documents.wordwise import comparable
from indicators.models import Target
from indicators.statements import amount, comparison
from qpolicy.addresses import address
from tasks.models import Responsibility, Role

Parts = Mapping[int, tuple[str, frozenset[str]]]  # the departments of a task: how they are written, their roles

# What makes two values one, in turn: an editor may have put what both call the same under two indicators.
SAME: tuple[Callable[[Target], object], ...] = (
    lambda target: (target.indicator_id, target.year),
    lambda target: target.indicator_id,
    lambda target: (comparable(target.name), target.year),
)


class Written(Protocol):
    """An edition as it is shown: how its words are written, and in which language."""

    write: Write
    language: str


@dataclass(frozen=True, slots=True)
class BodyChange:
    """A department that was given a part, relieved of it, or given another."""

    word: str
    name: str
    language: str
    roles: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as its edition writes it, and what is remarked of it in the words of the site: （2025年，约束性）."""

    amount: str
    remarks: str


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What both editions say of an indicator; None where one of them says nothing."""

    name: str
    language: str
    url: str
    word: str
    old: Stated | None
    new: Stated | None


def parts_of(old: Plan, new: Plan) -> Mapping[int, Parts]:
    found: defaultdict[int, dict[int, tuple[str, frozenset[str]]]] = defaultdict(dict)
    stated = Responsibility.objects.filter(task__section__plan__in=(old, new)).in_order()
    for task, department, name, known, role in stated.values_list(
        "task", "department", "name", "department__name", "role"
    ):
        written, roles = found[task].get(department, (name or known, frozenset()))
        found[task][department] = written, roles | {role}
    return found


def body_changes(before: Parts, after: Parts, old: Written, new: Written) -> Iterator[BodyChange]:
    for key, (name, roles) in after.items():
        if key not in before:
            yield BodyChange("增加", new.write(name), new.language, _roles(roles))
        elif before[key][1] != roles:
            yield BodyChange("改任", new.write(name), new.language, f"{_roles(before[key][1])} → {_roles(roles)}")
    for key, (name, roles) in before.items():
        if key not in after:
            yield BodyChange("减去", old.write(name), old.language, _roles(roles))


def _roles(roles: Iterable[str]) -> str:
    return "、".join(str(role.label) for role in Role if role.value in set(roles))


def targets_of(old: Plan, new: Plan) -> Mapping[int, list[Target]]:
    found: dict[int, list[Target]] = {old.pk: [], new.pk: []}
    for target in Target.objects.filter(section__plan__in=(old, new)).select_related("section").in_order():
        found[target.section.plan_id].append(target)
    return found


def value_changes(
    before: Sequence[Target], after: Sequence[Target], old: Written, new: Written
) -> Iterator[ValueChange]:
    """Set value against value of what is the same in both editions (SAME); what was left alone is left out."""
    left = list(before)
    matched: dict[int, Target] = {}
    for key_of in SAME:
        of: defaultdict[object, list[Target]] = defaultdict(list)
        for target in reversed(left):
            of[key_of(target)].append(target)
        for target in after:
            candidates = of[key_of(target)]
            if target.pk not in matched and candidates:
                matched[target.pk] = candidates.pop()
        taken = {target.pk for target in matched.values()}
        left = [target for target in left if target.pk not in taken]
    for target in after:
        was = matched.get(target.pk)
        if was is None:
            yield _value_change("新增", target, new, None, _stated(target, new))
        elif _figures(was) != _figures(target):
            yield _value_change("调整", target, new, _stated(was, old), _stated(target, new))
    for target in left:
        yield _value_change("删去", target, old, _stated(target, old), None)


def _value_change(word: str, target: Target, texts: Written, old: Stated | None, new: Stated | None) -> ValueChange:
    url = address("indicators:indicator-detail", target.indicator_id)
    return ValueChange(texts.write(target.name), texts.language, url, word, old, new)


def _figures(target: Target) -> tuple[object, ...]:
    quote = target.quote if target.value is None else ""
    known = (target.operator, target.value, target.upper, target.year, target.basis, target.attribute)
    return (*known, comparable(target.unit), comparable(quote))


def _stated(target: Target, texts: Written) -> Stated:
    value = amount(target.get_basis_display(), target.printed_value, target.name)
    value = value or comparison(target.name, target.quote) or "未定数值"
    remarks = "，".join(filter(None, (f"{target.year}年" if target.year else "", target.get_attribute_display())))
    return Stated(texts.write(value), f"（{remarks}）" if remarks else "")

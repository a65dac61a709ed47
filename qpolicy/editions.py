"""Lay two editions of a plan side by side: what was added, dropped and reworded, who has to do what, which values.

A fixed number of queries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.models import Plan, Section
from documents.pairing import Fate, Item, Pair, pair
from documents.reading import Reading, ReadSection, Write, assemble
from documents.scripted import language_of, writer_for
from documents.wordwise import Step, comparable, steps
from indicators.models import Target
from indicators.statements import amount, comparison
from qpolicy.addresses import address
from tasks.models import Responsibility, Role

FATES = {Fate.REWORDED: "改写", Fate.ADDED: "新增", Fate.DROPPED: "删去", Fate.SAME: "未变"}
BODIES, TARGETS = "departments", "targets"
VIEWS = {
    "": "全部变化",
    **{fate.value: word for fate, word in FATES.items() if fate is not Fate.SAME},
    BODIES: "责任部门有调整",
    TARGETS: "指标值有变动",
    Fate.SAME.value: FATES[Fate.SAME],
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a text, and whether it stands in this edition only."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """An item as one edition has it, its text a line at a time; the title where it was changed."""

    url: str
    mark: str
    title: tuple[Mark, ...]
    lines: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True)
class BodyChange:
    """A department that was given a part, relieved of it, or given another."""

    word: str
    name: str
    language: str
    roles: str


@dataclass(frozen=True, slots=True)
class ShownPair:
    fate: str
    word: str
    kind: str
    label: str
    language: str
    old: Side | None
    new: Side | None
    bodies: tuple[BodyChange, ...]


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What both editions say of an indicator; empty where one of them says nothing."""

    name: str
    language: str
    url: str
    word: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the two plans, in the script that the reader wants."""

    plan: Plan
    title: str
    number: str
    language: str


@dataclass(frozen=True, slots=True)
class Comparison:
    old: Edition
    new: Edition
    pairs: tuple[ShownPair, ...]
    values: tuple[ValueChange, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How much each view shows."""
        counts = Counter(one.fate for one in self.pairs)
        counts[BODIES] = sum(bool(one.bodies) for one in self.pairs)
        counts[TARGETS] = len(self.values)
        counts[""] = len(list(self.shown(""))) + len(self.values)
        return counts

    def shown(self, view: str) -> Iterator[ShownPair]:
        for one in self.pairs:
            if view == BODIES:
                is_shown = bool(one.bodies)
            elif view:
                is_shown = one.fate == view
            else:
                is_shown = one.fate != Fate.SAME or bool(one.bodies)
            if is_shown:
                yield one


def compare(old: Plan, new: Plan, *, wanted: str) -> Comparison:
    """Return what has become of the old plan in the new one. Three queries."""
    texts = {plan.pk: _Texts(plan, wanted) for plan in (old, new)}
    for section in Section.objects.filter(plan__in=(old, new)).defer("spans", "as_read").in_order():
        texts[section.plan_id].sections.append(section)
    parts, targets = _parts(old, new), _targets(old, new)
    before, after = texts[old.pk], texts[new.pk]
    pairs = pair(list(before.items()), list(after.items()))
    return Comparison(
        old=before.edition,
        new=after.edition,
        pairs=tuple(_shown(one, before, after, parts) for one in pairs),
        values=tuple(_value_changes(targets[old.pk], targets[new.pk], before, after)),
    )


class _Texts:
    """A plan's sections, as stored and as shown."""

    def __init__(self, plan: Plan, wanted: str) -> None:
        self.plan = plan
        self.write: Write = writer_for(plan, wanted)
        self.language = language_of(plan, wanted)
        self.sections: list[Section] = []
        self._reading: Reading | None = None

    @property
    def edition(self) -> Edition:
        return Edition(self.plan, self.write(self.plan.title), self.write(self.plan.document_number), self.language)

    @property
    def reading(self) -> Reading:
        if self._reading is None:
            self._reading = assemble(self.sections, self.write)
        return self._reading

    def items(self) -> Iterator[Item]:
        """Yield the work items, each with what is said under it and is no work item itself."""
        owner: dict[int, int | None] = {}
        texts: dict[int, list[str]] = {}
        titles: dict[int, str] = {}
        for section in self.sections:
            if section.is_work_item:
                owner[section.pk] = section.pk
                texts[section.pk], titles[section.pk] = [section.text], section.title
                continue
            above = owner[section.pk] = owner.get(section.parent_id or 0)
            if above is not None:
                said = (f"{section.number}{section.title}", section.text)
                texts[above].append("\n".join(filter(None, said)))
        return (Item(key, titles[key], "\n".join(filter(None, lines))) for key, lines in texts.items())

    def side(self, item: Item, title: Sequence[Mark], text: Sequence[Mark]) -> Side:
        shown = self.reading[item.key]
        url = address("tasks:task-detail", self.plan.slug, shown.anchor)
        return Side(url, shown.mark, tuple(title), tuple(_lines(text)))


def _shown(one: Pair, old: _Texts, new: _Texts, parts: Mapping[int, _Parts]) -> ShownPair:
    texts, item = (new, one.new) if one.new else (old, one.old)
    assert item
    shown: ReadSection = texts.reading[item.key]
    titles, bodies = _compared(one, "title", old, new), _compared(one, "text", old, new)
    if all(step.is_same for step in titles):
        titles = ()  # it stands above both sides
    return ShownPair(
        fate=one.fate.value,
        word=FATES[one.fate],
        kind=Section.Kind(shown.kind.value).label,
        label=shown.mark + shown.label,
        language=texts.language,
        old=old.side(one.old, *(_marks(found, is_old=True) for found in (titles, bodies))) if one.old else None,
        new=new.side(one.new, *(_marks(found, is_old=False) for found in (titles, bodies))) if one.new else None,
        bodies=tuple(_body_changes(parts[one.old.key], parts[one.new.key], old, new)) if one.old and one.new else (),
    )


def _compared(one: Pair, name: str, old: _Texts, new: _Texts) -> Sequence[Step]:
    """Compare what is shown, so that each side is marked in its own words; what stands alone is not marked."""
    before = old.write(getattr(one.old, name)) if one.old else ""
    after = new.write(getattr(one.new, name)) if one.new else ""
    return steps(before, after) if one.fate is Fate.REWORDED else (Step(before, after, is_same=True),)


def _marks(found: Iterable[Step], *, is_old: bool) -> list[Mark]:
    marks = (Mark(step.old if is_old else step.new, not step.is_same) for step in found)
    return [mark for mark in marks if mark.text]


def _lines(marks: Iterable[Mark]) -> Iterator[tuple[Mark, ...]]:
    line: list[Mark] = []
    for mark in marks:
        first, *others = mark.text.split("\n")
        line += [Mark(first, mark.is_changed)] if first else []
        for other in others:
            yield from [tuple(line)] if line else []
            line = [Mark(other, mark.is_changed)] if other else []
    yield from [tuple(line)] if line else []


_Parts = Mapping[int, tuple[str, frozenset[str]]]  # the departments of a task: how they are written, their roles


def _parts(old: Plan, new: Plan) -> Mapping[int, _Parts]:
    found: defaultdict[int, dict[int, tuple[str, frozenset[str]]]] = defaultdict(dict)
    stated = Responsibility.objects.filter(task__section__plan__in=(old, new)).in_order()
    for task, department, name, known, role in stated.values_list(
        "task", "department", "name", "department__name", "role"
    ):
        written, roles = found[task].get(department, (name or known, frozenset()))
        found[task][department] = written, roles | {role}
    return found


def _body_changes(before: _Parts, after: _Parts, old: _Texts, new: _Texts) -> Iterator[BodyChange]:
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


def _targets(old: Plan, new: Plan) -> Mapping[int, list[Target]]:
    found: dict[int, list[Target]] = {old.pk: [], new.pk: []}
    for target in Target.objects.filter(section__plan__in=(old, new)).select_related("section").in_order():
        found[target.section.plan_id].append(target)
    return found


def _value_changes(
    before: Sequence[Target], after: Sequence[Target], old: _Texts, new: _Texts
) -> Iterator[ValueChange]:
    """Set value against value of one indicator and year, else of one indicator; what was left alone is left out."""
    left = list(before)
    matched: dict[int, Target] = {}
    for same_year in (True, False):
        of: defaultdict[object, list[Target]] = defaultdict(list)
        for target in reversed(left):
            of[target.indicator_id, target.year if same_year else None].append(target)
        for target in after:
            candidates = of[target.indicator_id, target.year if same_year else None]
            if target.pk not in matched and candidates:
                matched[target.pk] = candidates.pop()
        taken = {target.pk for target in matched.values()}
        left = [target for target in left if target.pk not in taken]
    for target in after:
        was = matched.get(target.pk)
        if was is None:
            yield _value_change("新增", target, new, "", _stated(target, new))
        elif _figures(was) != _figures(target):
            yield _value_change("调整", target, new, _stated(was, old), _stated(target, new))
    for target in left:
        yield _value_change("删去", target, old, _stated(target, old), "")


def _value_change(word: str, target: Target, texts: _Texts, old: str, new: str) -> ValueChange:
    url = address("indicators:indicator-detail", target.indicator_id)
    return ValueChange(texts.write(target.name), texts.language, url, word, old, new)


def _figures(target: Target) -> tuple[object, ...]:
    quote = target.quote if target.value is None else ""
    known = (target.operator, target.value, target.upper, target.year, target.basis, target.attribute)
    return (*known, comparable(target.unit), comparable(quote))


def _stated(target: Target, texts: _Texts) -> str:
    """≥95%（2025年，约束性）"""
    value = amount(target.get_basis_display(), target.printed_value, target.name)
    value = value or comparison(target.name, target.quote) or "未定数值"
    remarks = "，".join(filter(None, (f"{target.year}年" if target.year else "", target.get_attribute_display())))
    return texts.write(value) + (f"（{remarks}）" if remarks else "")

"""Lay two editions of a plan side by side: what was added, dropped and reworded, who has to do what, which values.

A fixed number of queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.headings import heading
from documents.models import Plan, Section
from documents.pairing import Fate, Item, Pair, pair
from documents.reading import Reading, ReadSection, Write, assemble
from documents.scripted import language_of, writer_for
from documents.wordwise import Step, steps
from qpolicy.addresses import address
from qpolicy.edition_parts import BodyChange, Parts, ValueChange, body_changes, parts_of, targets_of, value_changes

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
    parts, targets = parts_of(old, new), targets_of(old, new)
    before, after = texts[old.pk], texts[new.pk]
    pairs = pair(list(before.items()), list(after.items()))
    return Comparison(
        old=before.edition,
        new=after.edition,
        pairs=tuple(_shown(one, before, after, parts) for one in pairs if _says_something(one)),
        values=tuple(value_changes(targets[old.pk], targets[new.pk], before, after)),
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
        """Yield the sections; what is said under a work item and is none itself belongs to it."""
        owner: dict[int, Section | None] = {}
        texts: dict[int, list[str]] = {}
        for section in self.sections:
            above = section if section.is_work_item else owner.get(section.parent_id or 0)
            owner[section.pk] = above
            if above is None or above is section:
                texts[section.pk] = [section.text]
            else:
                said = (heading(section.number, section.title), section.text)
                texts[above.pk].append("\n".join(filter(None, said)))
        for section in self.sections:
            if section.pk in texts:
                text = "\n".join(filter(None, texts[section.pk]))
                yield Item(section.pk, section.title, text, is_work=section.is_work_item)

    def side(self, item: Item, title: Sequence[Mark], text: Sequence[Mark]) -> Side:
        shown = self.reading[item.key]
        url = f"{self.plan.get_absolute_url()}#{shown.anchor}"
        if item.is_work:
            url = address("tasks:task-detail", self.plan.slug, shown.anchor)
        return Side(url, shown.mark, tuple(title), tuple(_lines(text)))


def _says_something(one: Pair) -> bool:
    """Tell whether a reader would miss it: a heading that nothing has become of stands above what is told anyway."""
    return one.fate is not Fate.SAME or bool(one.new and (one.new.is_work or one.new.text))


def _shown(one: Pair, old: _Texts, new: _Texts, parts: Mapping[int, Parts]) -> ShownPair:
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
        label=shown.mark + shown.label if item.title or shown.mark else shown.citation,
        language=texts.language,
        old=old.side(one.old, *(_marks(found, is_old=True) for found in (titles, bodies))) if one.old else None,
        new=new.side(one.new, *(_marks(found, is_old=False) for found in (titles, bodies))) if one.new else None,
        bodies=tuple(body_changes(parts[one.old.key], parts[one.new.key], old, new)) if one.old and one.new else (),
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

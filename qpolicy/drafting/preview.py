"""A draft side by side: each stretch of the source beside what was read from it. Pure but for the words of choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from documents.models import Section as Stored
from documents.outline import Remark, Section
from documents.passage import Span
from indicators.extraction import TargetDraft
from indicators.models import Target
from qpolicy.corrections import Corrected, Correction
from qpolicy.corrections.keys import SPLIT
from qpolicy.ingest import READER_NOTE
from tasks.models import Role

SECTIONS_A_PAGE = 50
LONGEST_SHOWN = 60
LONGEST_DROPPED = 400
KINDS = dict(Stored.Kind.choices)
ROLES = dict(Role.choices)
OPERATORS = dict(Target.Operator.choices)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the source; `mark` is what was read in it (d: department, t: value, g: goal), `place` its id."""

    text: str
    mark: str = ""
    place: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A department, value or goal of a section; `place` leads to where it is read from."""

    label: str
    detail: str
    place: str
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A section with its source, or a stretch that was left out, which has no section."""

    source: tuple[tuple[Stretch, ...], ...]
    number: int = 0
    key: str = ""
    section: Section | None = None
    kind: str = ""
    above: str = ""
    above_number: int = 0
    depth: int = 0
    text: str = ""
    cells: tuple[tuple[str, ...], ...] = ()
    duties: tuple[Finding, ...] = ()
    targets: tuple[Finding, ...] = ()
    goals: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    is_corrected: bool = False
    is_rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001  what editors call it
    """Something to look at; `number` is that of the section it is about, 0 for the whole."""

    message: str
    quote: str
    number: int
    page: int


def name_of(section: Section) -> str:
    """Return what a section is called where it is only named."""
    return " ".join(filter(None, (section.number, section.title))) or _cut(section.text, 24) or "（空）"


def pages_of(found: Corrected) -> int:
    return max(1, ceil(len(found.keys) / SECTIONS_A_PAGE))


def page_at(number: int) -> int:
    return max(0, number - 1) // SECTIONS_A_PAGE + 1


def rows_of(found: Corrected, page: int, *, unknown: Iterable[str] = ()) -> list[Row]:
    """Return the rows of one page, in the order of the source."""
    outline = found.draft.outline
    first = (page - 1) * SECTIONS_A_PAGE
    sections = outline.sections[first : first + SECTIONS_A_PAGE]
    told = _by_section(warnings_of(found))
    touched = {str(one.get("section", "")) for one in found.corrections}
    touched |= {f"{one['section']}{SPLIT}{one['at']}" for one in found.corrections if one["kind"] == "split"}
    maker = _Maker(found, set(unknown))
    placed = [(_start(section), maker.row(section, told.get(section.id, ()), touched)) for section in sections]
    since = _start(sections[0]) if page > 1 and sections else 0
    until = _start(outline.sections[first + SECTIONS_A_PAGE]) if page < pages_of(found) else len(outline.source)
    for start, end in outline.dropped:
        if since <= start < until and outline.source[start:end].strip():
            placed.append((start, Row(((Stretch(_cut(outline.source[start:end], LONGEST_DROPPED)),),))))
    return [row for _, row in sorted(placed, key=lambda pair: pair[0])]


def warnings_of(found: Corrected) -> list[Warning]:
    """Return what to look at, each with the section it is about."""
    outline = found.draft.outline
    places = [(start, end, section.id) for section in outline.sections for start, end in section.spans]
    warnings = []
    for remark in found.draft.remarks:
        number = 0 if remark.code == READER_NOTE else _section_at(remark, places)
        quote = _cut(" ".join(outline.source[remark.start : remark.end].split()), 60)
        warnings.append(Warning(remark.message, quote, number, page_at(number)))
    return warnings


def value_of(target: TargetDraft) -> str:
    """Return a value in words: 不低于 94%（2025年）."""
    amount = f"{target.value or '（无数值）'}{f'—{target.upper}' if target.upper else ''}{target.unit or ''}"
    word = "" if target.operator in ("=", "range") else OPERATORS.get(target.operator, target.operator)
    year = f"（{target.year}年）" if target.year else "（年份未读出）"
    return f"{word} {amount}{year}".strip()


def told(correction: Correction, found: Corrected) -> str:
    """Say in Chinese what a correction does, for the list of those that were made."""
    at = found.index(str(correction.get("section", "")))
    where = f"“{name_of(found.draft.outline.sections[at])}”" if at is not None else "（已不在文中的章节条）"
    match correction["kind"]:
        case "text":
            old = found.source[correction["start"] : correction["end"]]
            return f"原文“{_cut(old, 30)}”改为“{_cut(correction['new'], 30)}”"
        case "split":
            return f"{where}在“{correction.get('words', '')}”之前拆开"
        case "join":
            return f"{where}与下一条合并"
        case "drop":
            return "一条原文中的章节条不收入"
        case "section":
            return f"{where}：{'、'.join(_changes(correction['set'], found))}"
        case "duty":
            return f"{where}的部门{_of_duty(correction)}"
        case "target":
            return f"{where}的指标值“{correction['target'].partition('|')[0]}”{_of_finding(correction)}"
        case "goal":
            return f"{where}的目标{_of_finding(correction)}"
        case "department":
            return f"部门“{correction['name']}”已核对"
        case _:
            return f"指标“{correction['name']}”已核对"


class _Maker:
    def __init__(self, found: Corrected, unknown: set[str]) -> None:
        self.found, self.unknown = found, unknown
        changed = (one for one in found.corrections if one["kind"] == "section" and "text" in one["set"])
        self.rewritten = {one["section"] for one in changed}
        self.targets = _grouped(found.draft.targets)
        self.goals = _grouped(found.draft.goals)

    def row(self, section: Section, warnings: Sequence[Warning], touched: set[str]) -> Row:
        outline = self.found.draft.outline
        key = self.found.keys[section.id - 1]
        above = outline.section(section.parent) if section.parent else None
        marks, duties, targets, goals = self._findings(section)
        is_rewritten = key in self.rewritten
        marks = [] if is_rewritten else marks
        source = tuple(tuple(_stretches(outline.source, span, marks)) for span in section.spans)
        return Row(
            source=source,
            number=section.id,
            key=key,
            section=section,
            kind=KINDS[section.kind.value],
            above=name_of(above) if above else "",
            above_number=above.id if above else 0,
            depth=min(sum(1 for _ in outline.ancestors(section)), 4),
            text="" if section.rows else section.text if is_rewritten else _cut(section.text, LONGEST_SHOWN),
            is_rewritten=is_rewritten,
            cells=tuple(tuple(outline.source[slice(*cell.span)] for cell in row) for row in section.rows),
            duties=duties,
            targets=targets,
            goals=goals,
            warnings=tuple(dict.fromkeys(warning.message for warning in warnings)),
            is_corrected=key in touched or self._is_elsewhere(section),
        )

    def _is_elsewhere(self, section: Section) -> bool:
        return self.found.origins[section.id - 1] is None

    def _findings(
        self, section: Section
    ) -> tuple[list[tuple[Span, str, str, str]], tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
        marks: list[tuple[Span, str, str, str]] = []

        def mark(kind: str, index: int, start: int, end: int, label: str) -> str:
            if not any(first <= start < end <= last for first, last in section.spans):
                return ""
            place = f"{kind}{section.id}-{index}"
            marks.append(((start, end), kind, place, label))
            return place

        duties = tuple(
            Finding(
                duty.name,
                ROLES[duty.role],
                mark("d", at, duty.start, duty.end, ROLES[duty.role]),
                duty.name in self.unknown,
            )
            for at, duty in enumerate(self.found.draft.duties.get(section.id, ()))
            if section.kind.is_work_item
        )
        targets = tuple(
            Finding(target.name, value_of(target), mark("t", at, target.start, target.end, "指标值"))
            for at, target in enumerate(self.targets.get(section.id, ()))
        )
        goals = tuple(
            Finding(f"{goal.year}年", _cut(goal.text, 40), mark("g", at, goal.start, goal.end, "目标"))
            for at, goal in enumerate(self.goals.get(section.id, ()))
        )
        return marks, duties, targets, goals


def _stretches(source: str, span: Span, marks: Iterable[tuple[Span, str, str, str]]) -> Iterator[Stretch]:
    """Cut a stretch of the source where something is read in it; of marks that overlap the first and longest counts."""
    at, end = span
    for (first, last), kind, place, label in sorted(marks, key=lambda mark: (mark[0][0], -mark[0][1])):
        if first < at or last > end:
            continue
        if at < first:
            yield Stretch(source[at:first])
        yield Stretch(source[first:last], kind, place, label)
        at = last
    if at < end:
        yield Stretch(source[at:end])


def _start(section: Section) -> int:
    return min((start for start, _ in section.spans), default=0)


def _section_at(remark: Remark, places: Sequence[tuple[int, int, int]]) -> int:
    return next((number for start, end, number in places if start <= remark.start < end), 0)


def _by_section(warnings: Iterable[Warning]) -> dict[int, list[Warning]]:
    found: dict[int, list[Warning]] = {}
    for warning in warnings:
        found.setdefault(warning.number, []).append(warning)
    return found


def _grouped(findings: Iterable[object]) -> dict[int, list]:  # type: ignore[type-arg]
    found: dict[int, list] = {}  # type: ignore[type-arg]
    for one in findings:
        found.setdefault(one.section, []).append(one)  # type: ignore[attr-defined]
    return found


def _changes(values: Correction, found: Corrected) -> Iterator[str]:
    for name, value in values.items():
        match name:
            case "kind":
                yield f"类型改为{KINDS.get(value, value)}"
            case "parent":
                at = found.index(value)
                above = name_of(found.draft.outline.sections[at]) if at is not None else "最高层"
                yield f"移到“{above}”之下" if at is not None else "移到最高层"
            case _:
                yield f"{ {'number': '编号', 'text': '正文'}.get(name, '标题') }改为“{_cut(value, 40)}”"


def _of_duty(correction: Correction) -> str:
    values = correction.get("set", {})
    if correction.get("added"):
        return f"增加“{correction['name']}”（{ROLES.get(correction.get('role', ''), '负责')}）"
    if correction.get("removed"):
        return f"“{correction['name']}”删除"
    words = [f"改为“{values['name']}”" if "name" in values else "", ROLES.get(values.get("role", ""), "")]
    return f"“{correction['name']}”{'，'.join(filter(None, words))}"


def _of_finding(correction: Correction) -> str:
    if correction.get("removed"):
        return "删除"
    values = correction.get("set", {})
    shown = "、".join(str(value) for value in values.values() if value not in (None, ""))
    return f"{'增加' if correction.get('added') else '改为'}：{shown}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}……"

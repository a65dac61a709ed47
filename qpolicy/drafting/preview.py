"""A draft side by side: each stretch of the source beside what was read from it. Pure but for the words of choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import ceil

from documents.headings import heading
from documents.models import Section as Stored
from documents.outline import Remark, Section
from documents.passage import Span
from documents.tables import Table, lay_out
from qpolicy.corrections import Corrected
from qpolicy.corrections.keys import SPLIT
from qpolicy.drafting.wording import KINDS, ROLES, cut, name_of, value_of
from qpolicy.ingest import READER_NOTE

SECTIONS_A_PAGE = 50
LONGEST_SHOWN = 60
LONGEST_DROPPED = 400


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
class Entered:
    """What was entered by hand in the stored plan, as it is to be, and the section that it stands behind (0: none)."""

    row: Stored
    behind: int
    above: str
    values: Mapping[str, str]
    duties: tuple[Finding, ...]
    findings: Mapping[str, Sequence[str]]
    is_corrected: bool

    @property
    def name(self) -> str:
        return heading(self.values["number"], self.values["title"]) or cut(self.values["text"], 24)

    @property
    def page(self) -> int:
        return page_at(self.behind)

    @property
    def table(self) -> Table | None:
        return lay_out(self.row.rows) if self.row.rows else None


@dataclass(frozen=True, slots=True)
class Row:
    """A section with its source, a stretch that was left out, which has no section, or what was entered by hand."""

    source: tuple[tuple[Stretch, ...], ...]
    number: int = 0
    key: str = ""
    section: Section | None = None
    kind: str = ""
    above: str = ""
    above_number: int = 0
    depth: int = 0
    text: str = ""
    table: Table | None = None
    duties: tuple[Finding, ...] = ()
    targets: tuple[Finding, ...] = ()
    goals: tuple[Finding, ...] = ()
    rules: tuple[Finding, ...] = ()
    deadline: str = ""
    warnings: tuple[str, ...] = ()
    is_corrected: bool = False
    is_rewritten: bool = False
    entered: Entered | None = None


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001  what editors call it
    """Something to look at; `number` is that of the section it is about, 0 for the whole."""

    message: str
    quote: str
    number: int
    page: int


def pages_of(found: Corrected) -> int:
    return max(1, ceil(len(found.keys) / SECTIONS_A_PAGE))


def page_at(number: int) -> int:
    return max(0, number - 1) // SECTIONS_A_PAGE + 1


def rows_of(found: Corrected, page: int, *, unknown: Iterable[str] = (), entered: Iterable[Entered] = ()) -> list[Row]:
    """Return the rows of one page, in the order of the source; what was entered by hand follows what it stands behind."""
    outline = found.draft.outline
    first = (page - 1) * SECTIONS_A_PAGE
    sections = outline.sections[first : first + SECTIONS_A_PAGE]
    told = _by_section(warnings_of(found))
    touched = {str(one.get("section", "")) for one in found.corrections}
    touched |= {f"{one['section']}{SPLIT}{one['at']}" for one in found.corrections if one["kind"] == "split"}
    maker = _Maker(found, set(unknown))
    placed = [((_start(section), 0), maker.row(section, told.get(section.id, ()), touched)) for section in sections]
    for one in entered:
        if one.page == page:
            start = _start(outline.section(one.behind)) if one.behind else -1
            placed.append(((start, 1), Row((), entered=maker.entered(one))))
    since = _start(sections[0]) if page > 1 and sections else 0
    until = _start(outline.sections[first + SECTIONS_A_PAGE]) if page < pages_of(found) else len(outline.source)
    for start, end in outline.dropped:
        if since <= start < until and outline.source[start:end].strip():
            placed.append(((start, 0), Row(((Stretch(cut(outline.source[start:end], LONGEST_DROPPED)),),))))
    return [row for _, row in sorted(placed, key=lambda pair: pair[0])]


def table_of(found: Corrected, section: Section) -> Table | None:
    """Return the table of a section as the pages of plans show it: merged cells where they belong."""
    source = found.draft.outline.source
    return lay_out([[source[slice(*cell.span)] for cell in row] for row in section.rows]) if section.rows else None


def warnings_of(found: Corrected) -> list[Warning]:
    """Return what to look at, each with the section it is about."""
    outline = found.draft.outline
    places = [(start, end, section.id) for section in outline.sections for start, end in section.spans]
    warnings = []
    for remark in found.draft.remarks:
        number = 0 if remark.code == READER_NOTE else _section_at(remark, places)
        quote = cut(" ".join(outline.source[remark.start : remark.end].split()), 60)
        warnings.append(Warning(remark.message, quote, number, page_at(number)))
    return warnings


class _Maker:
    def __init__(self, found: Corrected, unknown: set[str]) -> None:
        self.found, self.unknown = found, unknown
        changed = (one for one in found.corrections if one["kind"] == "section" and "text" in one["set"])
        self.rewritten = {one["section"] for one in changed}
        self.targets = _grouped(found.draft.targets)
        self.goals = _grouped(found.draft.goals)
        self.rules = _grouped(found.draft.defaults)

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
            text="" if section.rows else section.text if is_rewritten else cut(section.text, LONGEST_SHOWN),
            is_rewritten=is_rewritten,
            table=table_of(self.found, section),
            duties=duties,
            targets=targets,
            goals=goals,
            rules=tuple(Finding(one.name, ROLES[one.role], "") for one in self.rules.get(section.id, ())),
            deadline=self.found.draft.deadlines.get(section.id, ""),
            warnings=tuple(dict.fromkeys(warning.message for warning in warnings)),
            is_corrected=key in touched or self._is_elsewhere(section),
        )

    def entered(self, one: Entered) -> Entered:
        duties = (replace(duty, is_unknown=duty.label in self.unknown) for duty in one.duties)
        return replace(one, duties=tuple(duties))

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
            Finding(target.name, value_of(asdict(target)), mark("t", at, target.start, target.end, "指标值"))
            for at, target in enumerate(self.targets.get(section.id, ()))
        )
        goals = tuple(
            Finding(f"{goal.year}年", cut(goal.text, 40), mark("g", at, goal.start, goal.end, "目标"))
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

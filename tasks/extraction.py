"""extract(): the departments of every section of a plan with their roles, and the rules for the whole plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from documents.outline import Kind, Outline, Remark, Section
from documents.passage import Passage, Span
from documents.text import fold
from tasks.clauses import Found, find_clauses
from tasks.deadlines import deadline_in
from tasks.responsibility import Assignment, mask
from tasks.rules import find_rules
from tasks.stripping import strip
from tasks.tables import Row, duty_rows, plain_title
from tasks.wording import STRENGTH, Role

READ = (Kind.TASK, Kind.SAFEGUARD, Kind.PROJECT, Kind.BOX, Kind.HEADING)
UNREAD = "这里像是责任分工，但没有读出部门，请核对"
PARTLY_UNREAD = "这里的责任单位没有全部读出，请核对"
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Duty:
    """A body that a section names, as written, and the place of the name in the source.

    The place is within the section, or in the row of a table of duties (任务分工表) that tells its departments.
    """

    name: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DefaultDuty:
    """A body that a rule for the whole plan names (以下工作均需各区县政府落实,不再列出); `section` states the rule."""

    name: str
    role: Role
    section: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """Who does what by section id, in the order of the text, each body once with its most certain role.

    `deadlines` are as printed (2025年6月底前), by the id of the work item.
    """

    duties: Mapping[int, tuple[Duty, ...]]
    defaults: tuple[DefaultDuty, ...]
    remarks: tuple[Remark, ...]
    deadlines: Mapping[int, str]


def extract(outline: Outline) -> Extraction:
    """Read the department clauses of a plan. Time grows linearly with its length; any outline is read."""
    reading = _Reading(outline, rest=_rest_behind_first(outline))
    for section in outline.sections:
        reading.take(section)
    reading.take_tables()
    return Extraction(reading.duties, tuple(reading.defaults.values()), tuple(reading.remarks), reading.deadlines)


@dataclass(slots=True)
class _Reading:
    """Goes through the sections in order.

    `rest`: where the first body of a list leads unless roles are said, the role of those behind it.
    """

    outline: Outline
    rest: Role | None
    duties: dict[int, tuple[Duty, ...]] = field(default_factory=dict)
    defaults: dict[str, DefaultDuty] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    deadlines: dict[int, str] = field(default_factory=dict)

    def take(self, section: Section) -> None:
        clauses = find_clauses(section.body.folded) if section.kind in READ else []
        self._take_rules(section, clauses)
        self._take_duties(section, clauses)
        if section.kind.is_work_item and (place := deadline_in(section.body.folded, clauses)):
            self.deadlines[section.id] = BLANKS.sub("", section.body.text[slice(*place)])

    def _take_duties(self, section: Section, clauses: list[Found]) -> None:
        distinguishes = any(found.clause and found.clause.distinguishes for found in clauses)
        duties: list[Duty] = []
        for found in clauses:
            self.rest = self.rest or found.rules.rest
            if found.clause is None:
                self._remark(section, UNREAD, (found.start, found.end))
                continue
            for rest in found.clause.unread:
                self._remark(section, PARTLY_UNREAD, rest)
            assignments = found.clause.assignments
            if self.rest and not distinguishes:
                assignments = _with_first_leading(assignments, self.rest)
            duties += [_duty(section.body, assignment) for assignment in assignments]
        if duties:
            self.duties[section.id] = _each_once(duties)

    def _remark(self, section: Section, message: str, place: Span) -> None:
        self.remarks.append(Remark("unread-departments", message, *section.body.locate(*place)))

    def _take_rules(self, section: Section, clauses: list[Found]) -> None:
        """Rules within clauses; else those in the text that say of themselves that they are not repeated."""
        everybody = [assignment for found in clauses for assignment in found.rules.everybody]
        if not any(found.rules.spans for found in clauses):
            everybody = _rules_of_text(section.body.folded)
        for assignment in everybody:
            duty = _duty(section.body, assignment)
            self.defaults.setdefault(duty.name, DefaultDuty(duty.name, duty.role, section.id, duty.start, duty.end))

    def take_tables(self) -> None:
        """Give the rows of tables of duties to the work items of the same title that have no clause of their own."""
        rows = [row for section in self.outline.sections if section.rows for row in duty_rows(section)]
        if not rows:
            return
        items = [section for section in self.outline.sections if section.kind.is_work_item and section.title]
        titles = [plain_title(fold(item.title or "")) for item in items]
        count = Counter(titles)
        item_of = {title: item for title, item in zip(titles, items, strict=True) if count[title] == 1}
        for row in rows:
            if item := item_of.get(row.title):
                self._take_row(item, row)

    def _take_row(self, item: Section, row: Row) -> None:
        source = self.outline.source
        duties = [Duty(BLANKS.sub("", source[start:end]), role, start, end) for (start, end), role in row.names]
        self.duties.setdefault(item.id, _each_once(duties))
        if row.deadline:
            self.deadlines.setdefault(item.id, BLANKS.sub("", source[slice(*row.deadline)]))


def _rest_behind_first(outline: Outline) -> Role | None:
    """What a sentence outside of the clauses says for the whole plan: 责任单位中列第一位的为牵头单位."""
    for section in outline.sections:
        if "牵头" in section.body.folded:
            text = BLANKS.sub("", section.body.folded)
            rules = find_rules(mask(text) if section.kind.is_work_item else text)
            if rules.rest:
                return rules.rest
    return None


def _rules_of_text(folded: str) -> list[Assignment]:
    if "不再" not in folded:
        return []
    text = strip(folded, 0, len(folded))
    spans = ((text.span(found.start, found.end), found) for found in find_rules(text.text).everybody)
    return [replace(found, start=start, end=end) for (start, end), found in spans]


def _with_first_leading(assignments: tuple[Assignment, ...], rest: Role) -> tuple[Assignment, ...]:
    return tuple(replace(found, role=rest if at else "lead") for at, found in enumerate(assignments))


def _duty(body: Passage, assignment: Assignment) -> Duty:
    """The name as written, without the blanks and line ends that broke it."""
    name = BLANKS.sub("", body.text[assignment.start : assignment.end])
    return Duty(name, assignment.role, *body.locate(assignment.start, assignment.end))


def _each_once(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """A body that is named twice keeps its first place; who leads or helps is told more exactly than who is responsible."""
    known: dict[str, Duty] = {}
    for duty in duties:
        first = known.setdefault(duty.name, duty)
        if STRENGTH[duty.role] > STRENGTH[first.role]:
            known[duty.name] = replace(first, role=duty.role)
    return tuple(known.values())

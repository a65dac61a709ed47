"""What publishing a draft would change against what is stored: for the eyes of a reviewer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import Truncator

from documents.differences import difference
from documents.headings import heading
from documents.matching import Known, match
from documents.models import Draft, Plan, Section
from documents.store.sections import known_sections
from documents.threeway import Record
from indicators.models import Goal, Target
from indicators.store import Goals, Targets, goals_by_section, targets_by_section
from qpolicy.corrections import Corrected
from qpolicy.drafting.metadata import MetadataForm, metadata_of
from qpolicy.drafting.preview import page_at
from qpolicy.drafting.wording import ROLES, value_of
from tasks.defaults import defaults_read
from tasks.models import Responsibility, Task
from tasks.store import Responsibilities, work_of

Findings = dict[str, list[str]]  # by what they are called

DEADLINE = "完成时限"
LONGEST_NAME = 24  # of a section that has neither number nor title
WORDS = {"new": "新增", "changed": "修改", "removed": "删除"}


@dataclass(frozen=True, slots=True)
class Change:
    """A section that is added, changed or removed; `number` is its number in the draft."""

    sort: str
    name: str
    details: tuple[str, ...]
    number: int = 0

    @property
    def word(self) -> str:
        return WORDS[self.sort]

    @property
    def page(self) -> int:
        """Return the page of the draft that shows it."""
        return page_at(self.number)


def changes(draft: Draft, found: Corrected) -> list[Change]:
    """Return what becomes of each section, in reading order. A few queries; a new plan has nothing to compare with."""
    plan = draft.plan
    if plan is None or draft.manner == Draft.Manner.NEW:
        return []
    rows = list(plan.sections.in_order())
    findings = findings_stored(plan) if rows else {}
    old, new = _stored(rows), known_sections(found.draft.outline)
    partners = match(old, new)
    told = list(_told(found, rows, findings, partners))
    gone = [row for at, row in enumerate(rows) if at not in partners.values() and row.as_read is not None]
    return [*told, *(Change("removed", str(row), (row.text[:80],)) for row in gone)]


def metadata_changes(draft: Draft, form: MetadataForm) -> list[str]:
    """Say which fields of the form differ from the plan that is updated."""
    if draft.manner != Draft.Manner.UPDATE or draft.plan is None:
        return []
    before = metadata_of(Plan.objects.select_related("region").get(pk=draft.plan.pk))
    return [
        f"{form.fields[name].label}：{difference(before[name], draft.metadata.get(name, ''))}"
        for name in before
        if before[name] != draft.metadata.get(name, "")
    ]


def rule_changes(draft: Draft, found: Corrected) -> str:
    """Say how the rules for the whole plan differ from what is stored; empty where they do not."""
    plan = draft.plan
    if plan is None or draft.manner == Draft.Manner.NEW:
        return ""
    rows = plan.default_responsibilities.select_related("department").order_by("position")
    was = [_body({"name": row.name or row.department.name, "role": row.role}) for row in rows]
    now = [_body({"name": rule.name, "role": rule.role}) for rule in defaults_read(found.draft.defaults)]
    return difference("、".join(was), "、".join(now)) if sorted(was) != sorted(now) else ""


def _told(
    found: Corrected, rows: list[Section], stored: Mapping[int, Findings], partners: dict[int, int]
) -> Iterator[Change]:
    read = _findings_read(found)
    for at, section in enumerate(found.draft.outline.sections):
        name = heading(section.number, section.title) or Truncator(section.text).chars(LONGEST_NAME)
        if at not in partners:
            yield Change("new", name, (section.text[:80],), section.id)
            continue
        row = rows[partners[at]]
        pairs = [
            ("类型", row.get_kind_display(), Section.Kind(section.kind.value).label),
            ("编号", row.number, section.number or ""),
            ("标题", row.title, section.title or ""),
            ("正文", row.text, section.text),
        ]
        for label in FINDINGS:
            was, now = (of.get(label, []) for of in (stored.get(row.pk, {}), read.get(section.id, {})))
            if sorted(was) != sorted(now):
                pairs.append((label, "、".join(was), "、".join(now)))
        details = tuple(f"{label}：{difference(was, now)}" for label, was, now in pairs if was != now)
        if details:
            yield Change("changed", name, details, section.id)


def findings_stored(plan: Plan) -> dict[int, Findings]:
    """Return in words what is stored of each section, by the key of its row."""
    rows: dict[str, Iterable[tuple[int, Record]]] = {
        "部门": _records(Responsibilities(plan), Responsibility.objects.filter(task__section__plan=plan)),
        "指标值": _records(Targets(), Target.objects.of_plan(plan)),
        "目标": _records(Goals(), Goal.objects.filter(plan=plan)),
    }
    deadlines = Task.objects.of_plan(plan).exclude(deadline="").values_list("pk", "deadline")
    return _grouped({**rows, DEADLINE: [(section, {"deadline": deadline}) for section, deadline in deadlines]})


def _findings_read(found: Corrected) -> dict[int, Findings]:
    draft = found.draft
    places = {
        "部门": work_of(draft.outline, draft.duties),
        "指标值": targets_by_section(draft.targets),
        "目标": goals_by_section(draft.goals),
    }
    records = {
        label: [(key, one.record) for key, several in of.items() for one in several] for label, of in places.items()
    }
    return _grouped({**records, DEADLINE: [(key, {"deadline": when}) for key, when in draft.deadlines.items()]})


def _records(listed: Any, rows: QuerySet[Any]) -> list[tuple[int, Record]]:
    return [(listed.section_of(row), listed.record_of(row)) for row in rows.order_by("position")]


def _grouped(records: Mapping[str, Iterable[tuple[int, Record]]]) -> dict[int, Findings]:
    found: dict[int, Findings] = {}
    for label, of in records.items():
        for section, record in of:
            found.setdefault(section, {}).setdefault(label, []).append(FINDINGS[label](record))
    return found


def _body(record: Record) -> str:
    return f"{record['name']}（{ROLES[record['role']]}）"


def _value(record: Record) -> str:
    return f"{record['name']} {value_of(record)}"


def _goal(record: Record) -> str:
    return f"{record['year']}年"


def _deadline(record: Record) -> str:
    return str(record["deadline"])


FINDINGS: Mapping[str, Callable[[Record], str]] = {"部门": _body, "指标值": _value, "目标": _goal, DEADLINE: _deadline}


def _stored(rows: list[Section]) -> list[Known]:
    index_of = {row.pk: index for index, row in enumerate(rows)}
    return [
        Known(row.kind, row.number, row.title, row.text, index_of.get(row.parent_id) if row.parent_id else None)
        for row in rows
    ]

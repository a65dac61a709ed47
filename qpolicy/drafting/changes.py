"""What publishing a draft would change against what is stored: for the eyes of a reviewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.differences import difference
from documents.matching import Known, match
from documents.models import Draft, Plan, Section
from documents.store.sections import known_sections
from qpolicy.corrections import Corrected
from qpolicy.drafting.metadata import MetadataForm, metadata_of

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


def changes(draft: Draft, found: Corrected) -> list[Change]:
    """Return what becomes of each section, in reading order. Two queries; a new plan has nothing to compare with."""
    plan = draft.plan
    if plan is None or draft.manner == Draft.Manner.NEW:
        return []
    rows = list(plan.sections.in_order())
    bodies = _bodies_stored(plan) if rows else {}
    old, new = _stored(rows), known_sections(found.draft.outline)
    partners = match(old, new)
    told = list(_told(found, rows, bodies, partners))
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


def _told(
    found: Corrected, rows: list[Section], bodies: dict[int, list[str]], partners: dict[int, int]
) -> Iterator[Change]:
    for at, section in enumerate(found.draft.outline.sections):
        name = " ".join(filter(None, (section.number, section.title))) or section.text[:24]
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
        if section.kind.is_work_item:
            named = [duty.name for duty in found.draft.duties.get(section.id, ())]
            pairs.append(("部门", "、".join(bodies.get(row.pk, [])), "、".join(named)))
        details = tuple(f"{label}：{difference(was, now)}" for label, was, now in pairs if was != now)
        if details:
            yield Change("changed", name, details, section.id)


def _bodies_stored(plan: Plan) -> dict[int, list[str]]:
    from tasks.models import Responsibility

    found: dict[int, list[str]] = {}
    parts = Responsibility.objects.filter(task__section__plan=plan).order_by("position")
    for task, name in parts.values_list("task_id", "name"):
        found.setdefault(task, []).append(name)
    return found


def _stored(rows: list[Section]) -> list[Known]:
    index_of = {row.pk: index for index, row in enumerate(rows)}
    return [
        Known(row.kind, row.number, row.title, row.text, index_of.get(row.parent_id) if row.parent_id else None)
        for row in rows
    ]

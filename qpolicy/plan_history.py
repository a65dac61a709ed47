"""The history of a plan and of everything in it, newest first. The number of queries grows with the kinds, not the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.urls import reverse

from documents.admin.history import Change, change_of
from documents.headings import heading
from documents.models import Department, Plan, Section
from indicators.models import Goal, Target
from tasks.models import DefaultResponsibility, Responsibility, Role, Task

# By the words of their kinds: the rows of a plan, and how their histories name the plan or the section.
KINDS: Mapping[str, Any] = {
    "plan": Plan,
    "section": Section,
    "task": Task,
    "responsibility": Responsibility,
    "rule": DefaultResponsibility,
    "target": Target,
    "goal": Goal,
}
OF_PLAN = {"plan": "id", "section": "plan_id", "rule": "plan_id", "goal": "plan_id"}
OF_SECTION = {"task": "section_id", "responsibility": "task_id", "target": "section_id"}
VERBS = {"+": "新增", "~": "修改", "-": "删除"}
BEGINNING = 24  # characters
NOBODY = "0"  # who has changed what no account did: a command, an import
Key = tuple[str, int]  # a kind and the key of a record


@dataclass(frozen=True, slots=True)
class Entry:
    """A change: of what, where, by whom; `url` leads to the state of that moment, which can be restored."""

    moment: datetime
    who: str
    verb: str
    kind: str
    name: str
    place: str
    reason: str
    changes: tuple[Change, ...]
    url: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class PlanHistory:
    """What has been recorded of a plan, narrowed to a person and a kind where that is asked for."""

    plan: int
    person: str = ""
    kind: str = ""

    def keys(self) -> QuerySet[Any, Any]:
        """Return moment, kind and key of each record, newest first."""
        kinds = [self.kind] if self.kind in KINDS else list(KINDS)
        parts = [
            self._of_person(records_of(kind, self.plan))
            .order_by()
            .annotate(of_kind=Value(kind))
            .values_list("history_date", "of_kind", "history_id")
            for kind in kinds
        ]
        first, *others = parts
        keys: QuerySet[Any, Any] = first.union(*others, all=True)
        return keys.order_by("-history_date", "of_kind", "-history_id")

    def people(self) -> list[tuple[str, str]]:
        """Return whoever has changed something, by the keys of their accounts. One query."""
        first, *others = (
            records_of(kind, self.plan).order_by().values_list("history_user_id", "history_user__username")
            for kind in KINDS
        )
        found = sorted((name or "", key) for key, name in first.union(*others))
        return [(str(key or NOBODY), name or "系统") for name, key in found]

    def _of_person(self, records: QuerySet[Any]) -> QuerySet[Any]:
        if not self.person.isdecimal() or len(self.person) > 9:
            return records
        return records.filter(history_user_id=int(self.person) or None)


def records_of(kind: str, plan: int) -> QuerySet[Any]:
    """Return the historical records of all rows of this kind that stand, or stood, in the plan."""
    history = KINDS[kind].history
    if kind in OF_PLAN:
        return history.filter(**{OF_PLAN[kind]: plan})  # type: ignore[no-any-return]
    sections = Section.history.filter(plan_id=plan).order_by().values("id")
    return history.filter(**{f"{OF_SECTION[kind]}__in": sections})  # type: ignore[no-any-return]


def entries(keys: Sequence[tuple[Any, str, int]]) -> list[Entry]:
    """Return these records as they are shown, in their order."""
    page = _Page([(kind, key) for _, kind, key in keys])
    return [page.entry(kind, key) for _, kind, key in keys if (kind, key) in page.records]


def pages_of(history: PlanHistory, size: int) -> Paginator[Any]:
    return Paginator(history.keys(), size)


class _Page:
    """The records of a page with those before them and all the rows that they point to."""

    def __init__(self, keys: Iterable[Key]) -> None:
        by_kind: defaultdict[str, list[int]] = defaultdict(list)
        for kind, key in keys:
            by_kind[kind].append(key)
        self.records: dict[Key, Any] = {}
        self.before: dict[Key, Any] = {}
        self.alive: set[Key] = set()
        for kind, some in by_kind.items():
            self._load(kind, some)
        self.changed = {
            key: list(_changed(new, self.before[key])) for key, new in self.records.items() if key in self.before
        }
        self.rows = self._related()
        self.sections = self._sections()

    def entry(self, kind: str, key: int) -> Entry:
        record = self.records[kind, key]
        model = KINDS[kind]
        meta, row = model._meta, _row_key(kind, record)
        section = _section_of(kind, record)
        is_alive = (kind, row) in self.alive
        can_return = is_alive or (record.history_type == "-" and kind not in ("plan", "task"))
        name = f"admin:{meta.app_label}_{meta.model_name}_simple_history"
        return Entry(
            moment=record.history_date,
            who=record.history_user.get_username() if record.history_user else "系统",
            verb=VERBS.get(record.history_type, "修改"),
            kind=str(meta.verbose_name),
            name=self._name(kind, record),
            place=self.sections.get(section, "") if section and kind not in ("section", "task") else "",
            reason=record.history_change_reason or "",
            changes=tuple(self._shown(one) for one in self.changed.get((kind, key), ())),
            url=reverse(name, args=[row, record.history_id]) if can_return else "",
            is_gone=not is_alive,
        )

    def _load(self, kind: str, keys: list[int]) -> None:
        model = KINDS[kind]
        own = model._meta.pk.attname
        earlier = model.history.filter(**{own: OuterRef(own)}, history_id__lt=OuterRef("history_id"))
        found = list(
            model.history.filter(history_id__in=keys)
            .select_related("history_user")
            .annotate(record_before=Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
        )
        older = {
            record.history_id: record
            for record in model.history.filter(history_id__in=[one.record_before for one in found])
        }
        for record in found:
            self.records[kind, record.history_id] = record
            if record.history_type == "~" and record.record_before in older:
                self.before[kind, record.history_id] = older[record.record_before]
        rows = model._base_manager.filter(pk__in={_row_key(kind, record) for record in found})
        self.alive |= {(kind, key) for key in rows.values_list("pk", flat=True)}

    def _related(self) -> dict[tuple[Any, int], Any]:
        """Load the rows that changed fields point to, and the departments that have no other name."""
        wanted: defaultdict[Any, set[int]] = defaultdict(set)
        for changed in self.changed.values():
            for field, old, new in changed:
                if field.is_relation:
                    wanted[field.related_model] |= {key for key in (old, new) if key is not None}
        wanted[Department] |= {record.department_id for record in self.records.values() if _is_unnamed(record)}
        return {
            (model, row.pk): row
            for model, keys in wanted.items()
            if keys
            for row in model._base_manager.filter(pk__in=keys).select_related(*(["section"] if model is Task else []))
        }

    def _sections(self) -> dict[int, str]:
        """Name the sections that the records are of, also those that are gone."""
        keys = {key for (kind, _), record in self.records.items() if (key := _section_of(kind, record))}
        there = Section.objects.filter(pk__in=keys).defer("spans", "rows", "as_read")
        known = {section.pk: _section_name(section) for section in there}
        gone = Section.history.filter(id__in=keys - known.keys()).order_by("history_id")
        return known | {record.id: _section_name(record) for record in gone}

    def _name(self, kind: str, record: Any) -> str:
        if kind == "task":
            return self.sections.get(record.section_id, "")
        if kind in ("responsibility", "rule"):
            department = self.rows.get((Department, record.department_id))
            return f"{record.name or department or '已删除的部门'}（{Role(record.role).label}）"
        if kind == "section":
            return _section_name(record)
        return str(record.title if kind == "plan" else record.instance)

    def _shown(self, changed: tuple[Any, Any, Any]) -> Change:
        field, *values = changed
        if field.is_relation:
            missing = f"已删除的{field.verbose_name}"
            values = [key and self.rows.get((field.related_model, key), missing) for key in values]
        return change_of(field, *values)


def _changed(new: Any, old: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Yield the fields that differ, with both values, but for those that only the program minds."""
    for field in new.tracked_fields:
        own = new.instance_type._meta.get_field(field.name)
        values = getattr(old, own.attname), getattr(new, own.attname)
        if own.editable and values[0] != values[1]:
            yield own, *values


def _row_key(kind: str, record: Any) -> int:
    return int(getattr(record, KINDS[kind]._meta.pk.attname))


def _section_of(kind: str, record: Any) -> int | None:
    if kind == "section":
        return int(record.id)
    return getattr(record, OF_SECTION.get(kind, "section_id"), None)


def _section_name(record: Any) -> str:
    """Say what a section, or its record, calls itself, or how it begins; a record made a row would ask for it."""
    return heading(record.number, record.title or record.text[:BEGINNING]) or record.anchor


def _is_unnamed(record: Any) -> bool:
    return hasattr(record, "department_id") and not record.name

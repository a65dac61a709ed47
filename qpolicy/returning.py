"""Bring a deleted plan back from history, with everything that was its own. Some twenty queries, however long it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from simple_history.utils import bulk_create_with_history

from documents.admin.plans import editions_before
from documents.models import Department, Function, Plan, Region, Section, Theme
from documents.models.plans import LINKS
from documents.quoting import quoted
from indicators import merging as indicators
from indicators.models import Goal, Indicator, Target
from qpolicy.importing import free_slug
from qpolicy.reviving import REASON, TOGETHER, CannotRevive
from tasks import merging as departments
from tasks.models import DefaultResponsibility, Responsibility, Task

# In the order in which they are put back: the parts of a plan, and how their records name the plan or the section.
PARTS: Mapping[Any, str] = {
    Section: "plan_id",
    Task: "section_id",
    Responsibility: "task_id",
    Target: "section_id",
    Goal: "plan_id",
    DefaultResponsibility: "plan_id",
}
STATED_ONCE = {Responsibility: "task_id", DefaultResponsibility: "plan_id"}  # a department with a role, in each
HEIRS: Mapping[Any, Callable[[int], Any]] = {
    Department: departments.successor_of,
    Indicator: indicators.successor_of,
}
STORED_ALREADY = "知识库中已有同一发文字号、标题和版次的规划（{slug}）。如要恢复这一份，请先改正或删除那一份。"
JUST_CHANGED = "恢复时与他人刚做的修改冲突，没有恢复任何内容。请刷新本页后再试。"
Parts = Mapping[Any, Sequence[Any]]


@dataclass(slots=True)
class Returned:
    """The plan, how many of each of its parts came back with it, and what is not as it was."""

    plan: Plan
    counts: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def deleted_plans() -> QuerySet[Any]:
    """Return of each plan that is gone the record of its deletion, the latest first."""
    own = Plan.history.filter(id=OuterRef("id")).order_by("-history_id").values("history_id")
    gone = Plan.history.filter(history_type="-").annotate(last=Subquery(own[:1])).filter(history_id=F("last"))
    without = gone.exclude(id__in=Plan.objects.order_by().values("pk")).defer("source_text", "notes", "warnings")
    return without.select_related("history_user").order_by("-history_date", "-history_id")  # type: ignore[no-any-return]


def was_public(record: Any) -> bool:
    """Tell whether the plan has been published: then only those who may publish bring it back, as they alone delete it."""
    return Plan.Status(record.status) in (Plan.Status.PUBLISHED, Plan.Status.WITHDRAWN)


def status_of(record: Any) -> Plan.Status:
    """Return as what it comes back: never published, for nobody has looked at it again."""
    return Plan.Status.WITHDRAWN if was_public(record) else Plan.Status.DRAFT


def parts_of(record: Any) -> Parts:
    """Return by their models the records of what was deleted together with the plan."""
    when = _time_of(record)
    found: dict[Any, list[Any]] = {}
    for model, owner in PARTS.items():
        owners = [record.id] if owner == "plan_id" else [section.id for section in found[Section]]
        with_it = model.history.filter(history_type="-", history_date__range=when)
        own = model._meta.pk.attname
        rows = {getattr(one, own): one for one in with_it.filter(**{f"{owner}__in": owners}).order_by("history_id")}
        found[model] = sorted(rows.values(), key=lambda one: getattr(one, "position", 0))
    return found


def counted(parts: Parts) -> dict[str, int]:
    """Return how many parts there are, by the words of their kinds."""
    return {str(model._meta.verbose_name): len(records) for model, records in parts.items() if records}


def obstacle(record: Any) -> str:
    """Say why the plan cannot come back; empty where it can."""
    same = {name: getattr(record, name) for name in ("document_number", "title", "edition")}
    other = Plan.objects.filter(**same).first() if record.document_number else None
    return STORED_ALREADY.format(slug=other.slug) if other else ""


def bring_back(record: Any, by: Any) -> Returned:
    """Put the plan back by this account, whole or not at all. Raises CannotRevive."""
    if refusal := obstacle(record):
        raise CannotRevive(refusal)
    try:
        with transaction.atomic():
            return _Return(record, by).run()
    except IntegrityError as error:
        raise CannotRevive(JUST_CHANGED) from error


def told(returned: Returned) -> list[str]:
    """Return what came back, and what is to be looked at."""
    counts = "、".join(f"{name} {number} 条" for name, number in returned.counts.items())
    status = returned.plan.get_status_display()
    return [
        f"已恢复规划{quoted(returned.plan.title)}{f'，连同{counts}' if counts else ''}。状态为“{status}”。",
        *returned.remarks,
    ]


class _Return:
    """One plan on its way back."""

    def __init__(self, record: Any, by: Any) -> None:
        self.record, self.by = record, by
        self.beside: dict[str, Any] = record.beside or {}
        self.returned = Returned(_row_of(record))
        self.parts = parts_of(record)
        self.found: dict[tuple[Any, int], int] = {}  # the key of the row that stands for one of a catalogue

    def run(self) -> Returned:
        self._put_back_plan()
        for model, records in self.parts.items():
            rows = self._fitting([_row_of(one) for one in records], STATED_ONCE.get(model))
            made = bulk_create_with_history(rows, model, default_user=self.by, default_change_reason=REASON)
            if made:
                self.returned.counts[str(model._meta.verbose_name)] = len(made)
        self._link()
        return self.returned

    def _put_back_plan(self) -> None:
        plan, say = self.returned.plan, self.returned.remarks.append
        plan.status, plan.as_read = status_of(self.record), self.beside.get("as_read")
        plan.lock_version += 1
        if Plan.objects.filter(slug=plan.slug).exists():
            plan.slug = free_slug(plan.slug)
            say(f"原来的网址标识已由另一份规划使用，本规划现为 {plan.slug}。")
        if plan.region_id and not Region.objects.filter(pk=plan.region_id).exists():
            plan.region = None
            say("原来的地区已经删除，请补上地区。")
        if plan.replaces_id and not Plan.objects.filter(pk=plan.replaces_id).exists():
            plan.replaces = None
            say("它所替代的规划已经删除；那一部恢复后，这一联系会一并恢复。")
        plan._history_user, plan._change_reason = self.by, REASON  # type: ignore[attr-defined]
        plan.save(force_insert=True)

    def _fitting(self, rows: list[Any], owner: str | None) -> list[Any]:
        """Let the rows of a kind point to what is there; what is stated twice after a merger is put back once."""
        self._find_again(rows, "department_id", Department)
        self._find_again(rows, "indicator_id", Indicator)
        themes = set(Theme.objects.values_list("pk", flat=True))
        for row in rows:
            if isinstance(row, Section):
                row.as_read = self.beside.get("sections", {}).get(str(row.pk))
                row.theme_id = row.theme_id if row.theme_id in themes else None
        if owner is None:
            return rows
        return list({(getattr(row, owner), row.department_id, row.role): row for row in reversed(rows)}.values())[::-1]

    def _find_again(self, rows: Iterable[Any], name: str, model: Any) -> None:
        pointing = [row for row in rows if getattr(row, name, None)]
        keys = {getattr(row, name) for row in pointing}
        alive = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        heirs = {key: self._heir(model, key) for key in keys - alive}
        for row in pointing:
            setattr(row, name, heirs.get(getattr(row, name), getattr(row, name)))

    def _heir(self, model: Any, key: int) -> int:
        """Return the row that one was merged into; the row itself, put back, where it was deleted as unused."""
        if (model, key) not in self.found:
            heir = HEIRS[model](key) or self._put_back(model, key)
            self.found[model, key] = heir.pk
        return self.found[model, key]

    def _put_back(self, model: Any, key: int) -> Any:
        row = _row_of(model.history.filter(id=key).latest("history_id"))
        for name, catalogue in (("region_id", Region), ("function_id", Function)):
            if getattr(row, name, None) and not catalogue._base_manager.filter(pk=getattr(row, name)).exists():
                setattr(row, name, None)
        row._history_user, row._change_reason = self.by, REASON
        row.save(force_insert=True)
        self.returned.remarks.append(f"{model._meta.verbose_name}“{row}”已经删除，现一并恢复。")
        return row

    def _link(self) -> None:
        """Link the plan and the others again, where they are still there and nothing else has taken its place."""
        plan, links = self.returned.plan, {name: set(self.beside.get(name, [])) for name in LINKS}
        for key, older, above, below in _returned_since(self.record):
            links["replaced_by"] |= {key} if older == plan.pk else set()
            links["basis_of"] |= {key} if plan.pk in (above or []) else set()
            links["based_on"] |= {key} if plan.pk in (below or []) else set()
        for name in ("based_on", "basis_of"):
            getattr(plan, name).add(*Plan.objects.filter(pk__in=links[name]))
        before = editions_before(plan)
        for newer in Plan.objects.filter(pk__in=links["replaced_by"]).without_source():
            if newer.replaces_id is None and newer.pk not in before:
                newer.replaces = plan
                newer._history_user, newer._change_reason = self.by, REASON  # type: ignore[attr-defined]
                newer.lock_version += 1
                newer.save(update_fields=["replaces", "lock_version"])
            elif newer.replaces_id != plan.pk:
                self.returned.remarks.append(f"《{newer}》现已另有替代关系，未改回替代本规划，请核对。")


def _returned_since(record: Any) -> QuerySet[Any, Any]:
    """Return the keys of plans that came back while this one was gone, and to which plans each was linked before."""
    returned = Plan.history.filter(history_type="+", history_date__gte=record.history_date).order_by()
    before = Plan.history.filter(history_type="-", id__in=returned.values("id"))
    return before.values_list("id", "replaces_id", "beside__based_on", "beside__basis_of")  # type: ignore[no-any-return]


def _time_of(record: Any) -> tuple[datetime, datetime]:
    """Return from when to when the plan was being deleted: its parts are recorded before or after it."""
    if record.beside:
        return datetime.fromisoformat(record.beside["since"]), datetime.fromisoformat(record.beside["until"])
    return record.history_date - TOGETHER, record.history_date + TOGETHER


def _row_of(record: Any) -> Any:
    """Return the row as the record has it, without asking the database for what it has not."""
    model: type[models.Model] = record.instance_type
    names = (model._meta.get_field(each.name).attname for each in record.tracked_fields)  # type: ignore[union-attr]
    return model(**{name: getattr(record, name) for name in names})

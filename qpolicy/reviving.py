"""Put back what was deleted from a plan: a section with its responsibilities, targets and goals, or one of these alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max

from documents.entry import settle
from documents.models import Department, Plan, Section, Theme
from indicators import merging as indicators
from indicators.models import Goal, Indicator, Target
from tasks import merging as departments
from tasks.kinds import keep_tasks
from tasks.models import DefaultResponsibility, Responsibility, Task

TOGETHER = timedelta(minutes=1)  # what is deleted with a section is recorded a moment before it
REASON = "恢复已删除的内容"
WITH_SECTION: tuple[tuple[Any, str], ...] = ((Responsibility, "task_id"), (Target, "section_id"), (Goal, "section_id"))
ALONE = {Responsibility: "task", Target: "section", Goal: "section", DefaultResponsibility: "plan"}


class CannotRevive(Exception):  # noqa: N818  it says why, to whoever asked
    """What the row stood in is gone, or something else has taken its place."""


@dataclass(slots=True)
class Revived:
    """The row, how many of what else came back with it, and what did not."""

    row: models.Model
    counts: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def parts_deleted_with(record: Any) -> dict[str, list[Any]]:
    """Return the records of what was deleted together with a section, by the words of their kinds."""
    found: dict[str, list[Any]] = {}
    for model, owner in WITH_SECTION:
        moment = record.history_date
        deleted = model.history.filter(
            **{owner: record.id},
            history_type="-",
            history_date__range=(moment - TOGETHER, moment + TOGETHER),
        )
        alive = set(model._base_manager.filter(**{owner: record.id}).values_list("pk", flat=True))
        parts = {part.id: part for part in deleted.order_by("history_id") if part.id not in alive}
        if parts:
            found[str(model._meta.verbose_name)] = sorted(parts.values(), key=lambda part: part.position)
    return found


@transaction.atomic
def revive(record: Any, by: Any) -> Revived:
    """Put back the row of a historical record, by this account."""
    model = record.instance_type
    if model is Section:
        return _revive_section(record, by)
    if model not in ALONE:
        raise CannotRevive("这一类内容不能在此恢复。整份规划请在“已删除的规划”中恢复；任务请先恢复它的章节条。")
    return Revived(_revive_part(record, by))


def told(revived: Revived) -> Iterator[str]:
    """Yield what came back, and what did not."""
    counted = "、".join(f"{name} {number} 条" for name, number in revived.counts.items())
    yield f"已恢复{revived.row._meta.verbose_name}“{revived.row}”" + (f"，连同{counted}。" if counted else "。")
    yield from revived.remarks


def _revive_section(record: Any, by: Any) -> Revived:
    section: Section = record.instance
    if not Plan.objects.filter(pk=section.plan_id).exists():
        raise CannotRevive("所在的规划已经删除，请先在“已删除的规划”中恢复它。")
    revived = Revived(section)
    others = Section.objects.filter(plan=section.plan_id)
    if section.parent_id and not others.filter(pk=section.parent_id).exists():
        section.parent = None
        revived.remarks.append("上级章节条已不在，本条置于最高层，请核对。")
    if section.theme_id and not Theme.objects.filter(pk=section.theme_id).exists():
        section.theme = None
    section.position = _free_place(section.position, set(others.values_list("position", flat=True)))
    if others.filter(anchor=section.anchor).exists():
        section.anchor = ""
        revived.remarks.append("原来的网址已由另一条使用，本条的网址有变。")
    settle(section)
    _save(section, by)
    keep_tasks([section])
    _restore_task(section, by)
    for name, parts in parts_deleted_with(record).items():
        for part in parts:
            try:
                _revive_part(part, by)
                revived.counts[name] = revived.counts.get(name, 0) + 1
            except CannotRevive as refusal:
                revived.remarks.append(f"{name}“{_said(part)}”未能恢复：{refusal}")
    return revived


def _revive_part(record: Any, by: Any) -> models.Model:
    row = record.instance
    owner = ALONE[record.instance_type]
    owners = row._meta.get_field(owner).related_model._base_manager
    if not owners.filter(pk=getattr(row, f"{owner}_id")).exists():
        raise CannotRevive("它所在的章节条或规划已经删除，请先恢复那一条。")
    for name, model, successor_of in (
        ("department_id", Department, departments.successor_of),
        ("indicator_id", Indicator, indicators.successor_of),
    ):
        key = getattr(row, name, None)
        if key and not model._base_manager.filter(pk=key).exists():
            heir = successor_of(key)
            if heir is None:
                raise CannotRevive(f"{model._meta.verbose_name}已经删除。")
            setattr(row, name, heir.pk)
    if getattr(row, "section_id", None) and not Section.objects.filter(pk=row.section_id).exists():
        row.section_id = None  # of a rule for all tasks, which stands without it
    siblings = type(row)._base_manager.filter(**{owner: getattr(row, f"{owner}_id")})
    if siblings.filter(position=row.position).exists():
        row.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotRevive("；".join(error.messages)) from error
    _save(row, by)
    return row  # type: ignore[no-any-return]


def _restore_task(section: Section, by: Any) -> None:
    """Give the task what it said beside its section."""
    last = Task.history.filter(section_id=section.pk, history_type="-").order_by("-history_id").first()
    task = Task.objects.filter(section=section).first()
    if last and task and (last.deadline or last.notes):
        task.deadline, task.notes = last.deadline, last.notes
        task._history_user = by  # type: ignore[attr-defined]
        task.save()


def _save(row: Any, by: Any) -> None:
    row._history_user = by
    row._change_reason = REASON
    row.save(force_insert=True)


def _free_place(position: int, taken: set[int]) -> int:
    while position in taken:
        position += 1
    return position


def _said(record: Any) -> str:
    """Say what a record is of without asking for rows that may be gone."""
    return str(getattr(record, "name", "") or getattr(record, "text", "")[:30])

"""What has become of a row: its history in Chinese."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.models import DeletedObject

from documents.differences import Difference, differ

MOST_TOLD = 10  # changes made meanwhile


@dataclass(frozen=True, slots=True)
class Change:
    """A field's label, and how its value has changed."""

    field: str
    difference: Difference

    @property
    def text(self) -> str:
        return str(self.difference)


def changes(new: Any, old: Any) -> list[Change]:
    """Return what differs between two historical records of one row, but for what only the program minds."""
    delta = new.diff_against(old, foreign_keys_are_objs=True)
    model: type[models.Model] = new.instance_type
    found = []
    for change in delta.changes:
        field: Any = model._meta.get_field(change.field)
        if field.editable:
            found.append(change_of(field, change.old, change.new))
    return found


def change_of(field: Any, old: Any, new: Any) -> Change:
    """Return how a field has changed; a row that it points to is given as such."""
    return Change(str(field.verbose_name), differ(_text(field, old), _text(field, new)))


def add_changes(records: Iterable[Any]) -> None:
    """Give each record what it changed against the one before it; `records` are those of one row, newest first."""
    for record, older in _pairs(records):
        record.history_delta_changes = changes(record, older)


def changes_since(histories: Iterable[Any], moment: datetime.datetime | None) -> list[str]:
    """Return a sentence for each of the latest changes since then: 张三（10:32）将“标题”由 甲 → 乙."""
    if moment is None:
        return []
    records = [
        record
        for history in histories
        for record in history.filter(history_date__gte=moment).order_by("-history_date")[:MOST_TOLD]
    ]
    latest = sorted(records, key=lambda record: record.history_date, reverse=True)[:MOST_TOLD]
    return [sentence for record in reversed(latest) for sentence in _told(record)]


def shown_fields(record: Any) -> list[tuple[str, str]]:
    """Return what a record holds, field by field, but for what only the program minds and what is empty."""
    shown = []
    for field in record.tracked_fields:
        own = record.instance_type._meta.get_field(field.name)
        value = getattr(record, own.attname)
        if own.is_relation and value is not None:
            value = own.related_model._base_manager.filter(pk=value).first() or f"已删除的{own.verbose_name}"
        if own.editable and not own.primary_key and (text := _text(own, value)):
            shown.append((str(own.verbose_name), text))
    return shown


def _told(record: Any) -> list[str]:
    who = record.history_user.get_username() if record.history_user else "系统"
    when = f"{who}（{timezone.localtime(record.history_date):%H:%M}）"
    before = record.prev_record
    if record.history_type != "~" or before is None:
        verb = {"+": "新增", "-": "删除"}.get(record.history_type, "修改")
        return [f"{when}{verb}了{record.instance_type._meta.verbose_name}“{record.history_object}”"]
    return [f"{when}修改了“{change.field}”：{change.text}" for change in changes(record, before)]


def _pairs(records: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    newer = None
    for record in records:
        if newer is not None:
            yield newer, record
        newer = record


def _text(field: Any, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, DeletedObject):
        return f"已删除的{field.verbose_name}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return _listed(value)
    return str(dict(field.flatchoices).get(value, value)) if getattr(field, "choices", None) else str(value)


def _listed(values: list[Any]) -> str:
    """Names, a table's rows, or the remarks of a reading."""
    if any(isinstance(value, dict) for value in values):
        return "\n".join(str(value.get("message", "")) if isinstance(value, dict) else str(value) for value in values)
    if any(isinstance(value, list) for value in values):
        return "\n".join(" | ".join(map(str, row)) if isinstance(row, list) else str(row) for row in values)
    return "、".join(map(str, values))

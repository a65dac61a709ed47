"""What has become of a row: its history in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from simple_history.models import DeletedObject

from documents.differences import difference


@dataclass(frozen=True, slots=True)
class Change:
    """A field's label, and how its value has changed."""

    field: str
    text: str


def changes(new: Any, old: Any) -> list[Change]:
    """Return what differs between two historical records of one row."""
    delta = new.diff_against(old, foreign_keys_are_objs=True)
    model: type[models.Model] = new.instance_type
    found = []
    for change in delta.changes:
        field: Any = model._meta.get_field(change.field)
        texts = (_text(field, change.old), _text(field, change.new))
        found.append(Change(str(field.verbose_name), difference(*texts)))
    return found


def add_changes(records: Iterable[Any]) -> None:
    """Give each record what it changed against the one before it; `records` are those of one row, newest first."""
    for record, older in _pairs(records):
        record.history_delta_changes = changes(record, older)


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

"""Who has changed, since a ledger was downloaded, what it would change now: a file that lay for days undoes nobody's work unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from indicators.models import Target
from qpolicy.bringing.changes import Change
from tasks.models import DefaultResponsibility, Responsibility, Task

OF_SECTION: tuple[tuple[Any, str], ...] = ((Task, "section_id"), (Responsibility, "task_id"), (Target, "section_id"))
OF_PLAN: tuple[tuple[Any, str], ...] = ((DefaultResponsibility, "plan_id"),)
Last = tuple[datetime, str]  # when, and by whom


def with_meanwhile(changes: Sequence[Change], since: datetime | None) -> list[Change]:
    """Return the changes with what others have done to their tasks and rules since. Four queries; none without a moment."""
    if since is None:
        return list(changes)
    sections = _last(OF_SECTION, {change.section.pk for change in changes if change.section}, since)
    rules = _last(OF_PLAN, {change.plan.pk for change in changes if not change.section}, since)
    found = (sections.get(change.section.pk) if change.section else rules.get(change.plan.pk) for change in changes)
    return [replace(change, meanwhile=_said(last)) for change, last in zip(changes, found, strict=True)]


def _last(models: Sequence[tuple[Any, str]], keys: Collection[int], since: datetime) -> dict[int, Last]:
    found: dict[int, Last] = {}
    for key, moment, who in sorted(_records(models, keys, since), key=lambda record: record[1]):
        found[key] = (moment, who)
    return found


def _records(models: Sequence[tuple[Any, str]], keys: Collection[int], since: datetime) -> Iterator[Any]:
    for model, key in models:
        records = model.history.filter(history_date__gt=since, **{f"{key}__in": keys})
        yield from records.values_list(key, "history_date", "history_user__username")


def _said(last: Last | None) -> str:
    if last is None:
        return ""
    moment, who = last
    return f"下载之后，{who or '系统'}在 {timezone.localtime(moment):%Y-%m-%d %H:%M} 改动过这一项，请核对是否要改回。"

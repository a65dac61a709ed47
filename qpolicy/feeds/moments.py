"""When plans and what stands in them came to be read here, changed and went: from their history.

A plan is new when it was published for the first time, not when somebody began to enter it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, QuerySet

from documents.models import Plan, Section
from indicators.models import Goal, Target
from tasks.models import DefaultResponsibility, Responsibility, Task

PARTS: tuple[tuple[Any, str], ...] = ((Task, "section_id"), (Responsibility, "task_id"), (Target, "section_id"))
Moments = dict[int, datetime]


def publications(plans: Collection[int]) -> Moments:
    """Return when each plan was published first, as far as its history knows. One query."""
    records = Plan.history.filter(id__in=plans, status=Plan.Status.PUBLISHED).order_by()
    return dict(records.values_list("id").annotate(Min("history_date")))


def last_changes(plans: Collection[int]) -> Moments:
    """Return when each section of the plans, or a task, duty or value in it, was changed last. Four queries."""
    of_plans = Section.objects.filter(plan__in=plans).order_by().values("pk")
    changed: Moments = {}
    for key, moment in _last(Section.history.filter(plan_id__in=plans), "id"):
        changed[key] = moment
    for model, section in PARTS:
        for key, moment in _last(model.history.filter(**{f"{section}__in": of_plans}), section):
            changed[key] = max(moment, changed.get(key, moment))
    return changed


def publications_or_entries(plans: Collection[int]) -> Moments:
    """Return the same of every plan: of one whose history does not know, when it was entered. Two queries."""
    entered = dict(Plan.objects.filter(pk__in=plans).order_by().values_list("pk", "created_at"))
    return entered | publications(plans)


def changes_of_goals(plans: Collection[int]) -> Moments:
    """Return when each goal of the plans was changed last. One query."""
    return dict(_last(Goal.history.filter(plan_id__in=plans), "id"))


def changes_of_targets(indicators: Collection[int], plans: Collection[int]) -> Moments:
    """Return for each indicator when a value that the plans set for it came, was changed or went last. One query."""
    records = Target.history.filter(indicator_id__in=indicators, section_id__in=_sections_ever(plans))
    return dict(_last(records, "indicator_id"))


def changes_of_duties(bodies: Collection[int], plans: Collection[int]) -> Moments:
    """Return for each department when a part that the plans give it came, was changed or went last. Two queries."""
    ruled = DefaultResponsibility.history.filter(department_id__in=bodies, plan_id__in=plans)
    changed = dict(_last(ruled, "department_id"))
    named = Responsibility.history.filter(department_id__in=bodies, task_id__in=_sections_ever(plans))
    for key, moment in _last(named, "department_id"):
        changed[key] = max(moment, changed.get(key, moment))
    return changed


def _sections_ever(plans: Collection[int]) -> Any:
    """Return the keys of the sections that the plans have or had: what stood in a deleted one went with it."""
    return Section.history.filter(plan_id__in=plans).order_by().values("id")


def first_and_last(pairs: Iterable[tuple[int, int]], since: Moments, changed: Moments) -> tuple[Moments, Moments]:
    """Return of what plans name, given as (key, plan), when the first of them came, and when one came or changed last."""
    first: Moments = {}
    last: Moments = {}
    for key, plan in pairs:
        if plan not in since:  # deleted meanwhile
            continue
        first[key] = min(since[plan], first.get(key, since[plan]))
        last[key] = max(since[plan], last.get(key, changed.get(key, since[plan])))
    return first, last


def latest(moments: Mapping[int, datetime], most: int) -> list[int]:
    """Return the keys of the last moments, the last one first."""
    return sorted(moments, key=lambda key: (moments[key], key), reverse=True)[:most]


def withdrawals(most: int) -> list[tuple[str, datetime, datetime]]:
    """Return slug, day of entry and end of each plan that was published once and is not now, the last ones first.

    Two queries. What has the address of a plan that is there has not gone.
    """
    here = list(Plan.objects.published().order_by().values_list("slug", flat=True))
    once = Plan.history.filter(status=Plan.Status.PUBLISHED).exclude(slug__in=here).exclude(history_type="-").order_by()
    last = dict(once.values_list("id").annotate(Max("history_date")))
    called: dict[int, str] = {}
    found: dict[int, tuple[str, datetime, datetime]] = {}
    records = Plan.history.filter(id__in=last).order_by("history_date", "history_id")
    for key, slug, made, moment in records.values_list("id", "slug", "created_at", "history_date"):
        if moment <= last[key]:
            called[key] = slug
        elif key not in found:
            found[key] = (called[key], made, moment)
    return sorted(found.values(), key=lambda gone: gone[2], reverse=True)[:most]


def _last(records: QuerySet[Any], key: str) -> Iterator[tuple[int, datetime]]:
    yield from records.order_by().values_list(key).annotate(Max("history_date")).iterator()

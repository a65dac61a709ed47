"""Make one department of several that are the same body under different names."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from documents.models import Department, Plan
from documents.store import lock_plans
from documents.store.departments import key_of
from tasks.models import DefaultResponsibility, Responsibility


@transaction.atomic
def merge(kept: Department, others: list[Department]) -> None:
    """Hand everything over to `kept`, which takes on the names of the others, and delete them."""
    lock_plans(_plans_of([kept, *others]))
    for other in others:
        _hand_over(Responsibility, "task_id", kept, other)
        _hand_over(DefaultResponsibility, "plan_id", kept, other)
        kept.function = kept.function or other.function
        kept.aliases = list(dict.fromkeys([*kept.aliases, other.name, *other.aliases]))
        other.delete()
    kept.save()
    Plan.objects.filter(pk__in=_plans_of([kept])).mark_edited()


def successor_of(key: int) -> Department | None:
    """Return the department that a deleted one was merged into: the only one of its region that goes by its name."""
    last = Department.history.filter(id=key, history_type="-").order_by("-history_date").first()
    if last is None:
        return None
    name = key_of(last.name)
    bodies = Department.objects.filter(region_id=last.region_id)
    heirs = [body for body in bodies if name in {key_of(other) for other in (body.name, *body.aliases)}]
    return heirs[0] if len(heirs) == 1 else None


def _plans_of(departments: Sequence[Department]) -> set[int]:
    """Return the plans in which these have a part. Two queries."""
    parts = Responsibility.objects.filter(department__in=departments).order_by()
    rules = DefaultResponsibility.objects.filter(department__in=departments).order_by()
    return {*parts.values_list("task__section__plan", flat=True), *rules.values_list("plan", flat=True)}


def _hand_over(
    model: type[Responsibility] | type[DefaultResponsibility], owner: str, kept: Department, other: Department
) -> None:
    """Where both have the same part in the same task, it is stated once."""
    stated = set(model._base_manager.filter(department=kept).values_list(owner, "role"))
    for row in model._base_manager.filter(department=other):
        if (getattr(row, owner), row.role) in stated:
            row.delete()
        else:
            row.department = kept
            row.save()

"""All that is stored of plans, so that two states of a knowledge base can be compared."""

from __future__ import annotations

from django.core import serializers

from documents.models import Department, Plan, Section
from indicators.models import Goal, Indicator, Target
from tasks.models import DefaultResponsibility, Responsibility, Task

MODELS = (Department, Indicator, Plan, Section, Goal, Target, Task, Responsibility, DefaultResponsibility)
TIMES = ("created_at", "updated_at")


def rows() -> list[str]:
    """Return every row of every plan as Django writes it, named by natural keys, without the times of storing."""
    written = []
    for model in MODELS:
        queryset = model._default_manager.all()
        natural = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}
        for row, record in zip(queryset, serializers.serialize("python", queryset, **natural), strict=True):
            fields = {name: value for name, value in record["fields"].items() if name not in TIMES}
            key = row.natural_key() if isinstance(row, Task) else None
            written.append(repr((record["model"], key, sorted(fields.items()))))
    return sorted(written)

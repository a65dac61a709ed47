"""Write stored plans as Django fixtures with natural keys, and load those the project comes with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.db import models, transaction

from documents.models import Department, Function, Plan, Region, Section, Synonym, Theme
from indicators.models import Goal, Indicator, Target
from tasks.models import DefaultResponsibility, Responsibility, Task

FOLDER = settings.BASE_DIR / "fixtures"
CATALOGUES = (Region, Function, Theme, Synonym)
# What a fixture leaves to the defaults: it is about the run of a knowledge base, not about the plan.
LEFT_OUT = {"documents.plan": ("lock_version", "created_at", "updated_at")}


def write_plan(plan: Plan, folder: Path = FOLDER) -> Path:
    """Write everything of a plan but its indicators, which plans share, to <slug>.json."""
    return _write(folder / f"{plan.slug}.json", chain(*_rows_of(plan)))


def write_indicators(folder: Path = FOLDER) -> Path:
    """Write the indicators of all plans."""
    return _write(folder / "indicators.json", Indicator.objects.order_by("name"))


def load_catalogues() -> list[str]:
    """Fill the catalogues that are empty; return their names in Chinese."""
    empty = [model for model in CATALOGUES if not model._default_manager.exists()]
    load(FOLDER / f"{model.__name__.lower()}s.json" for model in empty)
    return [str(model._meta.verbose_name) for model in empty]


@transaction.atomic
def load(paths: Iterable[Path]) -> None:
    """Load fixtures together, and give each row its first state, for loading leaves no history."""
    files = [str(path) for path in paths]
    if files:
        call_command("loaddata", *files, verbosity=0)
        add_first_states()


def add_first_states() -> int:
    """Put the present state of every row without history into its history; return how many there were."""
    added = 0
    for model in apps.get_models():
        if not hasattr(model._meta, "simple_history_manager_attribute"):
            continue
        history: Any = model.history  # type: ignore[attr-defined]
        key = model._meta.pk.attname if model._meta.pk else "id"
        known = history.values(key)
        rows = list(model._base_manager.exclude(pk__in=known))
        history.bulk_history_create(rows, default_change_reason="初始数据")
        added += len(rows)
    return added


def _rows_of(plan: Plan) -> list[Iterable[models.Model]]:
    sections = Section.objects.filter(plan=plan).in_order()
    parts = Responsibility.objects.filter(task__section__plan=plan)
    defaults = DefaultResponsibility.objects.filter(plan=plan)
    bodies = {*parts.values_list("department", flat=True), *defaults.values_list("department", flat=True)}
    return [
        Department.objects.filter(pk__in=bodies).select_related("region", "function").order_by("name"),
        [plan],
        sections.select_related("plan", "parent__plan", "theme"),
        Goal.objects.filter(plan=plan).select_related("section__plan").order_by("section__position", "position"),
        Target.objects.of_plan(plan).in_order().select_related("section__plan", "indicator"),
        Task.objects.of_plan(plan).in_order().select_related("section__plan"),
        parts.order_by("task__section__position", "position").select_related(
            "task__section__plan", "department__region"
        ),
        defaults.order_by("position").select_related("plan", "section__plan", "department__region"),
    ]


def _write(path: Path, rows: Iterable[models.Model]) -> Path:
    """One row a line, so that a change shows as a change of that line."""
    rows = list(rows)
    natural = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}
    records = json.loads(serializers.serialize("json", rows, **natural))
    for record, row in zip(records, rows, strict=True):
        for name in LEFT_OUT.get(record["model"], ()):
            del record["fields"][name]
        if isinstance(row, Task):  # Django leaves primary keys out, and a task's is its section
            record["fields"]["section"] = row.natural_key()
        # PostgreSQL returns the keys of JSON in an order of its own.
        record["fields"] = {name: json.loads(json.dumps(v, sort_keys=True)) for name, v in record["fields"].items()}
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return path

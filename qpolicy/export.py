"""Write a plan, with everything that is its own, as a file that `import_plan` takes back unchanged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from documents.models import Plan
from qpolicy.parts import FORMAT, LISTS, PLAN, VERSION, record_of


@transaction.atomic
def exported(plan: Plan) -> dict[str, Any]:
    """Return the plan as one state of the knowledge base has it. A query a list."""
    stored = Plan.objects.select_related("region", "replaces").get(pk=plan.pk)
    own = record_of(PLAN, stored)
    own["based_on"] = list(stored.based_on.order_by("slug").values_list("slug", flat=True))
    lists = {part.name: [record_of(part, row) for row in part.rows(stored)] for part in LISTS}
    return {"format": FORMAT, "version": VERSION, "plan": own, **lists}


def to_text(plan: Plan) -> str:
    """Return the plan as JSON, one row a line, so that a change shows as a change of that line."""
    parts = [f"{_json(name)}: {_lines(value)}" for name, value in exported(plan).items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def write(plan: Plan, folder: Path) -> Path:
    """Write the plan to <slug>.json, whole or not at all."""
    path = folder / f"{plan.slug}.json"
    fresh = path.with_suffix(".json.part")
    fresh.write_text(to_text(plan), encoding="utf-8")
    return fresh.replace(path)


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _json(value)
    return "[\n" + ",\n".join(map(_json, value)) + "\n]"


def _json(value: Any) -> str:
    """PostgreSQL returns the keys of JSON in an order of its own: here they are sorted."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)

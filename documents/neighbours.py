"""The plans before and after a plan, in the order of the list."""

from __future__ import annotations

from documents.models import Plan


def neighbours(plan: Plan) -> tuple[Plan | None, Plan | None]:
    """Return the published plans before and after; none for a plan that is not published. One query."""
    plans = list(Plan.objects.published().only("title", "slug", "script"))
    at = next((index for index, other in enumerate(plans) if other.pk == plan.pk), None)
    if at is None:
        return None, None
    return plans[at - 1] if at else None, plans[at + 1] if at + 1 < len(plans) else None

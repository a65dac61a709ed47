"""Who may change plans and what belongs to them: one at a time."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import Plan, Section


def lock_plans(plans: Iterable[int | None]) -> None:
    """Wait for whoever is changing these plans, and keep others away until the transaction is done. Two queries.

    Where there is no plan (None), as of rows of a catalogue, nothing is locked.
    Whoever changes anything of a plan begins with this: sections before plans, both by their keys, and only then what
    belongs to them. So nobody waits for each other in a circle.
    """
    if keys := {plan for plan in plans if plan is not None}:
        Section.objects.filter(plan__in=keys).lock()
        list(Plan.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk"))

"""Make one indicator of several that measure the same thing under different names."""

from __future__ import annotations

from django.db import transaction

from documents.models import Plan
from documents.store import lock_plans
from indicators.models import Indicator, Target


def successor_of(key: int) -> Indicator | None:
    """Return the indicator that a deleted one was merged into: the only one that goes by its name."""
    last = Indicator.history.filter(id=key, history_type="-").order_by("-history_date").first()
    if last is None:
        return None
    heirs = [indicator for indicator in Indicator.objects.all() if last.name in (indicator.name, *indicator.aliases)]
    return heirs[0] if len(heirs) == 1 else None


@transaction.atomic
def merge(kept: Indicator, others: list[Indicator]) -> None:
    """Give the targets of the others to `kept`, which takes on their names, and delete them."""
    lock_plans(Target.objects.filter(indicator__in=[kept, *others]).order_by().values_list("section__plan", flat=True))
    for other in others:
        for target in Target.objects.filter(indicator=other):
            target.indicator = kept
            target.save()
        kept.unit = kept.unit or other.unit
        kept.aliases = list(dict.fromkeys([*kept.aliases, other.name, *other.aliases]))
        other.delete()
    kept.save()
    Plan.objects.filter(sections__targets__indicator=kept).mark_edited()

"""The rows of the list of plans, with how much each plan holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from documents.models import Plan, Section
from documents.models.plans import PlanQuerySet
from documents.scripted import language_of, writer_for
from indicators.models import Target


@dataclass(frozen=True, slots=True)
class PlanRow:
    title: str
    slug: str
    url: str
    language: str
    document_number: str
    issuer: str
    region: str
    level: str
    kind: str
    issued_on: date | None
    published_on: date | None
    is_replaced: bool
    is_expired: bool
    task_count: int
    target_count: int

    @property
    def number_and_issuer(self) -> str:
        return "　".join(filter(None, (self.document_number, self.issuer)))


def rows(keys: Sequence[int], *, wanted: str) -> list[PlanRow]:
    """Return how these plans stand in the list, in this order and in the wanted script. One query."""
    plans = counted(Plan.objects.without_source())
    found = plans.in_bulk(keys)
    return [_row(found[key], wanted) for key in keys if key in found]


def counted(plans: PlanQuerySet) -> PlanQuerySet:
    """Add the region, the numbers of tasks and of targets, and whether a newer edition is published."""
    tasks = Section.objects.filter(plan=OuterRef("pk"), kind=Section.Kind.TASK)
    targets = Target.objects.filter(section__plan=OuterRef("pk"))
    newer = Plan.objects.published().filter(replaces=OuterRef("pk"))
    return plans.select_related("region").annotate(
        task_count=_number_of(tasks, "plan"),
        target_count=_number_of(targets, "section__plan"),
        is_replaced=Exists(newer),
    )


def _row(plan: Any, wanted: str) -> PlanRow:
    write = writer_for(plan, wanted)
    return PlanRow(
        title=write(plan.title),
        slug=plan.slug,
        url=plan.get_absolute_url(),
        language=language_of(plan, wanted),
        document_number=write(plan.document_number),
        issuer=write(plan.issuer),
        region=plan.region.name if plan.region else "",
        level=plan.region.get_level_display() if plan.region else "",
        kind=plan.kind,
        issued_on=plan.issued_on,
        published_on=plan.published_on,
        is_replaced=plan.is_replaced,
        is_expired=plan.validity == Plan.Validity.EXPIRED,
        task_count=plan.task_count,
        target_count=plan.target_count,
    )


def _number_of(rows: QuerySet[Any], plan: str) -> Coalesce:
    counts = rows.order_by().values(counted_plan=F(plan)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)

"""The rows of the list of plans, with how much each plan holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from documents.models import Plan, Section
from documents.models.plans import PlanQuerySet
from documents.scripts import LANGUAGES
from indicators.models import Target


@dataclass(frozen=True, slots=True)
class PlanRow:
    title: str
    url: str
    language: str
    number_and_issuer: str
    region: str
    level: str
    kind: str
    issued_on: date | None
    is_expired: bool
    task_count: int
    target_count: int


def counted(plans: PlanQuerySet) -> PlanQuerySet:
    """Add how many tasks and targets each plan has, for `row`."""
    tasks = Section.objects.filter(plan=OuterRef("pk"), kind=Section.Kind.TASK)
    targets = Target.objects.filter(section__plan=OuterRef("pk"))
    return plans.annotate(task_count=_number_of(tasks, "plan"), target_count=_number_of(targets, "section__plan"))


def row(plan: Any) -> PlanRow:
    """Return how a plan from `counted` stands in the list."""
    return PlanRow(
        title=plan.title,
        url=plan.get_absolute_url(),
        language=LANGUAGES[plan.script],
        number_and_issuer="　".join(filter(None, (plan.document_number, plan.issuer))),
        region=plan.region.name if plan.region else "",
        level=plan.region.get_level_display() if plan.region else "",
        kind=plan.kind,
        issued_on=plan.issued_on,
        is_expired=plan.validity == Plan.Validity.EXPIRED,
        task_count=plan.task_count,
        target_count=plan.target_count,
    )


def _number_of(rows: QuerySet[Any], plan: str) -> Coalesce:
    counts = rows.order_by().values(counted_plan=F(plan)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)

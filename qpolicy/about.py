"""What the about page and the site map tell of the knowledge base, from what is stored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, Q

from documents.models import Plan, Region
from documents.scripted import language_of, writer_for
from indicators.models import Target

NOWHERE = "未注明地区"


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much there is, of which levels and years."""

    plans: int
    traditional: int
    targets: int
    first_year: int | None
    last_year: int | None
    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    url: str
    language: str
    region: str


def holdings() -> Holdings:
    """Three queries."""
    plans = Plan.objects.current().order_by()
    known = plans.aggregate(
        number=Count("pk"),
        traditional=Count("pk", filter=Q(script=Plan.Script.TRADITIONAL)),
        first=Min("issued_on"),
        last=Max("issued_on"),
    )
    of_level = dict(plans.exclude(region=None).values_list("region__level").annotate(Count("pk")))
    return Holdings(
        plans=known["number"],
        traditional=known["traditional"],
        targets=Target.objects.current().count(),
        first_year=known["first"].year if known["first"] else None,
        last_year=known["last"].year if known["last"] else None,
        levels=tuple((name, of_level[key]) for key, name in Region.Level.choices if key in of_level),
    )


def plans_by_level(wanted: str) -> list[tuple[str, list[Line]]]:
    """Return the plans for the site map, from the state down, in the order of the regions' codes. One query."""
    plans = Plan.objects.published().without_source().select_related("region")
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for plan in plans.order_by(F("region__code").asc(nulls_last=True), F("issued_on").desc(nulls_last=True), "slug"):
        region = plan.region
        title, language = writer_for(plan, wanted)(plan.title), language_of(plan, wanted)
        line = Line(title, plan.get_absolute_url(), language, region.name if region else "")
        found[region.level if region else ""].append(line)
    return [(name, found[key]) for key, name in (*Region.Level.choices, ("", NOWHERE)) if found[key]]

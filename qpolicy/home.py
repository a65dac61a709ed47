"""What the front page says of the knowledge base: how much it holds, from where, and what came last."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q

from documents.models import Department, Plan, Region, Section
from documents.scripted import language_of, writer_for
from indicators.models import Indicator, Target
from tasks.models import DefaultResponsibility, Responsibility

MOST_REGIONS = 40
NEWEST = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is of each; what a list of the site holds, and no more."""

    plans: int
    tasks: int
    safeguards: int
    projects: int
    indicators: int
    departments: int


@dataclass(frozen=True, slots=True)
class Place:
    """A region that issues plans, and how many."""

    name: str
    slug: str
    plans: int


@dataclass(frozen=True, slots=True)
class Level:
    """A level of government with its regions; the largest ones where there are many."""

    key: str
    name: str
    plans: int
    places: tuple[Place, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Newcomer:
    title: str
    url: str
    language: str
    region: str
    issued_on: date | None
    entered_at: datetime


def figures() -> Figures:
    """Count what the newest editions hold, as the lists do. Four queries."""
    kinds = Section.Kind
    of_kind = dict(Section.objects.current().work_items().order_by().values_list("kind").annotate(Count("pk")))
    return Figures(
        plans=Plan.objects.current().count(),
        tasks=of_kind.get(kinds.TASK, 0),
        safeguards=of_kind.get(kinds.SAFEGUARD, 0),
        projects=of_kind.get(kinds.PROJECT, 0),
        indicators=Indicator.objects.filter(Exists(Target.objects.current().filter(indicator=OuterRef("pk")))).count(),
        departments=Department.objects.filter(_has_work()).count(),
    )


def levels() -> tuple[Level, ...]:
    """Return the levels that have plans, from the state down, their regions in the order of their codes. One query."""
    issuing = Region.objects.filter(plans__in=Plan.objects.current().order_by()).annotate(number=Count("plans"))
    found: defaultdict[str, list[Place]] = defaultdict(list)
    rows = issuing.order_by(F("code").asc(nulls_last=True), "slug").values_list("level", "name", "slug", "number")
    for level, name, slug, number in rows:
        found[level].append(Place(name, slug, number))
    return tuple(_level(key, name, found[key]) for key, name in Region.Level.choices if found[key])


def newest(wanted: str) -> list[Newcomer]:
    """Return the plans entered last, in the wanted script. One query."""
    plans = Plan.objects.current().without_source().select_related("region")
    latest = plans.order_by("-created_at", F("issued_on").desc(nulls_last=True), "slug")[:NEWEST]
    return [
        Newcomer(
            title=writer_for(plan, wanted)(plan.title),
            url=plan.get_absolute_url(),
            language=language_of(plan, wanted),
            region=plan.region.name if plan.region else "",
            issued_on=plan.issued_on,
            entered_at=plan.created_at,
        )
        for plan in latest
    ]


def _level(key: str, name: str, places: list[Place]) -> Level:
    largest = {place.slug for place in sorted(places, key=lambda place: -place.plans)[:MOST_REGIONS]}
    shown = tuple(place for place in places if place.slug in largest)
    return Level(key, name, sum(place.plans for place in places), shown, len(places) - len(shown))


def _has_work() -> Q:
    """A department counts where a published plan names it, in a task or in a rule for all tasks."""
    tasks = Responsibility.objects.current().filter(department=OuterRef("pk"))
    rules = DefaultResponsibility.objects.current().filter(department=OuterRef("pk"))
    return Q(Exists(tasks)) | Q(Exists(rules))

"""Plans as entries of a feed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Count

from documents.imprint import validity
from documents.models import Plan, Section
from documents.scripted import language_of
from documents.switch import ORIGINAL
from qpolicy.feeds.atom import MOST_ENTRIES, Entry, Gone, Site, newest, tag
from qpolicy.feeds.moments import publications, withdrawals


def plan_entries(site: Site, among: Collection[int] | None = None) -> list[Entry]:
    """Return the published plans, or some of them, that are new or were changed last. Five queries."""
    plans = Plan.objects.published().without_source().select_related("region", "replaces")
    if among is not None:
        plans = plans.filter(pk__in=among)
    latest = list(plans.defer("replaces__source_text").order_by("-updated_at", "-pk")[:MOST_ENTRIES])
    keys = [plan.pk for plan in latest]
    since = publications(keys)
    of_plans = Section.objects.filter(plan__in=keys).of_kind(Section.Kind.TASK).order_by()
    tasks = dict(of_plans.values_list("plan").annotate(Count("pk")))
    newer = dict(Plan.objects.published().filter(replaces__in=keys).order_by("pk").values_list("replaces", "title"))
    return newest(
        _entry(plan, site, since.get(plan.pk), tasks.get(plan.pk, 0), newer.get(plan.pk, "")) for plan in latest
    )


def gone_plans(site: Site) -> list[Gone]:
    return [Gone(tag(site, path_of(slug), made), since) for slug, made, since in withdrawals(MOST_ENTRIES)]


def path_of(slug: str) -> str:
    return Plan(slug=slug).get_absolute_url()


def _entry(plan: Plan, site: Site, published: Any, tasks: int, newer: str) -> Entry:
    since = published or plan.created_at
    path = plan.get_absolute_url()
    return Entry(
        id=tag(site, path, plan.created_at),
        path=path,
        title=plan.title,
        language=language_of(plan, ORIGINAL),
        lines=tuple(_lines(plan, tasks, newer)),
        author=plan.issuer,
        published=since,
        updated=max(plan.updated_at, since),
        categories=tuple(filter(None, (plan.kind, plan.region.get_level_display() if plan.region else ""))),
    )


def _lines(plan: Plan, tasks: int, newer: str) -> Iterator[str]:
    issued = f"{plan.issued_on:%Y-%m-%d}" if plan.issued_on else ""
    yield "　".join(filter(None, (plan.region.name if plan.region else "", plan.document_number, plan.issuer, issued)))
    is_expired = plan.validity == Plan.Validity.EXPIRED
    yield f"{validity(is_expired=is_expired, is_superseded=bool(newer))}，任务 {tasks} 项。"
    if plan.replaces and plan.replaces.is_public:
        yield f"替代《{plan.replaces.title}》。"
    if newer:
        yield f"已被《{newer}》替代。"

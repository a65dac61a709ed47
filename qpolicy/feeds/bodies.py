"""Departments as entries of a feed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from documents.scripts import LANGUAGES
from qpolicy.feeds.atom import MOST_ENTRIES, NEVER, Entry, Site, newest, tag
from qpolicy.feeds.moments import changes_of_duties, first_and_last, latest, publications_or_entries
from tasks.directory import BodyRow, body_row, counted, named_bodies
from tasks.filters import label_of
from tasks.models import DefaultResponsibility, Responsibility


def body_entries(site: Site, among: Collection[int], plans: Collection[int]) -> list[Entry]:
    """Return those of these departments to which one of these plans gave, changed or took a part last. Seven queries.

    A department is new when the first plan that names it was published.
    """
    since, changed = publications_or_entries(plans), changes_of_duties(among, plans)
    first, moments = first_and_last(_named_by(among, plans), since, changed)
    last = latest(moments, MOST_ENTRIES)
    rows = {body.pk: body_row(body) for body in counted(named_bodies().filter(pk__in=last))}
    return newest(_entry(row, site, first[key], moments[key]) for key, row in rows.items())


def _named_by(bodies: Collection[int], plans: Collection[int]) -> set[tuple[int, int]]:
    named = Responsibility.objects.filter(department__in=bodies, task__section__plan__in=plans).order_by()
    ruled = DefaultResponsibility.objects.filter(department__in=bodies, plan__in=plans).order_by()
    pairs = named.values_list("department", "task__section__plan").distinct()
    return {*pairs, *ruled.values_list("department", "plan").distinct()}


def _entry(row: BodyRow, site: Site, since: datetime, changed: datetime) -> Entry:
    return Entry(
        id=tag(site, row.url, NEVER),
        path=row.url,
        title=label_of(row.name, row.region),
        language=LANGUAGES["hans"],
        lines=tuple(_lines(row)),
        author="",
        published=since,
        updated=changed,
        categories=("部门",),
    )


def _lines(row: BodyRow) -> Iterator[str]:
    counts = "、".join(f"{word} {number} 项" for word, number in row.counts if number)
    yield "　".join(filter(None, (row.function.name if row.function else "", counts)))
    if row.has_rule:
        yield "各项任务的通用分工。"

"""The hits of a saved view as entries of a feed: what came or was changed last of all that it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from documents.facets import FacetedFilter
from documents.filters import PlanFilter
from documents.headings import heading
from documents.models import Section
from documents.scripted import language_of
from documents.search.query import parse
from documents.shelf import Shelf
from documents.switch import ORIGINAL
from indicators.filters import GoalFilter, IndicatorFilter
from indicators.models import Target
from qpolicy.feeds.aims import goal_entries, indicator_entries
from qpolicy.feeds.atom import MOST_ENTRIES, Entry, Site, newest, tag
from qpolicy.feeds.bodies import body_entries
from qpolicy.feeds.moments import last_changes, latest, publications_or_entries
from qpolicy.feeds.plans import plan_entries
from qpolicy.models import SavedView
from qpolicy.sharing.pages import query_dict
from qpolicy.sharing.subscribing import DEPARTMENT_LIST, GOAL_LIST, INDICATOR_LIST, LEDGER, PLAN_LIST, TASK_LIST
from tasks.body_filters import BodyFilter
from tasks.duties import by_role
from tasks.filters import TaskFilter
from tasks.found.conditions import GOALS, INDICATORS, PLANS, TASKS, HitFilter
from tasks.found.names import names
from tasks.found.results import Results, results
from tasks.ledger_filters import LedgerFilter
from tasks.models import Responsibility
from tasks.search_views import found_besides

LONGEST_TEXT, LONGEST_TITLE = 600, 60
SHOWN = (
    *("number", "title", "text", "kind", "anchor"),
    *(f"parent__{name}" for name in ("number", "title")),
    *(f"plan__{name}" for name in ("title", "slug", "script", "issuer", "created_at")),
)


def entries_of(view: SavedView, site: Site) -> list[Entry]:
    """Return the newest of what the view finds, whatever order it shows them in."""
    asked, shelf = query_dict(view.conditions), Shelf()
    if view.page == PLAN_LIST:
        return plan_entries(site, PlanFilter(asked, shelf=shelf).keys())
    if view.page in (TASK_LIST, LEDGER):
        tasks = (TaskFilter if view.page == TASK_LIST else LedgerFilter)(asked, shelf=shelf).qs.order_by()
        return section_entries(site, dict(tasks.values_list("pk", "section__plan")))
    if view.page == GOAL_LIST:
        return goal_entries(site, _keys(GoalFilter(asked, shelf=shelf)))
    if view.page == INDICATOR_LIST:
        filters = IndicatorFilter(asked, shelf=shelf)
        return indicator_entries(site, _keys(filters), filters.targets_without())
    if view.page == DEPARTMENT_LIST:
        return body_entries(site, _keys(BodyFilter(asked)), shelf.current)
    hits = HitFilter(asked, shelf=shelf)
    return _found(results(parse(hits.searched), hits), site)


def section_entries(site: Site, plan_of: Mapping[int, int]) -> list[Entry]:
    """Return those of these sections, each with its plan, that came or were changed last. Eight queries."""
    since = publications_or_entries(set(plan_of.values()))
    changed = last_changes(set(plan_of.values()))
    moments = {key: max(changed.get(key, since[plan]), since[plan]) for key, plan in plan_of.items()}
    last = latest(moments, MOST_ENTRIES)
    duties = _duties(last)
    sections = Section.objects.select_related("plan", "parent").only(*SHOWN).in_bulk(last)
    return newest(_entry(one, site, since[one.plan_id], moments[key], duties[key]) for key, one in sections.items())


def _found(found: Results, site: Site) -> list[Entry]:
    kind = found.filters.kind
    if kind == TASKS:
        keys = found.full or (found.partial if found.query.is_pasted else ())
        sections = Section.objects.published().filter(pk__in=keys).order_by()
        return section_entries(site, dict(sections.values_list("pk", "plan")))
    others = found_besides(found, names())[kind]
    if kind == PLANS:
        return plan_entries(site, [plan.pk for plan in others])
    if kind == GOALS:
        return goal_entries(site, others)
    if kind == INDICATORS:
        stated = Target.objects.published()
        some = stated if found.among is None else stated.filter(section__plan__in=found.among)
        return indicator_entries(site, others, some)
    return body_entries(site, others, found.filters.shelf.plans if found.among is None else found.among)


def _keys(filters: FacetedFilter) -> list[int]:
    return list(filters.qs.order_by().values_list("pk", flat=True))


def _duties(sections: Sequence[int]) -> defaultdict[int, list[tuple[str, str]]]:
    parts: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    stated = Responsibility.objects.filter(task__in=sections).order_by("task", "position")
    for task, role, name, department in stated.values_list("task", "role", "name", "department__name"):
        parts[task].append((role, name or department))
    return parts


def _entry(section: Any, site: Site, since: datetime, changed: datetime, parts: list[tuple[str, str]]) -> Entry:
    plan = section.plan
    path = section.get_absolute_url()
    if section.is_work_item:
        path = reverse("tasks:task-detail", args=[plan.slug, section.anchor])
    return Entry(
        id=tag(site, path, plan.created_at),
        path=path,
        title=_title(section),
        language=language_of(plan, ORIGINAL),
        lines=tuple(_lines(section, parts)),
        author=plan.issuer,
        published=since,
        updated=changed,
        categories=(section.get_kind_display(),),
    )


def _title(section: Any) -> str:
    text = section.text
    named = section.title or (f"{text[:LONGEST_TITLE]}…" if len(text) > LONGEST_TITLE else text)
    return heading(section.number, named) or section.get_kind_display()


def _lines(section: Any, parts: list[tuple[str, str]]) -> Iterator[str]:
    above = section.parent
    chapter = heading(above.number, above.title) if above else ""
    yield "　".join(filter(None, (f"《{section.plan.title}》", chapter)))
    text = section.text
    yield f"{text[:LONGEST_TEXT]}……" if len(text) > LONGEST_TEXT else text
    for duty in by_role(parts):
        yield f"{duty.word}：{'、'.join(duty.names)}"

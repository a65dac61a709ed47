"""Goals and indicators as entries of a feed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from documents.scripted import language_of
from documents.scripts import LANGUAGES
from documents.switch import ORIGINAL
from indicators.listing import GOALS_SHOWN, values_of
from indicators.models import Goal, Indicator, TargetQuerySet
from indicators.rows import TargetRow
from qpolicy.feeds.atom import MOST_ENTRIES, NEVER, Entry, Site, newest, tag
from qpolicy.feeds.moments import changes_of_goals, changes_of_targets, first_and_last, latest, publications_or_entries

GOAL_SHOWN = (*GOALS_SHOWN, "plan__issuer", "plan__created_at")
LONGEST_TITLE = 60
MOST_VALUES = 20  # of an indicator


def goal_entries(site: Site, among: Collection[int]) -> list[Entry]:
    """Return those of these goals that came or were changed last. Five queries."""
    plan_of = dict(Goal.objects.filter(pk__in=among).order_by().values_list("pk", "plan"))
    plans = set(plan_of.values())
    since, changed = publications_or_entries(plans), changes_of_goals(plans)
    moments = {key: max(changed.get(key, since[plan]), since[plan]) for key, plan in plan_of.items()}
    goals = (
        Goal.objects.select_related("section", "plan__region").only(*GOAL_SHOWN).in_bulk(latest(moments, MOST_ENTRIES))
    )
    return newest(_goal(goal, site, since[goal.plan_id], moments[key]) for key, goal in goals.items())


def indicator_entries(site: Site, among: Collection[int], stated: TargetQuerySet) -> list[Entry]:
    """Return those of these indicators for which one of these values came, was changed or went last. Six queries.

    An indicator is new when the first plan that sets a value for it was published. What a plan that sets none any more
    has taken away dates nothing.
    """
    pairs = set(stated.filter(indicator__in=among).order_by().values_list("indicator", "section__plan"))
    plans = {plan for _, plan in pairs}
    first, moments = first_and_last(pairs, publications_or_entries(plans), changes_of_targets(among, plans))
    last = latest(moments, MOST_ENTRIES)
    values = values_of(last, stated, wanted=ORIGINAL)
    known = Indicator.objects.in_bulk(last)
    return newest(_indicator(known[key], site, values[key], first[key], moments[key]) for key in last if key in known)


def _goal(goal: Any, site: Site, since: datetime, changed: datetime) -> Entry:
    path = f"{goal.plan.get_absolute_url()}#{goal.section.anchor}"
    text = goal.text
    said = f"{text[:LONGEST_TITLE]}…" if len(text) > LONGEST_TITLE else text
    return Entry(
        id=tag(site, f"{path}/goals/{goal.position}", goal.plan.created_at),
        path=path,
        title=f"{goal.year}年：{said}",
        language=language_of(goal.plan, ORIGINAL),
        lines=(f"《{goal.plan.title}》", text),
        author=goal.plan.issuer,
        published=since,
        updated=changed,
        categories=("目标",),
    )


def _indicator(
    indicator: Indicator, site: Site, values: Sequence[TargetRow], since: datetime, changed: datetime
) -> Entry:
    path = reverse("indicators:indicator-detail", args=[indicator.pk])
    return Entry(
        id=tag(site, path, NEVER),
        path=path,
        title=indicator.name,
        language=LANGUAGES["hans"],
        lines=tuple(_lines(values)),
        author="",
        published=since,
        updated=changed,
        categories=("指标",),
    )


def _lines(values: Sequence[TargetRow]) -> Iterator[str]:
    yield f"{len({value.plan.pk for value in values})} 份规划，目标值 {len(values)} 个。"
    for value in values[:MOST_VALUES]:
        aside = "，".join(filter(None, (f"{value.year}年" if value.year else "", value.attribute)))
        yield f"《{value.plan_title}》 {value.statement}{value.unit}" + (f"（{aside}）" if aside else "")
    if len(values) > MOST_VALUES:
        yield f"另有 {len(values) - MOST_VALUES} 个目标值。"

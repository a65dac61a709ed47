"""Every public address of the site, found in its URL patterns, with plans that have something at each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from documents.models import Department, Function, Plan
from indicators.models import Indicator
from qpolicy.models import SavedView
from tests import builders

FORM = {"form": "xlsx"}  # of a file of what a page lists
# What is no page: it leads elsewhere, only takes what is sent, or is a file of megabytes.
NO_PAGES = {"site:view", "site:own-view", "site:download-archive"}
ASKED = {"api:search": "?q=任务"}  # what an address does not answer without


def public_addresses() -> dict[str, str]:
    """Return an address for each name outside the admin; whoever adds a page with a new kind of argument adds it here.

    Needs the database; makes a published plan `sample` and what its pages lead to.
    """
    arguments = _arguments(_sample_plan())
    found = {}
    for name, route, wanted in _names(get_resolver().url_patterns):
        if name in NO_PAGES:
            continue
        known = FORM | next((known for start, known in arguments.items() if route.startswith(start)), {})
        assert set(wanted) <= set(known), f"tests/addresses.py knows no {wanted} for {name} ({route})"
        found[name] = reverse(name, kwargs={argument: known[argument] for argument in wanted}) + ASKED.get(name, "")
    return found


def _sample_plan() -> Plan:
    plan = Plan.objects.filter(slug="sample").first() or builders.full_plan("sample", tasks=2)
    older = Plan.objects.filter(slug="sample-old").first() or builders.published("sample-old")
    Plan.objects.filter(pk=plan.pk).update(status="published", source_text="原文。", replaces=older)
    function = Function.objects.get_or_create(slug="quality", defaults={"name": "质量"})[0]
    Department.objects.filter(function=None).update(function=function)
    return plan


def _arguments(plan: Plan) -> dict[str, dict[str, Any]]:
    """Return by the beginning of its route what stands in an address."""
    section = {"slug": plan.slug, "anchor": "s-1-1", "position": 1}
    indicator = Indicator.objects.earliest("pk").pk
    body = Department.objects.filter(responsibilities__task__section__plan=plan)[:1].get()
    found: dict[str, dict[str, Any]] = {
        "plans/": section,
        "report/": section,
        "regions/": {"slug": builders.region().slug},
        "functions/": {"slug": "quality"},
        "departments/": {"pk": body.pk, "id": body.pk},
        "share/": {"path": "plans/"},
        "v/": {"code": SavedView.objects.saved("tasks:task-list", [["plan", plan.slug]], words="任务").code},
        "indicators/": {"pk": indicator, "id": indicator},
    }
    of_goal = {"api/v1/plans/<slug:slug>/sections/<slug:anchor>/goals/": {**section, "anchor": "s-1"}}
    return of_goal | found | {f"api/v1/{start}": known for start, known in found.items()}


def _names(
    patterns: list[URLPattern | URLResolver], space: str = "", before: str = ""
) -> Iterator[tuple[str, str, list[str]]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from _names(pattern.url_patterns, inner, route)
        elif pattern.name:
            yield f"{space}{pattern.name}", route, list(pattern.pattern.converters)

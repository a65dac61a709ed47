"""The search page: tasks first, and what else the words find."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from documents.choices import LinkedFacet, linked
from documents.models import Plan
from documents.paging import paged
from documents.scripted import language_of, render_with_switch
from documents.search import log
from documents.search.engine import MOST_PARTIAL
from documents.search.query import LONGEST, parse
from documents.shelf import Shelf
from documents.switch import wanted_script
from tasks.found import advice, elsewhere
from tasks.found.conditions import DEPARTMENTS, GOALS, INDICATORS, KINDS, PLANS, TASKS, HitFilter
from tasks.found.facets import HitFacets, gather
from tasks.found.names import Names, names
from tasks.found.results import A_PAGE, MOST_SHOWN, Results, results

LONGEST_TITLE = 30
# A search is noted once, with the tasks or whatever else it finds, not each time that its hits are narrowed, put in order or leafed through.
OF_A_SEARCH = {"q", "plan"}
EXAMPLES = (
    "首席质量官",
    "质量基础设施 中小企业",
    "“同线同标同质”",
    "部门:市场监管局 品牌",
    "标准化 -农业",
    "制造业质量竞争力指数",
)
ONLY_NAMED = {INDICATORS, DEPARTMENTS}  # the fields of a query say nothing of these
LISTS = {GOALS: "indicators:goal-list", INDICATORS: "indicators:indicator-list", PLANS: "documents:plan-list"}


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the kinds of things that are searched, with its number of hits and its address."""

    key: str
    word: str
    number: str
    address: str
    is_chosen: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    begun = time.perf_counter()
    typed = request.GET.get("q", "").strip()
    shelf = Shelf(wanted_script(request))
    request.GET = asked(request, typed)  # type: ignore[assignment]  # no link repeats more than is searched
    filters = HitFilter(request.GET, shelf=shelf)
    query = parse(typed)
    context: dict[str, Any] = {
        "place": "search",
        "plan_within": _plan_within(filters),
        "typed": typed[:LONGEST],
        "named": typed if len(typed) <= LONGEST_TITLE else f"{typed[:LONGEST_TITLE]}…",
        "query": query,
        "filters": filters,
        "is_bare": not shelf.plans,
    }
    if not query.is_empty and shelf.plans:
        found = results(query, filters)
        context |= _found(request, found)
        if set(request.GET) <= OF_A_SEARCH:
            log.keep(typed, hits=context["answers"], milliseconds=(time.perf_counter() - begun) * 1000)
    else:
        context["examples"] = [(example, f"?{urlencode({'q': example})}") for example in EXAMPLES]
    return render_with_switch(request, "tasks/search.html", context)


def asked(request: HttpRequest, typed: str) -> QueryDict:
    """Return the query string with what is searched of the words."""
    asked = request.GET.copy()
    asked["q"] = typed[:LONGEST]
    return asked


def _plan_within(filters: HitFilter) -> dict[str, str] | None:
    """Return the plan that alone is searched."""
    slug = filters.value_of("plan")
    plan = next((plan for plan in filters.shelf.plans.values() if plan.slug == slug), None)
    if plan is None:
        return None
    return {"slug": slug, "everywhere": filters.query_with("plan", ""), **_named(plan, filters.shelf)}


def _named(plan: Plan, shelf: Shelf) -> dict[str, str]:
    language = language_of(plan, shelf.wanted)
    return {"title": shelf.title_of(plan), "url": plan.get_absolute_url(), "language": language}


def _found(request: HttpRequest, found: Results) -> dict[str, object]:
    filters, query, shelf = found.filters, found.query, found.filters.shelf
    known = names()
    others = found_besides(found, known)
    number, plan = advice.plan_numbered(query.typed, shelf.plans.values())
    titled = advice.plan_titled(query.typed, shelf.plans.values())
    shown = (
        _tasks(request, found, known) if filters.kind == TASKS else _other_kind(request, found, others[filters.kind])
    )
    tabs = list(_tabs(found, others))
    return {
        "tabs": tabs,
        "elsewhere": [tab for tab in tabs if tab.key != TASKS and others[tab.key]],
        "answers": found.number or sum(map(len, others.values())),
        "chosen": list(filters.chosen()),
        "number": number,
        "numbered": plan and {"number": plan.document_number, **_named(plan, shelf)},
        "titled": titled and _named(titled, shelf),
        "is_traditional": advice.is_traditional(query.typed),
        "unknown": [
            (one, filters.query_for(one.typed), one.as_text and filters.query_for(one.as_text))
            for one in advice.unknown_fields(query, found.unknown)
        ],
        **shown,
    }


def _tasks(request: HttpRequest, found: Results, known: Names) -> dict[str, object]:
    filters = found.filters
    paging = paged(request, found.places, A_PAGE)
    rows = found.rows(list(paging["page"]), wanted=filters.shelf.wanted)
    facets = _facets(found, known) if found.total or filters.is_narrowed else []
    known_words = found.answer.wanted.known
    unsaid = advice.unsaid(found.query, [row for row in rows if row.is_full])
    is_doubtful = any(advice.is_doubtful(piece, known_words) for piece in unsaid)
    instead = (
        advice.instead(found.query, filters.narrow(found.entries), known_words)
        if found.needs_advice or is_doubtful
        else []
    )
    linked_to = [(one, filters.query_for(one.typed)) for one in instead]
    return {
        **paging,
        "facets": facets,
        "full_rows": [row for row in rows if row.is_full],
        "partial_rows": [row for row in rows if not row.is_full],
        "unsaid": [piece.text for piece in unsaid],
        "total": found.total,
        "total_said": _said(found.total, is_lower_bound=found.is_lower_bound),
        "partial_said": _said(len(found.partial), is_lower_bound=len(found.partial) >= MOST_PARTIAL),
        "cleared": filters.kind_query(TASKS, "q"),
        "most_shown": MOST_SHOWN if found.total > found.shown else None,
        "sorts": filters.sorts() if found.query.pieces and found.total > 1 else [],
        "needless": [(one, filters.query_for(left)) for one, left in advice.without_each(found.query)]
        if found.needs_advice
        else [],
        "has_quotes": any(piece.is_exact for piece in found.query.pieces),
        "spellings": [(one, to) for one, to in linked_to if not advice.is_less(one, found.query)],
        "shorter": [(one, to) for one, to in linked_to if advice.is_less(one, found.query)],
    }


def _facets(found: Results, known: Names) -> list[LinkedFacet]:
    filters = found.filters
    facets = HitFacets(filters, gather(found.found_anyway()), known).all()
    return [linked(facet, partial(filters.query_with, facet.name)) for facet in facets]


def found_besides(found: Results, known: Names) -> dict[str, Sequence[Any]]:
    """Return what else the words find, by kind. One query, and three more where not all plans are asked."""
    looked_for = found.answer.wanted
    return {
        GOALS: elsewhere.goals(looked_for, found.goals),
        INDICATORS: elsewhere.indicators(looked_for, known, among=found.among),
        PLANS: elsewhere.plans(looked_for, found.plans),
        DEPARTMENTS: elsewhere.departments(looked_for, known, among=found.among),
    }


def _other_kind(request: HttpRequest, found: Results, keys: Sequence[Any]) -> dict[str, object]:
    """Show goals, indicators, plans or departments."""
    kind, looked_for, wanted = found.filters.kind, found.answer.wanted, found.filters.shelf.wanted
    paging = paged(request, keys, A_PAGE)
    shown = list(paging["page"])
    whole = {"whole_list": reverse(LISTS.get(kind, "tasks:department-list")), "kind_word": KINDS[kind]}
    numbers = {
        **whole,
        **paging,
        "total": len(keys),
        "total_said": _said(len(keys), is_lower_bound=elsewhere.is_lower_bound(keys)),
        "cleared": found.filters.kind_query(kind, "q"),
    }
    if kind == GOALS:
        return {**numbers, "hits": elsewhere.goal_hits(shown, looked_for, wanted=wanted)}
    if kind == INDICATORS:
        return {**numbers, "rows": elsewhere.indicator_hits(shown, looked_for, among=found.among, wanted=wanted)}
    if kind == PLANS:
        return {**numbers, "hits": elsewhere.plan_hits(shown, looked_for, wanted=wanted)}
    return {**numbers, "hits": elsewhere.department_hits(shown, looked_for)}


def _tabs(found: Results, others: dict[str, Sequence[Any]]) -> Iterator[Tab]:
    filters = found.filters
    for key, word in KINDS.items():
        if key in ONLY_NAMED and not found.query.pieces:
            continue
        number = found.number if key == TASKS else len(others[key])
        bound = found.is_lower_bound if key == TASKS else elsewhere.is_lower_bound(others[key])
        yield Tab(key, word, _said(number, is_lower_bound=bound), filters.kind_query(key), key == filters.kind)


def _said(number: int, *, is_lower_bound: bool = False) -> str:
    return f"{number:,}{'+' * is_lower_bound}"

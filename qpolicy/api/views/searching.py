"""The search, as the search page does it; nothing of it is written into the record of searches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from documents.models import Department, Plan, Section
from documents.search.query import LONGEST, parse
from documents.search.snippets import snippet, to_html
from documents.shelf import Shelf
from documents.spellings import Piece
from indicators.models import Goal, Indicator
from qpolicy.api.asking import Asked, require
from qpolicy.api.parameters import Parameter, of_filters
from qpolicy.api.serializers.comparing import HitSerializer, UnknownFieldSerializer
from qpolicy.api.serializers.shared import PlanReferenceSerializer, cited
from qpolicy.api.shown import Shown
from qpolicy.api.views.base import ListEndpoint, with_paging
from qpolicy.citations import of_plan, span
from tasks.found import elsewhere
from tasks.found.conditions import DEPARTMENTS, GOALS, INDICATORS, PLANS, TASKS, HitFilter
from tasks.found.names import names as known_names
from tasks.found.results import Results, results

WORDS = Parameter(
    "q",
    "检索词：用空格隔开的词须全部具备，“引号”中的须连着出现，-词 排除；可用 地区:西安 部门:市场监管局 年份:2025 等限定。",
    longest=LONGEST,
    is_required=True,
)
# Unlike lists, the search finds older editions as well.
IN_ONE_PLAN = "规划的 id（见 /plans/）：只在其中查找。"
UNREAD = ("source_text", "notes", "warnings", "as_read")
Hit = dict[str, Any]


def _conditions() -> Iterator[Parameter]:
    for one in of_filters(HitFilter):
        if one.name != "q":
            yield replace(one, description=IN_ONE_PLAN) if one.name == "plan" else one


class Search(ListEndpoint):
    operation, tag = "search", "检索"
    title = "检索"
    about = (
        "查找任务（默认），或用 type 查找目标、指标、规划、部门。具备全部检索词的在前，只具备一部分的注明 is_partial。"
        "每条任务和目标都引着原文。超过一千条的，只能翻看前一千条。"
    )
    example = "search/?q=首席质量官&page_size=1"
    parameters = with_paging(WORDS, *_conditions())
    serializer = HitSerializer
    is_kept = False
    further = {
        "query": serializers.CharField(allow_blank=True, help_text="所查的词"),
        "total_is_lower_bound": serializers.BooleanField(help_text="实际的总数更大"),
        "full": serializers.IntegerField(help_text="具备全部检索词的条数"),
        "partial": serializers.IntegerField(help_text="只具备一部分的条数"),
        "unknown": UnknownFieldSerializer(many=True, help_text="检索词中没有认出的限定，没有照它查"),
    }

    def answer(self, asked: Asked, **names: Any) -> Any:
        filters = HitFilter(asked.conditions, shelf=Shelf(asked.script))
        require(filters.form)
        found = results(parse(str(asked.conditions["q"]).strip()), filters)
        kind = filters.kind
        keys = list(_keys(found, kind))
        full = found.total if kind == TASKS else len(keys)
        shown = self.paged(asked, keys, lambda some: [*SHOWERS[kind](found, some, asked)])
        return {
            **shown,
            "query": found.query.typed,
            "total_is_lower_bound": _is_lower_bound(found, keys),
            "full": full,
            "partial": len(found.partial) if kind == TASKS else 0,
            "unknown": [{"field": field.name, "value": field.text} for field in found.unknown],
        }


def _keys(found: Results, kind: str) -> Sequence[Any]:
    """Return what is found, in its order: the keys of rows, or plans themselves."""
    if found.query.is_empty:
        return ()
    looked_for = found.answer.wanted
    if kind == TASKS:
        return [*found.full, *found.partial]
    if kind == GOALS:
        return elsewhere.goals(looked_for, found.goals)
    if kind == PLANS:
        return elsewhere.plans(looked_for, found.plans)
    of_kind = elsewhere.indicators if kind == INDICATORS else elsewhere.departments
    return of_kind(looked_for, known_names(), among=found.among)


def _is_lower_bound(found: Results, keys: Sequence[Any]) -> bool:
    if found.filters.kind != TASKS:
        return elsewhere.is_lower_bound(keys)
    return found.is_lower_bound or found.total > len(found.full)


def _tasks(found: Results, keys: Sequence[int], asked: Asked) -> Iterator[Hit]:
    sections = _in_order(Section.objects.select_related("plan").defer(*_unread("plan")), keys)
    shown, full = Shown(asked, sections), set(found.full)
    for section in sections:
        view = ("task", "tasks:task-detail") if section.is_work_item else ("section", "")
        page = (
            shown.page(view[1], section.plan.slug, section.anchor) if view[1] else shown.at(section.get_absolute_url())
        )
        yield {
            "type": TASKS,
            "title": shown.write(section.plan, section.title),
            "snippet": _snippet(found, section.text or section.title),
            "is_partial": section.pk not in full,
            "plan": _plan(section.plan, shown),
            "url": shown.api(view[0], section.plan.slug, section.anchor),
            "page": page,
            "citation": cited(shown.citations.of(section), shown),
        }


def _goals(found: Results, keys: Sequence[int], asked: Asked) -> Iterator[Hit]:
    goals = _in_order(
        Goal.objects.select_related("plan", "section__plan").defer(*_unread("plan", "section__plan")), keys
    )
    shown = Shown(asked, [goal.section for goal in goals])
    for goal in goals:
        section = goal.section
        citation = shown.citations.of(section, quote=goal.text, spans=span(goal.start, goal.end))
        yield {
            "type": GOALS,
            "title": f"{goal.year}年",
            "snippet": _snippet(found, goal.text),
            "is_partial": False,
            "plan": _plan(goal.plan, shown),
            "url": shown.api("goal", goal.plan.slug, section.anchor, goal.position),
            "page": shown.at(section.get_absolute_url()),
            "citation": cited(citation, shown),
        }


def _plans(found: Results, plans: Sequence[Plan], asked: Asked) -> Iterator[Hit]:
    shown = Shown(asked)
    for plan in plans:
        yield {
            **_named(found, PLANS, shown.write(plan, plan.title)),
            "plan": _plan(plan, shown),
            "url": shown.api("plan", plan.slug),
            "page": shown.page("documents:plan-detail", plan.slug),
            "citation": cited(of_plan(plan), shown),
        }


def _indicators(found: Results, keys: Sequence[int], asked: Asked) -> Iterator[Hit]:
    yield from _by_name(found, INDICATORS, _in_order(Indicator.objects.all(), keys), asked)


def _departments(found: Results, keys: Sequence[int], asked: Asked) -> Iterator[Hit]:
    yield from _by_name(found, DEPARTMENTS, _in_order(Department.objects.all(), keys), asked)


def _by_name(found: Results, kind: str, rows: Sequence[Any], asked: Asked) -> Iterator[Hit]:
    shown, one = Shown(asked), kind.removesuffix("s")
    for row in rows:
        yield {
            **_named(found, kind, row.name),
            "url": shown.api(one, row.pk),
            "page": shown.page(f"{'indicators' if kind == INDICATORS else 'tasks'}:{one}-detail", row.pk),
        }


SHOWERS: dict[str, Callable[[Results, Sequence[Any], Asked], Iterator[Hit]]] = {
    TASKS: _tasks,
    GOALS: _goals,
    PLANS: _plans,
    INDICATORS: _indicators,
    DEPARTMENTS: _departments,
}


def _named(found: Results, kind: str, name: str) -> Hit:
    """Return the hit of what is found by its name, of no plan and without a citation."""
    hit = {"type": kind, "title": name, "snippet": _snippet(found, name)}
    return {**hit, "is_partial": False, "plan": None, "citation": None}


def _snippet(found: Results, text: str) -> str:
    pieces: tuple[Piece, ...] = snippet(text, found.answer.wanted)
    return to_html(pieces)


def _plan(plan: Plan, shown: Shown) -> Any:
    return PlanReferenceSerializer(plan, context={"shown": shown}).data


def _in_order(rows: QuerySet[Any], keys: Sequence[int]) -> list[Any]:
    known = rows.in_bulk(list(keys))
    return [known[key] for key in keys if key in known]


def _unread(*paths: str) -> list[str]:
    return [f"{path}__{name}" for path in paths for name in UNREAD]

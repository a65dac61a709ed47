"""Indicators, the values that plans set for them, and goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from documents.shelf import Shelf
from indicators.filters import GoalFilter, IndicatorFilter, most_planned_first
from indicators.merging import successor_of
from indicators.models import Goal, Indicator, Target, TargetQuerySet
from qpolicy.api.asking import Asked, require
from qpolicy.api.parameters import of_filters
from qpolicy.api.serializers.indicators import GoalSerializer, IndicatorSerializer, TargetSerializer
from qpolicy.api.shown import Shown
from qpolicy.api.views.base import Endpoint, ListEndpoint, MovedError, with_paging
from qpolicy.api.views.plans import ANCHOR, PLAN

UNREAD = ("source_text", "notes", "warnings", "as_read")
POSITION = {"position": "在该条中的次序"}


class TargetFilter(IndicatorFilter):
    """The conditions of the list of indicators, for their values; one indicator may be chosen by its id."""

    indicator = django_filters.ModelChoiceFilter(
        label="指标的 id（见 /indicators/）", queryset=lambda request: published_indicators(), method="of_indicator"
    )
    sort = None

    def of_indicator(self, indicators: QuerySet[Indicator], name: str, indicator: Indicator) -> QuerySet[Indicator]:
        return indicators.filter(pk=indicator.pk)

    @property
    def targets(self) -> TargetQuerySet:
        """The values that meet all conditions, by indicator and year."""
        own = self.targets_without().filter(indicator__in=self.qs.order_by().values("pk"))
        return own.order_by("indicator__name", "year", "section__plan", "section__position", "position")


class Indicators(ListEndpoint):
    operation, tag = "indicators", "指标和目标"
    title = "指标列表"
    about = "已发布的规划定过目标值的指标，条件与网站的指标列表相同。目标值见各指标的 targets。"
    example = "indicators/?q=质量竞争力&page_size=1"
    parameters = with_paging(*of_filters(IndicatorFilter))
    serializer = IndicatorSerializer

    def answer(self, asked: Asked, **names: Any) -> Any:
        filters = IndicatorFilter(asked.conditions, shelf=Shelf(asked.script))
        require(filters.form)
        return self.paged(asked, filters.qs, lambda rows: _indicators(asked, rows))


class OneIndicator(Endpoint):
    operation, tag = "indicator", "指标和目标"
    title = "一项指标"
    about = "已经并入另一指标的，转到（302）那项指标的地址。目标值见 targets。"
    example = "indicators/1/"
    path_words = {"id": "指标的 id"}
    moves = True

    def answer(self, asked: Asked, **names: Any) -> Any:
        published = most_planned_first().filter(pk__in=published_indicators().values("pk"))
        indicator = published.filter(pk=names["id"]).first()
        if indicator is None:
            raise MovedError(Shown(asked).api("indicator", _heir(names["id"])))
        return _indicators(asked, [indicator])[0]

    def answers(self) -> Any:
        return IndicatorSerializer


class Targets(ListEndpoint):
    operation, tag = "targets", "指标和目标"
    title = "指标值列表"
    about = "规划为指标定的目标值，每一个都引着原文。条件与网站的指标列表相同。"
    example = "targets/?plan=rongchang&year=2027&page_size=1"
    parameters = with_paging(*of_filters(TargetFilter))
    serializer = TargetSerializer

    def answer(self, asked: Asked, **names: Any) -> Any:
        filters = TargetFilter(asked.conditions, shelf=Shelf(asked.script))
        require(filters.form)
        return self.paged(asked, _loaded(filters.targets), lambda rows: _targets(asked, rows))


class OneTarget(Endpoint):
    operation, tag = "target", "指标和目标"
    title = "一个指标值"
    about = "由规划、章节条和在该条中的次序指明。"
    example = "plans/rongchang/sections/s-2-p2/targets/3/"
    path_words = PLAN | ANCHOR | POSITION

    def answer(self, asked: Asked, **names: Any) -> Any:
        return _targets(asked, [get_object_or_404(_loaded(Target.objects.published()), **_named(names))])[0]

    def answers(self) -> Any:
        return TargetSerializer


class Goals(ListEndpoint):
    operation, tag = "goals", "指标和目标"
    title = "目标列表"
    about = "规划用文字写明的、某一年要达到的目标，条件与网站的目标列表相同。"
    example = "goals/?plan=rongchang&page_size=1"
    parameters = with_paging(*of_filters(GoalFilter))
    serializer = GoalSerializer

    def answer(self, asked: Asked, **names: Any) -> Any:
        filters = GoalFilter(asked.conditions, shelf=Shelf(asked.script))
        require(filters.form)
        return self.paged(asked, _loaded(filters.qs), lambda rows: _goals(asked, rows))


class OneGoal(Endpoint):
    operation, tag = "goal", "指标和目标"
    title = "一个目标"
    about = "由规划、章节条和在该条中的次序指明。"
    example = "plans/rongchang/sections/s-2-p1/goals/1/"
    path_words = PLAN | ANCHOR | POSITION

    def answer(self, asked: Asked, **names: Any) -> Any:
        published = _loaded(Goal.objects.published())
        return _goals(asked, [get_object_or_404(published, **_named(names))])[0]

    def answers(self) -> Any:
        return GoalSerializer


def published_indicators() -> QuerySet[Indicator]:
    """Return the indicators that published plans set a value for."""
    return Indicator.objects.filter(pk__in=Target.objects.published().values("indicator"))


def _heir(key: int) -> int:
    """Return what a merged indicator has become, where that is to be seen."""
    heir = successor_of(key)
    if heir is None or not published_indicators().filter(pk=heir.pk).exists():
        raise Http404("没有这项指标。")
    return heir.pk


def _named(names: dict[str, Any]) -> dict[str, Any]:
    return {"section__plan__slug": names["slug"], "section__anchor": names["anchor"], "position": names["position"]}


def _loaded(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Load targets or goals with what they stand in, but for the texts of whole plans."""
    related = ("section__plan", "indicator" if rows.model is Target else "plan")
    places = ("section__plan", *(["plan"] if rows.model is Goal else []))
    return rows.select_related(*related).defer(*(f"{place}__{name}" for place in places for name in UNREAD))


def _indicators(asked: Asked, rows: Sequence[Any]) -> Any:
    """One query: how published plans write the names."""
    names: defaultdict[int, dict[str, None]] = defaultdict(dict)
    written = Target.objects.published().filter(indicator__in=[row.pk for row in rows]).order_by("indicator", "name")
    for key, name in written.values_list("indicator", "name").distinct():
        names[key][name] = None
    return IndicatorSerializer(rows, many=True, context={"shown": Shown(asked, names=names)}).data


def _targets(asked: Asked, rows: Sequence[Target]) -> Any:
    shown = Shown(asked, [target.section for target in rows])
    return TargetSerializer(rows, many=True, context={"shown": shown}).data


def _goals(asked: Asked, rows: Sequence[Goal]) -> Any:
    shown = Shown(asked, [goal.section for goal in rows])
    return GoalSerializer(rows, many=True, context={"shown": shown}).data

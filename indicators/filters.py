"""Narrow the lists of indicators and of goals by plan, place, year and words."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from documents.facets import FacetedFilter, typed_words, year_filter
from documents.shelf import Shelf
from documents.spellings import patterns
from indicators.models import Goal, GoalQuerySet, Indicator, IndicatorQuerySet, Target, TargetQuerySet

# What is asked of one and the same target.
OF_TARGET = {"plan": "section__plan__slug", "attribute": "attribute", "year": "year"}
WITHIN_YEAR = ("plan", "section__position", "position")


class IndicatorFilter(FacetedFilter):
    """The conditions of the list of indicators: those that published plans set a value for."""

    q = typed_words()
    plan = django_filters.ChoiceFilter(label="规划")
    year = year_filter("目标年份")
    attribute = django_filters.ChoiceFilter(label="性质", choices=Target.Attribute.choices)
    sort = django_filters.ChoiceFilter(
        label="排序", choices=[("name", "按名称")], empty_label="规划多的在前", method="sorted_by"
    )

    class Meta:
        model = Indicator
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, shelf: Shelf) -> None:
        self.shelf = shelf
        super().__init__(data, queryset=most_planned_first(), choices={"plan": shelf.choices()["plan"]})

    def narrowed(self, *ignored: str) -> QuerySet[Any]:
        targets = self.targets_without(*ignored).filter(indicator=OuterRef("pk"))
        return super().narrowed(*ignored, *OF_TARGET).filter(Exists(targets))

    def targets_without(self, *ignored: str) -> TargetQuerySet:
        """Return the published targets that meet the conditions of a target but those of these names."""
        names = [name for name in self.understood if name in OF_TARGET and name not in ignored]
        hidden = self.shelf.hidden_unless(self.value_of("plan"))
        targets = Target.objects.published().exclude(section__plan__in=hidden)
        return targets.filter(**{OF_TARGET[name]: self.value_of(name) for name in names})

    def holding(self, indicators: IndicatorQuerySet, name: str, typed: str) -> IndicatorQuerySet:
        """Keep those whose name, or the name that a plan uses for them, holds every word."""
        for pattern in patterns(typed):
            printed = Target.objects.published().filter(indicator=OuterRef("pk"), name__iregex=pattern)
            indicators = indicators.filter(Q(name__iregex=pattern) | Exists(printed))
        return indicators

    def sorted_by(self, indicators: IndicatorQuerySet, name: str, way: str) -> IndicatorQuerySet:
        return indicators.order_by("name")


class GoalFilter(FacetedFilter):
    """The conditions of the list of goals."""

    q = typed_words()
    region = django_filters.ChoiceFilter(label="地区", method="within")
    plan = django_filters.ChoiceFilter(label="规划", field_name="plan__slug")
    year = year_filter("年份", field_name="year")
    sort = django_filters.ChoiceFilter(
        label="排序", choices=[("latest", "年份从晚到早")], empty_label="年份从早到晚", method="sorted_by"
    )

    class Meta:
        model = Goal
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, shelf: Shelf) -> None:
        self.shelf = shelf
        super().__init__(
            data, queryset=Goal.objects.published().order_by("year", *WITHIN_YEAR), choices=shelf.choices()
        )

    def narrowed(self, *ignored: str) -> QuerySet[Any]:
        return super().narrowed(*ignored).exclude(plan__in=self.shelf.hidden_unless(self.value_of("plan")))

    def holding(self, goals: GoalQuerySet, name: str, typed: str) -> GoalQuerySet:
        for pattern in patterns(typed):
            goals = goals.filter(text__iregex=pattern)
        return goals

    def within(self, goals: GoalQuerySet, name: str, region: str) -> GoalQuerySet:
        return goals.filter(plan__in=self.shelf.within(region))

    def sorted_by(self, goals: GoalQuerySet, name: str, way: str) -> GoalQuerySet:
        return goals.order_by("-year", *WITHIN_YEAR)


def most_planned_first() -> QuerySet[Indicator]:
    """Return all indicators, each with the number of plans that set a value for it, in their newest editions."""
    targets = Target.objects.current().filter(indicator=OuterRef("pk")).order_by().values("indicator")
    plans = targets.annotate(number=Count("section__plan", distinct=True)).values("number")
    return Indicator.objects.annotate(plan_count=Coalesce(Subquery(plans), 0)).order_by(F("plan_count").desc(), "name")

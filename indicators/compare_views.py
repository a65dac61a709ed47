"""指标对比: what plans set for the same indicators, side by side."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from documents.keeping import kept
from documents.models import Plan, Region
from documents.paging import paged
from documents.scripted import language_of, render_with_switch
from documents.shelf import Shelf
from documents.spellings import LONGEST_TYPED, patterns
from documents.switch import wanted_script
from indicators.comparison import Family, families, matrix
from indicators.models import Target, TargetQuerySet

ROWS_A_PAGE = 50
COLUMNS_UNASKED = 8  # of many plans, when none is chosen


class ComparisonForm(forms.Form):
    """What is compared: the plans chosen by hand, or all of a region or level; and of which targets."""

    q = forms.CharField(label="指标名称中的词", max_length=LONGEST_TYPED, required=False)
    plan = forms.MultipleChoiceField(label="规划", required=False)
    region = forms.ChoiceField(label="地区", required=False)
    level = forms.ChoiceField(label="层级", choices=[("", "全部"), *Region.Level.choices], required=False)
    attribute = forms.ChoiceField(label="性质", choices=[("", "全部"), *Target.Attribute.choices], required=False)
    shared = forms.BooleanField(label="只看几份规划都有的", required=False)

    def __init__(self, data: QueryDict, *, shelf: Shelf) -> None:
        super().__init__(data)
        choices = shelf.choices()
        self.fields["plan"].choices = choices["plan"]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", "全部"), *choices["region"]]  # type: ignore[attr-defined]


class Comparison:
    """The columns and the families that were asked for. What is not understood is left out, and said by `is_misread`."""

    def __init__(self, data: QueryDict, shelf: Shelf) -> None:
        self.shelf = shelf
        self.form = ComparisonForm(data, shelf=shelf)
        self.is_misread = not self.form.is_valid()
        self.asked: dict[str, Any] = {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def within(self) -> list[Plan]:
        """The plans that were asked for, in the order of the shelf."""
        plans = list(self.shelf.plans.values())
        if slugs := self.asked.get("plan"):
            return [plan for plan in plans if plan.slug in slugs]
        if region := self.asked.get("region"):
            keys = self.shelf.within(region)
            plans = [plan for plan in plans if plan.pk in keys]
        if level := self.asked.get("level"):
            plans = [plan for plan in plans if plan.region and plan.region.level == level]
        return plans

    @property
    def is_chosen(self) -> bool:
        return bool(self.asked.keys() & {"plan", "region", "level"})

    @cached_property
    def columns(self) -> list[Plan]:
        """The plans that are shown: of many, when none was chosen, those with most in common with the others."""
        if self.is_chosen or len(self.within) <= COLUMNS_UNASKED:
            return self.within
        common = {plan.pk: 0 for plan in self.within}
        for family in families(self._targets(self.within)):
            for key in family.plans:
                common[key] += len(family.plans) - 1
        first = sorted(self.within, key=lambda plan: -common[plan.pk])[:COLUMNS_UNASKED]
        return [plan for plan in self.within if plan in first]

    @cached_property
    def targets(self) -> TargetQuerySet:
        return self._targets(self.columns)

    @cached_property
    def families(self) -> list[Family]:
        found = families(self.targets, is_shared=bool(self.asked.get("shared")))
        words = patterns(self.asked.get("q", ""))
        return [family for family in found if _has_words(family, words)]

    def _targets(self, plans: list[Plan]) -> TargetQuerySet:
        targets = Target.objects.published().filter(section__plan__in=[plan.pk for plan in plans])
        attribute = self.asked.get("attribute")
        return targets.filter(attribute=attribute) if attribute else targets


@require_safe
@kept
def comparison(request: HttpRequest) -> HttpResponse:
    wanted = wanted_script(request)
    shelf = Shelf(wanted)
    asked = Comparison(request.GET, shelf)
    paging = paged(request, asked.families, ROWS_A_PAGE)
    titled = {plan: (plan, shelf.title_of(plan), language_of(plan, wanted)) for plan in shelf.plans.values()}
    context: dict[str, object] = {
        "place": "compare",
        "asked": asked,
        "shelf_plans": list(titled.values()),
        "columns": [titled[plan] for plan in asked.columns],
        "families": matrix(list(paging["page"]), asked.columns, asked.targets, wanted=wanted),
        "is_bare": not shelf.plans,
        **paging,
    }
    return render_with_switch(request, "indicators/comparison.html", context)


def _has_words(family: Family, words: tuple[str, ...]) -> bool:
    names = [member.name for member in family.members]
    return all(any(re.search(word, name, re.IGNORECASE) for name in names) for word in words)

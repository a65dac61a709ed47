"""指标对比: what plans set for the same indicators, side by side."""

from __future__ import annotations

import re
from functools import cached_property

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from documents.columns import ColumnForm, Columns
from documents.keeping import kept
from documents.models import Plan
from documents.paging import paged
from documents.scripted import render_with_switch
from documents.shelf import Shelf
from documents.spellings import LONGEST_TYPED, patterns
from documents.switch import wanted_script
from indicators.comparison import Family, families, matrix
from indicators.models import Target, TargetQuerySet

ROWS_A_PAGE = 50


class IndicatorForm(ColumnForm):
    q = forms.CharField(label="指标名称中的词", max_length=LONGEST_TYPED, required=False)
    attribute = forms.ChoiceField(label="性质", choices=[("", "全部"), *Target.Attribute.choices], required=False)
    shared = forms.BooleanField(label="只看几份规划都有的", required=False)


class IndicatorColumns(Columns):
    """The plans, and of their targets those that are asked for."""

    form_class = IndicatorForm

    def ranked(self, plans: list[Plan]) -> list[Plan]:
        """Return first those that have most in common with the others."""
        common = {plan.pk: 0 for plan in plans}
        for family in families(self._targets(plans)):
            for key in family.plans:
                common[key] += len(family.plans) - 1
        return sorted(plans, key=lambda plan: -common[plan.pk])

    @cached_property
    def targets(self) -> TargetQuerySet:
        return self._targets(self.plans)

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
    columns = IndicatorColumns(request.GET, Shelf(wanted))
    paging = paged(request, columns.families, ROWS_A_PAGE)
    context: dict[str, object] = {
        "place": "compare",
        "compared": "indicators",
        "title": "指标对比",
        "columns": columns,
        "families": matrix(list(paging["page"]), columns.plans, columns.targets, wanted=wanted),
        **paging,
    }
    return render_with_switch(request, "indicators/comparison.html", context)


def _has_words(family: Family, words: tuple[str, ...]) -> bool:
    names = [member.name for member in family.members]
    return all(any(re.search(word, name, re.IGNORECASE) for name in names) for word in words)

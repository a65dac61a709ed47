"""Which plans stand side by side in a comparison: those chosen by hand, or all of a region or of a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from documents.models import Plan, Region
from documents.scripted import language_of
from documents.shelf import Shelf

OF_PLANS = ("plan", "region", "level")
UNASKED = 8  # plans, of very many, where none was chosen


class ColumnForm(forms.Form):
    """The conditions on plans; a page adds those on what it compares."""

    plan = forms.MultipleChoiceField(label="规划", required=False)
    region = forms.ChoiceField(label="地区", required=False)
    level = forms.ChoiceField(label="层级", choices=[("", "全部"), *Region.Level.choices], required=False)

    def __init__(self, data: QueryDict, *, shelf: Shelf) -> None:
        super().__init__(data)
        choices = shelf.choices()
        self.fields["plan"].choices = choices["plan"]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", "全部"), *choices["region"]]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Column:
    plan: Plan
    title: str
    language: str
    is_chosen: bool


class Columns:
    """What was asked for, as far as it was understood; what was not is left out, and told by `is_misread`."""

    form_class: type[ColumnForm] = ColumnForm

    def __init__(self, data: QueryDict, shelf: Shelf) -> None:
        self.shelf = shelf
        self.form = self.form_class(data, shelf=shelf)
        self.is_misread = not self.form.is_valid()
        self.asked: dict[str, Any] = {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def within(self) -> list[Plan]:
        """The plans that were asked for, in the order of the shelf."""
        plans = list(self.shelf.plans.values())
        if slugs := self.asked.get("plan"):
            return [plan for plan in plans if plan.slug in slugs]
        plans = [plan for plan in plans if plan.pk not in self.shelf.superseded]
        if region := self.asked.get("region"):
            keys = self.shelf.within(region)
            plans = [plan for plan in plans if plan.pk in keys]
        if level := self.asked.get("level"):
            plans = [plan for plan in plans if plan.region and plan.region.level == level]
        return plans

    @property
    def is_chosen(self) -> bool:
        return bool(self.asked.keys() & set(OF_PLANS))

    @property
    def carried(self) -> str:
        """The query string that chooses the same plans on another page."""
        chosen = urlencode({name: self.asked[name] for name in OF_PLANS if name in self.asked}, doseq=True)
        return f"?{chosen}" if chosen else ""

    @property
    def carried_to_list(self) -> str:
        """The query string that narrows a list to the same plans, as far as a list can: to one plan or one region."""
        plans, region = self.asked.get("plan", ()), self.asked.get("region")
        chosen = {"plan": plans[0]} if len(plans) == 1 else {"region": region} if region and not plans else {}
        return f"?{urlencode(chosen)}" if chosen else ""

    @cached_property
    def plans(self) -> list[Plan]:
        """The plans that are shown: of very many, when none was chosen, the first in `ranked`."""
        if self.is_chosen or len(self.within) <= UNASKED:
            return self.within
        first = set(self.ranked(self.within)[:UNASKED])
        return [plan for plan in self.within if plan in first]

    @property
    def are_some_left_out(self) -> bool:
        return len(self.plans) < len(self.within)

    def ranked(self, plans: list[Plan]) -> list[Plan]:
        """Return the plans that are best to begin with first."""
        return plans

    def shown(self) -> list[Column]:
        """Return the columns, with titles in the wanted script."""
        return [self._column(plan) for plan in self.plans]

    def offered(self) -> Iterator[Column]:
        """Yield all plans that may be chosen by hand."""
        return map(self._column, self.shelf.plans.values())

    def _column(self, plan: Plan) -> Column:
        chosen = plan.slug in self.asked.get("plan", ())
        return Column(plan, self.shelf.title_of(plan), language_of(plan, self.shelf.wanted), chosen)

"""The pages that can have a short address, the conditions each of them knows, and these in words.

Whoever adds a list or a comparison to the site adds a line to PAGES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BooleanField
from django.http import Http404, QueryDict
from django.urls import resolve

from documents.columns import Columns
from documents.facets import FacetedFilter
from documents.filters import PlanFilter
from documents.models import Theme
from documents.shelf import Shelf
from documents.store import storable
from indicators.compare_views import IndicatorColumns
from indicators.filters import GoalFilter, IndicatorFilter
from qpolicy.models.views import Conditions
from tasks.alignment_views import VIEWS
from tasks.body_filters import BodyFilter
from tasks.compare_views import TaskColumns
from tasks.filters import TaskFilter
from tasks.found.conditions import HitFilter
from tasks.ledger_filters import LedgerFilter
from tasks.two_plans import TwoPlans

LONGEST = 6000  # characters of all conditions together; a pasted paragraph that is searched has 4,000
SEVERAL = frozenset(["plan"])  # what a comparison takes more than one of
Words = Iterator[tuple[str, str]]


class TooLong(ValueError):  # noqa: N818  a refusal
    """The conditions are more than a short address is made for."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page: what it is called, the names of its conditions, and what says them in words."""

    word: str
    names: frozenset[str]
    several: frozenset[str]
    tell: Callable[[QueryDict], Words]

    def conditions(self, asked: QueryDict) -> list[list[str]]:
        """Return what the page would understand, always in one order; not the page of the list, nor the script.

        The script is the choice of whoever reads. Raises TooLong.
        """
        found = [[name, value] for name in sorted(self.names) for value in self._values(asked, name)]
        if sum(len(value) for _, value in found) > LONGEST:
            raise TooLong
        return found

    def words(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Return label and value of each condition that means something today."""
        return list(self.tell(query_dict(conditions)))

    def _values(self, asked: QueryDict, name: str) -> list[str]:
        values = [storable(value.replace("\0", "")).strip() for value in asked.getlist(name)]
        chosen = sorted(set(values)) if name in self.several else values[-1:]
        return [value for value in chosen if value]


def query_dict(conditions: Conditions) -> QueryDict:
    asked = QueryDict(mutable=True)
    for name, value in conditions:
        asked.appendlist(name, value)
    return asked


def page_at(path: str) -> str:
    """Return the name of the page at this address. Raises Http404 where it is none that can be shared."""
    name = resolve(path).view_name
    if name not in PAGES:
        raise Http404("这个页面没有短网址。")
    return name


def _list(word: str, filters: type[FacetedFilter], make: Callable[[QueryDict], FacetedFilter]) -> Listed:
    return Listed(word, frozenset(filters.base_filters), frozenset(), lambda asked: make(asked).said())


def _on_shelf(word: str, filters: Any) -> Listed:
    return _list(word, filters, lambda asked: filters(asked, shelf=Shelf()))


def _comparison(word: str, columns: type[Columns]) -> Listed:
    names = frozenset(columns.form_class.base_fields)
    return Listed(word, names, SEVERAL & names, lambda asked: _said(columns(asked, Shelf())))


def _said(columns: Columns) -> Words:
    for name, value in columns.asked.items():
        field: Any = columns.form.fields[name]
        labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
        chosen = value if isinstance(value, list) else [value]
        for one in chosen:
            yield (str(field.label), "是" if isinstance(field, BooleanField) else labels.get(str(one), str(one)))


def _two_plans(asked: QueryDict) -> Words:
    shelf = Shelf()
    plans = TwoPlans(asked, shelf)
    for word, plan in (("甲", plans.first), ("乙", plans.second)):
        if plan:
            yield word, shelf.title_of(plan)
    if theme := Theme.objects.filter(slug=asked.get("theme", "")).first():
        yield "主题", theme.name
    if (show := asked.get("show", "")) and show in VIEWS:
        yield "范围", VIEWS[show]


PAGES: Mapping[str, Listed] = {
    "documents:plan-list": _on_shelf("规划", PlanFilter),
    "tasks:task-list": _on_shelf("任务", TaskFilter),
    "tasks:search": _on_shelf("检索", HitFilter),
    "indicators:indicator-list": _on_shelf("指标", IndicatorFilter),
    "indicators:goal-list": _on_shelf("目标", GoalFilter),
    "tasks:department-list": _list("部门", BodyFilter, BodyFilter),
    "tasks:function-list": Listed("职能", frozenset(), frozenset(), lambda asked: iter(())),
    "indicators:comparison": _comparison("指标对比", IndicatorColumns),
    "tasks:compare-duties": _comparison("职责对比", TaskColumns),
    "tasks:compare-coverage": _comparison("任务覆盖", TaskColumns),
    "tasks:compare-alignment": Listed("任务对应", frozenset(["a", "b", "theme", "show"]), frozenset(), _two_plans),
    "tasks:ledger": _on_shelf("职责台账", LedgerFilter),
}

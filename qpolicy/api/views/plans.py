"""Plans and their sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from documents.facets import FacetedFilter
from documents.filters import PlanFilter
from documents.models import Plan, Section
from documents.shelf import Shelf
from qpolicy.api.asking import Asked, require
from qpolicy.api.parameters import of_filters
from qpolicy.api.serializers.plans import PlanSerializer, SectionSerializer, WholePlanSerializer
from qpolicy.api.shown import Shown
from qpolicy.api.views.base import Endpoint, ListEndpoint, with_paging
from qpolicy.listing import counted

PLAN, ANCHOR = {"slug": "规划的 id"}, {"anchor": "章节条的 id（锚点）"}


class SectionFilter(FacetedFilter):
    """Sections of one kind."""

    kind = django_filters.ChoiceFilter(label="类型", choices=Section.Kind.choices)

    class Meta:
        model = Section
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, queryset: QuerySet[Section]) -> None:
        super().__init__(data, queryset=queryset, choices={})


class Plans(ListEndpoint):
    operation, tag = "plans", "规划"
    title = "规划列表"
    about = "已发布的规划，条件与网站的规划列表相同。不写 edition 则只含最新版本。"
    example = "plans/?level=district&page_size=1"
    parameters = with_paging(*of_filters(PlanFilter))
    serializer = PlanSerializer

    def answer(self, asked: Asked, **names: Any) -> Any:
        shelf = Shelf(asked.script)
        filters = PlanFilter(asked.conditions, shelf=shelf)
        require(filters.form)
        return self.paged(asked, filters.keys(), lambda keys: self._shown(asked, keys, shelf))

    def _shown(self, asked: Asked, keys: Sequence[int], shelf: Shelf) -> Any:
        found = counted(Plan.objects.published().without_source()).in_bulk(keys)
        plans = [found[key] for key in keys if key in found]
        return PlanSerializer(plans, many=True, context={"shown": Shown(asked, shelf=shelf)}).data


class OnePlan(Endpoint):
    operation, tag = "plan", "规划"
    title = "一份规划"
    about = "规划的全部要素，连同校订说明、来源和校验值。正文见 sections。"
    example = "plans/rongchang/"
    path_words = PLAN

    def answer(self, asked: Asked, **names: Any) -> Any:
        plan = get_object_or_404(counted(Plan.objects.published()), slug=names["slug"])
        return WholePlanSerializer(plan, context={"shown": Shown(asked, shelf=Shelf(asked.script))}).data

    def answers(self) -> Any:
        return WholePlanSerializer


class Sections(ListEndpoint):
    operation, tag = "sections", "规划"
    title = "一份规划的章节条"
    about = "规划的全文：标题、段落、任务、专栏和表格，按原文的次序。"
    example = "plans/rongchang/sections/?kind=task&page_size=1"
    path_words = PLAN
    parameters = with_paging(*of_filters(SectionFilter))
    serializer = SectionSerializer

    def answer(self, asked: Asked, **names: Any) -> Any:
        plan = get_object_or_404(Plan.objects.published().without_source(), slug=names["slug"])
        filters = SectionFilter(asked.conditions, queryset=_shown(Section.objects.filter(plan=plan).in_order()))
        require(filters.form)
        return self.paged(asked, filters.qs, lambda rows: _serialized(asked, rows, many=True))


class OneSection(Endpoint):
    operation, tag = "section", "规划"
    title = "一个章节条"
    about = "id 即网页上该条的锚点，不会改变。"
    example = "plans/rongchang/sections/s-2-p3/"
    path_words = PLAN | ANCHOR

    def answer(self, asked: Asked, **names: Any) -> Any:
        sections = _shown(Section.objects.published())
        section = get_object_or_404(sections, plan__slug=names["slug"], anchor=names["anchor"])
        return _serialized(asked, [section], many=True)[0]

    def answers(self) -> Any:
        return SectionSerializer


def _shown(sections: QuerySet[Section]) -> QuerySet[Section]:
    unread = ("source_text", "notes", "warnings", "as_read")
    return sections.select_related("plan", "parent", "theme").defer(
        *(f"plan__{name}" for name in unread), "parent__text", "parent__spans", "parent__rows", "parent__as_read"
    )


def _serialized(asked: Asked, rows: Sequence[Section], *, many: bool) -> Any:
    return SectionSerializer(rows, many=many, context={"shown": Shown(asked, rows)}).data

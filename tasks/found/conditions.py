"""The conditions of the search page beside the words: chosen from the facets, and kept in the query string."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import django_filters
from django.db.models import F, Q
from django.http import QueryDict

from documents.choices import Choice
from documents.facets import FacetedFilter, year_filter
from documents.models import Plan, Region, SearchEntry, Section, Theme
from documents.models.search import SearchEntryQuerySet
from documents.shelf import Shelf
from tasks.directory import named_bodies
from tasks.filters import label_of
from tasks.models import DefaultResponsibility, Responsibility, Role

KIND = "type"
TASKS, GOALS, INDICATORS, PLANS, DEPARTMENTS = "tasks", "goals", "indicators", "plans", "departments"
KINDS = {TASKS: "任务", GOALS: "目标", INDICATORS: "指标", PLANS: "规划", DEPARTMENTS: "部门"}
# What a plan decides for all that stands in it.
OF_PLAN = ("plan", "region", "level", "year")
OF_PART = ("department", "role")
BEST_FIRST = "相关度"
SORTS = {"plan": "规划顺序", "date": "日期"}
READING_ORDER = ("section__plan", "section__position")
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "plan": READING_ORDER,
    "date": (F("section__plan__issued_on").desc(nulls_last=True), *READING_ORDER),
}


class HitFilter(FacetedFilter):
    """What the hits are narrowed to. Department and role are asked of one and the same part of a task."""

    q = django_filters.CharFilter(label="检索词")
    type = django_filters.ChoiceFilter(
        label="查找", choices=[(key, word) for key, word in KINDS.items() if key != TASKS]
    )
    plan = django_filters.ChoiceFilter(label="规划")
    region = django_filters.ChoiceFilter(label="地区")
    level = django_filters.ChoiceFilter(label="层级", choices=Region.Level.choices)
    theme = django_filters.ModelChoiceFilter(label="主题", queryset=Theme.objects.all(), to_field_name="slug")
    department = django_filters.ModelChoiceFilter(
        label="部门", queryset=lambda request: named_bodies().select_related("region")
    )
    role = django_filters.ChoiceFilter(label="分工", choices=Role.choices)
    year = year_filter("年份")
    sort = django_filters.ChoiceFilter(label="排序", choices=list(SORTS.items()), empty_label=BEST_FIRST)

    class Meta:
        model = SearchEntry
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, shelf: Shelf) -> None:
        self.shelf = shelf
        super().__init__(data, queryset=SearchEntry.objects.none(), choices=shelf.choices())

    @property
    def kind(self) -> str:
        return self.value_of(KIND) or TASKS

    @property
    def is_narrowed(self) -> bool:
        return any(True for _ in self.chosen())

    @property
    def is_of_some_plans(self) -> bool:
        return any(name in self.understood for name in OF_PLAN)

    @property
    def part(self) -> dict[str, Any]:
        """What is asked of a part, as the lookups of a responsibility."""
        return {name: self.understood[name] for name in OF_PART if name in self.understood}

    def chosen(self) -> Iterator[Choice]:
        return (choice for name, choice in self._choices() if name not in ("q", KIND))

    def narrow(self, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
        """Keep the entries that meet all conditions."""
        entries = self.of_plans(entries)
        if theme := self.understood.get("theme"):
            entries = entries.filter(section__theme=theme)
        if part := self.part:
            held = Q(section__in=Responsibility.objects.filter(**part).values("task"))
            if "department" in part:  # a rule for all tasks of a plan gives it a part in each
                ruled = DefaultResponsibility.objects.filter(**part).values("plan")
                held |= Q(plan__in=ruled, kind__in=Section.WORK_ITEMS)
            entries = entries.filter(held)
        return entries

    def of_plans(self, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
        """Keep the entries of the plans that meet what is asked of plans."""
        if self.is_of_some_plans:
            return entries.filter(plan__in=self.plans_without())
        return entries

    def plans_without(self, *ignored: str) -> set[int]:
        """Return the keys of the plans that meet what is asked of plans, but the conditions of these names."""
        asked = [name for name in OF_PLAN if name in self.understood and name not in ignored]
        meets = [self._meeting(name, self.value_of(name)) for name in asked]
        return {key for key, plan in self.shelf.plans.items() if all(one(plan) for one in meets)}

    def kind_query(self, kind: str, *names: str) -> str:
        """Return the query string of a tab: the words and the conditions that it meets, or what is named."""
        left = QueryDict(mutable=True)
        met = ("q", *OF_PLAN, *(("theme", *OF_PART) if kind == TASKS else ()))
        asked = {name: self.value_of(name) for name in names or met} | {KIND: kind if kind != TASKS else ""}
        left.update({name: value for name, value in asked.items() if value})
        return f"?{left.urlencode()}"

    def query_for(self, typed: str) -> str:
        """Return the query string that asks for other words under the same conditions."""
        return self.query_with("q", typed)

    def _choices(self) -> Iterator[tuple[str, Choice]]:
        return zip((name for name in self.understood if name != "sort"), super().chosen(), strict=True)

    def _meeting(self, name: str, value: str) -> Callable[[Plan], bool]:
        if name == "plan":
            return lambda plan: plan.slug == value
        if name == "level":
            return lambda plan: plan.region is not None and plan.region.level == value
        if name == "year":
            return lambda plan: int(value) in years_of(plan)
        within = self.shelf.within(value)
        return lambda plan: plan.pk in within

    def _label_of(self, name: str, value: Any) -> str:
        return label_of(value.name, value.region) if name == "department" else super()._label_of(name, value)


def years_of(plan: Plan) -> set[int]:
    """Return the years that a plan covers and the one in which it was issued, as 年份: means them (documents.search.fields)."""
    first, last = plan.period_start, plan.period_end
    covered = range(first, min(last, first + 100) + 1) if first and last else ()
    return {*covered, *([plan.issued_on.year] if plan.issued_on else [])}

"""Narrow the list of tasks by plan, place, theme, body, kind, year and words of the text."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from documents.facets import FacetedFilter, typed_words, year_filter
from documents.models import Function, SearchEntry, Section, Theme
from documents.search.cuts import letters
from documents.shelf import Shelf
from documents.spellings import MOST_WORDS, patterns
from indicators.models import Target
from tasks.coverage import HELD_BY_NOBODY, NONE, UNSORTED
from tasks.directory import named_bodies
from tasks.models import DefaultResponsibility, Responsibility, Role, Task, TaskQuerySet

KINDS = [(kind.value, kind.label) for kind in Section.WORK_ITEMS]
HELD = [("none", "没有写明部门")]
IN_PLAN_ORDER = "按规划"
SORTS = [("theme", "按主题"), ("region", "按地区"), ("departments", "部门多的在前")]
READING_ORDER = ("section__plan", "section__position")
# What is asked of one and the same part: who, of which function, in which role.
PARTS = {"department": "department", "function": "department__function", "role": "role"}
WHO = ("department", "function")
OR_NONE = {"null_value": NONE, "null_label": UNSORTED}


class TaskFilter(FacetedFilter):
    """The conditions of the list of tasks: those of newest editions, and of a superseded one where it is chosen.

    A rule for all tasks of a plan (以下工作均需…落实) counts where a department or a function is asked for.
    """

    FURTHER = ("function", "role", "kind", "year", "held")

    q = typed_words()
    region = django_filters.ChoiceFilter(label="地区", method="within")
    plan = django_filters.ChoiceFilter(label="规划", field_name="section__plan__slug")
    department = django_filters.ModelChoiceFilter(
        label="部门", queryset=lambda request: named_bodies().select_related("region")
    )
    theme = django_filters.ModelChoiceFilter(
        label="主题", field_name="section__theme", queryset=Theme.objects.all(), to_field_name="slug", **OR_NONE
    )
    function = django_filters.ModelChoiceFilter(
        label="职能", queryset=Function.objects.all(), to_field_name="slug", **OR_NONE
    )
    role = django_filters.ChoiceFilter(label="牵头或配合", choices=Role.choices)
    kind = django_filters.ChoiceFilter(label="类型", field_name="section__kind", choices=KINDS)
    year = year_filter("指标年份", method="with_target_in")
    held = django_filters.ChoiceFilter(label="是否写明部门", choices=HELD, method="held_by_nobody")
    sort = django_filters.ChoiceFilter(label="排序", choices=SORTS, empty_label=IN_PLAN_ORDER, method="sorted_by")

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, shelf: Shelf) -> None:
        self.shelf = shelf
        tasks = Task.objects.published().order_by(*READING_ORDER)
        super().__init__(data, queryset=tasks, choices=shelf.choices())

    def narrowed(self, *ignored: str) -> QuerySet[Any]:
        """Return the tasks that meet all conditions but those of these names."""
        tasks = super().narrowed(*ignored, *PARTS)
        if hidden := self.shelf.hidden_unless(self.value_of("plan")):
            tasks = tasks.exclude(section__plan__in=hidden)
        return self._held(tasks, self.parts_without(*ignored))

    def parts_without(self, *ignored: str) -> dict[str, Any]:
        """Return what is asked of a part, as the lookups of a responsibility."""
        asked = {name: value for name, value in self.understood.items() if name in PARTS and name not in ignored}
        return {PARTS[name]: None if value == NONE else value for name, value in asked.items()}

    def holding(self, tasks: TaskQuerySet, name: str, typed: str) -> TaskQuerySet:
        """Keep those whose title or text holds every word; the index finds them, and punctuation counts as well."""
        for run in filter(None, map(letters, typed.split()[:MOST_WORDS])):
            tasks = tasks.filter(section__in=SearchEntry.objects.holding_run(run).values("pk"))
        for pattern in patterns(typed):
            tasks = tasks.filter(Q(section__title__iregex=pattern) | Q(section__text__iregex=pattern))
        return tasks

    def within(self, tasks: TaskQuerySet, name: str, region: str) -> TaskQuerySet:
        return tasks.filter(section__plan__in=self.shelf.within(region))

    def with_target_in(self, tasks: TaskQuerySet, name: str, year: Any) -> TaskQuerySet:
        return tasks.filter(Exists(Target.objects.filter(section=OuterRef("pk"), year=int(year))))

    def held_by_nobody(self, tasks: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        return tasks.filter(HELD_BY_NOBODY)

    def sorted_by(self, tasks: TaskQuerySet, name: str, way: str) -> TaskQuerySet:
        if way == "departments":
            parts = Responsibility.objects.filter(task=OuterRef("pk")).order_by().values("task")
            number = Subquery(parts.annotate(number=Count("department", distinct=True)).values("number"))
            return tasks.order_by(Coalesce(number, 0).desc(), *READING_ORDER)
        first = "section__theme__order" if way == "theme" else "section__plan__region__code"
        return tasks.order_by(F(first).asc(nulls_last=True), *READING_ORDER)

    def _held(self, tasks: QuerySet[Any], part: dict[str, Any]) -> QuerySet[Any]:
        if not part:
            return tasks
        held = Q(Exists(Responsibility.objects.filter(task=OuterRef("pk"), **part)))
        if any(PARTS[name] in part for name in WHO):
            held |= Q(Exists(DefaultResponsibility.objects.filter(plan=OuterRef("section__plan"), **part)))
        return tasks.filter(held)

    def _label_of(self, name: str, value: Any) -> str:
        if value == NONE and name in ("function", "theme"):
            return UNSORTED
        return label_of(value.name, value.region) if name == "department" else super()._label_of(name, value)


def label_of(name: str, region: object) -> str:
    return f"{name}（{region}）" if region else name

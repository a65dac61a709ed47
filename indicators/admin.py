"""Goals, indicators and their values."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest

from documents.admin import Chore, GuardedAdmin, GuardedForm, KeptInOrder
from documents.admin.fields import LinesField
from documents.models import Plan
from indicators.likeness import near_names
from indicators.merging import merge
from indicators.models import Goal, Indicator, Target

WITHOUT_VALUE = "请填写数值；没有数值的相对目标，须在“原文摘录”中写明与什么相比，如 超过全省平均水平。"


@admin.register(Goal)
class GoalAdmin(GuardedAdmin):
    list_display = ["year", "beginning", "plan"]
    list_filter = ["year", "plan__region__level"]
    list_select_related = ["plan"]
    search_fields = ["text", "plan__title"]
    autocomplete_fields = ["section"]
    fields = ["section", "year", "text", "position"]

    @admin.display(description="目标")
    def beginning(self, goal: Goal) -> str:
        return f"{goal.text[:60]}…" if len(goal.text) > 60 else goal.text

    def plan_of(self, row: Goal) -> int:
        return row.plan_id

    def save_model(self, request: HttpRequest, obj: Goal, form: Any, change: bool) -> None:
        obj.plan_id = obj.section.plan_id
        super().save_model(request, obj, form, change)


class IndicatorForm(GuardedForm):
    aliases = LinesField(label="文中写法", help_text="规划中出现过的写法，每行一个；导入规划时据此归到本指标")

    class Meta:
        model = Indicator
        fields = ["name", "unit", "direction", "aliases"]


def near_to_others() -> dict[int, list[str]]:
    """Return the names that are near to that of an indicator, by its key. One query."""
    names = dict(Indicator.objects.values_list("pk", "name"))
    return {key: [names[other] for other in others] for key, others in near_names(names).items()}


def rarely_planned() -> set[int]:
    """Return the indicators that one plan alone sets values for. One query."""
    plans = Target.objects.order_by().values_list("indicator").annotate(Count("section__plan", distinct=True))
    return {key for key, number in plans if number == 1}


def without_unit(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Keep those that have values and no unit."""
    return indicators.filter(Exists(Target.objects.filter(indicator=OuterRef("pk"), value__isnull=False)), unit="")


class UnitFilter(admin.SimpleListFilter):
    """The units that indicators have; those without one are a chore of their own."""

    title = "单位"
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        units = Indicator.objects.exclude(unit="").order_by("unit").values_list("unit", flat=True)
        return [(unit, unit) for unit in units.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Indicator]) -> QuerySet[Indicator]:
        return queryset.filter(unit=self.value()) if self.value() else queryset


@admin.register(Indicator)
class IndicatorAdmin(KeptInOrder, GuardedAdmin):
    chores = (
        Chore("unused", "没有指标值", "没有规划为它定过目标值，可以删除", lambda rows: rows.filter(targets=None)),
        Chore(
            "near",
            "只见于一份规划，名称与另一指标相近",
            "可能是同一指标的不同写法；相同的请选中后合并",
            lambda rows: rows.filter(pk__in=rarely_planned() & near_to_others().keys()),
        ),
        Chore("without-unit", "没有单位", "有指标值而没有写明单位", without_unit),
    )
    form = IndicatorForm
    list_display = ["name", "unit", "direction", "count_of_targets", "near"]
    actions = ["merge"]
    list_filter = ["direction", UnitFilter]
    search_fields = ["name", "aliases"]
    ordering = ["name"]  # which Django forgets where targets are counted
    fields = ["name", "unit", "direction", "aliases"]

    @admin.display(description="指标值", ordering="targets__count")
    def count_of_targets(self, indicator: Any) -> int:
        return int(indicator.targets__count)

    @admin.display(description="名称相近的指标")
    def near(self, indicator: Any) -> str:
        return "、".join(indicator.names_near) or "—"

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Tell each row of the page what is near to it."""
        changelist = super().get_changelist_instance(request)
        near = near_to_others()
        for indicator in changelist.result_list:
            indicator.names_near = near.get(indicator.pk, ())
        return changelist

    @admin.action(description="合并所选指标（保留指标值最多的）", permissions=["change", "delete"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Indicator]) -> None:
        indicators: list[Any] = sorted(queryset, key=lambda one: (-one.targets__count, len(one.name), one.pk))
        if len(indicators) < 2:
            self.message_user(request, "请至少选择两个指标。", messages.ERROR)
        elif len({one.unit for one in indicators if one.unit}) > 1:
            self.message_user(request, "所选指标的单位不同，不能合并；请先核对单位。", messages.ERROR)
        else:
            merge(indicators[0], indicators[1:])
            self.message_user(request, f"已并入“{indicators[0]}”。")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Indicator]:
        return super().get_queryset(request).annotate(Count("targets"))  # type: ignore[no-any-return]


class TargetForm(GuardedForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("value", 0) is None and not self.cleaned_data.get("quote"):
            self.add_error("value", WITHOUT_VALUE)
        return cleaned


@admin.register(Target)
class TargetAdmin(GuardedAdmin):
    form = TargetForm
    list_display = ["name", "printed_value", "year", "attribute", "source", "plan", "corrected"]
    list_filter = ["attribute", "source", "operator", "basis", "year", "section__plan__region__level"]
    list_select_related = ["section__plan"]
    search_fields = ["name", "indicator__name", "quote", "section__plan__title"]
    autocomplete_fields = ["section", "indicator"]
    fieldsets = [
        (None, {"fields": ["section", "indicator", "name", "position"]}),
        ("数值", {"fields": [("operator", "value", "upper"), "unit", "year", "basis", "attribute"]}),
        ("出处", {"fields": ["source", "quote"]}),
    ]

    @admin.display(description="数值", ordering="value")
    def printed_value(self, target: Target) -> str:
        return target.printed_value or "—"

    @admin.display(description="规划", ordering="section__plan")
    def plan(self, target: Target) -> Plan:
        return target.section.plan

    @admin.display(description="提示", empty_value="")
    def corrected(self, target: Target) -> str:
        if target.is_added or target.corrected_fields:
            return "已校订"
        return "章节条已校订，请核对" if target.is_corrected else ""

    def plan_of(self, row: Target) -> int:
        return row.section.plan_id

"""Goals, indicators and their values."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from documents.admin import GuardedAdmin, GuardedForm
from documents.admin.fields import LinesField
from documents.models import Plan
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


@admin.register(Indicator)
class IndicatorAdmin(GuardedAdmin):
    form = IndicatorForm
    list_display = ["name", "unit", "direction", "count_of_targets"]
    list_filter = ["direction", "unit"]
    search_fields = ["name", "aliases"]
    fields = ["name", "unit", "direction", "aliases"]

    @admin.display(description="指标值", ordering="targets__count")
    def count_of_targets(self, indicator: Any) -> int:
        return int(indicator.targets__count)

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

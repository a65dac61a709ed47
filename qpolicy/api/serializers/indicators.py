"""Indicators, the values that plans set for them, and goals."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from indicators.models import Indicator, Target
from qpolicy.api.fields import Address, Listed, Number, Page, Place, Word, Written
from qpolicy.api.serializers.shared import Cited, IndicatorReferenceSerializer, PlanReferenceSerializer

OF_SECTION = ("section.plan.slug", "section.anchor")


class TargetSerializer(serializers.Serializer):
    """A value that a plan sets for an indicator, with the words that say so."""

    indicator = IndicatorReferenceSerializer()
    plan = PlanReferenceSerializer(source="section.plan")
    name = Written(help_text="指标在文中的名称")
    operator = serializers.ChoiceField(Target.Operator.choices, help_text=">= 不低于，approx 左右，range 区间……")
    value = Number(allow_null=True, help_text="十进制数，写作文本；相对的目标（超过全省平均）为 null")
    upper = Number(allow_null=True, help_text="区间的上限")
    unit = Written()
    printed = serializers.SerializerMethodField(help_text="连同关系和单位，如 ≥94%")
    year = serializers.IntegerField(allow_null=True)
    basis = serializers.ChoiceField(Target.Basis.choices, allow_blank=True, help_text="口径：annual 年均……")
    attribute = serializers.ChoiceField(
        Target.Attribute.choices, allow_blank=True, help_text="expected 预期性，binding 约束性；未注明则为空"
    )
    attribute_name = Word("attribute")
    stated_in = serializers.ChoiceField(Target.Source.choices, source="source", help_text="table 指标表，prose 正文")
    is_corrected = serializers.BooleanField(help_text="是否经人工校订")
    url = Address("target", *OF_SECTION, "position")
    page = Place("documents:plan-detail", *OF_SECTION)
    section = Address("section", *OF_SECTION)
    citation = Cited()

    def get_printed(self, target: Target) -> str:
        return str(self.context["shown"].write(target.section.plan, target.printed_value))


class IndicatorSerializer(serializers.Serializer):
    """A notion that several plans set values for, under whatever names."""

    id = serializers.IntegerField(source="pk", help_text="不会改变；合并后的指标，原地址转到新的指标")
    name = serializers.CharField(help_text="简体，不含地区和单位")
    unit = serializers.CharField(allow_blank=True)
    direction = serializers.ChoiceField(
        Indicator.Direction.choices, allow_blank=True, help_text="up 越高越好，down 越低越好；未知则为空"
    )
    written_as = serializers.SerializerMethodField(help_text="已发布的规划中的各种写法")
    plan_count = serializers.IntegerField(help_text="定过目标值的规划数，只计最新版本")
    url = Address("indicator", "pk")
    page = Page("indicators:indicator-detail", "pk")
    targets = Listed("targets", "indicator", "pk")

    def get_written_as(self, indicator: Any) -> list[str]:
        return list(self.context["shown"].extra["names"].get(indicator.pk, ()))


class GoalSerializer(serializers.Serializer):
    """What a plan wants to be true in a year, in its own words."""

    plan = PlanReferenceSerializer()
    year = serializers.IntegerField()
    text = Written()
    url = Address("goal", "plan.slug", "section.anchor", "position")
    page = Place("documents:plan-detail", "plan.slug", "section.anchor")
    section = Address("section", "plan.slug", "section.anchor")
    citation = Cited()

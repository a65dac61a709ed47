"""What stands side by side: indicators, duties, themes, tasks of two plans; and what a search finds."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from documents.models import Section
from qpolicy.api.fields import Address, Page, Word, Written
from qpolicy.api.serializers.indicators import TargetSerializer
from qpolicy.api.serializers.shared import CitationSerializer, Cited, NamedSerializer, PlanReferenceSerializer
from tasks.alignment_views import VIEWS
from tasks.found.conditions import KINDS
from tasks.placing import STATES

STATE_NAMES = tuple((state, VIEWS[state]) for state in STATES)


class ComparedValueSerializer(TargetSerializer):
    """A target; `comparable` is its amount in the unit that the values of a row can be set against each other in."""

    comparable = serializers.CharField(
        source="in_base", allow_blank=True, help_text="换算成可以比较的单位，如 12,000家；不必换算则为空"
    )

    def to_representation(self, instance: Any) -> dict[str, Any]:
        target = TargetSerializer(instance.target, context=self.context).data
        return {**target, "comparable": instance.in_base}


class CellSerializer(serializers.Serializer):
    plan = serializers.CharField(source="plan.slug", help_text="规划的 id")
    values = ComparedValueSerializer(many=True)


class ComparedIndicatorSerializer(serializers.Serializer):
    """A row: one cell for each plan, in the order of `plans`."""

    id = serializers.IntegerField(source="key")
    name = serializers.CharField()
    url = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()
    cells = CellSerializer(many=True)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, row: Any) -> str:
        return str(self.context["shown"].api("indicator", row.key))

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_page(self, row: Any) -> str:
        return str(self.context["shown"].at(row.url))


class FamilySerializer(serializers.Serializer):
    """Indicators whose names differ only in how or of whom something is measured; they are not merged."""

    label = serializers.CharField()
    plan_count = serializers.IntegerField()
    indicators = ComparedIndicatorSerializer(many=True, source="rows")


class ShareSerializer(serializers.Serializer):
    """How many tasks of a plan fall to the row; `tasks` lists them."""

    plan = serializers.CharField(source="plan.slug", help_text="规划的 id")
    number = serializers.IntegerField()
    tasks = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_tasks(self, share: Any) -> str | None:
        query = share.url.partition("?")[2]
        return str(self.context["shown"].api("tasks", query=f"?{query}")) if query else None

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_page(self, share: Any) -> str | None:
        return str(self.context["shown"].at(share.url)) if share.url else None


class DutyShareSerializer(ShareSerializer):
    leading = serializers.IntegerField(help_text="其中牵头的")
    has_rule = serializers.BooleanField(help_text="是否规定对全部任务都有份")


class RowSerializer(serializers.Serializer):
    """A row of counts: one cell for each plan, in the order of `plans`."""

    id = serializers.SerializerMethodField(help_text="职能或主题的 id；未归类的为 null")
    name = serializers.CharField()
    plan_count = serializers.IntegerField()
    total = serializers.IntegerField()
    page = serializers.SerializerMethodField()
    cells = ShareSerializer(many=True)

    def get_id(self, row: Any) -> str | None:
        return row.slug or None

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_page(self, row: Any) -> str | None:
        return str(self.context["shown"].at(row.url)) if row.url else None


class FunctionRowSerializer(RowSerializer):
    cells = DutyShareSerializer(many=True)


class DutiesSerializer(serializers.Serializer):
    plans = PlanReferenceSerializer(many=True)
    plans_omitted = serializers.BooleanField(help_text="规划很多而没有选定时，只取其中几份")
    results = FunctionRowSerializer(many=True)
    unassigned = ShareSerializer(many=True, help_text="没有写明由谁负责的任务、保障措施和专栏工程")


class CoverageSerializer(serializers.Serializer):
    plans = PlanReferenceSerializer(many=True)
    plans_omitted = serializers.BooleanField(help_text="规划很多而没有选定时，只取其中几份")
    results = RowSerializer(many=True)


class AlignedPlanSerializer(serializers.Serializer):
    """One of two plans that stand side by side."""

    plan = PlanReferenceSerializer()
    tasks = serializers.IntegerField(source="number", help_text="任务、保障措施和专栏工程")
    only = serializers.IntegerField(help_text="其中对方没有相近的")


class AlignedTaskSerializer(serializers.Serializer):
    """A task, as far as it is needed to set it against another one; `url` has all of it."""

    id = serializers.CharField(source="anchor", help_text="锚点，在规划中唯一，不会改变")
    plan = serializers.CharField(source="plan.slug", help_text="规划的 id")
    kind = serializers.ChoiceField([(kind.value, kind.label) for kind in Section.WORK_ITEMS])
    kind_name = Word("kind")
    number = Written(help_text="编号，照原文")
    title = Written()
    text = Written(help_text="正文，其中的分工文字一并保留")
    theme = NamedSerializer(allow_null=True)
    url = Address("task", "plan.slug", "anchor")
    page = Page("tasks:task-detail", "plan.slug", "anchor")
    citation = Cited()


class CounterpartSerializer(serializers.Serializer):
    task = AlignedTaskSerializer(help_text="乙的任务")
    is_nearest_of_a = serializers.BooleanField(help_text="在乙的任务中，它与甲的这一条最相近")
    is_nearest_of_b = serializers.BooleanField(help_text="在甲的任务中，与它最相近的是甲的这一条")
    is_confirmed = serializers.BooleanField(help_text="是否经人工确认")
    score = serializers.FloatField(help_text="相近程度，0 到 1，由文字算出")


class AlignedSerializer(serializers.Serializer):
    """A task of the first plan with its counterparts, the best first, or a task that only the second plan has."""

    state = serializers.ChoiceField(STATE_NAMES)
    state_name = serializers.CharField()
    a = AlignedTaskSerializer(allow_null=True, help_text="甲的任务；只有乙才有的为 null")
    counterparts = CounterpartSerializer(many=True, help_text="乙中与它相近的任务，最相近的在前")
    b = AlignedTaskSerializer(allow_null=True, help_text="只有乙才有的任务；其余为 null")


class HitSerializer(serializers.Serializer):
    """What was found: a task or a goal with its citation, or an indicator, a plan or a department by its name."""

    type = serializers.ChoiceField(list(KINDS.items()))
    title = serializers.CharField(allow_blank=True)
    snippet = serializers.CharField(
        allow_blank=True, help_text="HTML：文字已转义，只有 <mark> 标出匹配之处；总照原文的字形"
    )
    is_partial = serializers.BooleanField(help_text="只具备一部分检索词")
    plan = PlanReferenceSerializer(allow_null=True)
    url = serializers.URLField()
    page = serializers.URLField()
    citation = CitationSerializer(allow_null=True)


class UnknownFieldSerializer(serializers.Serializer):
    field = serializers.CharField()
    value = serializers.CharField(allow_blank=True)

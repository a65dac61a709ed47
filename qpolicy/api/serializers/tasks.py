"""Tasks with who has to do them, departments and functions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from documents.models import Section
from qpolicy.api.fields import Address, Listed, Page, Word, Written
from qpolicy.api.serializers.shared import (
    Cited,
    CountsSerializer,
    DepartmentReferenceSerializer,
    FunctionReferenceSerializer,
    NamedSerializer,
    PlanReferenceSerializer,
    RegionReferenceSerializer,
    SpanSerializer,
)
from qpolicy.citations import span
from tasks.models import Role


class DutySerializer(serializers.Serializer):
    """A department's part, as the plan words it."""

    role = serializers.ChoiceField(Role.choices)
    role_name = Word("role")
    name = serializers.SerializerMethodField(help_text="规划中的写法")
    department = DepartmentReferenceSerializer()
    source = serializers.SerializerMethodField(help_text="部门名称在原文中的位置")

    def get_name(self, part: Any) -> str:
        return str(self.context["shown"].write(self.context["plan"], part.name or part.department.name))

    @extend_schema_field(SpanSerializer(many=True))
    def get_source(self, part: Any) -> list[dict[str, int]]:
        return [{"start": start, "end": end} for start, end in span(part.start, part.end)]


class TaskSerializer(serializers.Serializer):
    """A numbered work item, a safeguard or a project of a box."""

    id = serializers.CharField(source="section.anchor", help_text="锚点，在规划中唯一，不会改变")
    plan = PlanReferenceSerializer(source="section.plan")
    kind = serializers.ChoiceField([(kind.value, kind.label) for kind in Section.WORK_ITEMS], source="section.kind")
    kind_name = serializers.CharField(source="section.get_kind_display")
    number = Written(source="section.number", help_text="编号，照原文")
    title = Written(source="section.title")
    text = Written(source="section.text", help_text="正文，其中的分工文字一并保留")
    theme = NamedSerializer(source="section.theme", allow_null=True)
    deadline = Written(help_text="完成时限，照原文")
    departments = serializers.SerializerMethodField(help_text="写明的责任部门，照原文的次序")
    is_corrected = serializers.BooleanField(source="section.is_corrected")
    url = Address("task", "section.plan.slug", "section.anchor")
    page = Page("tasks:task-detail", "section.plan.slug", "section.anchor")
    section = Address("section", "section.plan.slug", "section.anchor")
    citation = Cited()

    @extend_schema_field(DutySerializer(many=True))
    def get_departments(self, task: Any) -> list[dict[str, Any]]:
        parts = self.context["shown"].extra["parts"].get(task.pk, ())
        return _duties(parts, task.section.plan, self.context)


class WholeTaskSerializer(TaskSerializer):
    default_departments = serializers.SerializerMethodField(help_text="规划规定对全部任务都有份的部门（通用分工）")

    @extend_schema_field(DutySerializer(many=True))
    def get_default_departments(self, task: Any) -> list[dict[str, Any]]:
        return _duties(self.context["shown"].extra["rules"], task.section.plan, self.context)


def _duties(parts: Iterable[Any], plan: Any, context: dict[str, Any]) -> list[dict[str, Any]]:
    shown = DutySerializer(list(parts), many=True, context={**context, "plan": plan})
    return [dict(one) for one in shown.data]


class DepartmentSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk", help_text="不会改变；合并后的部门，原地址转到新的部门")
    name = serializers.CharField()
    region = RegionReferenceSerializer(allow_null=True)
    function = FunctionReferenceSerializer(allow_null=True)
    written_as = serializers.SerializerMethodField(help_text="已发布的规划中的各种写法")
    counts = serializers.SerializerMethodField(help_text="各规划最新版本中的任务数，按角色")
    has_rule = serializers.BooleanField(help_text="是否有规划规定它对全部任务都有份")
    url = Address("department", "pk")
    page = Page("tasks:department-detail", "pk")
    tasks = Listed("tasks", "department", "pk")

    def get_written_as(self, body: Any) -> list[str]:
        return list(self.context["shown"].extra["names"].get(body.pk, ()))

    @extend_schema_field(CountsSerializer)
    def get_counts(self, body: Any) -> dict[str, int]:
        return {role.value: getattr(body, f"{role.value}_count") for role in Role}


class FunctionSerializer(serializers.Serializer):
    """What departments are there for, whatever they are called."""

    id = serializers.CharField(source="function.slug")
    name = serializers.CharField(source="function.name")
    aliases = serializers.ListField(child=serializers.CharField(), source="function.aliases")
    department_count = serializers.IntegerField(source="bodies")
    region_count = serializers.IntegerField(source="regions")
    plan_count = serializers.IntegerField(source="plans")
    counts = serializers.SerializerMethodField(help_text="各规划最新版本中的任务数，按角色")
    url = Address("function", "function.slug")
    page = Page("tasks:function-detail", "function.slug")
    departments = Listed("departments", "function", "function.slug")
    tasks = Listed("tasks", "function", "function.slug")

    @extend_schema_field(CountsSerializer)
    def get_counts(self, row: Any) -> dict[str, int]:
        words = dict(row.counts)
        return {role.value: words[str(role.label)] for role in Role}


class RegionSerializer(serializers.Serializer):
    id = serializers.CharField(source="region.slug")
    code = serializers.CharField(source="region.code", allow_null=True, help_text="行政区划代码（GB/T 2260）")
    name = serializers.CharField(source="region.name")
    short_name = serializers.CharField(source="region.short_name", allow_blank=True)
    level = serializers.CharField(source="region.level")
    level_name = serializers.CharField(source="region.get_level_display")
    parent = serializers.SerializerMethodField(help_text="上级地区的 id")
    plan_count = serializers.SerializerMethodField(help_text="本地区的规划，只计最新版本")
    plans_within = serializers.SerializerMethodField(help_text="本地区及下辖地区的规划，只计最新版本")
    url = Address("region", "region.slug")
    page = Page("documents:region-detail", "region.slug")
    plans = Listed("plans", "region", "region.slug")

    def get_parent(self, branch: Any) -> str | None:
        return branch.region.parent.slug if branch.region.parent else None

    def get_plan_count(self, branch: Any) -> int:
        return len(branch.plans)

    def get_plans_within(self, branch: Any) -> int:
        return len(branch.all_plans)

"""Plans and their sections."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from documents.caveats import described_source
from documents.models import Plan, Section
from qpolicy.api.fields import Address, Listed, Page, Place, Word, Written
from qpolicy.api.serializers.shared import Cited, NamedSerializer, PlanReferenceSerializer, RegionReferenceSerializer


class PlanSerializer(serializers.Serializer):
    id = serializers.CharField(source="slug", help_text="网址标识，不会改变")
    title = Written()
    region = RegionReferenceSerializer(allow_null=True)
    issuer = Written(help_text="发文机关")
    document_number = Written(help_text="发文字号")
    index_number = serializers.CharField(allow_blank=True, help_text="索引号")
    kind = serializers.CharField(allow_blank=True, help_text="文种")
    issued_on = serializers.DateField(allow_null=True, help_text="成文日期")
    published_on = serializers.DateField(allow_null=True, help_text="发布日期")
    period_start = serializers.IntegerField(allow_null=True, help_text="起始年份")
    period_end = serializers.IntegerField(allow_null=True, help_text="截止年份")
    validity = serializers.ChoiceField(Plan.Validity.choices)
    edition = serializers.IntegerField(help_text="版次")
    replaces = serializers.SerializerMethodField(help_text="所替代的规划的 id")
    replaced_by = serializers.SerializerMethodField(help_text="替代它的规划的 id")
    script = serializers.ChoiceField(Plan.Script.choices, help_text="原文字形")
    task_count = serializers.IntegerField()
    target_count = serializers.IntegerField()
    updated_at = serializers.DateTimeField()
    url = Address("plan", "slug")
    page = Page("documents:plan-detail", "slug")
    citation = Cited()

    def get_replaces(self, plan: Plan) -> str | None:
        older = self.context["shown"].extra["shelf"].plans.get(plan.replaces_id)
        return older.slug if older else None

    def get_replaced_by(self, plan: Plan) -> list[str]:
        plans = self.context["shown"].extra["shelf"].plans.values()
        return [newer.slug for newer in plans if newer.replaces_id == plan.pk]


class SourceSerializer(serializers.Serializer):
    """What was imported."""

    name = serializers.CharField(allow_blank=True, help_text="来源的说明；只有文件名的，不列出")
    url = serializers.CharField(allow_blank=True, help_text="来源网址")
    text = serializers.URLField(allow_null=True, help_text="导入时的全文；录入的规划没有")
    characters = serializers.IntegerField()
    sha256 = serializers.CharField(allow_null=True, help_text="全文（UTF-8）的 SHA-256")


class WholePlanSerializer(PlanSerializer):
    based_on = serializers.SerializerMethodField(help_text="上位文件的 id")
    notes = serializers.SerializerMethodField(help_text="校订说明，每条一项")
    source = serializers.SerializerMethodField()
    sections = Address("sections", "slug")
    tasks = Listed("tasks", "plan", "slug")
    goals = Listed("goals", "plan", "slug")
    targets = Listed("targets", "plan", "slug")

    def get_based_on(self, plan: Plan) -> list[str]:
        above = Plan.objects.published().filter(basis_of=plan)
        return list(above.order_by("slug").values_list("slug", flat=True))

    def get_notes(self, plan: Plan) -> list[str]:
        return list(filter(str.strip, plan.notes.splitlines()))

    @extend_schema_field(SourceSerializer)
    def get_source(self, plan: Plan) -> dict[str, Any]:
        text = plan.source_text
        return {
            "name": described_source(plan.source_name),
            "url": plan.source_url,
            "text": self.context["shown"].page("documents:plan-source", plan.slug) if text else None,
            "characters": len(text),
            "sha256": plan.source_sha256 or sha256(text.encode()).hexdigest() if text else None,
        }


class SectionSerializer(serializers.Serializer):
    """A heading, paragraph, work item, box or table of a plan, in reading order."""

    id = serializers.CharField(source="anchor", help_text="锚点，在规划中唯一，不会改变")
    plan = PlanReferenceSerializer()
    parent = serializers.SerializerMethodField(help_text="上级章节条的 id")
    kind = serializers.ChoiceField(Section.Kind.choices)
    kind_name = Word("kind")
    number = Written(help_text="编号，照原文")
    title = Written()
    text = Written(help_text="正文，其中的分工文字一并保留")
    rows = serializers.SerializerMethodField(help_text="表格各行的单元格；不是表格则为 null")
    theme = NamedSerializer(allow_null=True)
    is_corrected = serializers.BooleanField(help_text="是否经人工校订，与原文不同")
    task = serializers.SerializerMethodField(help_text="作为任务的地址；不是任务、保障措施或专栏工程则为 null")
    url = Address("section", "plan.slug", "anchor")
    page = Place("documents:plan-detail", "plan.slug", "anchor")
    citation = Cited()

    def get_parent(self, section: Section) -> str | None:
        return section.parent.anchor if section.parent else None

    def get_rows(self, section: Section) -> list[list[str]] | None:
        if not isinstance(section.rows, list):
            return None
        write = self.context["shown"].write
        return [[write(section.plan, str(cell)) for cell in row] for row in section.rows if isinstance(row, list)]

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_task(self, section: Section) -> str | None:
        made = self.context["shown"].api("task", section.plan.slug, section.anchor)
        return str(made) if section.is_work_item else None

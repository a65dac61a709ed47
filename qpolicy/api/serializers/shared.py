"""What many answers hold: citations, and short names of plans, regions, functions, indicators and departments."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from documents.models import Plan, Region, Section
from indicators.models import Goal, Target
from qpolicy.api.fields import Address, Listed, Page, Written
from qpolicy.api.shown import Shown
from qpolicy.citations import Citation, Spans, of_plan, span


class SpanSerializer(serializers.Serializer):
    """A place in the source text, counted in characters from 0; `end` is the first one that does not belong to it."""

    start = serializers.IntegerField(help_text="起点")
    end = serializers.IntegerField(help_text="终点（不含）")


class CitationSerializer(serializers.Serializer):
    """Where the words stand: always in the plan's own script, to be checked against the source."""

    text = serializers.CharField(help_text="公文的引法：《规划》（文号）第几部分第几项")
    plan = serializers.CharField(help_text="规划的 id")
    plan_title = serializers.CharField()
    document_number = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True, help_text="第几部分第几项")
    section = serializers.CharField(allow_null=True, help_text="章节条的 id（锚点）；引整份规划时为 null")
    number = serializers.CharField(allow_blank=True, help_text="章节条自己的编号，照原文")
    quote = serializers.CharField(allow_blank=True, help_text="原文中的话")
    source = SpanSerializer(many=True, help_text="在原文（source_text）中的位置，按字符计；录入的规划没有原文，则为空")
    source_text = serializers.URLField(allow_null=True, help_text="导入时的全文（UTF-8）")
    url = serializers.URLField(help_text="接口中的地址")
    page = serializers.URLField(help_text="网站上的地址")


def cited(citation: Citation, shown: Shown) -> dict[str, Any]:
    """Return what CitationSerializer declares."""
    plan, anchor = citation.plan, citation.anchor
    page = shown.page("documents:plan-detail", plan.slug)
    return {
        "text": citation.text,
        "plan": plan.slug,
        "plan_title": plan.title,
        "document_number": plan.document_number,
        "place": citation.place,
        "section": anchor or None,
        "number": citation.number,
        "quote": citation.quote,
        "source": [{"start": start, "end": end} for start, end in citation.spans],
        "source_text": shown.page("documents:plan-source", plan.slug) if citation.spans else None,
        "url": shown.api("section", plan.slug, anchor) if anchor else shown.api("plan", plan.slug),
        "page": f"{page}#{anchor}" if anchor else page,
    }


@extend_schema_field(CitationSerializer)
class Cited(serializers.Field):
    """The citation of a plan, a section, a task, a target or a goal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"source": "*", "read_only": True, **options})

    def to_representation(self, value: Any) -> dict[str, Any]:
        shown: Shown = self.context["shown"]
        if isinstance(value, Plan):
            return cited(of_plan(value), shown)
        section = value if isinstance(value, Section) else value.section
        quote, spans = _quoted(value)
        return cited(shown.citations.of(section, quote=quote, spans=spans), shown)


def _quoted(row: Any) -> tuple[str, Spans]:
    """Return what is quoted of the section, and where, where that is less than all of it."""
    if isinstance(row, Target):
        return row.quote, span(row.start, row.end)
    return (row.text, span(row.start, row.end)) if isinstance(row, Goal) else ("", ())


class PlanReferenceSerializer(serializers.Serializer):
    """A plan that something belongs to."""

    id = serializers.CharField(source="slug")
    title = Written()
    url = Address("plan", "slug")
    page = Page("documents:plan-detail", "slug")


class RegionReferenceSerializer(serializers.Serializer):
    id = serializers.CharField(source="slug")
    name = serializers.CharField()
    level = serializers.ChoiceField(Region.Level.choices)
    url = Address("region", "slug")


class NamedSerializer(serializers.Serializer):
    """A theme: what plans have in common."""

    id = serializers.CharField(source="slug")
    name = serializers.CharField()


class FunctionReferenceSerializer(serializers.Serializer):
    id = serializers.CharField(source="slug")
    name = serializers.CharField()
    url = Address("function", "slug")


class IndicatorReferenceSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    url = Address("indicator", "pk")
    page = Page("indicators:indicator-detail", "pk")


class DepartmentReferenceSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    url = Address("department", "pk")
    page = Page("tasks:department-detail", "pk")
    tasks = Listed("tasks", "department", "pk")


class CountsSerializer(serializers.Serializer):
    """Numbers of tasks by role."""

    lead = serializers.IntegerField(help_text="牵头")
    responsible = serializers.IntegerField(help_text="负责")
    participant = serializers.IntegerField(help_text="配合")

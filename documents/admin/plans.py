"""Plans: what they are, where they come from, and entering one by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from simple_history.utils import bulk_update_with_history

from documents.admin.base import OVERRIDES, NamedRows, NamedValues
from documents.admin.locking import GuardedAdmin, GuardedForm
from documents.admin.publishing import NEVER_PUBLIC, may_publish
from documents.entry import append
from documents.models import Plan, Section
from documents.store import lock_plans

REPLACES_ITSELF = "一份规划不能替代它自己，也不能替代由它而来的更新版本。"
ANOTHER_REGION = "本规划（{region}）与被替代的《{older}》（{other}）不属同一地区，请核对是否选错。"
SAME_EDITION = "本规划的版次（第{edition}版）不大于被替代的《{older}》（第{other}版），请核对版次。"
REPLACED_ALREADY = "《{older}》已由《{newer}》替代，请核对是否选错。"


class PlanForm(GuardedForm):
    class Meta:
        model = Plan
        exclude = ["source_text", "source_sha256", "warnings", "lock_version"]
        widgets = {"title": forms.TextInput(attrs={"size": 100})}

    def version(self, row: Plan) -> str:
        return str(row.lock_version)

    def clean_replaces(self) -> Plan | None:
        older: Plan | None = self.cleaned_data["replaces"]
        if older and self.instance.pk and self.instance.pk in editions_before(older):
            raise forms.ValidationError(REPLACES_ITSELF)
        return older


def editions_before(plan: Plan) -> list[int]:
    """Return the keys of the plan and of all that it replaces, directly or not. A query for each."""
    chain: list[int] = []
    at: int | None = plan.pk
    while at is not None and at not in chain:
        chain.append(at)
        at = Plan.objects.filter(pk=at).values_list("replaces", flat=True).first()
    return chain


class NewSectionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Section
        fields = ["kind", "number", "title", "text"]
        widgets = {
            "number": forms.TextInput(attrs={"size": 8}),
            "title": forms.TextInput(attrs={"size": 30}),
            "text": forms.Textarea(attrs={"rows": 3, "cols": 60}),
        }


class NewSectionsInline(admin.TabularInline):  # type: ignore[type-arg]
    """Sections to be added at the end. Those there are, hundreds perhaps, have pages of their own."""

    model = Section
    form = NewSectionForm
    formset = NamedRows
    formfield_overrides = OVERRIDES
    extra = 3
    can_delete = False
    verbose_name_plural = "追加章节条（按阅读顺序；章为标题，其下为任务、段落等）"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).none()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)


class PlanAdmin(GuardedAdmin):
    form = PlanForm
    list_display = ["title", "region", "kind", "issued_on", "status", "validity", "count_of_sections", "updated_at"]
    list_filter = ["status", "validity", "region__level", ("kind", NamedValues), "script"]
    list_select_related = ["region"]
    search_fields = ["title", "document_number", "issuer", "region__name", "slug"]
    date_hierarchy = "issued_on"
    ordering = [*(Plan._meta.ordering or ())]  # which Django forgets where sections are counted
    autocomplete_fields = ["region", "replaces", "based_on"]
    readonly_fields = [
        "links",
        "editions",
        "remarks",
        "source_sha256",
        "beginning_of_source",
        "created_at",
        "updated_at",
    ]
    inlines = [NewSectionsInline]
    actions = ["publish", "withdraw"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "status", "validity", "links"]}),
        (
            "发文",
            {"fields": ["region", "issuer", "document_number", "index_number", "kind", "issued_on", "published_on"]},
        ),
        ("期限与版本", {"fields": [("period_start", "period_end"), "edition", "replaces", "editions", "based_on"]}),
        ("校订", {"fields": ["notes", "remarks"]}),
        (
            "来源",
            {
                "classes": ["collapse"],
                "fields": ["script", "source_name", "source_url", "source_sha256", "beginning_of_source"],
            },
        ),
    ]

    @admin.display(description="章节条", ordering="sections__count")
    def count_of_sections(self, plan: Any) -> int:
        return int(plan.sections__count)

    @admin.display(description="内容")
    def links(self, plan: Plan) -> str:
        if not plan.pk:
            return "保存后可逐条编辑"
        address = reverse("admin:documents_section_changelist")
        return format_html('<a href="{}?plan__id__exact={}">查看和编辑全部章节条</a>', address, plan.pk)

    @admin.display(description="新旧版")
    def editions(self, plan: Plan) -> str:
        """Lead to the comparison, where both plans can be read."""
        newer = plan if plan.replaces_id else plan.replaced_by.first() if plan.pk else None
        if newer is None:
            return "没有新版或旧版"
        return format_html('<a href="{}">查看修订对照</a>', reverse("documents:plan-changes", args=[newer.slug]))

    @admin.display(description="读取提示")
    def remarks(self, plan: Plan) -> str:
        lines = format_html_join("", "<li>{}</li>", ((remark.get("message", ""),) for remark in plan.warnings))
        return format_html("<ul>{}</ul>", lines) if plan.warnings else "无"

    @admin.display(description="原文")
    def beginning_of_source(self, plan: Plan) -> str:
        text = plan.source_text
        return f"{text[:600]}……（共 {len(text)} 字）" if len(text) > 600 else text or "手工录入，无原文"

    @admin.action(description="发布所选规划", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Plan]) -> None:
        self._set_status(request, queryset, Plan.Status.PUBLISHED)

    @admin.action(description="撤回所选规划", permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Plan]) -> None:
        self._set_status(request, queryset, Plan.Status.WITHDRAWN)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Plan | None = None) -> bool:
        """What has been public is deleted only by those who may publish."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.status in NEVER_PUBLIC or may_publish(request.user))

    def get_readonly_fields(self, request: HttpRequest, obj: Plan | None = None) -> list[str]:
        return [*self.readonly_fields, *([] if may_publish(request.user) else ["status"])]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        return super().get_queryset(request).annotate(Count("sections"))  # type: ignore[no-any-return]

    def save_model(self, request: HttpRequest, obj: Plan, form: Any, change: bool) -> None:
        before = form.current.status if form.current else Plan.Status.DRAFT
        if form.current:
            obj.lock_version = form.current.lock_version
        if not may_publish(request.user):  # an older state that is restored has a status too
            obj.status = before
        super().save_model(request, obj, form, change)
        if obj.status != before:
            self.status_changed(request, obj, before)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if {"replaces", "region", "edition"}.intersection(form.changed_data):
            for doubt in doubts(form.instance):
                messages.warning(request, doubt)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Section:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        self.added(append(form.instance, formset.new_objects))

    def added(self, sections: list[Section]) -> None:
        """Do what else new sections need; the app that knows tasks does."""

    def status_changed(self, request: HttpRequest, plan: Plan, before: str) -> None:
        """Do what else a change of status needs; qpolicy writes it into the audit log."""

    def plan_of(self, row: Plan) -> int:
        return row.pk

    @transaction.atomic
    def _set_status(self, request: HttpRequest, queryset: QuerySet[Plan], status: str) -> None:
        lock_plans(queryset.values_list("pk", flat=True))
        plans = list(queryset.exclude(status=status))
        before = {plan.pk: plan.status for plan in plans}
        for plan in plans:
            plan.status = status
        bulk_update_with_history(plans, Plan, ["status"], default_user=request.user)
        self.count_edits(plan.pk for plan in plans)
        for plan in plans:
            self.status_changed(request, plan, before[plan.pk])
        self.message_user(request, f"已将 {len(plans)} 份规划设为“{Plan.Status(status).label}”。")


def doubts(plan: Plan) -> Iterator[str]:
    """Yield what is unlikely, though not impossible, of a plan that replaces another."""
    older = plan.replaces
    if older is None:
        return
    if plan.region_id != older.region_id:
        region, other = plan.region or "未注明地区", older.region or "未注明地区"
        yield ANOTHER_REGION.format(region=region, older=older, other=other)
    if plan.edition <= older.edition:
        yield SAME_EDITION.format(edition=plan.edition, older=older, other=older.edition)
    if newer := older.replaced_by.exclude(pk=plan.pk).first():
        yield REPLACED_ALREADY.format(older=older, newer=newer)

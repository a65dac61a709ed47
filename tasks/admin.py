"""Tasks and responsibilities, and the pages of documents that touch them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from documents.admin import (
    Chore,
    DepartmentAdmin,
    GuardedAdmin,
    KeptInOrder,
    NamedRows,
    PlanAdmin,
    SectionAdmin,
    SectionForm,
)
from documents.entry import append
from documents.models import Department, Plan, Section
from documents.nearness import is_related
from tasks import alignment_admin  # noqa: F401  registers the pairs
from tasks.forms import OF_SECTION, WORK_ITEMS, DefaultPartForm, PartForm, ResponsibilityForm, TaskForm
from tasks.kinds import keep_tasks, responsibilities_lost
from tasks.merging import merge
from tasks.models import DefaultResponsibility, Responsibility, Task


class ResponsibilityInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Responsibility
    form = ResponsibilityForm
    formset = NamedRows
    extra = 1
    ordering = ["position"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [name for name in super().get_fields(request, obj) if name != "seen"]
        return [*fields, "seen"] if self.has_change_permission(request, obj) else fields

    def get_formset(self, request: HttpRequest, obj: Task | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        offer_near(formset.form, obj.section.plan if obj else None)
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet[Responsibility]:
        return super().get_queryset(request).select_related("department", "task__section")


class WorkItemFilter(admin.SimpleListFilter):
    """The kinds that tasks have; the other kinds of sections have no task."""

    title = "类型"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return WORK_ITEMS

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        return queryset.filter(section__kind=self.value()) if self.value() else queryset


@admin.register(Task)
class TaskAdmin(GuardedAdmin):
    form = TaskForm
    inlines = [ResponsibilityInline]
    list_display = ["__str__", "kind", "plan", "departments", "deadline"]
    list_filter = [WorkItemFilter, "section__theme", "section__plan__status", "section__plan__region__level"]
    search_fields = ["section__number", "section__title", "section__text", "section__plan__title"]
    ordering = ["section__plan", "section__position"]
    fieldsets = [
        (None, {"fields": ["plan", "place", "kind", "number", "title", "text"]}),
        ("办理", {"fields": ["deadline", "notes"]}),
    ]

    @admin.display(description="类型", ordering="section__kind")
    def kind(self, task: Task) -> str:
        return task.section.get_kind_display()

    @admin.display(description="规划", ordering="section__plan")
    def plan(self, task: Task) -> Plan:
        return task.section.plan

    @admin.display(description="编号")
    def number(self, task: Task) -> str:
        return task.section.number

    @admin.display(description="标题")
    def title(self, task: Task) -> str:
        return task.section.title

    @admin.display(description="正文")
    def text(self, task: Task) -> str:
        return task.section.text

    @admin.display(description="章节条")
    def place(self, task: Task) -> str:
        if not task.pk:
            return "保存后排在规划最后，可在章节条页调整"
        address = reverse("admin:documents_section_change", args=[task.pk])
        return format_html('<a href="{}">上级、位置与主题在章节条页修改</a>', address)

    @admin.display(description="部门")
    def departments(self, task: Task) -> str:
        return "、".join(part.name or part.department.name for part in task.responsibilities.all())

    def get_readonly_fields(self, request: HttpRequest, obj: Task | None = None) -> list[str]:
        """A task stays in its plan."""
        return ["plan", "place"] if obj else ["place"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        tasks: QuerySet[Task] = super().get_queryset(request)
        return tasks.select_related("section__plan").prefetch_related("responsibilities__department")

    def label(self, shown: Task) -> str:
        return f"{shown.section.plan.title} · {shown}"

    def plan_of(self, row: Task | Section) -> int:
        return row.section.plan_id if isinstance(row, Task) else row.plan_id

    def save_model(self, request: HttpRequest, obj: Task, form: Any, change: bool) -> None:
        section = obj.section if change else Section()
        for name in OF_SECTION:
            setattr(section, name, form.cleaned_data[name])
        if not change:
            [obj.section] = append(form.cleaned_data["plan"], [section])
        elif set(OF_SECTION).intersection(form.changed_data):
            section.save()
        if not change or set(form.changed_data).difference(OF_SECTION):
            super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        changed = formset.save(commit=False)
        number_new(changed, form.instance)
        super().save_formset(request, form, formset, change)
        warn_of_strangers(request, changed, form.instance.section.plan)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return super().get_deleted_objects([task.section for task in objs], request)

    def delete_model(self, request: HttpRequest, obj: Task) -> None:
        super().delete_model(request, obj.section)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        for task in queryset:
            self.delete_model(request, task)


def offer_near(form: Any, plan: Plan | None) -> None:
    """Let a form offer the departments of a plan's region first."""
    field = form.base_fields.get("department")
    if field and plan:
        getattr(field.widget, "widget", field.widget).near = plan.region_id


def warn_of_strangers(
    request: HttpRequest, parts: Iterable[Responsibility | DefaultResponsibility], plan: Plan
) -> None:
    """Tell an editor of departments whose region has nothing to do with the plan's; a slip in most cases."""
    for part in parts:
        if plan.region and not is_related(part.department, plan.region):
            messages.warning(
                request,
                f"“{part.department}”属于{part.department.region}，与本规划的地区（{plan.region}）没有隶属关系，请核对是否选错。",
            )


def number_new(responsibilities: list[Responsibility], task: Task) -> None:
    """Put new responsibilities after those that the task has."""
    last = max(task.responsibilities.values_list("position", flat=True), default=0)
    new = (responsibility for responsibility in responsibilities if responsibility.pk is None)
    for position, responsibility in enumerate(new, start=last + 1):
        responsibility.position = position


@admin.register(Responsibility)
class ResponsibilityAdmin(GuardedAdmin):
    list_display = ["task", "department", "role", "name", "plan"]
    list_filter = ["role", "department__function", "task__section__plan__region__level"]
    list_select_related = ["task__section__plan", "department"]
    search_fields = ["name", "department__name", "task__section__title", "task__section__plan__title"]
    autocomplete_fields = ["task"]
    form = PartForm
    fields = ["task", "department", "role", "name", "position"]

    @admin.display(description="规划")
    def plan(self, responsibility: Responsibility) -> Plan:
        return responsibility.task.section.plan

    def get_queryset(self, request: HttpRequest) -> QuerySet[Responsibility]:
        return super().get_queryset(request).select_related("task__section__plan", "department")

    def plan_of(self, row: Responsibility) -> int:
        return row.task.section.plan_id

    def get_form(self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        offer_near(form, obj.task.section.plan if obj else None)
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "department" in form.changed_data:
            warn_of_strangers(request, [form.instance], form.instance.task.section.plan)


@admin.register(DefaultResponsibility)
class DefaultResponsibilityAdmin(GuardedAdmin):
    list_display = ["department", "role", "name", "plan", "section"]
    list_filter = ["role", "plan__region__level"]
    list_select_related = ["department", "plan", "section"]
    search_fields = ["name", "department__name", "plan__title"]
    autocomplete_fields = ["plan", "section"]
    form = DefaultPartForm
    fields = ["plan", "department", "role", "name", "section", "position"]

    def plan_of(self, row: DefaultResponsibility) -> int:
        return row.plan_id

    def get_form(self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        offer_near(form, obj.plan if obj else None)
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "department" in form.changed_data:
            warn_of_strangers(request, [form.instance], form.instance.plan)


class WorkingSectionForm(SectionForm):
    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if lost := responsibilities_lost(self.instance, kind):
            raise forms.ValidationError(
                f"本章节条有 {lost} 条责任分工，改为“{Section.Kind(kind).label}”会丢失。请先删除责任分工。"
            )
        return kind


@admin.register(Section)
class WorkingSectionAdmin(SectionAdmin):
    """Sections, whose kind decides whether there is a task."""

    form = WorkingSectionForm

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        keep_tasks([obj])


@admin.register(Plan)
class WorkingPlanAdmin(PlanAdmin):
    """Plans, whose new sections may be tasks."""

    def added(self, sections: list[Section]) -> None:
        keep_tasks(sections)


@admin.register(Department)
class WorkingDepartmentAdmin(KeptInOrder, DepartmentAdmin):
    """Departments, which share in tasks and can be merged."""

    chores = (
        Chore(
            "unconfirmed",
            "未核对",
            "导入规划时新建的部门，请核对名称、地区和职能；与已有部门相同的请合并",
            lambda departments: departments.filter(is_confirmed=False),
        ),
        Chore(
            "without-function",
            "没有职能",
            "没有职能就不能与其他地区的同类部门对照",
            lambda departments: departments.filter(function=None),
        ),
        Chore("without-region", "没有地区", "请补上所属地区", lambda departments: departments.filter(region=None)),
        Chore(
            "unnamed",
            "没有规划提到",
            "既没有责任分工也没有通用分工；多为更正后留下的，可以删除",
            lambda departments: departments.filter(responsibilities=None, default_responsibilities=None),
        ),
    )

    actions = ["confirm", "merge"]

    @admin.action(description="合并所选部门（保留已核对的或名称最长的）", permissions=["change", "delete"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Department]) -> None:
        departments = sorted(queryset, key=lambda one: (not one.is_confirmed, -len(one.name), one.pk))
        if len({department.region_id for department in departments}) > 1:
            self.message_user(request, "只能合并同一地区的部门。", messages.ERROR)
        elif len(departments) < 2:
            self.message_user(request, "请至少选择两个部门。", messages.ERROR)
        else:
            merge(departments[0], departments[1:])
            self.message_user(request, f"已并入“{departments[0]}”。")

"""The forms of tasks, responsibilities and plan-wide rules in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin

from documents.admin import GuardedForm
from documents.admin.base import KnownChoice
from documents.admin.fields import TextLinesField
from documents.admin.locking import version_of
from documents.admin.opened import OpenedForm, Values
from documents.models import Plan, Section
from tasks.models import DefaultResponsibility, Responsibility, Task

WORK_ITEMS = [(kind.value, kind.label) for kind in Section.WORK_ITEMS]

OF_SECTION = ("kind", "number", "title", "text")  # what a task's page shows of its section


class ResponsibilityForm(OpenedForm):
    class Meta:
        model = Responsibility
        fields = ["department", "role", "name"]
        widgets = {"department": KnownChoice(Responsibility._meta.get_field("department"), admin.site)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            widget: Any = self.fields["department"].widget
            getattr(widget, "widget", widget).known = self.instance.department


class PartForm(GuardedForm):
    class Meta:
        model = Responsibility
        fields = ["task", "department", "role", "name", "position"]
        widgets = {"department": KnownChoice(Responsibility._meta.get_field("department"), admin.site)}


class DefaultPartForm(GuardedForm):
    class Meta:
        model = DefaultResponsibility
        fields = ["plan", "department", "role", "name", "section", "position"]
        widgets = {"department": KnownChoice(DefaultResponsibility._meta.get_field("department"), admin.site)}


class TaskForm(GuardedForm):
    """A task's own fields and those of its section, which holds the text."""

    plan = forms.ModelChoiceField(
        Plan.objects.all(), label="规划", widget=KnownChoice(Section._meta.get_field("plan"), admin.site)
    )
    kind = forms.ChoiceField(label="类型", choices=WORK_ITEMS)
    number = forms.CharField(label="编号", max_length=100, required=False, help_text="照原文，如 （八）")
    title = forms.CharField(label="标题", required=False, widget=forms.TextInput(attrs={"size": 80}))
    text = TextLinesField(
        label="正文", required=False, widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 14})
    )

    class Meta:
        model = Task
        fields = ["deadline", "notes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            return
        self.initial.update(_of_section(self.instance.section))

    def values_of(self, row: Task) -> Values:
        return super().values_of(row) | _of_section(row.section)

    def value_in(self, row: Task, name: str) -> Any:
        return super().value_in(row.section if name in OF_SECTION else row, name)

    def version(self, row: Task) -> str:
        parts = [version_of(part) for part in row.responsibilities.order_by("pk")]
        return " ".join([version_of(row), version_of(row.section), *parts])

    def histories_of(self, row: Task) -> list[Any]:
        parts = Responsibility.history.filter(task_id=row.pk)
        return [row.history.all(), row.section.history.all(), parts]

    def lock(self) -> Task:
        Section.objects.select_for_update().get(pk=self.instance.pk)
        return Task.objects.select_for_update(of=["self"]).select_related("section").get(pk=self.instance.pk)


def _of_section(section: Section) -> Values:
    return {name: getattr(section, name) for name in OF_SECTION}

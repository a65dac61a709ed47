"""Regions, functions and themes."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from documents.admin.base import KnowledgeAdmin
from documents.admin.fields import LinesField
from documents.models import Function, Region, Theme
from documents.nearness import region_and_above


class RegionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A region lies in no region that lies in it, else neither would be found from above."""

    def clean_parent(self) -> Region | None:
        parent: Region | None = self.cleaned_data["parent"]
        if parent and self.instance.pk in region_and_above(parent.pk):
            raise forms.ValidationError("上级地区不能是本地区自己或它的下级。")
        return parent


@admin.register(Region)
class RegionAdmin(KnowledgeAdmin):
    form = RegionForm
    list_display = ["name", "short_name", "code", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "=code", "slug"]
    autocomplete_fields = ["parent"]
    fields = ["name", "short_name", "code", "level", "parent", "slug"]


class FunctionForm(forms.ModelForm):  # type: ignore[type-arg]
    aliases = LinesField(label="别称")

    class Meta:
        model = Function
        fields = ["name", "slug", "order", "aliases"]


@admin.register(Function)
class FunctionAdmin(KnowledgeAdmin):
    form = FunctionForm
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "slug", "aliases"]


@admin.register(Theme)
class ThemeAdmin(KnowledgeAdmin):
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "slug"]

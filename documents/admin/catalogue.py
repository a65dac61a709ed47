"""Regions, functions and themes."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from documents.admin.fields import LinesField
from documents.admin.locking import GuardedForm, LockedAdmin
from documents.admin.upkeep import Chore, KeptInOrder
from documents.models import Function, Region, Theme
from documents.nearness import region_and_above


class RegionForm(GuardedForm):
    """A region lies in no region that lies in it, else neither would be found from above."""

    def clean_parent(self) -> Region | None:
        parent: Region | None = self.cleaned_data["parent"]
        if parent and self.instance.pk in region_and_above(parent.pk):
            raise forms.ValidationError("上级地区不能是本地区自己或它的下级。")
        return parent


@admin.register(Region)
class RegionAdmin(KeptInOrder, LockedAdmin):
    chores = (
        Chore(
            "unused",
            "没有代码，也没有规划、部门和下级地区",
            "目录之外自建而从未用到的地区，多为误建；不用的可以删除",
            lambda regions: regions.filter(code=None, plans=None, departments=None, children=None),
        ),
        Chore(
            "uncoded",
            "没有行政区划代码",
            "范文用的虚拟地区没有代码，其余的请补上",
            lambda regions: regions.filter(code=None),
        ),
    )
    form = RegionForm
    list_display = ["name", "short_name", "code", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "=code", "slug"]
    autocomplete_fields = ["parent"]
    fields = ["name", "short_name", "code", "level", "parent", "slug"]


class FunctionForm(GuardedForm):
    aliases = LinesField(label="别称")

    class Meta:
        model = Function
        fields = ["name", "slug", "order", "aliases"]


@admin.register(Function)
class FunctionAdmin(KeptInOrder, LockedAdmin):
    chores = (
        Chore(
            "unused",
            "没有部门",
            "还没有部门归入这项职能；导入规划时仍会用到，一般不必删除",
            lambda functions: functions.filter(departments=None),
        ),
    )
    form = FunctionForm
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "slug", "aliases"]
    fields = ["name", "slug", "order", "aliases"]


@admin.register(Theme)
class ThemeAdmin(KeptInOrder, LockedAdmin):
    chores = (Chore("unused", "没有章节条", "没有一条归入这个主题", lambda themes: themes.filter(sections=None)),)
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "order"]

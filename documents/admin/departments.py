"""Departments: who they are, how plans write them, and whether an editor has looked at them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.utils import bulk_update_with_history

from documents.admin.fields import LinesField
from documents.admin.locking import GuardedAdmin, GuardedForm
from documents.models import Department
from documents.nearness import nearest_first


class DepartmentForm(GuardedForm):
    aliases = LinesField(label="文中写法", help_text="规划中出现过的写法，每行一个；导入规划时据此归到本部门")

    class Meta:
        model = Department
        fields = ["region", "name", "function", "aliases", "is_confirmed"]


class DepartmentAdmin(GuardedAdmin):
    form = DepartmentForm
    list_display = ["name", "region", "function", "written", "is_confirmed"]
    list_filter = ["is_confirmed", "region__level", "function"]
    list_select_related = ["region", "function"]
    search_fields = ["name", "aliases", "region__name"]
    autocomplete_fields = ["region", "function"]
    fields = ["region", "name", "function", "aliases", "is_confirmed"]
    actions = ["confirm"]

    @admin.display(description="文中写法")
    def written(self, department: Department) -> str:
        return "、".join(department.aliases)

    @admin.action(description="标记所选部门为已核对", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Department]) -> None:
        departments = list(queryset.filter(is_confirmed=False))
        for department in departments:
            department.is_confirmed = True
        bulk_update_with_history(departments, Department, ["is_confirmed"], default_user=request.user)
        self.message_user(request, f"已核对 {len(departments)} 个部门。")

    def label(self, shown: Department) -> str:
        return f"{shown.name}（{shown.region.name if shown.region else '地区未定'}）"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Department]:
        return super().get_queryset(request).select_related("region")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Department], search_term: str
    ) -> tuple[QuerySet[Department], bool]:
        """Where one is chosen for a region, its own departments come first, then those of the regions above it."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        near = request.GET.get("near", "")
        return (nearest_first(found, int(near)) if near.isdecimal() and len(near) < 10 else found), may_repeat

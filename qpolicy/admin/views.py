"""Short addresses in the admin: looked at, and deleted only by who may delete anything."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from documents.admin import KnowledgeAdmin
from qpolicy.audit import Kind, record
from qpolicy.models import SavedView
from qpolicy.sharing.pages import PAGES

WORDS = {name: listed.word for name, listed in PAGES.items()}


class PageFilter(admin.SimpleListFilter):
    title = "页面"
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(WORDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(page=self.value()) if self.value() in WORDS else queryset


@admin.register(SavedView)
class SavedViewAdmin(KnowledgeAdmin):
    list_display = ["code", "word", "words", "kept", "created_at"]
    list_filter = [PageFilter, "created_at"]
    search_fields = ["code", "words"]
    fields = ["code", "word", "words", "link", "kept", "created_at"]

    @admin.display(description="页面", ordering="page")
    def word(self, view: SavedView) -> str:
        return WORDS.get(view.page, view.page)

    @admin.display(description="存入“我的视图”的账号数", ordering="keepers")
    def kept(self, view: Any) -> int:
        return int(view.keepers)

    @admin.display(description="打开")
    def link(self, view: SavedView) -> str:
        return format_html('<a href="{0}">{0}</a>', view.get_absolute_url())

    def get_queryset(self, request: HttpRequest) -> QuerySet[SavedView]:
        views: QuerySet[SavedView] = super().get_queryset(request)
        return views.annotate(keepers=Count("kept_by"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SavedView | None = None) -> bool:
        return False

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for view in queryset:
            record(Kind.DELETION, request=request, subject=f"短网址 {view.code}", details=view.words)
        return super().log_deletions(request, queryset)

"""Drafts in the admin: 导入规划, the preview, and the pages on which a draft is corrected."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from documents.admin import KnowledgeAdmin
from documents.models import Draft
from qpolicy.drafting import pages

Page = Callable[..., HttpResponse]


@admin.register(Draft)
class DraftAdmin(KnowledgeAdmin):
    list_display = ["shown", "state", "manner", "owner", "updated_at"]
    list_filter = ["state", "manner", ("owner", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["title", "source_name"]
    actions = None

    @admin.display(description="标题", ordering="title")
    def shown(self, draft: Draft) -> str:
        return str(draft)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draft]:
        return super().get_queryset(request).defer("source_text", "corrections", "log", "metadata")

    def has_delete_permission(self, request: HttpRequest, obj: Draft | None = None) -> bool:
        """A draft is discarded, never deleted."""
        return False

    def get_urls(self) -> list[URLPattern]:
        return [
            path("", self.admin_site.admin_view(self.changelist_view), name="documents_draft_changelist"),
            path("add/", self._page(pages.import_page, "add"), name="documents_draft_add"),
            path("add/<uuid:batch>/", self._page(pages.batch_page, "add"), name="documents_draft_batch"),
            path("edit/<int:plan>/", self._page(pages.edit_plan, "add"), name="documents_draft_edit"),
            path("<int:key>/change/", self._page(pages.preview), name="documents_draft_change"),
            path(
                "<path:object_id>/delete/", self.admin_site.admin_view(self.delete_view), name="documents_draft_delete"
            ),
            path("<int:key>/metadata/", self._page(pages.metadata), name="documents_draft_metadata"),
            path("<int:key>/section/<str:section>/", self._page(pages.section), name="documents_draft_section"),
            path("<int:key>/entered/<int:row>/", self._page(pages.entered), name="documents_draft_entered"),
            path("<int:key>/departments/", self._page(pages.departments), name="documents_draft_departments"),
            path("<int:key>/indicators/", self._page(pages.indicators), name="documents_draft_indicators"),
            path("<int:key>/rules/", self._page(pages.rules), name="documents_draft_rules"),
            path("<int:key>/changes/", self._page(pages.changed), name="documents_draft_changes"),
            path("<int:key>/step/", self._page(pages.step, "change"), name="documents_draft_step"),
        ]

    def _page(self, page: Page, action: str = "view") -> Any:
        """Return the page for those who may: look at what is shown, and change what they send."""

        @wraps(page)
        def guarded(request: HttpRequest, key: int | None = None, **which: Any) -> HttpResponse:
            wanted = action if request.method in ("GET", "HEAD") or action == "add" else "change"
            if not request.user.has_perm(f"documents.{wanted}_draft"):
                raise PermissionDenied
            context = {**self.admin_site.each_context(request), "opts": self.opts}
            if key is None:
                return page(request, context, **which)
            draft = get_object_or_404(Draft.objects.select_related("plan", "owner"), pk=key)
            may_edit = draft.is_editable and request.user.has_perm("documents.change_draft")
            return page(request, draft, {**context, "draft": draft, "may_edit": may_edit}, **which)

        return self.admin_site.admin_view(guarded)

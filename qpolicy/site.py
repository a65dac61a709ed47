"""The admin site: its names, choices that say which plan they belong to, and how one enters, leaves and keeps it locked."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse


class LabelledChoices(AutocompleteJsonView):
    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class KnowledgeSite(AdminSite):
    site_header = site_title = f"{settings.SITE_NAME} · 管理"
    index_title = "管理首页"
    login_template = "accounts/sign_in.html"
    logout_template = "accounts/signed_out.html"
    password_change_done_template = "accounts/password_done.html"  # noqa: S105

    def get_urls(self) -> list[Any]:
        own = path("upkeep/", self.admin_view(self.upkeep), name="upkeep")
        return [own, *super().get_urls()]

    def upkeep(self, request: HttpRequest) -> HttpResponse:
        """Show what waits to be put in order in the catalogues."""
        from qpolicy.upkeep import upkeep

        request.current_app = self.name
        return upkeep(request, self)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, LabelledChoices.as_view(admin_site=self)(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from qpolicy.forms import SignInForm

        self.login_form = SignInForm
        shown = {
            "site_name": settings.SITE_NAME,  # which Django would take from the request
            "idle_minutes": settings.SESSION_COOKIE_AGE // 60,
            "longest_hours": settings.SESSION_LONGEST_SECONDS // 3600,
        }
        return super().login(request, {**shown, **(extra_context or {})})

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from qpolicy.account_views import PasswordChange

        request.current_app = self.name
        context = {**self.each_context(request), **(extra_context or {})}
        done = reverse("admin:password_change_done", current_app=self.name)
        return PasswordChange.as_view(success_url=done, extra_context=context)(request)

    def revive(self, request: HttpRequest, owner: Any, record: Any) -> HttpResponse:
        """Show what would come back of a deleted row, or bring it back."""
        from qpolicy.revive_views import revive_deleted

        return revive_deleted(request, owner, record)

    def restored(self, request: HttpRequest, row: Any) -> None:
        """Write into the audit log that an older state of a row was put back."""
        from qpolicy.audit import Kind, record

        record(Kind.RESTORE, request=request, subject=row)

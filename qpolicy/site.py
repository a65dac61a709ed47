"""The admin site: its names, choices that say which plan they belong to, and how one enters, leaves and keeps it locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse

# What is used most stands first; whatever is not named here comes after it.
ORDER = ("documents", "tasks", "indicators", "auth", "qpolicy")
ORDER_OF_DOCUMENTS = ("Plan", "Draft", "Section", "ErrorReport", "Department", "Function", "Region", "Theme", "Synonym")


class LabelledChoices(AutocompleteJsonView):
    def get_queryset(self) -> Any:
        """Keep the order of the model also where rows are grouped for counting, which loses it: pages hang together."""
        found = super().get_queryset()
        order: Any = self.model_admin.opts.ordering
        return found if found.ordered else found.order_by(*order, "pk")

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

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = sorted(super().get_app_list(request, app_label), key=lambda app: _place(app["app_label"], ORDER))
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"], ORDER_OF_DOCUMENTS))
        return apps

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Begin with what waits for whoever is signed in."""
        from qpolicy.waiting import waiting

        return super().index(request, {"waiting": waiting(request.user), **(extra_context or {})})

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

    def edited(self) -> None:
        """Align the tasks of what was edited, published, withdrawn or deleted with those of other plans."""
        from tasks.aligning import align_soon

        align_soon()


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)

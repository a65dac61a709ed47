"""What programs ask for: robots.txt and sitemap.xml, with addresses at the host that was asked, and the icon."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from documents.models import Plan, Section

CLOSED = (
    *("/admin/", "/api/v1/", "/report/", "/search/", "/share/", "/v/", "/my/", "/download/qpolicy.zip"),
    *("/healthz", "/*export."),
)
PLACES = (
    "home",
    "documents:plan-list",
    "tasks:task-list",
    "indicators:indicator-list",
    "indicators:goal-list",
    "tasks:department-list",
    "tasks:function-list",
    "documents:region-list",
    "site:verify",
    "site:about",
    "site:api",
    "site:site-map",
    "site:download",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    return sitemap(request, {"places": Places, "plans": Plans, "tasks": Tasks})


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask here where a page names no icon, as those of the admin do."""
    return redirect(static("qpolicy/icon.svg"), permanent=True)


class Places(Sitemap):  # type: ignore[type-arg]
    """The pages that lead to all others."""

    def items(self) -> list[str]:
        return [reverse(name) for name in PLACES]

    def location(self, item: str) -> str:
        return item


class Plans(Sitemap):  # type: ignore[type-arg]
    def items(self) -> Any:
        return Plan.objects.published().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Plan) -> datetime:
        return item.updated_at


class Tasks(Sitemap):  # type: ignore[type-arg]
    """The page of every task of a published plan."""

    def items(self) -> Any:
        tasks = Section.objects.published().work_items().in_order()
        return tasks.values_list("plan__slug", "anchor", "plan__updated_at", named=True)

    def location(self, item: Any) -> str:
        return reverse("tasks:task-detail", args=[item.plan__slug, item.anchor])

    def lastmod(self, item: Any) -> datetime:
        changed: datetime = item.plan__updated_at
        return changed

"""Addresses of files: each extends that of the page which it is of, and takes the same query string."""

from __future__ import annotations

from django.urls import URLPattern, path

from qpolicy.exports import views

PAGES = {
    "plans": "plans/",
    "departments": "departments/",
    "functions": "functions/",
    "tasks": "tasks/",
    "ledger": "ledger/",
    "indicators": "indicators/",
    "indicator": "indicators/<int:pk>/",
    "goals": "goals/",
    "search": "search/",
    "compare-indicators": "compare/indicators/",
    "compare-duties": "compare/duties/",
    "compare-coverage": "compare/coverage/",
    "compare-alignment": "compare/alignment/",
    "targets": "plans/<slug:slug>/targets/",
}
FILE = "export.<slug:form>"


def _of_page(page: str, address: str) -> URLPattern:
    return path(f"{address}{FILE}", views.sheet, {"page": page}, name=page)


app_name = "exports"
urlpatterns = [
    *(_of_page(page, address) for page, address in PAGES.items()),
    path("plans/<slug:slug>/export.docx", views.paper, name="plan"),
    path("plans/<slug:slug>/tasks/<slug:anchor>/export.docx", views.paper, name="task"),
]

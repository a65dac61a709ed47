"""Addresses of tasks and of the bodies that have to do them."""

from __future__ import annotations

from django.urls import path

from tasks import alignment_views, body_views, compare_views, ledger_views, search_views, views
from tasks.suggest_views import suggest

app_name = "tasks"

urlpatterns = [
    path("search/", search_views.search, name="search"),
    path("tasks/", views.task_list, name="task-list"),
    path("plans/<slug:slug>/tasks/<slug:anchor>/", views.task_detail, name="task-detail"),
    path("departments/", body_views.department_list, name="department-list"),
    path("departments/<int:pk>/", body_views.department_detail, name="department-detail"),
    path("functions/", body_views.function_list, name="function-list"),
    path("functions/<slug:slug>/", body_views.function_detail, name="function-detail"),
    path("compare/duties/", compare_views.duties, name="compare-duties"),
    path("compare/coverage/", compare_views.coverage, name="compare-coverage"),
    path("ledger/", ledger_views.ledger, name="ledger"),
    path("compare/alignment/", alignment_views.alignment, name="compare-alignment"),
    path("search/suggest.json", suggest, name="search-suggest"),
]

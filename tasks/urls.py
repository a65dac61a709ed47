"""Addresses of the pages about bodies; those of tasks stand beside them."""

from __future__ import annotations

from django.urls import path

from tasks import body_views

app_name = "tasks"

urlpatterns = [
    path("departments/", body_views.department_list, name="department-list"),
    path("departments/<int:pk>/", body_views.department_detail, name="department-detail"),
    path("functions/", body_views.function_list, name="function-list"),
    path("functions/<slug:slug>/", body_views.function_detail, name="function-detail"),
]

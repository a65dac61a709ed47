"""Addresses of tasks and of who has to do them."""

from __future__ import annotations

from django.urls import path

from tasks import views

app_name = "tasks"
urlpatterns = [
    path("tasks/", views.task_list, name="task-list"),
    path("plans/<slug:slug>/tasks/<slug:anchor>/", views.task_detail, name="task-detail"),
]

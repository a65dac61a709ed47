"""Addresses of what plans want to reach."""

from __future__ import annotations

from django.urls import path

from indicators import views

app_name = "indicators"
urlpatterns = [
    path("indicators/", views.indicator_list, name="indicator-list"),
    path("indicators/<int:pk>/", views.indicator_detail, name="indicator-detail"),
    path("goals/", views.goal_list, name="goal-list"),
]

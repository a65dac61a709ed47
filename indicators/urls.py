"""Addresses of what plans want to reach."""

from __future__ import annotations

from django.urls import path

from indicators import compare_views, views

app_name = "indicators"
urlpatterns = [
    path("indicators/", views.indicator_list, name="indicator-list"),
    path("indicators/<int:pk>/", views.indicator_detail, name="indicator-detail"),
    path("compare/indicators/", compare_views.comparison, name="comparison"),
    path("goals/", views.goal_list, name="goal-list"),
]

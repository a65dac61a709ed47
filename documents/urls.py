"""Addresses that need only the text of plans; qpolicy.urls adds the pages that show tasks and targets as well."""

from __future__ import annotations

from django.urls import path

from documents import views

urlpatterns = [
    path("<slug:slug>/source.txt", views.source, name="plan-source"),
]

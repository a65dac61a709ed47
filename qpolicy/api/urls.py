"""Addresses of version 1 of the API. What is here stays: see the promises on the page of the documentation."""

from __future__ import annotations

from django.urls import path

from qpolicy.api import schema
from qpolicy.api.views import bodies, comparing, indicators, plans, root, searching, tasks

app_name = "api"

OF_SECTION = "plans/<slug:slug>/sections/<slug:anchor>/"

urlpatterns = [
    path("", root.Root.as_view(), name="root"),
    path("plans/", plans.Plans.as_view(), name="plans"),
    path("plans/<slug:slug>/", plans.OnePlan.as_view(), name="plan"),
    path("plans/<slug:slug>/sections/", plans.Sections.as_view(), name="sections"),
    path(OF_SECTION, plans.OneSection.as_view(), name="section"),
    path("tasks/", tasks.Tasks.as_view(), name="tasks"),
    path("plans/<slug:slug>/tasks/<slug:anchor>/", tasks.OneTask.as_view(), name="task"),
    path("indicators/", indicators.Indicators.as_view(), name="indicators"),
    path("indicators/<int:id>/", indicators.OneIndicator.as_view(), name="indicator"),
    path("targets/", indicators.Targets.as_view(), name="targets"),
    path(f"{OF_SECTION}targets/<int:position>/", indicators.OneTarget.as_view(), name="target"),
    path("goals/", indicators.Goals.as_view(), name="goals"),
    path(f"{OF_SECTION}goals/<int:position>/", indicators.OneGoal.as_view(), name="goal"),
    path("departments/", bodies.Departments.as_view(), name="departments"),
    path("departments/<int:id>/", bodies.OneDepartment.as_view(), name="department"),
    path("functions/", bodies.Functions.as_view(), name="functions"),
    path("functions/<slug:slug>/", bodies.OneFunction.as_view(), name="function"),
    path("regions/", bodies.Regions.as_view(), name="regions"),
    path("regions/<slug:slug>/", bodies.OneRegion.as_view(), name="region"),
    path("search/", searching.Search.as_view(), name="search"),
    path("compare/indicators/", comparing.ComparedIndicators.as_view(), name="compare-indicators"),
    path("compare/duties/", comparing.ComparedDuties.as_view(), name="compare-duties"),
    path("compare/coverage/", comparing.ComparedCoverage.as_view(), name="compare-coverage"),
    path("compare/alignment/", comparing.ComparedTasks.as_view(), name="compare-alignment"),
    path("openapi.json", schema.openapi_json, name="openapi-json"),
    path("openapi.yaml", schema.openapi_yaml, name="openapi-yaml"),
]

"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from documents import urls as documents
from qpolicy import views

plans = [
    path("", views.plan_list, name="plan-list"),
    path("<slug:slug>/", views.reading, name="plan-detail"),
    path("<slug:slug>/goals/", views.goals, name="plan-goals"),
    path("<slug:slug>/targets/", views.targets, name="plan-targets"),
    *documents.urlpatterns,
]

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="documents:plan-list"), name="home"),
    path("plans/", include((plans, "documents"))),
    path("admin/", admin.site.urls),
]

"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from documents import urls as documents
from qpolicy import views

plans = [
    path("", views.plan_list, name="plan-list"),
    path("<slug:slug>/", views.reading, name="plan-detail"),
    *documents.urlpatterns,
]

urlpatterns = [
    path("", views.home, name="home"),
    path("plans/", include((plans, "documents"))),
    path("admin/", admin.site.urls),
]

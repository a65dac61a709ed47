"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from documents import urls as documents
from documents import views as documents_views
from qpolicy import views
from tasks import body_views

plans = [
    path("", views.plan_list, name="plan-list"),
    path("<slug:slug>/", views.reading, name="plan-detail"),
    *documents.urlpatterns,
]
regions = [
    path("", documents_views.region_list, name="region-list"),
    path("<slug:slug>/", body_views.region_detail, name="region-detail"),
]

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="documents:plan-list"), name="home"),
    path("", include(([path("plans/", include(plans)), path("regions/", include(regions))], "documents"))),
    path("", include("tasks.urls")),
    path("", include("indicators.urls")),
    path("admin/", admin.site.urls),
]

"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from documents import reports
from documents import urls as documents
from documents import views as documents_views
from qpolicy import errors, health, machines, views
from tasks import body_views

plans = [
    path("", views.plan_list, name="plan-list"),
    path("<slug:slug>/", views.reading, name="plan-detail"),
    path("<slug:slug>/goals/", views.goals, name="plan-goals"),
    path("<slug:slug>/targets/", views.targets, name="plan-targets"),
    path("<slug:slug>/changes/", views.changes, name="plan-changes"),
    *documents.urlpatterns,
]
regions = [
    path("", documents_views.region_list, name="region-list"),
    path("<slug:slug>/", body_views.region_detail, name="region-detail"),
]

site = [
    path("about/", views.about, name="about"),
    path("site-map/", views.site_map, name="site-map"),
    path("report/<slug:slug>/<slug:anchor>/", reports.report, name="report"),
    path("report/<slug:slug>/<slug:anchor>/sent/", reports.sent, name="report-sent"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("", include((site, "site"))),
    path("", include(([path("plans/", include(plans)), path("regions/", include(regions))], "documents"))),
    path("", include("tasks.urls")),
    path("", include("indicators.urls")),
    path("admin/", admin.site.urls),
    path("favicon.ico", machines.favicon),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_xml, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
]

handler400 = errors.bad_request
handler500 = errors.server_error

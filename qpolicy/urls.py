"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from documents import quotation_views, reports
from documents import urls as documents
from documents import views as documents_views
from qpolicy import errors, health, llms, machines, views
from qpolicy.api.documentation import documentation
from qpolicy.download import views as download
from qpolicy.feeds import views as feeds
from qpolicy.sharing import own_views
from qpolicy.sharing import views as sharing
from tasks import body_views

plans = [
    path("", views.plan_list, name="plan-list"),
    path("feed.atom", feeds.plan_feed, name="plan-feed"),
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
    path("api/", documentation, name="api"),
    path("site-map/", views.site_map, name="site-map"),
    path("verify/", quotation_views.verify_quotation, name="verify"),
    path("report/<slug:slug>/<slug:anchor>/", reports.report, name="report"),
    path("report/<slug:slug>/<slug:anchor>/sent/", reports.sent, name="report-sent"),
    path("share/<path:path>", sharing.share, name="share"),
    path("v/<str:code>/", sharing.view, name="view"),
    path("v/<str:code>/share/", sharing.share_again, name="view-share"),
    path("v/<str:code>/feed.atom", feeds.view_feed, name="view-feed"),
    path("my/views/", own_views.own_views, name="own-views"),
    path("my/views/<int:pk>/", own_views.change_own_view, name="own-view"),
    path("download/", download.page, name="download"),
    path("download/qpolicy.zip", download.archive, name="download-archive"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("", include((site, "site"))),
    path("", include(([path("plans/", include(plans)), path("regions/", include(regions))], "documents"))),
    path("", include("tasks.urls")),
    path("", include("indicators.urls")),
    path("", include("qpolicy.exports.urls")),
    path("api/v1/", include("qpolicy.api.urls")),
    path("admin/", admin.site.urls),
    path("favicon.ico", machines.favicon),
    path("robots.txt", machines.robots, name="robots"),
    path("llms.txt", llms.llms_txt, name="llms"),
    path("sitemap.xml", machines.sitemap_xml, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
]

handler400 = errors.bad_request
handler404 = errors.not_found
handler500 = errors.server_error

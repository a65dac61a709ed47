"""The addresses of the feeds: each is written once for a state of the knowledge base, and sent only where it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from documents.keeping import kept_value
from qpolicy.feeds.atom import Feed, Site, write
from qpolicy.feeds.hits import entries_of
from qpolicy.feeds.plans import gone_plans, plan_entries
from qpolicy.sharing.pages import PAGES
from qpolicy.sharing.subscribing import can_be_subscribed
from qpolicy.sharing.views import view_called


@require_safe
def plan_feed(request: HttpRequest) -> HttpResponseBase:
    """New and changed plans, and those that were withdrawn."""
    site = _site(request)

    def make() -> bytes:
        page, entries = reverse("documents:plan-list"), plan_entries(site)
        return write(site, path=request.path, page=page, title="规划", entries=entries, gone=gone_plans(site))

    return _answer(request, make)


@require_safe
def view_feed(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a saved view finds, the newest first."""
    view = view_called(code)
    if not can_be_subscribed(view.page, view.conditions):
        raise Http404("这个视图不能订阅。")
    site, path = _site(request), reverse("site:view-feed", args=[view.code])

    def make() -> bytes:
        title = view.words or PAGES[view.page].word
        return write(site, path=path, page=view.get_absolute_url(), title=title, entries=entries_of(view, site))

    return _answer(request, make)


def _site(request: HttpRequest) -> Site:
    root = request.build_absolute_uri("/")[:-1]
    return Site(root, settings.SITE_DOMAIN or request.get_host(), settings.SITE_NAME)


def _answer(request: HttpRequest, make: Callable[[], bytes]) -> HttpResponseBase:
    """Send the feed unless the very same is known; no moment tells that, for what is withdrawn leaves older entries."""
    content = kept_value(f"feed:{request.build_absolute_uri(request.path)}", make)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=Feed.content_type)
    if request.user.is_authenticated:  # whose answers are kept nowhere
        return response
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response

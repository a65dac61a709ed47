"""分享本页: a short address for a list, comparison or search, and the way from the address to the page.

The pages themselves are kept as they were written last and hold no form that posts, so 分享 on them is a link to a page
of its own. Where somebody has asked for the same view before, that page shows the address at once.
"""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents.limits import Limit, too_many_requests
from qpolicy.models import KeptView, SavedView
from qpolicy.models.views import ALPHABET, LONGEST, Conditions, query_of
from qpolicy.sharing.forms import NameForm
from qpolicy.sharing.pages import PAGES, Listed, TooLong, page_at
from qpolicy.sharing.subscribing import can_be_subscribed

MOST_KEPT = 500  # views of one account
LONGEST_HEADER = 2000  # characters; proxies refuse an answer whose Location is much longer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, path: str) -> HttpResponse:
    """Show the short address of a page, or offer to make one."""
    page = page_at(f"/{path}")
    try:
        conditions = PAGES[page].conditions(request.GET)
    except TooLong:
        return render(request, "views/too_long.html", {"word": PAGES[page].word}, status=400)
    return _shared(request, page, conditions, SavedView.objects.of(page, conditions))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share_again(request: HttpRequest, code: str) -> HttpResponse:
    """Show the short address that there is."""
    view = view_called(code)
    return _shared(request, view.page, view.conditions, view)


@never_cache
@require_safe
def view(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the page; what of the conditions has stopped to exist, the page itself tells."""
    place = view_called(code).place
    if len(place) > LONGEST_HEADER:
        return render(request, "views/forward.html", {"page_url": place})
    return redirect(place)


def view_called(code: str) -> SavedView:
    """Return the view of a code as it may be typed: in capitals, with hyphens. Raises Http404."""
    typed = code.lower().replace("-", "")
    if len(typed) > LONGEST or not set(typed) <= set(ALPHABET):
        raise Http404("没有这个短网址。")
    view = get_object_or_404(SavedView, code=typed)
    if view.page not in PAGES or not view.place:
        raise Http404("这个短网址指向的页面已经不在。")
    return view


def _shared(request: HttpRequest, page: str, conditions: Conditions, view: SavedView | None) -> HttpResponse:
    listed, kept = PAGES[page], _kept_by(request, view)
    told = listed.words(conditions)
    name = kept.name if kept else _proposed(listed, told)
    form = NameForm(request.POST if request.method == "POST" else None, instance=kept, initial={"name": name})
    if request.method == "POST":
        limit = Limit("views", settings.REPORT_LIMIT, settings.REPORT_SECONDS)
        if view is None and request.user.is_anonymous and (wait := limit.wait(request)):
            return too_many_requests(request, wait)
        if not _wants_name(request) or _can_keep(request, form, kept):
            if view is None:
                view = SavedView.objects.saved(page, conditions, words=in_words(listed, told))
                _count(request, limit)
            if _wants_name(request):
                _keep(request, form, view)
            return redirect("site:view-share", view.code)
    context = {"listed": listed, "told": told, "view": view, "kept": kept, "form": form}
    return render(request, "views/share.html", {**context, **_addresses(request, page, conditions, view)})


def in_words(listed: Listed, told: list[tuple[str, str]]) -> str:
    """Say what a view is of: 任务：地区 西安市，关键词 质量."""
    said = "，".join(f"{label} {value}" for label, value in told)
    return f"{listed.word}：{said}" if said else f"{listed.word}：全部"


def _proposed(listed: Listed, told: list[tuple[str, str]]) -> str:
    name = " ".join(["、".join(value for _, value in told) or "全部", listed.word])
    return " ".join(name.split())[-60:]


def _kept_by(request: HttpRequest, view: SavedView | None) -> KeptView | None:
    if view is None or request.user.is_anonymous:
        return None
    return KeptView.objects.filter(user=request.user, view=view).first()


def _count(request: HttpRequest, limit: Limit) -> None:
    """Whoever is signed in may share as much as the work takes."""
    if request.user.is_anonymous:
        limit.count(request)


def _wants_name(request: HttpRequest) -> bool:
    return request.user.is_authenticated and "only" not in request.POST


def _can_keep(request: HttpRequest, form: NameForm, kept: KeptView | None) -> bool:
    form.full_clean()
    if kept is None and KeptView.objects.filter(user=cast(User, request.user)).count() >= MOST_KEPT:
        form.add_error("name", f"最多存 {MOST_KEPT} 个视图。请先到“我的视图”移除不用的。")
    return form.is_valid()


def _keep(request: HttpRequest, form: NameForm, view: SavedView) -> None:
    """Keep the view once, under the name that was given last."""
    name = form.cleaned_data["name"]
    KeptView.objects.update_or_create(user=cast(User, request.user), view=view, defaults={"name": name})


def _addresses(request: HttpRequest, page: str, conditions: Conditions, view: SavedView | None) -> dict[str, Any]:
    shown = {"page_url": f"{reverse(page)}{query_of(conditions)}"}
    if view is None:
        return {**shown, "can_be_subscribed": can_be_subscribed(page, conditions)}
    shown["address"] = request.build_absolute_uri(view.get_absolute_url())
    if can_be_subscribed(page, conditions):
        shown["feed_path"] = reverse("site:view-feed", args=[view.code])
        shown["feed"] = request.build_absolute_uri(shown["feed_path"])
    return shown

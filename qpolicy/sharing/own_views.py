"""我的视图: what an account has kept, to be opened, renamed and removed by that account alone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from documents.paging import paged
from qpolicy.models import KeptView
from qpolicy.sharing.forms import NameForm
from qpolicy.sharing.pages import PAGES
from qpolicy.sharing.subscribing import can_be_subscribed

VIEWS_A_PAGE = 50


@never_cache
@require_safe
def own_views(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return render(request, "views/own_views.html", {"is_anonymous": True})
    return _listed(request, request.user)


@never_cache
@require_POST
def change_own_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename one of one's own views, or remove it from the list; its address stays."""
    if not isinstance(request.user, User):
        return redirect(f"{reverse('admin:login')}?next={reverse('site:own-views')}")
    kept = get_object_or_404(_of(request.user), pk=pk)
    if "remove" in request.POST:
        kept.delete()
        messages.success(request, f"已移除“{kept.name}”。短网址仍然有效。")
        return redirect("site:own-views")
    form = NameForm(request.POST, instance=kept)
    if not form.is_valid():
        return _listed(request, request.user, refused=form)
    form.save()
    messages.success(request, f"已改名为“{kept.name}”。")
    return redirect("site:own-views")


def _listed(request: HttpRequest, user: User, refused: NameForm | None = None) -> HttpResponse:
    paging = paged(request, _of(user), VIEWS_A_PAGE)
    context = {"rows": [_row(request, kept, refused) for kept in paging["page"]], **paging}
    return render(request, "views/own_views.html", context, status=400 if refused else 200)


def _of(user: User) -> QuerySet[KeptView]:
    return KeptView.objects.filter(user=user).select_related("view")


def _row(request: HttpRequest, kept: KeptView, refused: NameForm | None) -> dict[str, object]:
    view = kept.view
    return {
        "kept": kept,
        "word": PAGES[view.page].word if view.page in PAGES else "",
        "address": request.build_absolute_uri(view.get_absolute_url()),
        "can_be_subscribed": can_be_subscribed(view.page, view.conditions),
        "form": refused if refused and refused.instance.pk == kept.pk else NameForm(instance=kept),
    }

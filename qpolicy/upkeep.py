"""目录维护: what waits to be put in order in the catalogues, each with its count and where it is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from documents.admin.upkeep import KeptInOrder, Work
from documents.models import Department, ErrorReport, Function, Region, Synonym, Theme
from indicators.models import Indicator

CATALOGUES: tuple[Any, ...] = (Department, Function, Indicator, Theme, Synonym, Region, ErrorReport)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue with how many rows it has and what waits there."""

    name: str
    url: str
    total: int
    works: tuple[Work, ...]


def upkeep(request: HttpRequest, site: Any) -> HttpResponse:
    """Show the catalogues that whoever asks may see."""
    shown = list(catalogues(request, site))
    if not shown:
        raise PermissionDenied
    context = {**site.each_context(request), "title": "目录维护", "catalogues": shown}
    return TemplateResponse(request, "admin/upkeep.html", context)


def catalogues(request: HttpRequest, site: Any) -> Iterator[Catalogue]:
    """Yield the catalogues in the order in which they are best looked after."""
    for model in CATALOGUES:
        owner = site._registry[model]
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if not owner.has_view_permission(request):
            continue
        if isinstance(owner, KeptInOrder):
            name = str(model._meta.verbose_name_plural)
            yield Catalogue(name, address, model._default_manager.count(), tuple(owner.works()))
        elif model is ErrorReport:
            waiting = ErrorReport.objects.open().count()
            work = Work("待处理", "读者指出的错误，尚未有人核实", waiting, address)
            yield Catalogue("纠错", address, ErrorReport.objects.count(), (work,))

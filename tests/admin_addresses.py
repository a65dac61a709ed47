"""Every address of the admin, and something to be seen at each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, reverse

from documents.models import Draft, Function, Plan, SearchLog, Synonym, Theme, Upload
from qpolicy.audit import record
from qpolicy.drafting.batches import lay_aside
from qpolicy.drafting.opening import open_draft
from qpolicy.drafting.readings import reading_of
from qpolicy.models import SavedView
from tasks.models import Alignment, Task
from tests.builders import full_plan, plan

ONLY_SENT = ("edit", "step")  # what is done by a button


def pages() -> Iterator[tuple[str, str]]:
    """Yield model and page for each address of the admin, or nothing and its name; a redirect to a page has no name."""

    def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from names(pattern.url_patterns)
            elif pattern.name:
                yield pattern.name

    models_by_name = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}
    for name in names(admin.site.get_urls()):
        owner = next((known for known in models_by_name if name.startswith(f"{known}_")), "")
        label = models_by_name[owner]._meta.label_lower if owner else ""
        yield label, name.removeprefix(f"{owner}_") if owner else name


def make_rows() -> None:
    """One row at least of everything, in a plan that is a draft."""
    full_plan("xian", 2)
    Alignment.objects.create(task=Task.objects.earliest("pk"), counterpart=Task.objects.latest("pk"))
    plan("gone").delete()
    Theme.objects.create(name="产品", slug="products")
    Function.objects.create(name="质量", slug="quality")
    Synonym.objects.create(words=["规上", "规模以上"])
    SearchLog.objects.create(query="质量", hits=1, milliseconds=1)
    record("export", by="tests")
    SavedView.objects.saved("tasks:task-list", [], words="任务：全部")
    lay_aside([("方案.txt", b"")], owner=User.objects.create_user("sender"), plan=None)
    open_draft("某市方案\n一、任务\n(一)做事。认真做事。\n", owner=User.objects.create_user("somebody"))
    Draft.objects.update(plan=Plan.objects.get(slug="xian"), manner="update")


def address(label: str, page: str) -> str:
    app, model = label.split(".")
    name = f"admin:{app}_{model}_{page}"
    if page in ("changelist", "add", "deleted", "bring_back"):
        return reverse(name)
    if page == "back":
        return reverse(name, args=[Plan.history.filter(slug="gone").latest().id])
    row = row_of(label)
    if page == "edit":
        return reverse(name, args=[Plan.objects.get(slug="xian").pk])
    if page == "batch":
        return reverse(name, args=[Upload.objects.get().batch])
    if page == "entered":
        return reverse(name, args=[row.pk, row.plan.sections.earliest("pk").pk])
    if page == "section":
        return reverse(name, args=[row.pk, reading_of(row).keys[0]])
    return reverse(name, args=[row.pk, row.history.latest().pk] if page == "simple_history" else [row.pk])


def row_of(label: str) -> Any:
    found = models_of(label)._default_manager
    return found.get(username="somebody") if label == "auth.user" else found.latest("pk")


def models_of(label: str) -> type[models.Model]:
    return next(model for model in admin.site._registry if model._meta.label_lower == label)


def shown_addresses() -> list[str]:
    """Return the addresses of all pages that an administrator can open; needs make_rows()."""
    found = [reverse(f"admin:{name}") for name in ("index", "upkeep", "password_change", "password_change_done")]
    found += [reverse("admin:app_list", args=[app]) for app in sorted({model._meta.app_label for model in _models()})]
    for label, page in pages():
        allowed = {"add": "has_add_permission", "delete": "has_delete_permission"}.get(page)
        if label and page not in ONLY_SENT and (allowed is None or _may(models_of(label), allowed)):
            found.append(address(label, page))
    return found


def _models() -> Any:
    return admin.site._registry


def _may(model: type[models.Model], question: str) -> bool:
    """Ask for a superuser."""
    request = HttpRequest()
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    return bool(getattr(_models()[model], question)(request))

"""The admin in a real browser: nothing of it is forbidden by the policy against inline scripts and styles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from documents.models import Plan, Section
from tasks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)

SERIOUS = ("error", "warning")


@pytest.fixture
def editor(chromium: Any, site: str, admin_client: Client) -> Iterator[Any]:
    """A browser window with an administrator signed in; it keeps what the browser complains of."""
    User.objects.create_user("somebody")  # nobody deletes the account in use
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    session = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in SERIOUS else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def addresses() -> Iterator[str]:
    """Return every kind of page of the admin that an administrator may open, each once for each model."""
    request = HttpRequest()
    request.user = User.objects.get(username="admin")
    yield from (reverse("admin:index"), reverse("admin:password_change"))
    for model, owner in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if owner.has_add_permission(request):
            yield reverse(f"{name}_add")
        row = model._default_manager.order_by("-pk").first()
        if row is not None:
            pages = ("change", "delete", "history") if owner.has_delete_permission(request) else ("change", "history")
            yield from (reverse(f"{name}_{page}", args=[row.pk]) for page in pages)


def test_the_policy_forbids_nothing_on_any_page(editor: Any, site: str) -> None:
    complaints = {}
    for address in addresses():
        editor.complaints.clear()
        response = editor.goto(site + address)
        assert response.status == 200, address
        if editor.complaints:
            complaints[address] = list(editor.complaints)
    assert complaints == {}


def test_choices_and_rows_can_be_added_by_script(editor: Any, site: str) -> None:
    task = Task.objects.filter(responsibilities__isnull=False).first()
    assert task
    editor.goto(site + reverse("admin:tasks_task_change", args=[task.pk]))
    editor.click("text=添加另一个 责任分工")
    editor.locator(".dynamic-responsibilities").last.locator(".select2-selection").click()
    editor.locator(".select2-search__field").fill("市第")
    editor.wait_for_selector(".select2-results__option:not(.loading-results)")
    assert editor.complaints == []


def test_several_rows_can_be_chosen_and_acted_on(editor: Any, site: str) -> None:
    editor.goto(site + reverse("admin:documents_plan_changelist"))
    editor.click("#action-toggle")
    editor.select_option("select[name=action]", "withdraw")
    editor.click("button[name=index]")
    assert not Plan.objects.published().exists()
    assert Section.objects.exists()
    assert editor.complaints == []

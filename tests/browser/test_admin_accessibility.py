"""axe-core finds no violation of WCAG 2.2 AA on any page of the admin, wide or narrow, and the policy forbids nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.models import Plan
from tasks.models import Task
from tests.admin_addresses import address, make_rows, shown_addresses
from tests.browser.test_accessibility import violations_on

pytestmark = pytest.mark.django_db(transaction=True)
pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

WIDTHS = (1440, 390)
# Boxes that a script puts in the place of lists; jQuery may do so after the page has loaded.
ALL_MADE = """[...document.querySelectorAll("select.admin-autocomplete")].every(
    (list) => list.name.includes("__prefix__") || list.classList.contains("select2-hidden-accessible"))"""
Open = Callable[[str], Any]


@pytest.fixture(params=WIDTHS)
def admin_page(request: Any, chromium: Any, live_server: Any, admin_client: Client) -> Iterator[Any]:
    """A window, wide or narrow, with an administrator signed in; it keeps what the browser complains of."""
    make_rows()
    context = chromium.new_context(viewport={"width": request.param, "height": 900}, base_url=live_server.url)
    session = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("response", lambda got: page.complaints.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.is_narrow = request.param == min(WIDTHS)
    yield page
    context.close()


def faults_of(page: Any) -> list[str]:
    """Return what axe finds, what the browser complained of, and whether a narrow page has to be pushed sideways."""
    page.wait_for_function(ALL_MADE)
    complaints = list(page.complaints)  # axe itself has styles that the policy forbids
    found = [*violations_on(page), *complaints]
    width = page.evaluate("document.documentElement.scrollWidth")
    if page.is_narrow and width > min(WIDTHS):
        found.append(f"{width} pixels wide")
    return found


def test_no_page_of_the_admin_keeps_anybody_out(admin_page: Any) -> None:
    found = {}
    for path in shown_addresses():
        _open(admin_page, path)
        if faults := faults_of(admin_page):
            found[path] = faults
    assert found == {}, told(found)


def test_neither_does_what_is_shown_on_the_way(admin_page: Any) -> None:
    """Forms that were filled in wrongly, what is asked before many rows are deleted, popups, lists without rows."""
    found = {}
    plans = reverse("admin:documents_plan_changelist")
    ways: dict[str, Callable[[], None]] = {
        "an empty form": lambda: _send(admin_page, reverse("admin:documents_plan_add")),
        "an empty form with a choice": lambda: _send(admin_page, reverse("admin:documents_section_add")),
        "an empty form of a department": lambda: _send(admin_page, reverse("admin:documents_department_add")),
        "an account without a name": lambda: _send(admin_page, reverse("admin:auth_user_add")),
        "many rows": lambda: _choose(admin_page, plans, "delete_selected"),
        "a popup": lambda: _open(admin_page, reverse("admin:documents_department_add") + "?_popup=1"),
        "a list in a popup": lambda: _open(admin_page, plans + "?_popup=1"),
        "an empty list": lambda: _open(admin_page, plans + "?q=没有的词"),
        "a list narrowed": lambda: _open(admin_page, plans + "?status__exact=draft&kind__exact="),
        "a task with its departments": lambda: _open(admin_page, address("tasks.task", "change")),
    }
    for name, go in ways.items():
        go()
        if faults := faults_of(admin_page):
            found[name] = faults
    assert found == {}, told(found)


def test_neither_does_a_list_of_several_pages(admin_page: Any) -> None:
    for number in range(120):
        User.objects.create_user(f"user{number}", is_staff=number % 2 == 0)
        Plan.objects.create(title=f"质量强市建设实施方案{number}", slug=f"plan{number}", status="published")
    found = {}
    for name in ("auth_user", "documents_plan"):
        _open(admin_page, reverse(f"admin:{name}_changelist"))
        if faults := faults_of(admin_page):
            found[name] = faults
    assert found == {}, told(found)
    assert Task.objects.exists()


def test_nor_the_way_in(admin_page: Any) -> None:
    admin_page.context.clear_cookies()
    _open(admin_page, reverse("admin:login"))
    assert faults_of(admin_page) == []
    admin_page.fill("[name=username]", "nobody")
    admin_page.fill("[name=password]", "wrong")
    admin_page.locator("[name=password]").press("Enter")
    admin_page.wait_for_load_state()
    assert re.search("/admin/login/", admin_page.url)
    assert faults_of(admin_page) == []


def told(found: dict[str, list[str]]) -> str:
    """Name each fault once, with the pages that have it."""
    by_fault: defaultdict[str, list[str]] = defaultdict(list)
    for where, faults in found.items():
        for fault in faults:
            by_fault[fault].append(where)
    return "\n".join(f"{fault}\n    {'  '.join(wheres[:4])} ({len(wheres)})" for fault, wheres in by_fault.items())


def _open(page: Any, path: str) -> None:
    page.goto("about:blank")
    page.complaints.clear()
    assert page.goto(path).status == 200


def _send(page: Any, path: str) -> None:
    _open(page, path)
    page.evaluate("document.querySelector('#content-main form').noValidate = true")
    with page.expect_navigation():
        page.locator("[name=_save], .submit-row [type=submit]").last.click()


def _choose(page: Any, path: str, action: str) -> None:
    _open(page, path)
    page.locator("input.action-select").first.check()
    page.select_option("select[name=action]", action)
    with page.expect_navigation():
        page.click("button[name=index]")

"""The pages of history, restoring and catalogues in a real browser: nothing is forbidden, too wide or keeps anybody out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from documents.models import Plan, Section
from indicators.models import Indicator
from tests import builders
from tests.browser.conftest import LONG_TEXT, picture
from tests.browser.test_accessibility import violations_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_page(chromium: Any, site: str, admin_client: Client) -> Iterator[Callable[[str, int], Any]]:
    """Open a page of the admin in a window that keeps what the browser complains of."""
    session = {"name": settings.SESSION_COOKIE_NAME, "value": admin_client.cookies[settings.SESSION_COOKIE_NAME].value}
    contexts: list[Any] = []

    def open_page(path: str, width: int) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        context.add_cookies([{**session, "url": site}])
        page = context.new_page()
        page.complaints = []
        page.on(
            "console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        assert page.goto(site + path).status == 200
        return page

    yield open_page
    for context in contexts:
        context.close()


def addresses() -> dict[str, str]:
    """Return the pages by name, after edits of every kind of length."""
    plan = Plan.objects.get(slug="strained")
    long = Section.objects.get(plan=plan, title="文字很长")
    for text in (long.text.replace("效能", "效率"), LONG_TEXT):
        long.text = text
        long.save()
    gone = Section.objects.get(plan=plan, title="部门很多")
    key = gone.pk
    gone.delete()
    record = Section.history.filter(id=key).latest()
    Indicator.objects.create(name="制造业产品质量监督合格率", unit="%")
    left = builders.plan("left", title="已删除的规划", source_sha256="0123456789abcdef" * 4)
    left.delete()
    state = Plan.history.filter(slug="left").latest()
    return {
        "history": reverse("admin:documents_plan_everything", args=[plan.pk]),
        "history-of-sections": reverse("admin:documents_plan_everything", args=[plan.pk]) + "?kind=section",
        "history-of-one": reverse("admin:documents_section_history", args=[long.pk]),
        "revive": reverse("admin:documents_section_simple_history", args=[key, record.pk]),
        "back": reverse("admin:documents_plan_back", args=[state.id]),
        "upkeep": reverse("admin:upkeep"),
        "index": reverse("admin:index"),
        "departments": reverse("admin:documents_department_changelist") + "?chore=unconfirmed",
        "indicators": reverse("admin:indicators_indicator_changelist"),
    }


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_keep_nobody_out(open_page: Callable[[str, int], Any], width: int) -> None:
    found = {}
    for name, path in addresses().items():
        page = open_page(path, width)
        picture(page, f"admin-{name}-{width}")
        complaints = [*page.complaints]
        if page.evaluate("document.documentElement.scrollWidth") > width and name not in ("departments", "indicators"):
            complaints.append("too wide")
        if complaints or (complaints := violations_on(page)):
            found[name] = complaints
    assert found == {}


def test_a_deleted_section_comes_back_by_two_clicks(open_page: Callable[[str, int], Any]) -> None:
    page = open_page(addresses()["history"], 1440)
    page.click("text=查看并恢复 >> nth=0")
    page.wait_for_load_state("load")
    page.go_back()
    page.click("tr:has-text('删除章节条：（一）部门很多') >> text=查看并恢复")
    page.wait_for_load_state("load")
    page.click("input[value=恢复]")
    page.wait_for_load_state("load")
    assert "连同责任分工 60 条" in page.locator(".messagelist").inner_text()


def test_the_long_title_of_a_plan_leaves_room_for_what_a_row_is_called(open_page: Callable[[str, int], Any]) -> None:
    page = open_page(reverse("admin:documents_section_changelist"), 1440)
    widths = "[...document.querySelectorAll('#result_list tbody th')].map((one) => one.clientWidth)"
    assert min(page.evaluate(widths)) >= 120

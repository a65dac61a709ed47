"""Short addresses, one's own views and the download page in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qpolicy.models import KeptView, SavedView
from qpolicy.roles import ENTRY
from tests.browser.conftest import picture
from tests.browser.test_accessibility import violations_on
from tests.roles import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Any]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LISTS = (
    "/plans/",
    "/tasks/",
    "/indicators/",
    "/goals/",
    "/departments/",
    "/functions/",
    "/compare/indicators/",
    "/compare/duties/",
    "/search/?q=质量",
    "/search/?q=质量&type=plans",
    "/download/",
    "/share/compare/indicators/?plan=strained&plan=ordinary&q=没有的词",
)
SIGNED_IN = ("/my/views/", "/", "/tasks/", "/share/plans/?q=质量", "/share/tasks/?plan=strained")


def enter(page: Any, site: str) -> None:
    """Bring the browser a session."""
    cookie = signed_in(ENTRY).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", LISTS)
def test_no_list_is_wider_than_the_window(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.evaluate(OVERFLOW) <= 0
    assert page.locator("a.sharing").count() == (0 if path.startswith(("/download", "/share")) else 1)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_shares_what_he_sees(visit: Visit, scripts: bool) -> None:
    page = visit("/tasks/?plan=strained&q=任务", width=390, scripts=scripts)
    page.click("text=分享、订阅")
    page.click("text=生成短网址")
    assert page.locator("[data-copy]").first.is_visible() == scripts
    address = page.input_value("#address")
    picture(page, f"shared-390-{scripts}")
    if scripts:
        page.click("[data-copy=address]")
        page.wait_for_selector("[role=status]:text-matches('已复制|请按 Ctrl.C 复制')")
    page.goto(address)
    assert page.url.endswith("/tasks/?plan=strained&q=%E4%BB%BB%E5%8A%A1")


@pytest.mark.parametrize("width", [1440, 390])
def test_an_account_keeps_views_and_finds_them_again(visit: Visit, site: str, width: int) -> None:
    page = visit("/", width=width)
    enter(page, site)
    for query, name in (("plan=strained", "三年行动计划的全部任务，每周一看有没有改动" * 2), ("q=质量", "质量")):
        page.goto(f"{site}/share/tasks/?{query}")
        page.fill("#id_name", name)
        page.click("text=存入我的视图")
        picture(page, f"kept-{width}")
        assert violations_on(page) == []
    page.click("text=我的视图 >> nth=0")
    picture(page, f"own-views-{width}")
    assert page.locator(".own-views > li").count() == 2
    page.click("summary >> nth=0")
    picture(page, f"own-views-open-{width}")
    assert page.evaluate(OVERFLOW) <= 0
    assert violations_on(page) == []
    page.fill(".own-views input[name=name] >> nth=0", "改过的名称")
    page.click(".own-views button:has-text('保存名称') >> nth=0")
    assert "已改名为“改过的名称”" in page.inner_text("main")
    page.click("summary >> nth=0")
    page.click(".own-views button:has-text('移除') >> nth=0")
    assert KeptView.objects.count() == 1
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize("width", [1440, 390])
def test_whoever_is_signed_in_sees_no_page_that_is_too_wide(visit: Visit, site: str, width: int) -> None:
    page = visit("/about/", width=width)
    enter(page, site)
    for path in SIGNED_IN:
        page.goto(site + path)
        picture(page, f"signed-in{path.partition('?')[0]}-{width}")
        assert page.evaluate(OVERFLOW) <= 0, path
        assert violations_on(page) == [], path

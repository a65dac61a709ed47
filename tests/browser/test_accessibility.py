"""axe-core finds no violation of WCAG 2.2 AA on any public page, wide or narrow."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.addresses import public_addresses

pytestmark = pytest.mark.django_db(transaction=True)
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
NOWHERE = "/nowhere/"
# What strains a layout, and what only a browser is shown.
STRAINED = (
    "/plans/?q=没有的词",
    "/plans/strained/",
    "/plans/strained/?script=hant",
    "/plans/strained/targets/",
    "/plans/strained/tasks/s-1-1/",
    "/plans/strained/tasks/s-1-2/",
    "/plans/bare/",
    "/plans/bare/goals/",
    "/tasks/?q=没有的词",
    "/indicators/?q=没有的词",
    "/compare/indicators/?plan=strained&plan=ordinary",
    "/compare/indicators/?q=没有的词",
    "/compare/alignment/?a=strained&b=ordinary",
    "/departments/?q=没有的词",
    "/search/?q=质量 到2025年",
    "/verify/?q=坚持以质量第一为价值导向",
    "/verify/?q=坚持以质量优先为价值取向",
    "/verify/?q=今天天气晴朗适合散步",
    "/verify/?q=短",
    "/search/?q=质量&plan=strained&type=plans",
    "/search/?q=没有的词 地区:无此地区",
    NOWHERE,
)


@pytest.fixture
def open_page(chromium: Any, site: str) -> Any:
    """Open a page, or the one that says that there is none."""

    def open_page(path: str, width: int) -> Any:
        page = chromium.new_page(viewport={"width": width, "height": 900})
        opened.append(page)
        answer = page.goto(site + path)
        assert answer.status == (404 if path == NOWHERE else 200), path
        return page

    opened: list[Any] = []
    yield open_page
    for page in opened:
        page.close()


def pages() -> list[str]:
    """Return the addresses of all pages; what is for machines is no page."""
    machine = re.compile(r"\.(?:txt|xml|json|csv|xlsx|docx|atom|zip)$|/healthz$|^/api/v1/")
    return [address for address in public_addresses().values() if not machine.search(address)]


def violations_on(page: Any) -> list[str]:
    found = axe_playwright.Axe().run(page, options=RULES).response
    return [
        f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_keeps_anybody_out(open_page: Callable[[str, int], Any], width: int) -> None:
    found = {}
    for path in (*pages(), *STRAINED):
        page = open_page(path, width)
        if violations := violations_on(page):
            found[path] = violations
        page.close()
    assert found == {}


@pytest.mark.parametrize("width", [1440, 390])
def test_neither_does_a_form_that_was_filled_in_wrongly(open_page: Callable[[str, int], Any], width: int) -> None:
    page = open_page(next(path for path in pages() if path.startswith("/report/")), width)
    page.click("text=提交")
    assert page.locator("[aria-invalid]").count() == 1
    assert violations_on(page) == []


def test_axe_does_find_violations(open_page: Callable[[str, int], Any]) -> None:
    """Guards the guard: a page with an image without text is one."""
    page = open_page("/plans/", 1440)
    page.evaluate("document.querySelector('main').append(new Image())")
    assert any(violation.startswith("image-alt") for violation in violations_on(page))

"""The search page in a real browser, with and without scripts, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import LONG_TEXT

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Any]

PAGES = (
    "/search/",
    "/search/?q=任务",
    "/search/?q=質量激勵 到2025年",
    "/search/?q=质量&plan=strained&role=lead&sort=date",
    f"/search/?q={LONG_TEXT[:70]}",
    "/search/?q=没有的词 地区:无此地区",
    "/search/?q=测府发[2024]16号",
    "/search/?q=质量&type=goals",
    "/search/?q=合格率&type=indicators",
    "/search/?q=质量&type=plans",
    "/search/?q=管理局&type=departments",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINE_LENGTHS = """[...document.querySelectorAll('.snippet')].map(
    (p) => p.clientWidth / parseFloat(getComputedStyle(p).fontSize))"""
OUTLINED = """(() => { const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; })()"""


@pytest.mark.parametrize("width", [1440, 800, 390])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_title_and_fits_its_window(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.locator("h1").count() == 1
    assert page.evaluate(OVERFLOW) == 0
    assert all(length <= 46.5 for length in page.evaluate(LINE_LENGTHS))


def test_without_scripts_a_search_is_typed_narrowed_and_taken_back(visit: Visit) -> None:
    page = visit("/plans/", scripts=False)
    page.fill("#site-search", "质量激励政策")
    page.click(".site-search button")
    assert page.locator(".hit").count() == 1
    assert page.locator(".hit mark").first.text_content() == "质量激励政策"
    page.click(".search-tabs a:has-text('目标')")
    assert "没有找到目标" in page.text_content("main")
    page.click(".search-tabs a:has-text('任务')")
    page.click("nav.facets a:has-text('西安市')")
    assert page.locator(".chosen").count() == 1
    assert page.locator(".hit").count() == 1
    page.click(".chosen")
    assert page.locator(".chosen").count() == 0
    page.click(".hit h3 a")
    assert "/plans/strained/tasks/" in page.url


def test_the_plan_being_read_is_searched_alone(visit: Visit) -> None:
    page = visit("/plans/strained/", scripts=False)
    page.fill("#plan-search", "質量")
    page.click(".plan-search button")
    assert "只在" in page.text_content(".within")
    assert page.locator(".hit mark").first.text_content() == "质量"
    page.fill("#site-search", "部门")
    page.click(".site-search button")
    assert "plan=strained" in page.url
    page.click(".within a >> nth=1")
    assert "plan=" not in page.url


def test_on_a_phone_the_facets_are_folded(visit: Visit) -> None:
    page = visit("/search/?q=质量", width=390)
    assert not page.locator("nav.facets").is_visible()
    page.click(".facets-folded > summary")
    page.click(".facets-folded[open] a:has-text('市级')")
    assert "level=city" in page.url
    assert page.locator(".chosen").count() == 1


def test_the_script_of_the_hits_can_be_switched(visit: Visit) -> None:
    page = visit("/search/?q=质量激励政策")
    page.click(".script-switch a:has-text('繁体')")
    assert page.locator(".hit mark").first.text_content() == "質量激勵政策"
    assert page.locator(".hit h3 a").first.get_attribute("lang") == "zh-Hant"


def test_the_slash_key_leads_to_the_box_and_the_keyboard_shows_where_it_is(visit: Visit) -> None:
    page = visit("/search/?q=质量")
    page.keyboard.press("/")
    page.keyboard.type("标准")
    assert page.input_value("#site-search") == "标准"
    for _ in range(15):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED)


def test_paper_shows_the_hits_and_not_the_furniture(visit: Visit) -> None:
    page = visit("/search/?q=质量", width=590)
    page.emulate_media(media="print")
    assert page.locator(".hit").first.is_visible()
    for furniture in (".site-header", ".search-tabs", ".facets-folded", ".search-tools", ".site-search"):
        assert not page.locator(furniture).is_visible()

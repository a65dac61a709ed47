"""The pages in a real browser: wide and narrow, with and without scripts, by keyboard and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Any]

PAGES = (
    "/",
    "/about/",
    "/site-map/",
    "/report/strained/s-1-2/",
    "/report/strained/s-1-2/sent/",
    "/plans/",
    "/plans/?q=没有的词",
    "/plans/ordinary/",
    "/plans/strained/",
    "/plans/strained/?script=hant",
    "/plans/bare/",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINE_LENGTHS = """[...document.querySelectorAll('article p')].map(
    (p) => p.clientWidth / parseFloat(getComputedStyle(p).fontSize))"""
FOCUS = """(() => {
    const style = getComputedStyle(document.activeElement);
    const box = document.activeElement.getBoundingClientRect();
    return {outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            inside: box.bottom > 0 && box.top < innerHeight, name: document.activeElement.outerHTML.slice(0, 80)};
})()"""


@pytest.mark.parametrize("width", [1440, 800, 390])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_title_and_fits_its_window(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.locator("h1").count() == 1
    assert page.evaluate(OVERFLOW) == 0


@pytest.mark.parametrize("width", [1440, 800, 390])
def test_a_line_of_text_has_at_most_38_characters(visit: Visit, width: int) -> None:
    lengths = visit("/plans/strained/", width=width).evaluate(LINE_LENGTHS)
    assert lengths
    assert max(lengths) <= 38.01


def test_everything_works_without_scripts(visit: Visit) -> None:
    page = visit("/plans/", scripts=False)
    page.select_option("[name=kind]", "实施方案")
    page.click("text=筛选")
    assert "kind=" in page.url
    page.click("a.chosen")
    assert page.locator("tbody tr").count() == 3
    page.click("text=没有正文的规划")
    page.click("text=繁体")
    assert page.locator("h1").inner_text() == "沒有正文的規劃"
    page.click(".switch >> text=原文")
    assert page.locator("h1").inner_text() == "没有正文的规划"


def test_an_error_is_reported_without_scripts(visit: Visit) -> None:
    page = visit("/report/strained/s-1-2/", scripts=False, width=390)
    page.fill("textarea", "文字有误。")
    page.click("text=提交")
    assert page.locator("h1").inner_text() == "已收到，谢谢"
    page.click("text=返回这一条")
    assert page.url.endswith("/plans/strained/#s-1-2")


def test_the_contents_lead_to_a_section_on_a_phone(visit: Visit) -> None:
    page = visit("/plans/strained/", width=390, scripts=False)
    assert not page.locator(".contents").is_visible()
    page.click(".contents-folded summary")
    page.click(".contents-folded >> text=文字很长")
    assert (
        page.locator("h3", has_text="文字很长").evaluate("(title) => Math.abs(title.getBoundingClientRect().top)") < 60
    )


def test_the_contents_name_the_section_in_view(visit: Visit) -> None:
    page = visit("/plans/strained/")
    page.locator("h3", has_text="文字很长").evaluate("(title) => title.scrollIntoView({behavior: 'instant'})")
    page.wait_for_selector(".contents a[aria-current=location] >> text=文字很长")


def test_facts_stand_beside_their_task_on_a_wide_screen_and_below_it_on_a_phone(visit: Visit) -> None:
    beside = """() => { const section = document.querySelector('#s-1-1');
        return section.querySelector('.facts').getBoundingClientRect().left >=
               section.querySelector('.text').getBoundingClientRect().right; }"""
    assert visit("/plans/ordinary/").evaluate(beside)
    assert not visit("/plans/ordinary/", width=390).evaluate(beside)


@pytest.mark.parametrize("path", ["/", "/plans/", "/plans/strained/", "/report/strained/s-1-2/"])
def test_the_keyboard_shows_where_it_is(visit: Visit, path: str) -> None:
    page = visit(path)
    for _ in range(12):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["outlined"], focus
        assert focus["inside"], focus


def test_the_slash_key_leads_to_the_search_box(visit: Visit) -> None:
    page = visit("/plans/strained/")
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    assert page.input_value("#site-search") == "a/b"


def test_paper_shows_the_text_and_not_the_furniture(visit: Visit) -> None:
    page = visit("/plans/strained/", width=590)
    page.emulate_media(media="print")
    assert not page.locator(".site-header").is_visible()
    assert not page.locator(".contents").is_visible()
    assert page.locator("h3", has_text="文字很长").is_visible()
    assert page.evaluate(OVERFLOW) == 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_an_unknown_address_has_a_way_back(chromium: Any, site: str) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/plans/nowhere/")
    page.click("main >> text=查看全部规划")
    assert page.url == f"{site}/plans/"
    page.close()

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
    "/plans/?level=city&kind=实施方案&sort=title",
    "/plans/ordinary/",
    "/plans/ordinary/goals/",
    "/plans/ordinary/targets/",
    "/plans/strained/goals/",
    "/plans/strained/targets/?size=large",
    "/plans/strained/?size=large",
    "/plans/ordinary/?size=small",
    "/plans/strained/",
    "/plans/strained/?script=hant",
    "/plans/bare/",
    "/compare/indicators/",
    "/compare/duties/",
    "/compare/coverage/?plan=ordinary&plan=strained",
    "/ledger/",
    "/ledger/?plan=strained",
    "/compare/alignment/?a=strained&b=ordinary",
    "/compare/indicators/?plan=strained&shared=on",
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
    page.click(".facets >> text=实施方案")
    assert "kind=" in page.url
    page.click(".sorts >> text=标题")
    assert "kind=" in page.url
    assert "sort=title" in page.url
    page.click("a.chosen")
    assert "kind=" not in page.url
    assert page.locator("tbody tr").count() == 3
    page.click("text=没有正文的规划")
    page.click("text=繁体")
    assert page.locator("h1").inner_text() == "沒有正文的規劃"
    page.click(".switch >> text=原文")
    assert page.locator("h1").inner_text() == "没有正文的规划"


def test_the_facets_fold_away_on_a_phone(visit: Visit) -> None:
    page = visit("/plans/", width=390, scripts=False)
    assert not page.locator(".facets").is_visible()
    page.click(".facets-folded > summary")
    page.click(".facets-folded >> text=实施方案")
    assert page.locator("a.chosen").count() == 1


def test_the_tabs_lead_through_a_plan(visit: Visit) -> None:
    page = visit("/plans/ordinary/", scripts=False)
    page.click(".tabs >> text=分年目标")
    assert page.url.endswith("/plans/ordinary/goals/")
    page.click(".tabs >> text=指标值")
    assert page.locator("tbody tr").count() == 4
    page.click("tbody tr:nth-child(2) .quote a")
    assert page.url.endswith("/plans/ordinary/#s-1-2")


def test_the_size_of_type_is_remembered_without_scripts(visit: Visit) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('article .text p')).fontSize)"
    page = visit("/plans/strained/", scripts=False)
    usual = page.evaluate(size)
    page.click("text=A+")
    larger = page.evaluate(size)
    assert larger > usual >= 17
    page.click(".tabs >> text=指标值")
    page.click(".tabs >> text=正文")
    assert page.evaluate(size) == larger
    page.click(".switch >> text=A−")
    assert page.evaluate(size) < usual


def test_a_citation_is_shown_without_scripts_and_copied_with_them(visit: Visit) -> None:
    for scripts in (False, True):
        page = visit("/plans/strained/", scripts=scripts)
        cite = page.locator("#s-1-1 details.cite")
        cite.locator("summary").click()
        shown = cite.locator(".words").inner_text()
        assert "（测府发〔2024〕16号）第一章第（一）项\n" in shown
        assert shown.endswith("/plans/strained/#s-1-1")
    page.wait_for_selector("#s-1-1 [role=status]")
    assert cite.locator("[role=status]").inner_text() in ("已复制", "请按 Ctrl+C 复制")
    page.keyboard.press("Escape")
    assert not cite.locator(".words").is_visible()


@pytest.mark.parametrize("width", [1440, 800, 390])
def test_an_open_citation_stays_in_the_window(visit: Visit, width: int) -> None:
    page = visit("/plans/strained/", width=width)
    page.click("#s-1-1 .cite summary")
    box = page.locator("#s-1-1 .cited").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate(OVERFLOW) == 0


def test_what_can_be_done_with_an_item_without_title_comes_up_where_it_is_addressed(visit: Visit) -> None:
    page = visit("/plans/strained/", width=390)
    item = page.locator("section", has_text="没有标题的任务").last
    page.mouse.move(0, 0)
    assert item.locator(".acts").bounding_box()["width"] <= 1
    item.locator(".permalink").click()
    assert item.locator(".cite summary").bounding_box()["width"] > 20


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


@pytest.mark.parametrize("width", [800, 390])
def test_targets_are_cards_on_a_tablet_and_on_a_phone(visit: Visit, width: int) -> None:
    page = visit("/plans/ordinary/targets/", width=width)
    assert page.locator("thead").bounding_box()["width"] <= 1
    assert page.locator("tbody tr").first.bounding_box()["height"] > 60


@pytest.mark.parametrize("width", [800, 390])
def test_all_of_an_item_stands_in_its_box(visit: Visit, width: int) -> None:
    grounds = """[...document.querySelectorAll('.section--boxed, .section--boxed > *')].map(
        (part) => getComputedStyle(part).backgroundColor)"""
    item, *parts = visit("/plans/strained/", width=width).evaluate(grounds)
    assert item != "rgba(0, 0, 0, 0)"
    assert set(parts) == {"rgba(0, 0, 0, 0)"}


@pytest.mark.parametrize("width", [1440, 800, 390])
def test_the_sign_of_a_permanent_address_takes_no_line_of_its_own(visit: Visit, width: int) -> None:
    grown = """[...document.querySelectorAll('p > .permalink')].filter((sign) => {
        const text = sign.parentElement, height = text.clientHeight;
        sign.remove();
        return text.clientHeight !== height;
    }).length"""
    assert visit("/plans/strained/", width=width).evaluate(grown) == 0


@pytest.mark.parametrize(
    "path", ["/", "/plans/", "/plans/strained/", "/plans/ordinary/targets/", "/report/strained/s-1-2/"]
)
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
    for furniture in (".tabs", ".tools", ".acts >> nth=0", ".neighbours"):
        assert not page.locator(furniture).is_visible()
    assert page.locator(".printed-from").is_visible()
    assert page.locator("h3", has_text="文字很长").is_visible()
    assert page.evaluate(OVERFLOW) == 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_paper_shows_who_has_to_do_a_task_and_leaves_figures_to_the_text(visit: Visit) -> None:
    page = visit("/plans/ordinary/", width=590)
    page.emulate_media(media="print")
    assert page.locator(".defaults").is_visible()
    assert page.locator("#s-1-1 .facts .duty").first.is_visible()
    assert not page.locator(".how-much").first.is_visible()


def test_an_unknown_address_has_a_way_back(chromium: Any, site: str) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/plans/nowhere/")
    page.click("main >> text=查看全部规划")
    assert page.url == f"{site}/plans/"
    page.close()

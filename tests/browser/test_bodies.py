"""Departments, functions and regions in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from documents.models import Department, Function, Plan, Region
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Any]

PAGES = (
    "/departments/",
    "/departments/?q=没有的词&region=xian",
    "/departments/{strained}/",
    "/departments/{strained}/?script=hant",
    "/functions/",
    "/functions/strained/",
    "/functions/idle/",
    "/regions/",
    "/regions/xian/",
    "/regions/upper/",
    "/regions/bare/",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUTLINED = """(() => { const style = getComputedStyle(document.activeElement);
    const box = document.activeElement.getBoundingClientRect();
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.bottom > 0 && box.top < innerHeight;
})()"""


@pytest.fixture
def addresses(site: str) -> Callable[[str], str]:
    """Give the site a department that holds parts of every kind in every plan, a function, and regions above."""
    upper = Region.objects.create(slug="upper", name="某某某某某某某某某自治州", level="province", code="999900")
    Region.objects.create(slug="bare", name="没有规划的市", level="city")
    Region.objects.filter(slug="xian").update(parent=upper)
    function = Function.objects.create(
        name="人力资源和社会保障以及公共就业服务管理", slug="strained", aliases=["人社"] * 9
    )
    Function.objects.create(name="没有部门的职能", slug="idle")
    body = builders.department("市人力资源和社会保障以及公共就业服务管理局（市外国专家局）")
    for number, task in enumerate(Task.objects.all()):
        role = ("lead", "responsible", "participant")[number % 3]
        Responsibility.objects.create(task=task, department=body, role=role, name="市人社局", position=900)
    Task.objects.update(deadline="2025年底前完成阶段性任务，2027年底前全部完成并长期坚持")
    DefaultResponsibility.objects.create(plan=Plan.objects.get(slug="strained"), department=body, position=9)
    Department.objects.filter(name__startswith="市人力").update(
        function=function, aliases=["市人力资源社会保障局", "市人社局"]
    )
    Department.objects.filter(name__contains="某某").update(function=function)
    return lambda path: path.format(strained=body.pk)


@pytest.mark.parametrize("width", [1440, 800, 390])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_title_and_fits_its_window(
    addresses: Callable[[str], str], visit: Visit, path: str, width: int
) -> None:
    page = visit(addresses(path), width=width)
    assert page.locator("h1").count() == 1
    assert page.evaluate(OVERFLOW) == 0


@pytest.mark.parametrize("width", [390, 320])
def test_no_word_of_tabs_or_header_is_broken_on_a_phone(visit: Visit, width: int) -> None:
    page = visit("/compare/alignment/", width=width)
    for line in (".tabs a", ".places a"):
        heights = page.locator(line).evaluate_all("links => links.map(one => Math.round(one.offsetHeight))")
        font = page.locator(line).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert len(heights) >= 5 and max(heights) < 3.2 * font, (line, heights)


def test_a_duty_is_found_without_scripts(addresses: Callable[[str], str], visit: Visit) -> None:
    page = visit("/departments/", width=390, scripts=False)
    page.fill("form.facets [name=q]", "人社局")
    page.click("text=筛选")
    assert page.locator(".list-table tbody tr").count() == 1
    page.click(".list-table tbody a >> nth=0")
    assert "公共就业服务管理局" in page.locator("h1").inner_text()
    page.click(".role-work a >> nth=0")
    assert "/tasks/" in page.url


def test_every_part_of_a_plan_is_converted_and_back(addresses: Callable[[str], str], visit: Visit) -> None:
    Plan.objects.update(title="質量強市方案", script="hant")
    page = visit(addresses("/departments/{strained}/"), scripts=False)
    before = page.locator("main").inner_text()
    page.click(".switch >> text=简体")
    assert "质量强市方案" in page.locator("main").inner_text()
    assert "質" not in page.locator("main").inner_text()
    page.click(".switch >> text=原文")
    assert page.locator("main").inner_text() == before


@pytest.mark.parametrize("path", ["/departments/", "/departments/{strained}/", "/regions/"])
def test_the_keyboard_shows_where_it_is(addresses: Callable[[str], str], visit: Visit, path: str) -> None:
    page = visit(addresses(path))
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML.slice(0, 80)")


@pytest.mark.parametrize("path", ["/departments/", "/departments/{strained}/", "/functions/strained/", "/regions/"])
def test_paper_shows_what_is_to_be_done_and_not_the_furniture(
    addresses: Callable[[str], str], visit: Visit, path: str
) -> None:
    page = visit(addresses(path), width=590)
    page.emulate_media(media="print")
    for furniture in (".site-header", ".facets", ".tabs", ".script-switch"):
        assert not page.locator(furniture).is_visible()
    assert page.locator("h1").is_visible()
    assert page.evaluate(OVERFLOW) == 0

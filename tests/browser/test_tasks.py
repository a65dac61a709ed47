"""Tasks, indicators and goals in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from documents.models import Plan, Section
from indicators.models import Goal, Indicator, Target
from tasks.models import DefaultResponsibility, Task
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Any]
Address = Callable[[str], str]

PAGES = (
    "/tasks/",
    "/tasks/?script=hant",
    "/tasks/?q=质量&year=2025&role=lead&region=xian&sort=theme",
    "/tasks/?q=没有的词&kind=task",
    "{many}",
    "{long}",
    "{untitled}",
    "{boxed}",
    "/indicators/",
    "/indicators/?q=没有的词",
    "{indicator}",
    "/goals/",
    "/goals/?q=质量&year=2025",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINE_LENGTHS = """[...document.querySelectorAll('article p')].map(
    (p) => p.clientWidth / parseFloat(getComputedStyle(p).fontSize))"""
OUTLINED = """(() => { const style = getComputedStyle(document.activeElement);
    const box = document.activeElement.getBoundingClientRect();
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.bottom > 0 && box.top < innerHeight;
})()"""
BESIDE = """document.querySelector('.task-facts').getBoundingClientRect().left >=
    document.querySelector('article').getBoundingClientRect().right"""


@pytest.fixture
def addresses(site: str) -> Address:
    """Give the plan that strains everything a rule for all tasks, a correction, long targets and long goals."""
    plan = Plan.objects.get(slug="strained")
    Task.objects.update(deadline="2025年底前完成阶段性任务，2027年底前全部完成并长期坚持")
    DefaultResponsibility.objects.create(plan=plan, department=builders.department("各区县政府"), position=9)
    Section.objects.filter(title="文字很长").update(
        as_read={"number": "（二）", "title": "旧题", "text": "旧文。" * 90}
    )
    indicator = Indicator.objects.create(
        name="领域类国家级技术创新中心、制造业创新中心和省级质量标杆企业及专精特新企业数"
    )
    for position, section in enumerate(Section.objects.filter(kind__in=Section.WORK_ITEMS), start=5):
        Target.objects.create(
            section=section, position=position, indicator=indicator, name=indicator.name, value=None, year=2025,
            attribute="expected", quote=f"{indicator.name}超过全省平均水平并力争走在全国同类城市前列" * 2,
        )  # fmt: skip
    Goal.objects.create(plan=plan, section=section, year=2035, text="到2035年，质量强市建设基础更加牢固。" * 30)
    titles = {"many": "部门很多", "long": "文字很长", "boxed": "建设公共服务平台"}
    anchors = {name: Section.objects.get(title=title).anchor for name, title in titles.items()}
    anchors["untitled"] = Section.objects.get(number="3.").anchor
    pages = {name: f"/plans/strained/tasks/{anchor}/" for name, anchor in anchors.items()}
    return lambda path: path.format(**pages, indicator=f"/indicators/{indicator.pk}/")


@pytest.mark.parametrize("width", [1440, 800, 390])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_title_and_fits_its_window(addresses: Address, visit: Visit, path: str, width: int) -> None:
    page = visit(addresses(path), width=width)
    assert page.locator("h1").count() == 1
    assert page.evaluate(OVERFLOW) == 0


@pytest.mark.parametrize("width", [1440, 800, 390])
@pytest.mark.parametrize("path", ["{long}", "/goals/"])
def test_a_line_of_text_has_at_most_38_characters(addresses: Address, visit: Visit, path: str, width: int) -> None:
    lengths = visit(addresses(path), width=width).evaluate(LINE_LENGTHS)
    assert lengths
    assert max(lengths) <= 38.01


def test_a_task_is_found_and_read_without_scripts(addresses: Address, visit: Visit) -> None:
    page = visit("/tasks/", width=390, scripts=False)
    page.click("text=更多条件")
    page.select_option("[name=role]", "lead")
    page.fill("form.facets [name=q]", "推進")
    page.click("form.facets >> text=筛选")
    assert page.locator("tbody tr").count() == 1
    assert page.locator("mark").first.inner_text() == "推进"
    assert page.locator("[name=role]").is_visible()  # what is chosen is not folded away
    page.click("a.chosen >> text=牵头")
    assert "role" not in page.url
    page.click("tbody .title a")
    assert "部门很多" in page.locator("h1").inner_text()
    page.click(".neighbours [rel=next]")
    assert "文字很长" in page.locator("h1").inner_text()
    page.click(".switch >> text=繁体")
    assert "文字很長" in page.locator("h1").inner_text()
    page.click("text=在规划全文中阅读")
    assert page.url.endswith("/plans/strained/#" + Section.objects.get(title="文字很长").anchor)


def test_from_an_indicator_to_the_sentence_that_sets_it(addresses: Address, visit: Visit) -> None:
    page = visit("/indicators/", scripts=False)
    page.fill("form.facets [name=q]", "制造业产品质量合格率")
    page.click("form.facets >> text=筛选")
    page.click("tbody .title a")
    assert page.locator("h1").inner_text() == "制造业产品质量合格率"
    page.click(".quote a")
    assert page.url.endswith("#" + Section.objects.get(number="3.").anchor)


def test_every_word_of_a_task_is_converted_and_back(addresses: Address, visit: Visit) -> None:
    Plan.objects.update(title="質量強市方案", script="hant")
    page = visit(addresses("{boxed}"), scripts=False)
    before = page.locator("main").inner_text()
    page.click(".switch >> text=简体")
    assert "质量强市方案" in page.locator("main").inner_text()
    assert "質" not in page.locator("main").inner_text()
    page.click(".switch >> text=原文")
    assert page.locator("main").inner_text() == before


def test_who_does_it_stands_beside_the_text_on_a_wide_screen_and_below_it_on_a_phone(
    addresses: Address, visit: Visit
) -> None:
    assert visit(addresses("{many}")).evaluate(BESIDE)
    assert not visit(addresses("{many}"), width=390).evaluate(BESIDE)


@pytest.mark.parametrize("path", ["/tasks/", "{boxed}", "/indicators/", "{indicator}", "/goals/"])
def test_the_keyboard_shows_where_it_is(addresses: Address, visit: Visit, path: str) -> None:
    page = visit(addresses(path))
    for _ in range(18):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML.slice(0, 80)")


@pytest.mark.parametrize("path", ["/tasks/", "{many}", "/indicators/", "{indicator}", "/goals/"])
def test_paper_shows_the_matter_and_not_the_furniture(addresses: Address, visit: Visit, path: str) -> None:
    page = visit(addresses(path), width=590)
    page.emulate_media(media="print")
    for furniture in (".site-header", ".facets", ".list-tools", ".script-switch", ".neighbours", ".breadcrumb"):
        assert not page.locator(furniture).is_visible()
    assert page.locator("h1").is_visible()
    assert page.evaluate(OVERFLOW) == 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")

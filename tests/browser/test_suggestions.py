"""Names that are offered while a search is typed, with keys, with the mouse, and without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from documents.models import SearchEntry, Section

pytestmark = pytest.mark.django_db(transaction=True)
BOX = ".site-search input[name=q]"


@pytest.fixture
def box(visit: Callable[..., Any]) -> Callable[..., Any]:
    SearchEntry.objects.write(Section.objects.all())

    def typed(text: str, path: str = "/plans/", **how: Any) -> Any:
        page = visit(path, **how)
        page.type(BOX, text)
        return page

    return typed


def offered(page: Any) -> list[str]:
    page.wait_for_selector(".suggestions li", timeout=5000)
    return [option.inner_text().split("\n")[0].strip() for option in page.query_selector_all(".suggestions li")]


@pytest.mark.parametrize("path", ["/", "/plans/"])
@pytest.mark.parametrize("width", [390, 800, 1440])
def test_names_are_offered_below_the_box_and_within_the_page(box: Callable[..., Any], path: str, width: int) -> None:
    page = box("部门", path, width=width)
    assert any("部门很多" in name for name in offered(page))
    assert page.get_attribute(BOX, "aria-expanded") == "true"
    below, above = (page.query_selector(place).bounding_box() for place in (".suggestions", BOX))
    assert below["y"] >= above["y"] + above["height"] - 1
    assert below["x"] >= 0
    assert below["x"] + below["width"] <= width


def test_keys_choose_one_and_search_for_it(box: Callable[..., Any]) -> None:
    page = box("部门")
    names = offered(page)
    page.keyboard.press("ArrowDown")
    chosen = page.query_selector(f"#{page.get_attribute(BOX, 'aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    assert names[0] in chosen.inner_text()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.input_value(BOX) == names[0]


def test_escape_closes_the_list_and_keeps_what_was_typed(box: Callable[..., Any]) -> None:
    page = box("部门")
    offered(page)
    page.keyboard.press("Escape")
    assert page.get_attribute(BOX, "aria-expanded") == "false"
    assert not page.is_visible(".suggestions")
    assert page.input_value(BOX) == "部门"


def test_the_mouse_chooses_one_too(box: Callable[..., Any]) -> None:
    page = box("部门")
    names = offered(page)
    with page.expect_navigation():
        page.query_selector(".suggestions li").click()
    assert page.input_value(BOX) == names[0]


def test_enter_without_a_choice_searches_for_what_was_typed(box: Callable[..., Any]) -> None:
    page = box("部门")
    offered(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.input_value(BOX) == "部门"


def test_without_a_script_the_box_is_a_box(box: Callable[..., Any]) -> None:
    page = box("部门", scripts=False)
    assert page.get_attribute(BOX, "role") is None
    assert page.query_selector(".suggestions") is None

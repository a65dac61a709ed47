"""Pages of drafts in a real browser: what belongs together stands together, nothing is cut, on a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from documents.models import Draft, Plan
from qpolicy.drafting.opening import open_draft
from qpolicy.drafting.readings import reading_of
from qpolicy.roles import ENTRY
from tests.browser.test_import import XIAN, Window, press, window
from tests.roles import account

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["window"]

NOTES = [f"第 {number} 处：原文作“质量强市”，据公布的文本改为“质量强市建设”。" for number in range(1, 6)]
# What of each element the page has: left, right, top and bottom in pixels.
BOXES = "found => found.map(one => { const {left, right, top, bottom} = one.getBoundingClientRect(); return {left, right, top, bottom} })"

BACKGROUNDS = "found => [...new Set(found.map(one => getComputedStyle(one).backgroundColor))]"
CLEAR = "rgba(0, 0, 0, 0)"


@pytest.fixture
def draft() -> Draft:
    made = open_draft(XIAN.read_text(encoding="utf-8"), owner=account(ENTRY, "录入"))
    made.metadata["notes"] = "\n".join(NOTES)
    made.save()
    return made


def opened(window: Window, draft: Draft, page: str, *more: str, width: int) -> Any:
    shown = window(draft.owner)
    shown.set_viewport_size({"width": width, "height": 900})
    shown.goto(shown.site + reverse(f"admin:documents_draft_{page}", args=[draft.pk, *more]))
    return shown


def boxes(page: Any, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.locator(selector).evaluate_all(BOXES)
    assert found, selector
    return found


def width_of(box: dict[str, float]) -> float:
    return box["right"] - box["left"]


@pytest.mark.parametrize("width", [1440, 390])
def test_what_was_put_right_has_a_full_row_and_a_line_each(window: Window, draft: Draft, width: int) -> None:
    page = opened(window, draft, "change", width=width)
    [whole], [notes] = boxes(page, ".stated"), boxes(page, ".stated .lines")
    assert width_of(notes) == width_of(whole)
    assert page.locator(".stated .lines dd").inner_text().split("\n") == NOTES


@pytest.mark.parametrize("name", ["departments", "rules"])
def test_labels_stand_above_what_they_are_of_on_a_phone(window: Window, draft: Draft, name: str) -> None:
    page = opened(window, draft, name, width=390)
    labels = boxes(page, ".rows label.visually-hidden")
    fields = boxes(page, ".rows label.visually-hidden ~ :is(input[type=text], select)")
    assert len(labels) == len(fields)
    for label, field in zip(labels, fields, strict=True):
        assert label["bottom"] <= field["top"] and label["bottom"] - label["top"] >= 20, (label, field)


def test_names_are_as_wide_as_their_rows_on_a_phone(window: Window, draft: Draft) -> None:
    page = opened(window, draft, "departments", width=390)
    rows, names = boxes(page, ".rows tbody tr"), boxes(page, ".rows tbody th")
    assert [width_of(name) for name in names] == [width_of(row) for row in rows]


def test_the_title_and_the_remarks_have_the_whole_width_of_the_form(window: Window, draft: Draft) -> None:
    page = opened(window, draft, "metadata", width=1440)
    [form], [title, notes] = boxes(page, "form.sheet"), boxes(page, "[name=title], [name=notes]")
    assert width_of(title) == width_of(notes) == width_of(form)
    assert page.locator("[name=title]").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_the_mark_of_an_error_stands_beside_the_red_bar(window: Window, draft: Draft) -> None:
    found = reading_of(draft)
    key = next(key for key, one in zip(found.keys, found.draft.outline.sections, strict=True) if one.rows)
    page = opened(window, draft, "section", key, width=1440)
    page.fill("[name=target-0-value]", "很多")
    press(page, "保存")
    [notice], [error] = boxes(page, "ul.notice"), boxes(page, "ul.notice li")
    assert error["left"] - notice["left"] >= 30


def test_stripes_end_at_no_merged_cell_and_no_label(window: Window, draft: Draft) -> None:
    page = opened(window, draft, "change", width=1440)
    assert page.locator(".plan-table tbody tr").evaluate_all(BACKGROUNDS) == [CLEAR]
    page = opened(window, draft, "departments", width=390)
    assert page.locator(".rows label.visually-hidden").evaluate_all(BACKGROUNDS) == [CLEAR]


def test_boxes_of_years_are_as_large_as_the_others(window: Window, draft: Draft) -> None:
    page = opened(window, draft, "metadata", width=1440)
    others, years = (
        boxes(page, "[name=issuer], [name=issued_on]"),
        boxes(page, "[name=period_start], [name=period_end]"),
    )
    sizes = {(round(width_of(one)), round(one["bottom"] - one["top"])) for one in (*others, *years)}
    assert len(years) == 2 and len(sizes) == 1


def test_the_box_of_steps_is_closed_as_it_was_opened(window: Window, draft: Draft) -> None:
    page = opened(window, draft, "change", width=1440)
    [box], [state], [button] = boxes(page, ".way"), boxes(page, ".way .state"), boxes(page, ".steps .primary")
    assert abs((state["top"] - box["top"]) - (box["bottom"] - button["bottom"])) <= 8


def test_a_change_has_the_width_of_a_phone_to_itself(window: Window, draft: Draft) -> None:
    title = draft.metadata["title"]
    Plan.objects.create(title=title, slug="xian", source_text="原文。", source_sha256="0" * 64)
    draft.plan, draft.manner, draft.base_lock_version = Plan.objects.get(), Draft.Manner.UPDATE, 1
    draft.save()
    page = opened(window, draft, "changes", width=390)
    table, *_ = boxes(page, ".differences")
    assert {width_of(cell) for cell in boxes(page, ".differences tbody tr > :not(:first-child)")} == {width_of(table)}

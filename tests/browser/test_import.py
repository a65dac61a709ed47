"""The Xi'an plan in a real browser: from a Word file to what the search finds, by two people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.models import Draft, Plan
from indicators.models import Target
from qpolicy.drafting.readings import reading_of
from qpolicy.roles import ENTRY, REVIEW
from tests import builders
from tests.browser.conftest import picture
from tests.browser.test_accessibility import violations_on
from tests.documents.readers.word import word_file
from tests.roles import account

pytestmark = pytest.mark.django_db(transaction=True)

XIAN = Path(__file__).resolve().parents[2] / "fixtures" / "sources" / "xian.txt"
WIDTHS = (1440, 390)
Window = Callable[..., Any]


@pytest.fixture
def window(chromium: Any, live_server: Any) -> Iterator[Window]:
    """Open a window for somebody who is signed in; it keeps what the browser complains of."""
    contexts: list[Any] = []

    def open_window(user: User | None, *, scripts: bool = True) -> Any:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if "Policy" in said.text else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.site = live_server.url
        return page

    yield open_window
    for context in contexts:
        context.close()


def looked_at(page: Any, name: str) -> None:
    """Leave pictures, wide and narrow; nothing keeps anybody out, is too wide, or breaks the policy."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, f"draft-{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert page.complaints == [], name
        assert violations_on(page) == [], (name, width)
        page.complaints.clear()  # of axe's own styles
    page.set_viewport_size({"width": 1440, "height": 900})


def press(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def file_of(folder: Path) -> Path:
    path = folder / "西安.docx"
    path.write_bytes(word_file(*XIAN.read_text(encoding="utf-8").splitlines()))
    return path


@pytest.mark.parametrize("scripts", [True, False])
def test_a_plan_is_entered_corrected_reviewed_published_and_found(
    window: Window, tmp_path: Path, scripts: bool
) -> None:
    builders.region("xian", "西安市", code="610100")
    check = looked_at if scripts else lambda *_: None
    page = window(account(ENTRY, "录入"), scripts=scripts)
    page.goto(page.site + reverse("admin:documents_draft_add"))
    check(page, "import")
    page.set_input_files("[name=uploads]", file_of(tmp_path))
    press(page, "读取")
    check(page, "preview")
    draft = Draft.objects.get()
    found = reading_of(draft)
    at, duties = next((at, duties) for at, duties in found.draft.duties.items() if len(duties) > 1)
    page.goto(page.site + reverse("admin:documents_draft_section", args=[draft.pk, found.keys[at - 1]]))
    check(page, "section")
    page.fill("[name=duty-0-name]", "市试验示范局")
    press(page, "保存")
    assert "已保存" in page.content() and "市试验示范局" in page.content()
    target = next(one for one in found.draft.targets if one.value and one.section != at)
    page.goto(page.site + reverse("admin:documents_draft_section", args=[draft.pk, found.keys[target.section - 1]]))
    check(page, "table")
    page.fill("[name=target-0-value]", "98.7")
    press(page, "保存")
    assert "已保存" in page.content() and "98.7" in page.content()
    for name in ("metadata", "departments", "indicators", "changes"):
        page.goto(page.site + reverse(f"admin:documents_draft_{name}", args=[draft.pk]))
        check(page, name)
    page.goto(page.site + reverse("admin:documents_draft_metadata", args=[draft.pk]))
    page.fill("[name=region]", "西安市")
    press(page, "保存")
    press(page, "提交审核")
    assert page.get_by_text("待审核").count()
    other = window(account(REVIEW, "审核"), scripts=scripts)
    other.goto(other.site + reverse("admin:documents_draft_change", args=[draft.pk]))
    check(other, "review")
    press(other, "发布")
    check(other, "published")
    plan = Plan.objects.published().get()
    page.goto(page.site + reverse("admin:documents_draft_changelist"))
    check(page, "list")
    page.goto(page.site + reverse("admin:documents_plan_change", args=[plan.pk]))
    press(page, "以草稿修改")
    assert page.locator("text=更新已有规划").count() and "市试验示范局" in page.content()
    check(page, "edit")
    assert Target.objects.filter(value="98.7").exists()
    reader = window(None, scripts=scripts)
    reader.goto(f"{reader.site}/search/?q=部门:市试验示范局")
    assert reader.locator(f"a[href^='{plan.get_absolute_url()}']").count()
    reader.goto(f"{reader.site}{plan.get_absolute_url()}targets/")
    assert "98.7" in reader.content()
    assert duties


def test_reports_and_refusals_keep_nobody_out(window: Window, tmp_path: Path) -> None:
    page = window(account(ENTRY, "录入"))
    page.goto(page.site + reverse("admin:documents_draft_add"))
    press(page, "读取")
    assert "请选择文件" in page.content()
    looked_at(page, "nothing-given")
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04broken")
    page.set_input_files("[name=uploads]", [file_of(tmp_path), broken])
    press(page, "读取")
    assert "没有导入" in page.content()
    looked_at(page, "several")
    draft = Draft.objects.get()
    key = next(
        key
        for key, one in zip(reading_of(draft).keys, reading_of(draft).draft.outline.sections, strict=True)
        if one.rows
    )
    page.goto(page.site + reverse("admin:documents_draft_section", args=[draft.pk, key]))
    page.fill("[name=target-0-value]", "很多")
    press(page, "保存")
    assert "没有保存" in page.content() and page.input_value("[name=target-0-value]") == "很多"
    looked_at(page, "wrong")


def test_leaving_a_page_with_something_typed_warns(window: Window, tmp_path: Path) -> None:
    page = window(account(ENTRY, "录入"))
    page.goto(page.site + reverse("admin:documents_draft_add"))
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.locator("[name=text]").press_sequentially("某市方案")
    page.goto(page.site + reverse("admin:index"))
    assert asked == ["beforeunload"]

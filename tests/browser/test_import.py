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
from django.utils import timezone

from documents.entry import settle
from documents.models import Draft, Plan, Section, Upload
from indicators.models import Target
from qpolicy.beginning import reviewed_plans
from qpolicy.drafting import batches
from qpolicy.drafting.opening import open_draft
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.saving import correct
from qpolicy.drafting.stored import open_edit
from qpolicy.fixtures import load, load_catalogues
from qpolicy.roles import ENTRY, REVIEW
from tasks.kinds import keep_tasks
from tasks.models import Responsibility
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
    page.set_input_files("[name=uploads]", broken)
    press(page, "读取")
    assert "没有导入" in page.content()
    looked_at(page, "refused")
    page.goto(page.site + reverse("admin:documents_draft_add"))
    page.set_input_files("[name=uploads]", file_of(tmp_path))
    press(page, "读取")
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


@pytest.mark.parametrize("scripts", [True, False])
def test_several_files_are_read_one_by_one_under_a_bar(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scripts: bool
) -> None:
    monkeypatch.setattr(batches, "SECONDS", -1)  # one file a request
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04broken")
    page = window(account(ENTRY, "录入"), scripts=False)
    page.goto(page.site + reverse("admin:documents_draft_add"))
    page.set_input_files("[name=uploads]", [file_of(tmp_path), broken, tmp_path / "西安.docx"])
    press(page, "读取")
    where = page.url
    assert "/add/" in where and "已读取 1 份，共 3 份" in page.content()
    assert page.locator("progress").get_attribute("value") == "1"
    if scripts:
        page = window(User.objects.get(username="录入"))
        page.goto(where)
        page.get_by_text("3 份文件都已读取").wait_for()
        assert page.complaints == []
        looked_at(page, "several")
    else:
        press(page, "继续读取（还有 2 份）")
        press(page, "继续读取（还有 1 份）")
        assert "3 份文件都已读取" in page.content()
    rows = page.locator("tbody tr").all_inner_texts()
    assert ("已建立草稿" in rows[0] and "没有导入" in rows[1] and "完全相同" in rows[2]) or "同一份文字" in rows[2]
    assert page.get_by_role("button", name="继续读取").count() == 0


def test_a_bar_that_has_not_come_to_its_end_keeps_nobody_out(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SECONDS", -1)
    user = account(ENTRY, "录入")
    batch = batches.lay_aside([("西安.docx", file_of(tmp_path).read_bytes()), ("乙.txt", b"")], owner=user, plan=None)
    page = window(user)
    page.route("**/add/*/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.goto(page.site + reverse("admin:documents_draft_batch", args=[batch]))
    page.get_by_role("button", name="继续读取（还有 2 份）").wait_for()
    looked_at(page, "waiting")


def test_a_file_that_somebody_else_is_reading_is_waited_for_in_peace(window: Window) -> None:
    user = account(ENTRY, "录入")
    batch = batches.lay_aside([("乙.txt", b"")], owner=user, plan=None)
    Upload.objects.update(taken_at=timezone.now())
    page = window(user)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if sent.method == "POST" else None)
    page.goto(page.site + reverse("admin:documents_draft_batch", args=[batch]))
    page.wait_for_timeout(2000)
    assert len(asked) == 1
    Upload.objects.update(taken_at=None)
    page.get_by_text("1 份文件都已读取").wait_for()


def test_the_list_of_corrections_stays_open_where_one_is_taken_back(window: Window) -> None:
    user = account(ENTRY, "录入")
    draft = open_draft(XIAN.read_text(encoding="utf-8"), owner=user)
    keys = reading_of(draft).keys
    correct(draft, *({"kind": "section", "section": key, "set": {"number": "九"}} for key in keys[:3]))
    draft.save()
    page = window(user, scripts=False)
    page.goto(page.site + reverse("admin:documents_draft_change", args=[draft.pk]))
    page.get_by_text("已作的校订（3）").click()
    press(page, "撤销")
    page.get_by_text("已作的校订（2）").wait_for()
    assert page.get_by_role("button", name="撤销").first.is_visible()


@pytest.fixture
def edited(reviewed: Plan) -> Draft:
    """A draft of a published plan in which a task was entered by hand."""
    before = reviewed.sections.filter(kind="task").in_order()[1]
    row = Section(plan=reviewed, kind="task", number="2之一", title="建设质量基础设施", text="建设检测平台。")
    row.parent, row.position = before.parent, before.position + 1
    settle(row)
    row.save()
    keep_tasks([row])
    body = builders.department("市科技局")
    Responsibility.objects.create(task=row.task, position=1, department=body, role="lead", name=body.name)
    return open_edit(reviewed, owner=account(ENTRY, "录入"))


@pytest.fixture
def reviewed() -> Plan:
    load_catalogues()
    load(path for path in reviewed_plans() if path.stem in ("indicators", "xian"))
    return Plan.objects.get()


def test_rules_and_what_was_entered_by_hand_are_corrected_in_their_place(window: Window, edited: Draft) -> None:
    row = Section.objects.get(title="建设质量基础设施")
    page = window(User.objects.get(username="录入"))
    page.goto(page.site + reverse("admin:documents_draft_rules", args=[edited.pk]))
    looked_at(page, "rules")
    page.locator("[name=rule-0-name]").fill("各开发区管委会")
    press(page, "保存")
    assert "已保存通用分工" in page.content()
    page.locator(f"#h{row.pk} a.edit").click()
    page.wait_for_url("**/entered/**")
    looked_at(page, "entered")
    page.fill("[name=title]", "建设质量平台")
    press(page, "保存")
    page.wait_for_url(f"**/change/?page=*#h{row.pk}")
    assert page.locator(f"#h{row.pk}").get_by_text("2之一 建设质量平台", exact=True).is_visible()
    looked_at(page, "by-hand")
    page.goto(page.site + reverse("admin:documents_draft_changes", args=[edited.pk]))
    assert "通用分工" in page.content() and "建设质量" in page.content()
    looked_at(page, "corrected")


def test_saving_far_down_a_long_draft_keeps_the_place(window: Window) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(XIAN.parent.glob("*.txt")))
    draft = open_draft(text, owner=account(ENTRY, "录入"))
    key = reading_of(draft).keys[199]
    page = window(User.objects.get(username="录入"))
    page.goto(page.site + reverse("admin:documents_draft_section", args=[draft.pk, key]))
    page.get_by_role("link", name="返回草稿").click()
    page.wait_for_url("**/change/?page=4#s200")
    page.locator("#s200 a.edit").click()
    page.wait_for_url("**/section/**")
    page.fill("[name=title]", "改过的标题")
    press(page, "保存")
    page.wait_for_url("**/change/?page=4#s200")
    assert 0 <= page.locator("#s200").bounding_box()["y"] < 900
    assert page.locator("#s200").locator(".name", has_text="改过的标题").is_visible()


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

"""Signing in and choosing a password in a real browser, by whoever gets there for the first time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.urls import reverse

from qpolicy.audit import record
from qpolicy.passwords import note
from qpolicy.roles import AUDIT, ENTRY
from tests.browser.conftest import picture
from tests.browser.test_accessibility import violations_on
from tests.roles import SUPER, account

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, OWN = "Liang-zhi7788", "Tie-guanyin905"
WIDTHS = pytest.mark.parametrize("width", [1440, 390])


@pytest.fixture
def open_page(chromium: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Open a page of the site in a window of its own, which keeps what the browser complains of."""
    contexts: list[Any] = []

    def open_page(path: str, width: int, *, scripts: bool = True) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if "Policy" in said.text else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def a_new_account(group: str = AUDIT) -> User:
    user = User.objects.create_user("张三", password=FIRST, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    note(user, must_change=True)
    return user


def sign_in(page: Any, password: str) -> None:
    page.fill("[name=username]", "张三")
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.click("#login-form button")


def looked_at(page: Any, name: str, width: int) -> None:
    """Leave a picture, and let nothing keep anybody out or be wider than the window."""
    picture(page, f"{name}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert page.complaints == [], name
    assert violations_on(page) == [], name
    page.complaints.clear()  # of axe's own styles


@WIDTHS
@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_sign_in_leads_to_a_password_of_ones_own(
    open_page: Callable[..., Any], width: int, scripts: bool
) -> None:
    a_new_account()
    page = open_page("/admin/qpolicy/auditevent/", width, scripts=scripts)
    check = looked_at if scripts else lambda *_: None
    check(page, "account-sign-in", width)
    sign_in(page, "wrong")
    check(page, "account-wrong", width)
    sign_in(page, FIRST)
    assert page.url.endswith(reverse("admin:password_change"))
    check(page, "account-first", width)
    for name, typed in (("old_password", FIRST), ("new_password1", "short"), ("new_password2", "short")):
        page.fill(f"[name={name}]", typed)
    with page.expect_navigation():
        page.click("button:has-text('修改密码')")
    check(page, "account-refused", width)
    for name, typed in (("old_password", FIRST), ("new_password1", OWN), ("new_password2", OWN)):
        page.fill(f"[name={name}]", typed)
    with page.expect_navigation():
        page.click("button:has-text('修改密码')")
    check(page, "account-changed", width)
    assert page.locator("h1").inner_text() == "密码已修改"
    page.goto(page.url.replace(reverse("admin:password_change_done"), "/admin/"))
    assert page.locator("h1").inner_text() == "管理首页"


@WIDTHS
def test_who_fails_too_often_is_told_when_to_come_back(open_page: Callable[..., Any], width: int) -> None:
    cache.clear()
    a_new_account()
    page = open_page("/admin/login/", width)
    for _ in range(5):
        sign_in(page, "wrong")
    assert page.locator("h1").inner_text() == "登录已暂停"
    looked_at(page, "account-locked", width)


@pytest.fixture
def signed_in(open_page: Callable[..., Any], client: Any) -> Callable[..., Any]:
    def signed_in(role: str, path: str, width: int) -> Any:
        client.force_login(User.objects.filter(username=role).first() or account(role))
        page = open_page("/about/", width)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url.removesuffix("/about/")}]
        )
        page.goto(page.url.replace("/about/", path))
        return page

    return signed_in


@WIDTHS
def test_the_pages_of_accounts_and_audit_keep_nobody_out(signed_in: Callable[..., Any], width: int) -> None:
    user = a_new_account(ENTRY)
    event = record(
        "permission", by="admin", subject=user, details="增加组：录入员；取消组：审核员；增加权限：规划：查看"
    )
    record("lockout", details="所填账号不存在", success=False)
    pages = [
        (AUDIT, "/admin/qpolicy/auditevent/"),
        (AUDIT, f"/admin/qpolicy/auditevent/{event.pk}/change/"),
        (AUDIT, f"/admin/auth/user/{user.pk}/change/"),
        (AUDIT, "/admin/auth/group/"),
        (SUPER, "/admin/auth/user/"),
        (SUPER, "/admin/auth/user/add/"),
        (SUPER, f"/admin/auth/user/{user.pk}/change/"),
        (SUPER, f"/admin/auth/user/{user.pk}/password/"),
        (SUPER, f"/admin/auth/group/{Group.objects.get(name=AUDIT).pk}/change/"),
    ]
    found = {}
    for role, path in pages:
        page = signed_in(role, path, width)
        picture(page, f"{path}{role}-{width}")
        if violations := violations_on(page):
            found[path] = violations

    assert found == {}, "\n".join(f"{path} {one}" for path, some in found.items() for one in some)


@WIDTHS
def test_a_published_plan_says_how_it_is_changed(signed_in: Callable[..., Any], width: int) -> None:
    from documents.models import Plan, Section

    plan, section = Plan.objects.get(slug="ordinary"), Section.objects.filter(plan__slug="ordinary").latest("pk")
    for path in (f"/admin/documents/plan/{plan.pk}/change/", f"/admin/documents/section/{section.pk}/change/"):
        page = signed_in(ENTRY, path, width)
        picture(page, f"{path}{ENTRY}-{width}")
        assert "请以草稿提出修改" in page.locator(".messagelist").inner_text()

"""Signing in, failing to, being locked out and signing out, and what the log says of it."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from qpolicy.forms import WRONG
from qpolicy.models import AuditEvent
from qpolicy.roles import REVIEW
from qpolicy.signins import BEGUN, SEEN, client_address
from tests.roles import SUPER, account, signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "Liang-zhi7788"
LOGIN, INDEX = "/admin/login/", "/admin/"


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("张三", password=PASSWORD, is_staff=True)


def sign_in(client: Client, name: str, password: str = "wrong", **options: Any) -> Any:
    return client.post(LOGIN, {"username": name, "password": password, "next": INDEX}, **options)


def events() -> list[tuple[str, str, bool]]:
    return list(AuditEvent.objects.order_by("pk").values_list("kind", "account", "success"))


@pytest.mark.usefixtures("editor")
def test_signing_in_and_out_is_recorded(client: Client) -> None:
    response = sign_in(client, "张三", PASSWORD, REMOTE_ADDR="192.0.2.7")
    assert (response.status_code, response.url) == (302, INDEX)
    client.post(reverse("admin:logout"))
    assert events() == [("sign-in", "张三", True), ("sign-out", "张三", True)]
    assert AuditEvent.objects.earliest("pk").network == "192.0.2.7"


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(("name", "told"), [("张三", "张三"), ("李四", "")])
def test_a_failure_says_nothing_of_whether_there_is_such_an_account(client: Client, name: str, told: str) -> None:
    page = sign_in(client, name).content.decode()
    assert WRONG in page
    assert events() == [("failed-sign-in", told, False)]


def test_neither_does_an_account_that_is_closed_or_may_not_enter(client: Client) -> None:
    User.objects.create_user("停用", password=PASSWORD, is_staff=True, is_active=False)
    User.objects.create_user("无权", password=PASSWORD)
    pages = [sign_in(client, name, PASSWORD).content.decode().count(WRONG) for name in ("停用", "无权", "没有")]
    assert pages == [1, 1, 1]


def test_what_was_typed_for_a_name_and_is_none_is_not_kept(client: Client) -> None:
    sign_in(client, PASSWORD)
    event = AuditEvent.objects.get()
    assert (event.account, event.details) == ("", "所填账号不存在")


@pytest.mark.parametrize("name", ["张三", "李四"])
def test_five_failures_lock_out_whether_there_is_such_an_account_or_not(
    client: Client, editor: User, name: str
) -> None:
    answers = [sign_in(client, name) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    page = answers[-1].content.decode()
    assert "<h1>登录已暂停</h1>" in page
    assert "30 分钟后再试" in page
    assert answers[-1].headers["Retry-After"] == "1800"
    assert "no-store" in answers[-1].headers["Cache-Control"]
    assert sign_in(client, name, PASSWORD).status_code == 429, "the right password does not help"
    kinds = Counter(kind for kind, _, _ in events())
    assert kinds == {"failed-sign-in": 5, "lockout": 2}, "at the fifth, and when it was tried again"


@pytest.mark.usefixtures("editor")
def test_nobody_elsewhere_is_locked_out(client: Client) -> None:
    for _ in range(5):
        sign_in(client, "张三", REMOTE_ADDR="192.0.2.1")
    assert sign_in(client, "张三", PASSWORD, REMOTE_ADDR="192.0.2.2").status_code == 302


@pytest.mark.usefixtures("editor")
def test_after_a_while_one_may_try_again(client: Client, settings: Settings) -> None:
    for _ in range(5):
        sign_in(client, "张三")
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - settings.AXES_COOLOFF_TIME)
    assert sign_in(client, "张三", PASSWORD).status_code == 302


@pytest.mark.usefixtures("editor")
def test_a_success_forgets_the_failures_before(client: Client) -> None:
    for _ in range(3):
        assert [sign_in(client, "张三").status_code for _ in range(4)] == [200] * 4
        assert sign_in(client, "张三", PASSWORD).status_code == 302
        client.logout()


def test_an_administrator_unlocks_an_account(client: Client, editor: User) -> None:
    for _ in range(5):
        sign_in(client, "张三")
    chosen = {"action": "unlock", "_selected_action": [editor.pk]}
    signed_in(SUPER).post(reverse("admin:auth_user_changelist"), chosen)
    assert sign_in(client, "张三", PASSWORD).status_code == 302
    assert AuditEvent.objects.filter(kind="account", details="解除登录锁定", subject="用户“张三”").exists()


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("nonsense", None), ("", None)],
)
def test_failures_are_counted_by_network(rf: RequestFactory, address: str, counted: str | None) -> None:
    assert client_address(rf.get("/", REMOTE_ADDR=address)) == counted


@pytest.mark.parametrize("address", ["2001:db8::1", "nonsense"])
def test_any_address_can_fail(client: Client, address: str) -> None:
    assert sign_in(client, "张三", REMOTE_ADDR=address).status_code == 200


def at(client: Client, **seconds_ago: int) -> None:
    session = client.session
    for name, seconds in seconds_ago.items():
        session[{"begun": BEGUN, "seen": SEEN}[name]] = int(time.time()) - seconds
    session.save()


def test_whoever_is_signed_in_for_eight_hours_is_signed_out() -> None:
    client = signed_in(REVIEW)
    at(client, begun=8 * 3600 - 60)
    assert client.get(INDEX).status_code == 200
    at(client, begun=8 * 3600)
    response = client.get(INDEX)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(LOGIN)
    assert AuditEvent.objects.get(kind="sign-out").details == "登录时间已满"
    assert client.get("/plans/").status_code == 200


def test_the_longest_time_can_be_left_open(settings: Settings) -> None:
    settings.SESSION_LONGEST_SECONDS = 0
    client = signed_in(REVIEW)
    at(client, begun=10**6)
    assert client.get(INDEX).status_code == 200


def test_whoever_is_idle_is_signed_out_and_whoever_works_is_not(settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 2
    client = signed_in(REVIEW)
    for _ in range(3):
        time.sleep(1)
        assert client.get(INDEX).status_code == 200
    client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] = ""  # a browser that keeps what it should not
    time.sleep(2.1)
    assert client.get(INDEX).status_code == 302


def test_a_session_is_not_written_with_every_page() -> None:
    client = signed_in(REVIEW)
    assert "sessionid" not in client.get(INDEX).cookies
    at(client, seen=61)
    assert "sessionid" in client.get(INDEX).cookies


def test_an_account_that_is_closed_is_out_at_once() -> None:
    client = Client()
    user = account(REVIEW)
    client.force_login(user)
    assert client.get(INDEX).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(INDEX).status_code == 302


def test_the_page_to_sign_in_says_how_long_it_lasts(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert "<h1>登录管理页</h1>" in page
    assert "30 分钟没有操作，或登录满 8 小时，须重新登录" in page
    assert "<title>登录" in page

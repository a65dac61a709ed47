"""What a password must be, and when it must be changed."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from documents.models import Plan
from qpolicy.beginning import first_administrator
from qpolicy.models import Account, AuditEvent
from qpolicy.passwords import note, own_characters, why_due
from tests import builders
from tests.roles import SUPER, signed_in

GOOD, BETTER = "Liang-zhi7788", "Tie-guanyin905"
CHANGE = "/admin/password_change/"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Kx7-plum", "密码太短"),
        ("kuaizidouzi88", "至少三类"),
        ("KUAIZIDOUZI88", "至少三类"),
        ("kuaizi-douzi", "至少三类"),
        ("Zhangsan-2291", "太相似"),
        ("Admin@123456", "太常见"),
        ("P@ssw0rd1234", "太常见"),
        ("Woaini1314!", "太常见"),
        ("Qwer1234!@#$", "太常见"),
        ("1qaz@WSX3edc", "太常见"),
        ("Zhongguo2024!", "太常见"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_in_chinese(password: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(username="zhangsan"))
    assert any(said in message for message in refused.value.messages), refused.value.messages


@pytest.mark.parametrize("password", [GOOD, BETTER, "A-eDiNIU9sgVpveB", "质量强国Qlzd88", "mS9 kettle hill"])
def test_one_that_is_not_is_taken(password: str) -> None:
    validate_password(password, User(username="zhangsan"))


@pytest.mark.parametrize("password", ["a" * 100_000, "qaz" * 40_000, "1" * 100_000, "@$0" * 40_000])
def test_a_long_password_takes_no_long_time(password: str) -> None:
    begun = time.process_time()
    own_characters(password)
    assert time.process_time() - begun < 1


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("张三", password=GOOD, is_staff=True, is_superuser=True)


def sign_in(name: str, password: str) -> Client:
    client = Client()
    assert client.post("/admin/login/", {"username": name, "password": password}).status_code == 302
    return client


def change(client: Client, new: str, **fields: str) -> Any:
    sent = {"old_password": GOOD, "new_password1": new, "new_password2": new, **fields}
    return client.post(CHANGE, sent)


@pytest.mark.django_db
class TestChanging:
    def test_the_first_password_opens_nothing_but_the_page_that_changes_it(self) -> None:
        plan = builders.plan("draft")
        name, password = first_administrator() or ("", "")
        client = sign_in(name, password)
        for address in ("/admin/", reverse("admin:documents_plan_changelist"), "/", f"/plans/{plan.slug}/"):
            response = client.get(address)
            assert (response.status_code, response.headers.get("Location")) == (302, CHANGE), address
        client.post(reverse("admin:documents_plan_delete", args=[plan.pk]), {"post": "yes"})
        assert Plan.objects.exists()
        page = client.get(CHANGE).content.decode()
        assert "请先换成只有您自己知道的密码" in page
        assert "不修改，返回" not in page

        assert change(client, BETTER, old_password=password).status_code == 302
        assert client.get("/admin/").status_code == 200
        assert not Account.objects.get().must_change_password
        assert AuditEvent.objects.filter(kind="password", account=name).exists()
        assert sign_in(name, BETTER).get("/admin/").status_code == 200

    def test_one_may_leave_instead(self) -> None:
        client = sign_in(*(first_administrator() or ("", "")))
        assert client.post("/admin/logout/").status_code == 200

    def test_a_password_that_an_administrator_sets_is_for_the_first_time_only(self, editor: User) -> None:
        admin = signed_in(SUPER)
        fields = {"password1": BETTER, "password2": BETTER, "usable_password": "true"}
        where = reverse("admin:auth_user_password_change", args=[editor.pk])
        assert admin.post(where, fields).status_code == 302
        assert sign_in("张三", BETTER).get("/admin/").headers["Location"] == CHANGE
        assert AuditEvent.objects.filter(kind="account", subject="用户“张三”").exists()

    def test_so_is_one_that_the_command_sets(self, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("getpass.getpass", lambda *_, **__: BETTER)
        call_command("changepassword", "张三", stdout=io.StringIO())
        assert why_due(editor) == "first"

    def test_it_is_to_be_changed_every_ninety_days(self, editor: User, settings: Settings) -> None:
        note(editor, must_change=False)
        assert sign_in("张三", GOOD).get("/admin/").status_code == 200
        Account.objects.update(password_set_at=timezone.now() - timedelta(days=91))
        client = sign_in("张三", GOOD)
        assert client.get("/admin/").headers["Location"] == CHANGE
        assert "已到更换期限" in client.get(CHANGE).content.decode()
        settings.PASSWORD_MAX_AGE_DAYS = 0
        assert sign_in("张三", GOOD).get("/admin/").status_code == 200

    def test_an_account_from_before_is_as_old_as_itself(self, editor: User) -> None:
        assert why_due(editor) is None
        editor.date_joined = timezone.now() - timedelta(days=91)
        assert why_due(editor) == "old"

    def test_other_sessions_end_with_the_password(self, editor: User) -> None:
        here, elsewhere = sign_in("张三", GOOD), sign_in("张三", GOOD)
        change(here, BETTER)
        assert here.get("/admin/").status_code == 200
        assert elsewhere.get("/admin/").status_code == 302

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"old_password": "wrong"}, "现在的密码不正确"),
            ({"new_password2": "another"}, "两次填写的新密码不一致"),
            ({"new_password1": GOOD, "new_password2": GOOD}, "新密码不能与现在的密码相同"),
            ({"new_password1": "short", "new_password2": "short"}, "密码太短"),
        ],
    )
    def test_what_is_wrong_is_said_in_chinese(self, editor: User, fields: dict[str, str], said: str) -> None:
        response = change(sign_in("张三", GOOD), BETTER, **fields)
        page = response.content.decode()
        assert response.status_code == 200
        assert said in page
        assert "<title>填写有误" in page
        assert not AuditEvent.objects.filter(kind="password").exists()

    def test_the_page_tells_the_rules(self, editor: User) -> None:
        page = sign_in("张三", GOOD).get(CHANGE).content.decode()
        for rule in ("10", "至少三类", "每 90 天须更换一次"):
            assert rule in page

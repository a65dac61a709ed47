"""Looking after accounts: by superusers alone, and every change of rights is written down."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from documents.models import Plan
from qpolicy.admin.accounts import NOT_ONESELF
from qpolicy.models import AuditEvent
from qpolicy.rights import words_of
from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tests.roles import PLAIN, SUPER, account, signed_in

pytestmark = pytest.mark.django_db

GOOD = "Liang-zhi7788"
USERS = "admin:auth_user_{}"


def url(page: str, *arguments: object) -> str:
    return reverse(USERS.format(page), args=arguments)


def shown(client: Client, address: str) -> dict[str, Any]:
    """Return what a browser sends back of the page."""
    form = client.get(address).context["adminform"].form
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def told(kind: str) -> list[tuple[str, str, str]]:
    return list(AuditEvent.objects.filter(kind=kind).order_by("pk").values_list("account", "subject", "details"))


def test_a_new_account_may_enter_and_has_its_group() -> None:
    client = signed_in(SUPER)
    group = Group.objects.get(name=ENTRY)
    fields = {"username": "张三", "groups": [group.pk], "password1": GOOD, "password2": GOOD}
    assert client.post(url("add"), fields).status_code == 302
    user = User.objects.get(username="张三")
    assert user.is_staff
    assert list(user.groups.all()) == [group]
    assert user.account.must_change_password
    assert told("permission") == [(SUPER, "用户“张三”", f"增加身份：可进入管理页、启用；增加组：{ENTRY}")]
    assert told("account") == [(SUPER, "用户“张三”", "新建")]


def test_what_is_given_and_taken_is_told() -> None:
    user = account(ENTRY, "张三")
    client = signed_in(SUPER)
    may = Permission.objects.get(codename="view_synonym")
    group = Group.objects.get(name=REVIEW)
    fields = {**shown(client, url("change", user.pk)), "groups": [group.pk], "user_permissions": [may.pk]}
    del fields["is_staff"]
    assert client.post(url("change", user.pk), fields).status_code == 302
    [(who, subject, details)] = told("permission")
    assert (who, subject) == (SUPER, "用户“张三”")
    assert details == (f"取消身份：可进入管理页；增加组：{REVIEW}；取消组：{ENTRY}；增加权限：{words_of(may)}")
    assert words_of(may).endswith("：查看")
    [(_, _, changed)] = told("account")
    assert not re.search("[A-Za-z]", changed), changed


def test_an_unchanged_save_tells_of_no_rights() -> None:
    user = account(ENTRY, "张三")
    client = signed_in(SUPER)
    fields = shown(client, url("change", user.pk))
    assert client.post(url("change", user.pk), fields).status_code == 302
    assert told("permission") == []


def test_the_rights_of_a_group_are_told_too() -> None:
    group = Group.objects.create(name="统计员")
    may = Permission.objects.get(codename="publish_plan")
    where = reverse("admin:auth_group_change", args=[group.pk])
    assert signed_in(SUPER).post(where, {"name": "统计员", "permissions": [may.pk]}).status_code == 302
    assert told("permission") == [(SUPER, "组“统计员”", "增加权限：可以发布和撤回规划")]


@pytest.mark.parametrize("by_action", [True, False])
def test_deletions_are_told(by_action: bool) -> None:
    user = account(ENTRY, "张三")
    client = signed_in(SUPER)
    if by_action:
        client.post(url("changelist"), {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"})
    else:
        client.post(url("delete", user.pk), {"post": "yes"})
    assert not User.objects.filter(username="张三").exists()
    assert told("account") == [(SUPER, "用户“张三”", "删除")]


def test_nobody_closes_the_account_in_use() -> None:
    client = signed_in(SUPER)
    me = User.objects.get()
    fields = shown(client, url("change", me.pk))
    for name in ("is_active", "is_superuser"):
        response = client.post(url("change", me.pk), {key: value for key, value in fields.items() if key != name})
        assert NOT_ONESELF in response.content.decode()
    assert client.post(url("delete", me.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [me.pk], "post": "yes"}
    assert client.post(url("changelist"), chosen).status_code == 403
    assert User.objects.get().is_superuser


def test_a_right_to_change_accounts_is_no_way_to_more_rights() -> None:
    client = signed_in(PLAIN)
    user = User.objects.get()
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    fields = {"username": user.username, "is_superuser": "on", "is_active": "on", "is_staff": "on"}
    assert client.post(url("change", user.pk), fields).status_code == 403
    user.refresh_from_db()
    assert not user.is_superuser


def test_an_auditor_sees_accounts_and_nothing_of_their_passwords() -> None:
    user = User.objects.create_user("张三", password=GOOD, is_staff=True)
    user.groups.add(Group.objects.get(name=ENTRY))
    page = signed_in(AUDIT).get(url("change", user.pk)).content.decode()
    assert ENTRY in page
    assert user.password not in page
    assert user.password.split("$")[0] not in page
    assert "无" in page


def test_permissions_are_offered_in_chinese() -> None:
    client = signed_in(SUPER)
    page = client.get(reverse("admin:auth_group_add")).content.decode() + client.get(url("add")).content.decode()
    for offered in (f"{Plan._meta.verbose_name}：修改</label>", "可以发布和撤回规划</label>", "审计日志：查看</label>"):
        assert f" {offered}" in page
    for meaningless in ("Can add", "规划历史", "检索索引", "用户：修改", "After you"):
        assert meaningless not in page


def test_a_name_is_written_family_first_and_in_one() -> None:
    client = signed_in(SUPER)
    User.objects.filter(username=SUPER).update(last_name="张", first_name="三")
    page = client.get(reverse("admin:auth_user_changelist")).content.decode()
    assert "您好，<strong>张三</strong>" in page
    assert "姓名" in page and "姓氏" not in page and '<td class="field-holder">张三</td>' in page

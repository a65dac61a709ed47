"""Accounts for tests: one of each group, one of none, and a superuser."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.test import Client

from qpolicy.roles import AUDIT, ENTRY, REVIEW

NOBODY, PLAIN, SUPER = "匿名", "无组", "系统管理员"
ROLES = (NOBODY, PLAIN, ENTRY, REVIEW, AUDIT, SUPER)


def account(role: str, name: str = "") -> User:
    """Return an account that may enter the admin, and what its group may do."""
    name = name or role
    if role == SUPER:
        return User.objects.create_superuser(name)
    user = User.objects.create_user(name, is_staff=True)
    if role != PLAIN:
        user.groups.add(Group.objects.get(name=role))
    return user


def signed_in(role: str) -> Client:
    client = Client()
    if role != NOBODY:
        client.force_login(account(role))
    return client

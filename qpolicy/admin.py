"""Accounts, with a search that no typed text can break."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from documents.admin import KnowledgeAdmin

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(UserAdmin, KnowledgeAdmin):  # type: ignore[type-arg]
    """Accounts of editors."""


@admin.register(Group)
class AccountGroupAdmin(GroupAdmin, KnowledgeAdmin):
    """Groups of editors."""

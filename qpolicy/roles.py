"""The groups of editors, and what each may do: 录入员 enter, 审核员 check and publish, 审计员 look at everything.

Made and completed after each migrate. What an administrator gives a group besides is left to it; who is to have less
is put into a group of another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections

from qpolicy.models import AuditEvent

ENTRY, REVIEW, AUDIT = "录入员", "审核员", "审计员"

CONTENT = (
    "documents.plan",
    "documents.section",
    "indicators.goal",
    "indicators.target",
    "tasks.task",
    "tasks.responsibility",
    "tasks.defaultresponsibility",
)
DRAFTS = ("documents.draft",)  # which are discarded, never deleted
CATALOGUES = (
    "documents.region",
    "documents.function",
    "documents.theme",
    "documents.department",
    "indicators.indicator",
)
ALIGNMENTS = ("tasks.alignment",)  # which the program makes and takes away
QUEUES = ("documents.synonym", "documents.errorreport")
SEARCHES = ("documents.searchlog",)
ACCOUNTS = ("auth.user", "auth.group", "qpolicy.auditevent")
VIEWS = ("qpolicy.savedview",)  # which superusers alone may delete
APPS = ("documents", "indicators", "tasks", "auth", "qpolicy")


def _may(actions: str, models: Iterable[str]) -> set[str]:
    """Name the permissions: _may("view change", ["documents.plan"]) is documents.view_plan and documents.change_plan."""
    pairs = (model.split(".") for model in models)
    return {f"{app}.{action}_{model}" for app, model in pairs for action in actions.split()}


_ENTRY = (
    _may("view add change delete", CONTENT) | _may("view add change", DRAFTS) | _may("view", (*CATALOGUES, *ALIGNMENTS))
)
ROLES: Mapping[str, set[str]] = {
    ENTRY: _ENTRY,
    REVIEW: _ENTRY
    | {"documents.publish_plan"}
    | _may("view add change delete", (*CATALOGUES, *QUEUES))
    | _may("view", SEARCHES)
    | _may("change", ALIGNMENTS),
    AUDIT: _may("view", (*CONTENT, *DRAFTS, *CATALOGUES, *ALIGNMENTS, *QUEUES, *SEARCHES, *VIEWS, *ACCOUNTS)),
}


def keep_groups(using: str) -> None:
    """Make the groups, and give each what it lacks. Of permissions that are made after each app's migration, all first."""
    for app in APPS:
        create_permissions(apps.get_app_config(app), verbosity=0, using=using)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(*(known[one] for one in sorted(wanted) if one in known))


def is_possible(using: str) -> bool:
    """Tell whether there is where to keep groups: not when some app is migrated back to nothing."""
    tables = set(connections[using].introspection.table_names())
    return {AuditEvent._meta.db_table, *(model._meta.db_table for model in (Group, Permission))} <= tables


def role_of(user: Any) -> str:
    """Return in Chinese what the user is here."""
    if user.is_superuser:
        return "系统管理员"
    names = [group.name for group in user.groups.all()]
    return "、".join(sorted(names, key=lambda name: (name not in ROLES, name))) or "未分组"

"""What an account or a group may do, and how that has changed, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import Group, Permission, User

ACTIONS = {"view": "查看", "add": "新增", "change": "修改", "delete": "删除"}
FLAGS = {"is_active": "启用", "is_staff": "可进入管理页", "is_superuser": "系统管理员"}
Rights = Mapping[str, frozenset[str]]


def rights_of(holder: User | Group) -> dict[str, frozenset[str]]:
    """Return by what they are called the rights that the holder has of its own."""
    if isinstance(holder, Group):
        return {"权限": frozenset(map(words_of, holder.permissions.select_related("content_type")))}
    return {
        "身份": frozenset(label for name, label in FLAGS.items() if getattr(holder, name)),
        "组": frozenset(holder.groups.values_list("name", flat=True)),
        "权限": frozenset(map(words_of, holder.user_permissions.select_related("content_type"))),
    }


def words_of(permission: Permission) -> str:
    """Say what is permitted in Chinese: Django keeps its names in English."""
    model = permission.content_type.model_class()
    action = permission.codename.partition("_")[0]
    if model is None or permission.codename != f"{action}_{model._meta.model_name}" or action not in ACTIONS:
        return permission.name
    return f"{model._meta.verbose_name}：{ACTIONS[action]}"


def told(before: Rights, after: Rights) -> str:
    """Say what was given and what was taken away; empty where nothing was."""
    return "；".join(_told(before, after))


def _told(before: Rights, after: Rights) -> Iterator[str]:
    for name, rights in after.items():
        had = before.get(name, frozenset())
        if given := rights - had:
            yield f"增加{name}：{'、'.join(sorted(given))}"
        if taken := had - rights:
            yield f"取消{name}：{'、'.join(sorted(taken))}"

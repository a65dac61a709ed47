"""The composition of the three apps."""

from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class QpolicyConfig(AppConfig):
    name = "qpolicy"
    verbose_name = "账号与审计"

    def ready(self) -> None:
        from qpolicy.signins import listen

        listen()
        post_migrate.connect(_complete, sender=self)


class KnowledgeAdminConfig(AdminConfig):
    default_site = "qpolicy.site.KnowledgeSite"


def _complete(using: str, **_: Any) -> None:
    """Seal the audit log and make the groups."""
    from django.db import connections

    from qpolicy.roles import is_possible, keep_groups
    from qpolicy.sealing import seal

    if is_possible(using):
        seal(connections[using])
        keep_groups(using)

"""The documents app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from documents.lookups import register


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "规划"

    def ready(self) -> None:
        register()
        post_migrate.connect(_keep_index, sender=self)


def _keep_index(**_: Any) -> None:
    """Put back what a migration may have dropped (SQLite rebuilds tables without their triggers), and index what is not."""
    from documents.search.indexing import is_possible, repair

    if is_possible():
        repair()

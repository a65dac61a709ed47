"""The migrations say what the models say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_migration_has_a_name() -> None:
    for app in ("documents", "indicators", "tasks", "qpolicy"):
        for path in Path(apps.get_app_config(app).path, "migrations").glob("[0-9]*.py"):
            assert not re.search(r"_(auto|initial)", path.stem), path.name

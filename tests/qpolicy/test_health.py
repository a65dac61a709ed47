"""/healthz tells whoever watches the site whether it can serve, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_site_that_can_serve_says_so(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "migrations": "applied"}


def test_the_answer_is_kept_nowhere(client: Client) -> None:
    response = client.get("/healthz")
    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers


def test_a_migration_that_waits_is_an_error(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="tasks").delete()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["migrations"] == "pending"


def test_a_database_that_does_not_answer_is_an_error_without_its_secrets(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*arguments: Any) -> Any:
        raise OperationalError("connection to server at 192.0.2.1 failed: password of qpolicy")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)
    client.cookies["sessionid"] = "s" * 32
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "error", "database": "unreachable", "migrations": "unknown"}
    assert "192.0.2.1" in caplog.text


def test_it_only_answers(client: Client) -> None:
    assert client.post("/healthz").status_code == 405

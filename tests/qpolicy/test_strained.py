"""What is interrupted is as if it had never begun, and of many who write at once nobody fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = "qpolicy_strained_test"
pytestmark = pytest.mark.slow


def strained(*arguments: str, folder: Path, url: str = "") -> str:
    """Return what the work printed; it has a database of its own."""
    place = {"DATA_DIR": str(folder), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "qpolicy.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.strained", *arguments],
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", **place},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-10_000:]
    return done.stdout


@pytest.fixture
def server(postgres_url: str) -> Iterator[str]:
    """The address of an empty database on PostgreSQL."""
    connection = psycopg2.connect(postgres_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for name in (NAME, f"{NAME}_kept"):
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
        yield urlsplit(postgres_url)._replace(path=f"/{NAME}").geturl()
        for name in (NAME, f"{NAME}_kept"):
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    connection.close()


def test_an_import_killed_at_any_moment_leaves_all_whole_and_can_be_repeated(tmp_path: Path) -> None:
    assert "50 imports killed" in strained("kill", "--times", "50", folder=tmp_path)


def test_an_import_killed_on_postgresql_leaves_all_whole_too(server: str, tmp_path: Path) -> None:
    assert "12 imports killed" in strained("kill", "--times", "12", folder=tmp_path, url=server)


def test_of_six_who_write_at_once_none_fails(tmp_path: Path) -> None:
    assert "none failed, none was lost" in strained("write", folder=tmp_path)


def test_of_six_who_write_at_once_on_postgresql_none_fails(server: str, tmp_path: Path) -> None:
    assert "none failed, none was lost" in strained("write", folder=tmp_path, url=server)

"""Whatever touches the database works on PostgreSQL as it does on SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[1]
EMPTY = "qpolicy_quickstart_test"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.timeout(3600)
def test_every_database_test_passes_on_postgresql(postgres_url: str) -> None:
    """The same tests in a process of their own, for a process has one database."""
    options = ["--only-database", "--ignore=tests/browser", "-p", "no:cacheprovider", "--no-header"]
    done = run("-m", "pytest", "tests", *options, DATABASE_URL=postgres_url)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]


@pytest.fixture
def empty_database(postgres_url: str) -> Iterator[str]:
    connection = psycopg2.connect(postgres_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {EMPTY}")
        cursor.execute(f"CREATE DATABASE {EMPTY}")
        yield urlsplit(postgres_url)._replace(path=f"/{EMPTY}").geturl()
        cursor.execute(f"DROP DATABASE {EMPTY} WITH (FORCE)")
    connection.close()


def test_quickstart_fills_an_empty_postgresql_database(empty_database: str, tmp_path: Path) -> None:
    place = {"DATABASE_URL": empty_database, "DATA_DIR": str(tmp_path)}
    first = run("manage.py", "quickstart", "--no-serve", **place)
    assert first.returncode == 0, first.stderr
    assert "一次性密码" in first.stdout
    again = run("manage.py", "quickstart", "--no-serve", **place)
    assert again.stdout.splitlines() == ["数据库：已是最新", "规划：已有 5 份，未作改动", "管理员：已有，未作改动"]
    assert not list(tmp_path.glob("*.sqlite3"))


def test_two_quickstarts_on_one_database_take_turns(empty_database: str, tmp_path: Path) -> None:
    """Each has a folder of its own, so that no file tells one of the other."""
    started = []
    for number in range(2):
        place = {"DATABASE_URL": empty_database, "DATA_DIR": str(tmp_path / str(number)), "PYTHONUTF8": "1"}
        command = [sys.executable, "manage.py", "quickstart", "--no-serve"]
        options: Any = {"cwd": ROOT, "env": {**os.environ, **place}, "text": True, "encoding": "utf-8"}
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options))
    said = [process.communicate(timeout=300) for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    first, second = sorted((out for out, _ in said), key=lambda out: "规划：已有 5 份，未作改动" in out)
    assert "一次性密码" in first
    assert "一次性密码" not in second
    assert "规划：已有 5 份，未作改动" in second

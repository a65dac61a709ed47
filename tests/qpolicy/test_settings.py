"""The settings start out safe, and production refuses to start half configured."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"PROD": "1", "SECRET_KEY": "k" * 30 + "abcdefghijklmnopqrstuvwxyz", "ALLOWED_HOSTS": "plans.example"}


def manage(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        check=False,
        env=clean | {"DATA_DIR": str(folder), "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_a_proxy_may_do_the_redirect(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, **PRODUCTION, SSL_REDIRECT="0")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_says_what_is_missing(tmp_path: Path, missing: str) -> None:
    done = manage("check", folder=tmp_path, **{**PRODUCTION, missing: ""})
    assert done.returncode != 0
    assert f"必须设置环境变量 {missing}" in done.stderr


def test_production_refuses_debug(tmp_path: Path) -> None:
    assert "DEBUG=1" in manage("check", folder=tmp_path, **PRODUCTION, DEBUG="1").stderr


def test_a_flag_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "环境变量 DEBUG 应为 0 或 1" in manage("check", folder=tmp_path, DEBUG="maybe").stderr


def test_run_time_files_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert manage("check", folder=folder).returncode == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    key = (folder / "secret_key").read_text()
    assert manage("check", folder=folder).returncode == 0
    assert (folder / "secret_key").read_text() == key


def test_several_people_may_write_at_once(tmp_path: Path) -> None:
    """Read, change and write back in four processes: nothing is lost, nobody is told that the database is locked."""
    assert manage("migrate", "-v0", folder=tmp_path).returncode == 0
    count = (
        "from django.db import transaction; from documents.models import Theme\n"
        "Theme.objects.get_or_create(slug='t', name='t')\n"
        "for _ in range(25):\n"
        "    with transaction.atomic():\n"
        "        theme = Theme.objects.select_for_update().get(); theme.order += 1; theme.save()"
    )
    with ThreadPoolExecutor(4) as people:
        done = list(people.map(lambda _: manage("shell", "-v0", "-c", count, folder=tmp_path), range(4)))
    assert [process.stderr for process in done] == [""] * 4
    shown = manage(
        "shell", "-v0", "-c", "from documents.models import Theme; print(Theme.objects.get().order)", folder=tmp_path
    )
    assert shown.stdout.strip() == "100"

"""Whatever touches the database works on PostgreSQL as it does on SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_database_test_passes_on_postgresql(postgres_url: str) -> None:
    """The same tests in a process of their own, for a process has one database."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests", "--only-database", "-p", "no:cacheprovider", "--no-header"],
        cwd=ROOT,
        check=False,
        env={**os.environ, "DATABASE_URL": postgres_url, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]

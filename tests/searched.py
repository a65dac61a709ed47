"""Run a check of the search on either database, each with the five plans in a place of its own.

    .venv/bin/python -m tests.searched CHECK [OPTION ...]

Exits with the status of the first run that fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.places import DATABASES, place

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    for database in DATABASES:
        with tempfile.TemporaryDirectory(prefix="qpolicy-searched-") as folder, place(database, Path(folder)) as here:
            environment = {**os.environ, **here}
            manage = [sys.executable, "manage.py"]
            subprocess.run(
                [*manage, "quickstart", "--no-serve"], cwd=ROOT, check=True, env=environment, stdout=subprocess.DEVNULL
            )
            print(f"{database}:", flush=True)
            ask = ["--", *manage, "search", "--json", "--limit", "500", "-"]
            if status := subprocess.run(
                [sys.executable, *sys.argv[1:], *ask], cwd=ROOT, check=False, env=environment
            ).returncode:
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main())

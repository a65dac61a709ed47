"""Readers who search while writers import and edit: no error, and nothing stale afterwards.

Run from the project's root: .venv/bin/python -m tests.benchmarks.together --seconds 60
On each database, eight processes search and two import plans again and edit sections. Exits 1 where anything fails.
PostgreSQL is that of TEST_DATABASE_URL, or one started for the purpose.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.places import DATABASES, place

ROOT = Path(__file__).resolve().parents[2]
READERS, WRITERS = 8, 2
ASKED = (
    "首席质量官",
    "绿色建筑",
    "市场监管局",
    '"质量强国"',
    "双随机、一公开",
    "標準化 計量",
    "质量 -食品",
    "版次",
    "地区:西安 质量",
    "量",
)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--databases", nargs="+", default=DATABASES)
    options.add_argument("--work", choices=["read", "write"], help=argparse.SUPPRESS)
    options.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.work:
        return _work(chosen.work, chosen.seconds, chosen.seed)
    return int(not min([_together(database, chosen.seconds) for database in chosen.databases]))


def _together(database: str, seconds: float) -> bool:
    with tempfile.TemporaryDirectory(prefix="qpolicy-together-") as folder, place(database, Path(folder)) as here:
        environment = {**os.environ, **here}
        _manage(environment, "quickstart", "--no-serve")
        command = [sys.executable, "-m", "tests.benchmarks.together", "--seconds", str(seconds), "--work"]
        works = [*(("read", seed) for seed in range(READERS)), *(("write", seed) for seed in range(WRITERS))]
        running = [
            subprocess.Popen(
                [*command, work, "--seed", str(seed)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
            )
            for work, seed in works
        ]
        said = [process.communicate()[0].strip() for process in running]
        checked = _manage(environment, "check_index", check=False)
        is_well = not any(process.returncode for process in running) and checked.returncode == 0
        print(f"{database}: {', '.join(said)}; {checked.stdout.strip()}; {'no error' if is_well else 'FAILED'}")
        return is_well


def _manage(environment: dict[str, str], *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=check, stdout=subprocess.PIPE, text=True)


def _work(work: str, seconds: float, seed: int) -> int:
    import django

    django.setup()
    number, until, dice = 0, time.monotonic() + seconds, random.Random(seed)
    act = _read if work == "read" else _write
    while time.monotonic() < until:
        act(dice, seed, number)
        number += 1
    print(f"{number} {'searches' if work == 'read' else 'writes'}")
    return 0


def _read(dice: random.Random, seed: int, number: int) -> None:
    from tasks.searching import find, to_json

    record = to_json(find(dice.choice(ASKED)), limit=20, milliseconds=0)
    if any("<mark>" not in hit["snippet"] and not hit["title"] for hit in record["hits"]):
        raise AssertionError(record)


def _write(dice: random.Random, seed: int, number: int) -> None:
    """Edit a section, then import a plan again, then make one and take it away."""
    from documents.models import Plan, Section
    from qpolicy.importing import Wish, import_plan

    slug = ("rongchang", "hebei", "xinjiang", "xian")[(number + seed) % 4]
    if number % 3 == 0:
        section = Section.objects.filter(plan__slug=slug, kind="task").order_by("?")[0]
        section.text = f"{section.text.split('版次')[0]}版次{number}。"
        section.save()
    elif number % 3 == 1:
        text = (ROOT / "fixtures" / "sources" / f"{slug}.txt").read_text(encoding="utf-8")
        title = f"第{seed}号质量强市实施方案第{number}稿"
        import_plan(
            text,
            Wish(
                slug=f"copy-{seed}-{number}", title=title, document_number=f"试〔{seed}〕{number}号", is_published=True
            ),
        )
    else:
        Plan.objects.filter(slug__startswith=f"copy-{seed}-").delete()


if __name__ == "__main__":
    sys.exit(main())

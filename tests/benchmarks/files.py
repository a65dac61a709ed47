"""What the ledger of very many tasks costs: queries and time of its page, memory and time of its files.

    .venv/bin/python -m tests.benchmarks.files [--plans 200] [--tasks 40] [--database sqlite]

Prints a line of JSON. Exits 1 where a page takes more than 15 queries, or the Excel file raises the peak of the memory
by 100 MB or more.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import sections
from tests.benchmarks.places import DATABASES, place

ROOT = Path(__file__).resolve().parents[2]
PLANS, TASKS, CHAPTERS, BODIES = 200, 40, 4, 300
MOST_QUERIES, MOST_MEGABYTES = 15, 100
PAGES = ("/ledger/", "/ledger/?plan=plan-7", "/ledger/?function=quality&page=3", "/ledger/?department=5&role=lead")
FORMS = ("xlsx", "csv", "json", "docx")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--plans", type=int, default=PLANS)
    parser.add_argument("--tasks", type=int, default=TASKS)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qpolicy-files-") as folder, place(asked.database, Path(folder)) as here:
        run("fill", here, str(asked.plans), str(asked.tasks))
        measured: dict[str, Any] = json.loads(run("measure", here))
    print(json.dumps(measured, ensure_ascii=False))
    is_light = measured["files"]["xlsx"]["megabytes"] < MOST_MEGABYTES
    return 0 if is_light and all(page["queries"] <= MOST_QUERIES for page in measured["pages"].values()) else 1


def run(step: str, here: dict[str, str], *arguments: str) -> str:
    """Take a step in a process of its own, for the peak of its memory is never taken back; return what it prints."""
    program = f"import sys; from tests.benchmarks import files; files.{step}(*map(int, sys.argv[1:]))"
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **here}, stdout=subprocess.PIPE)
    return done.stdout.decode()


def fill(plans: int, tasks: int) -> None:
    """Store published plans of so many tasks, each of three bodies and with a target."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    texts = sections(plans * tasks)
    with transaction.atomic():
        bodies = _bodies()
        for number in range(plans):
            _fill_plan(number, [next(texts) for _ in range(tasks)], bodies)


def measure() -> None:
    """Print what pages and files cost."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    pages: dict[str, Any] = {}
    for path in PAGES:
        with CaptureQueriesContext(connection) as counted:
            begun = time.perf_counter()
            assert client.get(path).status_code == 200, path
            pages[path] = {"queries": len(counted), "seconds": round(time.perf_counter() - begun, 2)}
    for form in FORMS:  # what is loaded once
        client.get(f"/ledger/export.{form}?plan=plan-7").getvalue()
    files: dict[str, Any] = {}
    for form in FORMS:
        before, begun = _peak(), time.perf_counter()
        size = sum(map(len, client.get(f"/ledger/export.{form}")))
        seconds, megabytes = time.perf_counter() - begun, _peak() - before
        files[form] = {"bytes": size, "seconds": round(seconds, 1), "megabytes": round(megabytes, 1)}
    print(json.dumps({"pages": pages, "files": files}))


def _peak() -> float:
    """Return the most memory that this process ever had, in megabytes; later files are measured above earlier ones."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bodies() -> list[Any]:
    from documents.models import Department
    from tests import builders

    function = builders.function("quality", "质量")
    made = [Department(region=builders.region(), name=f"市第{number}局", function=function) for number in range(BODIES)]
    return Department.objects.bulk_create(made)


def _fill_plan(number: int, texts: list[tuple[str, str]], bodies: list[Any]) -> None:
    from documents.models import Section
    from indicators.models import Indicator, Target
    from tasks.models import DefaultResponsibility, Responsibility, Task
    from tests import builders

    plan = builders.published(f"plan-{number}", title=f"某市质量强市建设实施方案（第{number}号）", source_text="原文。")
    chapters = [
        Section(plan=plan, position=at * 1000, kind="heading", number=f"{at}、", title="重点任务", anchor=f"s-{at}")
        for at in range(1, CHAPTERS + 1)
    ]
    chapters = Section.objects.bulk_create(chapters)
    items = Section.objects.bulk_create(
        Section(
            plan=plan,
            parent=chapters[at % CHAPTERS],
            position=(at % CHAPTERS + 1) * 1000 + at + 1,
            kind="task",
            number=f"({at})",
            title=title,
            text=text,
            anchor=f"s-t-{at}",
        )
        for at, (title, text) in enumerate(texts)
    )
    tasks = Task.objects.bulk_create(Task(section=item, deadline="2025年底前") for item in items)
    parts = [
        Responsibility(task=task, position=at, role=role, department=body, name=body.name)
        for key, task in enumerate(tasks)
        for at, role in enumerate(("lead", "responsible", "participant"))
        for body in (bodies[(number * 7 + key * 3 + at) % BODIES],)
    ]
    Responsibility.objects.bulk_create(parts)
    indicator = Indicator.objects.get_or_create(name="合格率")[0]
    Target.objects.bulk_create(
        Target(section=item, indicator=indicator, name="合格率", value=98, unit="%", year=2025) for item in items
    )
    DefaultResponsibility.objects.create(plan=plan, department=bodies[number % BODIES], section=chapters[0])


if __name__ == "__main__":
    sys.exit(main())

"""What it costs to keep the tasks of 200 plans of 40 tasks aligned, in seconds, on a database of its own.

Run from the project's root: .venv/bin/python -m tests.benchmarks.alignment [--plans 200] [--tasks 40] [--database sqlite]
Exits 1 where a changed plan takes longer than 10 seconds of the processor.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from tests.benchmarks.corpus import sections
from tests.benchmarks.places import DATABASES, place

BOUND = 10.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=40)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, place(asked.database, Path(folder)) as environment:
        os.environ |= environment
        return _measure(asked.plans, asked.tasks)


def _measure(plans: int, tasks: int) -> int:
    import django
    from django.core.management import call_command
    from django.db import transaction

    django.setup()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        _store(plans, tasks)

    from documents.models import Plan, Section
    from tasks.aligning import align_anew, align_changed, check, realign_two
    from tasks.models import Alignment

    first, second = Plan.objects.order_by("pk")[:2]
    _timed(f"align all {plans} plans", align_anew)
    print(f"{Alignment.objects.count()} pairs")
    _timed("nothing has changed", align_changed)
    section = Section.objects.filter(plan=first, kind="task").earliest("position")
    section.text += "推行首席质量官制度。"
    section.save()
    Plan.objects.filter(pk=first.pk).mark_edited()
    sentence = _timed("a sentence was added", align_changed)
    Plan.objects.filter(pk=first.pk).update(status="withdrawn")
    _timed("a plan was withdrawn", align_changed)
    Plan.objects.filter(pk=first.pk).update(status="published")
    publication = _timed("a plan was published", align_changed)
    _timed("a pair was rejected", lambda: realign_two(first.pk, second.pk))
    _timed("everything is checked", check)
    return int(max(sentence, publication) > BOUND)


def _store(plans: int, tasks: int) -> None:
    from documents.models import Plan, Section, Theme
    from tasks.kinds import keep_tasks

    themes = [Theme.objects.create(slug=f"theme-{n}", name=f"主题{n}", order=n) for n in range(10)]
    drawn = sections(plans * tasks)
    for number in range(plans):
        plan = Plan.objects.create(title=f"质量强市行动方案（{number}）", slug=f"plan-{number}", status="published")
        rows = [
            Section(
                plan=plan,
                kind="task",
                position=at,
                anchor=f"s-{at}",
                number=f"{at}.",
                title=title,
                text=text,
                theme=themes[at % 10],
            )
            for at, (title, text) in enumerate(islice(drawn, tasks), start=1)
        ]
        keep_tasks(Section.objects.bulk_create(rows))


def _timed(said: str, work: Callable[[], object]) -> float:
    start, busy = time.perf_counter(), time.process_time()
    work()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(f"{said}: {seconds:.2f} s, of the processor {busy:.2f} s", flush=True)
    return busy


if __name__ == "__main__":
    sys.exit(main())

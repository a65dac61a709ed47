"""What reading and storing a plan costs, in times of what jieba alone needs to cut its text: warm, median of five.

Run from the project's root: .venv/bin/python -m tests.benchmarks.store
Uses an SQLite file of its own in a temporary folder. Exits 1 where the ratio is 5 or more.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

PLAN = Path(__file__).resolve().parents[2] / "fixtures" / "sources" / "xian.txt"
TIMES, BOUND = 5, 5.0


def median_of(times: int, work: Callable[[], object]) -> float:
    """Return the median of the seconds that the work takes, once warm."""
    work()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "qpolicy.settings"}
        return _measure()


def _measure() -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    text = PLAN.read_text(encoding="utf-8")
    read, store, cut = (median_of(TIMES, work) for work in (_reader(text), _storer(text), _cutter(text)))
    ratio = store / cut
    print(f"{len(text)} characters: read {read * 1000:.0f} ms, read and store {store * 1000:.0f} ms,", end=" ")
    print(f"jieba {cut * 1000:.0f} ms, ratio {ratio:.2f} (bound {BOUND})")
    return int(ratio >= BOUND)


def _reader(text: str) -> Callable[[], object]:
    from qpolicy.ingest import read_plan

    return lambda: read_plan(text)


def _storer(text: str) -> Callable[[], object]:
    """Store one edition after the other; departments and indicators are known from the second on."""
    from documents.models import Plan
    from qpolicy.ingest import read_plan
    from qpolicy.storing import store_draft

    editions = count(1)

    def store() -> None:
        edition = next(editions)
        store_draft(read_plan(text), Plan(slug=f"edition-{edition}"), given={"title": "测试", "edition": edition})

    return store


def _cutter(text: str) -> Callable[[], object]:
    import jieba

    jieba.setLogLevel("ERROR")
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = os.environ["DATA_DIR"]
    return lambda: tokenizer.lcut(text)


if __name__ == "__main__":
    sys.exit(main())

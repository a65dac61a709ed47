"""Whatever is typed is answered: random and hostile queries among many sections, against a LIKE scan in the same run.

Run from the project's root: .venv/bin/python -m tests.benchmarks.hostile --queries 10000 --sections 20000
Prints the slowest query of each database in times of the LIKE scan (the median over its queries). Exits 1 where one is
slower than five times that, or is answered by an error.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.places import DATABASES, place
from tests.benchmarks.search import like, prepare, store
from tests.hostile import queries

ROOT = Path(__file__).resolve().parents[2]
BOUND = 5.0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--queries", type=int, default=10_000)
    options.add_argument("--sections", type=int, default=20_000)
    options.add_argument("--databases", nargs="+", default=DATABASES)
    options.add_argument("--work", nargs=2, metavar=("CORPUS", "ANSWERS"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.work:
        return _work(Path(chosen.work[0]), Path(chosen.work[1]), chosen.queries)
    worst = 0.0
    with tempfile.TemporaryDirectory(prefix="qpolicy-benchmark-") as folder:
        corpus = Path(folder) / "corpus"
        corpus.write_bytes(pickle.dumps(prepare(chosen.sections)))
        for database in chosen.databases:
            answers = Path(folder) / f"{database}.json"
            command = [
                "-m",
                "tests.benchmarks.hostile",
                "--queries",
                str(chosen.queries),
                "--work",
                str(corpus),
                str(answers),
            ]
            with place(database, Path(folder)) as here:
                subprocess.run([sys.executable, *command], cwd=ROOT, check=True, env={**os.environ, **here})
            worst = max(worst, _print(database, json.loads(answers.read_text(encoding="utf-8"))))
    return int(worst > BOUND)


def _work(corpus: Path, answers: Path, number: int) -> int:
    import django

    django.setup()
    from tasks.searching import find, to_json

    prepared = pickle.loads(corpus.read_bytes())
    store(prepared)
    scan, asked = like(), [typed for some in prepared["queries"].values() for typed in some]
    scanned = [_once(lambda typed=typed: scan(typed)) for typed in asked]
    text = "".join(text for _, text in prepared["texts"][:200])
    _once(lambda: to_json(find("质量"), limit=20, milliseconds=0))  # the first loads the dictionary and all addresses
    times = {}
    for typed in queries(number, text=text):
        times[repr(typed)[:60]] = _once(lambda typed=typed: to_json(find(typed), limit=20, milliseconds=0))
    slowest = sorted(times.items(), key=lambda pair: -pair[1])[:5]
    answers.write_text(
        json.dumps({"like": statistics.median(scanned), "asked": number, "slowest": slowest}), encoding="utf-8"
    )
    return 0


def _once(work: Any) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _print(database: str, result: dict[str, Any]) -> float:
    ratio = float(result["slowest"][0][1] / result["like"])
    print(
        f"{database}: {result['asked']} queries, no error; LIKE scan {result['like']:.1f} ms; slowest {ratio:.2f} times (bound {BOUND:g})"
    )
    for typed, milliseconds in result["slowest"]:
        print(f"  {milliseconds:8.1f} ms  {typed}")
    return ratio


if __name__ == "__main__":
    sys.exit(main())

"""How the time to read a plan grows with its length: 1.6 MB against 50 kB of plan text, best of five, in one run.

Run from the project's root: .venv/bin/python -m tests.benchmarks.reading
Exits 1 where 32 times the text costs more than 48 times the time.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qpolicy.settings")
SOURCES = Path(__file__).resolve().parents[2] / "fixtures" / "sources"
SHORT, LONG = 50_000, 1_600_000  # bytes in UTF-8
BOUND = 48


def corpus(size: int) -> str:
    """Return the five plans one after the other, repeated up to this many bytes."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt")))
    repeated = text * (size // len(text.encode()) + 1)
    return repeated.encode()[:size].decode(errors="ignore")


def best_of(times: int, text: str) -> float:
    from qpolicy.ingest import read_plan

    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        read_plan(text)
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def main() -> int:
    short, long = corpus(SHORT), corpus(LONG)
    best_of(1, short)
    ratio = best_of(5, long) / best_of(5, short)
    print(f"reading {LONG} bytes costs {ratio:.1f} times {SHORT} bytes (bound {BOUND})")
    return int(ratio > BOUND)


if __name__ == "__main__":
    sys.exit(main())

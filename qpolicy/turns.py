"""One process at a time: who comes second waits, and is told what for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nobody is kept waiting
    fcntl = None  # type: ignore[assignment]

LONGEST_WAIT = 300.0  # seconds; preparing everything takes less than one minute
PAUSE = 0.2


class StillBusy(RuntimeError):  # noqa: N818  as it is told
    """Another process has kept the file locked for longer than one should wait."""


@contextmanager
def one_at_a_time(path: Path, *, waiting: Callable[[], object]) -> Iterator[None]:
    """Hold the lock file, waiting for it if need be; `waiting` is called once before. Raises StillBusy.

    The lock goes with the process that holds it, however that ends; the empty file stays.
    """
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
        if not _is_taken(file.fileno()):
            waiting()
            _wait_for(file.fileno())
        yield


def _wait_for(file: int) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while not _is_taken(file):
        if time.monotonic() >= until:
            raise StillBusy
        time.sleep(PAUSE)


def _is_taken(file: int) -> bool:
    """Try to take the lock."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

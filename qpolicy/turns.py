"""One process at a time: who comes second waits, and is told what for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection

try:
    import fcntl
except ImportError:  # Windows, where nobody is kept waiting
    fcntl = None  # type: ignore[assignment]

LONGEST_WAIT = 300.0  # seconds; preparing everything takes less than one minute
PAUSE = 0.2
LOCK = settings.DATA_DIR / "quickstart.lock"
KEY = 0x9001C1  # of the lock that a PostgreSQL keeps for us, in each database its own


class StillBusy(RuntimeError):  # noqa: N818  as it is told
    """Another process has kept its turn for longer than one should wait."""


@contextmanager
def in_turn(*, waiting: Callable[[], object]) -> Iterator[None]:
    """Prepare a knowledge base alone, also where the others have a DATA_DIR of their own and share a PostgreSQL.

    `waiting` is called before one has to wait. Raises StillBusy.
    """
    with one_at_a_time(LOCK, waiting=waiting), _alone_on_server(waiting=waiting):
        yield


@contextmanager
def one_at_a_time(path: Path, *, waiting: Callable[[], object], longest: float | None = None) -> Iterator[None]:
    """Hold the lock file, waiting for it so many seconds if need be; `waiting` is called once before. Raises StillBusy.

    The lock goes with the process that holds it, however that ends; the empty file stays.
    """
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
        if not _is_taken(file.fileno()):
            waiting()
            _wait_until(partial(_is_taken, file.fileno()), LONGEST_WAIT if longest is None else longest)
        yield


@contextmanager
def _alone_on_server(*, waiting: Callable[[], object]) -> Iterator[None]:
    """Hold a lock of PostgreSQL by a connection of its own, with which it goes. SQLite's file lies in DATA_DIR."""
    if connection.vendor != "postgresql":
        yield
        return
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:

            def is_taken() -> bool:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [KEY])
                return bool(cursor.fetchone()[0])

            if not is_taken():
                waiting()
                _wait_until(is_taken, LONGEST_WAIT)
            yield
    finally:
        holder.close()


def _wait_until(is_taken: Callable[[], bool], longest: float) -> None:
    until = time.monotonic() + longest
    while not is_taken():
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

"""What goes wrong in a database, as Django tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

# How long is waited for a lock, and how another takes it.
IMPATIENT = {"sqlite": "PRAGMA busy_timeout = 100", "postgresql": "SET lock_timeout = 100"}
HOLDING = {"sqlite": ["BEGIN IMMEDIATE"], "postgresql": ["BEGIN", "LOCK {table} IN EXCLUSIVE MODE"]}


class DriverError(Exception):
    """What the driver of PostgreSQL raises, by its code."""

    def __init__(self, message: str, pgcode: str) -> None:
        super().__init__(message)
        self.pgcode = pgcode


def deadlock() -> OperationalError:
    """Return what one of two is told who have waited for each other."""
    return of_postgresql("deadlock detected", "40P01")


def of_postgresql(message: str, code: str) -> OperationalError:
    error = OperationalError(message)
    error.__cause__ = DriverError(message, code)
    return error


@contextmanager
def holding(table: str) -> Iterator[Callable[[], None]]:
    """Yield what lets another connection keep writers off the table; of ours, which is short of patience, until the end.

    For a test with connections of its own. On SQLite the other has the whole database.
    """
    other = connection.copy()

    def hold() -> None:
        with other.cursor() as cursor:
            for statement in HOLDING[connection.vendor]:
                cursor.execute(statement.format(table=table))

    with connection.cursor() as cursor:
        cursor.execute(IMPATIENT[connection.vendor])
    try:
        yield hold
    finally:
        other.close()
        connection.close()

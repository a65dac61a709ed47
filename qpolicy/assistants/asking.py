"""Ask the database from an asynchronous server: each call in a thread and on a connection of its own, and only to read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.db import connection, connections

READING = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK")
Answer = TypeVar("Answer")


class WritingRefusedError(RuntimeError):
    """Something would have been written where everything only reads."""


async def ask(make: Callable[[], Answer]) -> Answer:
    """Return what is made of the database. Several calls at once run beside each other."""
    async with ThreadSensitiveContext():
        return await sync_to_async(partial(_reading, make), thread_sensitive=True)()


def _reading(make: Callable[[], Answer]) -> Answer:
    """Make the answer, and close the connections of this thread, which begins and ends with the call."""
    try:
        with connection.execute_wrapper(_refuse_writing):
            return make()
    finally:
        for used in connections.all(initialized_only=True):
            if not used.in_atomic_block:
                used.close()


def _refuse_writing(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not str(sql).lstrip("( \n").upper().startswith(READING):
        raise WritingRefusedError(f"not a question: {str(sql)[:80]}")
    return execute(sql, params, many, context)

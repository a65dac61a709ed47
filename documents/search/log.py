"""Keep what was looked for and how it went, as far as the database takes it: whoever searches never waits for that."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import DatabaseError, connection, transaction

from documents.models import SearchLog

LONGEST_KEPT = 200
PATIENCE = 200  # milliseconds that SQLite waits for whoever else is writing

logger = logging.getLogger(__name__)


def keep(typed: str, *, hits: int, milliseconds: float) -> None:
    """Note a search. A database that is locked or may only be read keeps nothing. One query."""
    if not (query := _kept(typed)):
        return
    try:
        # Within a transaction only a savepoint lets it go on after a failure.
        with _in_haste(), transaction.atomic() if connection.in_atomic_block else nullcontext():
            SearchLog.objects.create(query=query, hits=hits, milliseconds=max(0, round(milliseconds)))
    except DatabaseError as error:
        logger.warning("检索记录未能保存：%s", error)


def _kept(typed: str) -> str:
    """Return the beginning of what was typed, in characters that every database can store."""
    return "".join(char if char.isprintable() else " " for char in typed.strip()[:LONGEST_KEPT]).strip()


@contextmanager
def _in_haste() -> Iterator[None]:
    """Let SQLite wait only a moment; the pages of readers shall not stand still while a plan is imported."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = int(float(connection.settings_dict.get("OPTIONS", {}).get("timeout", 5)) * 1000)
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        if connection.connection is not None:
            connection.connection.execute(f"PRAGMA busy_timeout = {usual}")

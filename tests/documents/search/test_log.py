"""Searches are noted where the database takes it, and never held up where it does not."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from documents.models import SearchLog
from documents.search import log

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="locks of SQLite")


@pytest.mark.django_db
def test_it_keeps_what_was_asked_and_how_it_went() -> None:
    log.keep(" 质量 " + "长" * 300, hits=3, milliseconds=12.6)
    kept = SearchLog.objects.get()
    assert (kept.hits, kept.milliseconds, len(kept.query)) == (3, 13, 200)
    assert kept.query.startswith("质量 长")


@pytest.mark.django_db
def test_it_keeps_what_no_database_could_store_as_blanks() -> None:
    log.keep("质\x00量\u3000\ud800标\n准", hits=3, milliseconds=1)
    assert SearchLog.objects.get().query == "质 量  标 准"


@pytest.mark.django_db
def test_it_keeps_nothing_of_nothing() -> None:
    log.keep("  ", hits=0, milliseconds=1)
    log.keep("\x00", hits=0, milliseconds=1)
    assert not SearchLog.objects.exists()


@pytest.mark.django_db
def test_a_failure_is_swallowed_and_the_transaction_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**fields: object) -> None:
        raise DatabaseError("attempt to write a readonly database")

    with monkeypatch.context() as patch:
        patch.setattr(SearchLog.objects, "create", refuse)
        log.keep("质量", hits=1, milliseconds=1)
    log.keep("质量", hits=1, milliseconds=1)
    assert SearchLog.objects.count() == 1


@pytest.mark.django_db
@on_sqlite
def test_sqlite_may_only_be_read() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")
        try:
            log.keep("质量", hits=1, milliseconds=1)
        finally:
            cursor.execute("PRAGMA query_only = 0")
    assert not SearchLog.objects.exists()


@pytest.mark.django_db
@on_sqlite
def test_who_waits_for_a_lock_waits_a_moment_only(tmp_path: Path) -> None:
    path = tmp_path / "locked.sqlite3"
    holder, reader = sqlite3.connect(path), sqlite3.connect(path)
    holder.executescript("CREATE TABLE t (x); BEGIN IMMEDIATE;")
    usual, connection.connection = connection.connection, reader
    try:
        begun = time.monotonic()
        with pytest.raises(sqlite3.OperationalError), log._in_haste():
            reader.execute("INSERT INTO t VALUES (1)")
        assert time.monotonic() - begun < 5
        assert reader.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
    finally:
        connection.connection = usual
        holder.close()
        reader.close()

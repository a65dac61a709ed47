"""The seam between the search and the database: what each database makes of the entries, and how it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

Asked = tuple[str, list[Any]]


class Backend(Protocol):
    """One database. Entries stand in `documents_searchentry`; whoever changes a row there changes what is found."""

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Make what is missing of tables, columns, indexes and triggers. Safe to repeat."""

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        """Make what the database keeps anew from the entries."""

    def faults(self, connection: BaseDatabaseWrapper) -> dict[str, set[int]]:
        """Return the keys of entries for which the database keeps too little or too much, by kind of fault."""

    def size(self, connection: BaseDatabaseWrapper) -> int:
        """Return the bytes of the index, the entries included."""

    def holds_run(self, row: str, run: str) -> Asked:
        """Return the condition that the row's title or text has the letters as one run; `row` is a quoted alias."""

    def holds_any_word(self, row: str, words: Sequence[str]) -> Asked:
        """Return the condition that the row has one of the words."""

    def frequency(self, run: str, most: int) -> Asked:
        """Return a query for about how many entries have the run, counted no further than `most`."""


def backend_of(connection: BaseDatabaseWrapper) -> Backend:
    """Return the backend for a connection's database."""
    if connection.vendor == "postgresql":
        from documents.search.backends.postgres import PostgreSQL

        return PostgreSQL()
    if connection.vendor == "sqlite":
        from documents.search.backends.sqlite import SQLite

        return SQLite()
    raise NotImplementedError(f"没有适用于数据库 {connection.vendor} 的检索后端，请使用 SQLite 或 PostgreSQL")

"""The seam between the search and the database: what each database makes of the entries, and how it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from documents.search.cuts import pairs, spread
from documents.search.needs import AllOf, Need, runs_of

Asked = tuple[str, list[Any]]


class Backend(Protocol):
    """One database. Entries stand in `documents_searchentry`; whoever changes a row there changes what is found."""

    def is_installed(self, connection: BaseDatabaseWrapper) -> bool:
        """Tell whether its tables, indexes and triggers are there, and are those of this program."""

    def uninstall(self, connection: BaseDatabaseWrapper) -> None:
        """Take away whatever names the entries, so that sections can be written where there are none."""

    def suspend(self, connection: BaseDatabaseWrapper) -> None:
        """Let the entries be written anew without keeping anything of them, until `rebuild`; nobody else writes sections."""

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        """Make what is missing, and what is kept of the entries anew; keep it from then on. In a transaction."""

    def written(self, connection: BaseDatabaseWrapper) -> None:
        """Do what is left when entries were written, as soon as the transaction is done."""

    def faults(self, connection: BaseDatabaseWrapper) -> dict[str, set[int]]:
        """Return the keys of entries for which the database keeps too little or too much, by kind of fault."""

    def at_one_moment(self, connection: BaseDatabaseWrapper) -> AbstractContextManager[object]:
        """Return circumstances under which all that is read is of one moment, while others write."""

    def asking(self, connection: BaseDatabaseWrapper) -> AbstractContextManager[object]:
        """Return the circumstances under which a search asks its questions."""

    def size(self, connection: BaseDatabaseWrapper) -> int:
        """Return the bytes of the index, the entries included."""

    def holds(self, row: str, need: Need) -> Asked:
        """Return the condition that the row's title or text has what is needed, with the index; `row` is a quoted alias."""

    def looked(self, row: str, need: Need) -> Asked:
        """Return the same condition without the index: it looks into the row."""

    def is_among(self, row: str, keys: Sequence[int]) -> Asked:
        """Return the condition that the row's key is one of these."""

    def joining(self, rows: str, key: str) -> str:
        """Return the statement that counts the rows of another and makes one line of their keys."""

    def matching(self, entries: QuerySet[Any], need: Need) -> Any:
        """Keep the entries whose pieces allow for what is needed, so that rows come as they are found."""

    def proving(self, entries: QuerySet[Any], proof: Need) -> Any:
        """Keep the entries of which the index itself knows that they have the runs; there may be others that have them."""

    def doubtful(self, entries: QuerySet[Any], need: Need, proof: Need) -> Any:
        """Keep the entries whose pieces allow for what is needed, but without those that prove it."""

    def is_settled(self, need: Need, proof: Need) -> bool:
        """Tell whether those that prove it are all that have it; else the doubtful ones must be looked into."""

    def ruling_out(self, entries: QuerySet[Any], excluded: Need) -> Any:
        """Keep the entries whose pieces do not allow for what is excluded; None where looking into them costs less."""

    def matching_words(self, entries: QuerySet[Any], groups: Sequence[Sequence[str]]) -> Any:
        """Keep the entries that have a word of every group, so that rows come as they are found."""

    def frequencies(
        self, connection: BaseDatabaseWrapper, runs: Sequence[str], most: int, sections: int
    ) -> tuple[list[int], int]:
        """Return how many entries have each run, and how many entries there are. One query.

        Of more entries than `sections` it is enough to know about how many: a run is counted to `most`, from which is
        concluded how many have it.
        """

    def frequencies_of_words(
        self, connection: BaseDatabaseWrapper, words: Sequence[str], most: int, sections: int
    ) -> tuple[list[int], int]:
        """Return the same for words."""


def look_for(need: Need, look: Callable[[str], Asked]) -> Asked:
    """Put together the conditions that look for each run."""
    if isinstance(need, str):
        return look(need)
    asked = [look_for(part, look) for part in need.parts]
    return joined(" AND " if isinstance(need, AllOf) else " OR ", asked)


def joined(word: str, asked: Sequence[Asked]) -> Asked:
    return f"({word.join(sql for sql, _ in asked)})", [parameter for _, some in asked for parameter in some]


def is_short(need: Need, longest: int) -> bool:
    """Tell whether each run that is needed has at most so many letters."""
    return all(len(run) <= longest for run in runs_of(need))


def some_pairs(run: str) -> list[str]:
    """Return the pairs of a run; of a long one as many as suffice: whether the rest is there, looking tells."""
    return spread(pairs(run) or [run])


def backend_of(connection: BaseDatabaseWrapper) -> Backend:
    """Return the backend for a connection's database."""
    if connection.vendor == "postgresql":
        from documents.search.backends.postgres import PostgreSQL

        return PostgreSQL()
    if connection.vendor == "sqlite":
        from documents.search.backends.sqlite import SQLite

        return SQLite()
    raise NotImplementedError(f"没有适用于数据库 {connection.vendor} 的检索后端，请使用 SQLite 或 PostgreSQL")

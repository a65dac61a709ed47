"""What the database is asked of the index, in words that every backend understands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from documents.search.backends import backend_of
from documents.search.needs import Need


class _Condition(Func):
    """A condition on the entry whose key is `section`; its columns are those of the same row."""

    conditional = True
    output_field: Any = BooleanField()

    def __init__(self, asked: Any, key: str = "section"):
        super().__init__(F(key))
        self.asked = asked

    @property
    def identity(self) -> Any:  # two conditions are one where they ask the same
        return (*super().identity, repr(self.asked))

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:  # type: ignore[override]
        [key] = self.get_source_expressions()
        row = compiler.quote_name_unless_alias(key.alias)  # an alias such as U0 stands unquoted, and PostgreSQL minds
        return self.sql(row, connection)

    def sql(self, row: str, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        raise NotImplementedError


class Holds(_Condition):
    """The runs that are needed stand in title or text, each in one of them."""

    def __init__(self, asked: Need, key: str = "section"):
        super().__init__(asked, key)

    def sql(self, row: str, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        return backend_of(connection).holds(row, self.asked)


class IsAmong(_Condition):
    """The entry is one of these; there may be thousands."""

    def __init__(self, asked: Iterable[int], key: str = "section"):
        super().__init__(list(asked), key)

    def sql(self, row: str, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        return backend_of(connection).is_among(row, self.asked)

"""What the commands that need the database have in common."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

UNREADY = "数据库无法使用，请先运行 manage.py quickstart --no-serve，或检查 DATABASE_URL：{reason}"
OTHERWISE = "数据库出错：{reason}"
# A table, column, function, type or schema that is not there: on PostgreSQL a code, on SQLite in words.
UNDEFINED_CODES = ("42P01", "42703", "42883", "42704", "3F000")
UNDEFINED_WORDS = ("no such table", "no such column")
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


class DatabaseCommand(BaseCommand):
    """A command that says in one line, as all errors of commands, what is wrong with the database."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            raise refusal(error) from error


def refusal(error: DatabaseError) -> CommandError:
    """Return what to say; to prepare the database is advised only where it does not answer, or lacks what this program has.

    What was written until then is not said: a command that exports plans has written some of them.
    """
    message = UNREADY if _is_unready(error) else OTHERWISE
    return CommandError(message.format(reason=" ".join(str(error).split())))


def _is_unready(error: DatabaseError) -> bool:
    cause = error.__cause__
    if connection.connection is None:  # it could not be made, or was lost
        return getattr(cause, "sqlite_errorname", "") not in BUSY
    return getattr(cause, "pgcode", None) in UNDEFINED_CODES or str(error).startswith(UNDEFINED_WORDS)

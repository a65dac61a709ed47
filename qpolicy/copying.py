"""Copy the whole database out, while others read and write it, and a copy back in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import cast

from django.db import connection

NO_PROGRAM = "PostgreSQL 的备份和恢复要用 {name}，本机没有。请安装 PostgreSQL 的客户端程序（Debian：apt install postgresql-client）。"
ANEW = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.sql"}


class CannotCopy(RuntimeError):  # noqa: N818  it says why
    """The database could not be copied, for the reason given."""


def copy_out(folder: Path) -> Path:
    """Write one state of the database to a file of this folder. Nobody waits for it, and it waits for nobody."""
    path = folder / NAMES[connection.vendor]
    _OUT[connection.vendor](path)
    return path


def copy_in(path: Path) -> None:
    """Put the copy in the place of all that the database holds, in one transaction: whole or not at all."""
    _IN[connection.vendor](path)
    connection.close()


def _out_of_sqlite(path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def _into_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA ignore_check_constraints=ON")  # which ask for functions that Django brings
        try:
            faults = copy.execute("PRAGMA integrity_check").fetchall()
        except sqlite3.DatabaseError as error:
            raise CannotCopy(f"备份中的数据库已损坏：{error}。") from error
        if faults != [("ok",)]:
            raise CannotCopy(f"备份中的数据库已损坏：{faults[0][0]}。")
        connection.ensure_connection()
        copy.backup(cast(sqlite3.Connection, connection.connection))


def _out_of_postgresql(path: Path) -> None:
    _run("pg_dump", ["--format=plain", "--no-owner", "--no-privileges", f"--file={path}"])


def _into_postgresql(path: Path) -> None:
    connection.close()
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    _run("psql", [*options, "--command", ANEW, "--file", str(path)])


def _run(name: str, options: list[str]) -> None:
    """Run a client program of PostgreSQL on the database of the settings; the password is not among its arguments."""
    program = shutil.which(name)
    if program is None:
        raise CannotCopy(NO_PROGRAM.format(name=name))
    from psycopg2.extensions import make_dsn

    known = {key: value for key, value in connection.get_connection_params().items() if isinstance(value, str | int)}
    environment = {**os.environ, "PGPASSWORD": str(known.pop("password", ""))}
    where = f"--dbname={make_dsn(**known)}"
    done = subprocess.run(
        [program, *options, where], env=environment, check=False, capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        raise CannotCopy(f"{name} 未能完成：{done.stderr.strip()}")


_OUT: dict[str, Callable[[Path], None]] = {"sqlite": _out_of_sqlite, "postgresql": _out_of_postgresql}
_IN: dict[str, Callable[[Path], None]] = {"sqlite": _into_sqlite, "postgresql": _into_postgresql}

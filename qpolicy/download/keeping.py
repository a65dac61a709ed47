"""Keep the archive as a file until something in the knowledge base changes."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from documents.keeping import state
from qpolicy.download.packing import pack
from qpolicy.turns import one_at_a_time

FOLDER = "download"
PROGRAM = "1"  # counted up with whatever changes the form of the archive
MOST_TRIES = 3
LONGEST_WAIT = 15.0  # seconds; a server takes a process that is silent for longer to be dead


@dataclass(frozen=True, slots=True)
class Archive:
    """The file, and the SHA-256 of its bytes, which its name says as well."""

    path: Path
    sha256: str

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def kept_archive() -> Archive | None:
    """Return the archive of the knowledge base as it is, where it has been written. One query."""
    return _written(state())


def archive() -> Archive:
    """Return the archive of the knowledge base as it is, written where it must be, by one process at a time.

    Raises StillBusy where another process has not finished it yet.
    """
    if found := kept_archive():
        return found
    with one_at_a_time(_folder() / "lock", waiting=lambda: None, longest=LONGEST_WAIT):
        return kept_archive() or _write()


def _write() -> Archive:
    """Write it once more where something was changed meanwhile: it is of one state, as far as people let it be."""
    fresh = _folder() / f"{os.getpid()}.part"
    for _ in range(MOST_TRIES):
        before = state()
        with open(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            pack(file)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if state() == before:
            break
    path = _folder() / f"{_key(before)}-{sha256}.zip"
    fresh.replace(path)
    _forget_all_but(path)
    return Archive(path, sha256)


def _written(state: str) -> Archive | None:
    path = next(_folder().glob(f"{_key(state)}-*.zip"), None)
    return Archive(path, path.stem.partition("-")[2]) if path else None


def _forget_all_but(kept: Path) -> None:
    """Older ones, and what a process that died has left half written; whoever is being sent one keeps it open to its end."""
    for path in (*_folder().glob("*.zip"), *_folder().glob("*.part")):
        if path != kept:
            with suppress(OSError):  # Windows lets no open file be deleted; the next one does
                path.unlink()


def _key(state: str) -> str:
    told = repr((PROGRAM, settings.SITE_NAME, settings.TIME_ZONE, state))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _folder() -> Path:
    folder: Path = settings.DATA_DIR / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder

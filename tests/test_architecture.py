"""Imports go one way: qpolicy -> tasks -> indicators -> documents, and what reads texts knows no Django."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = ["documents", "indicators", "tasks", "qpolicy"]  # each may import itself and those before it
# What knows the database or the web; every other module is pure: str and frozen dataclasses in, the same out.
KNOWING = {
    "admin",
    "apps",
    "entry",
    "filters",
    "limits",
    "management",
    "migrations",
    "models",
    "paging",
    "store",
    "templatetags",
    "urls",
    "views",
}
COMPOSITION = "qpolicy"
PURE_OF_COMPOSITION = {"corrections", "ingest"}
FRAMEWORK = {"axes", "django", "django_filters", "simple_history", "csp", "whitenoise", "dj_database_url"}
# Models read and store; what shows them does not reach into what reads texts, and stores know no requests.
FORBIDDEN_IN_STORES = {"django.http", "django.shortcuts", "django.views", "django.urls", "django.contrib.admin"}


def modules(app: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)


def imported(path: Path) -> set[str]:
    """Return the names of modules that a file imports, those within functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def subject(path: Path) -> str:
    """documents/store/rows.py is of the subject store, tasks/kinds.py of the subject kinds."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if len(parts) > 1 else parts[0]


def knows_models(path: Path) -> bool:
    return any(name.split(".")[1:2] == ["models"] or name.startswith("django.db") for name in imported(path))


def pure_modules() -> list[Path]:
    apps = [
        path for app in APPS[:3] for path in modules(app) if subject(path) not in KNOWING and not knows_models(path)
    ]
    return apps + [path for path in modules(COMPOSITION) if subject(path) in PURE_OF_COMPOSITION]


@pytest.mark.parametrize("app", APPS)
def test_no_app_imports_one_above_it(app: str) -> None:
    above = set(APPS[APPS.index(app) + 1 :])
    wrong = {
        str(path): bad for path in modules(app) if (bad := {name.split(".")[0] for name in imported(path)} & above)
    }
    assert not wrong


def test_what_reads_texts_knows_no_django() -> None:
    wrong = {
        str(path): bad
        for path in pure_modules()
        if (bad := {name.split(".")[0] for name in imported(path)} & FRAMEWORK)
    }
    assert not wrong


def test_what_reads_texts_imports_nothing_that_knows_the_database() -> None:
    pure = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in pure_modules()}
    ours = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for app in APPS
        for path in modules(app)
    }
    wrong = {str(path): bad for path in pure_modules() if (bad := imported(path) & ours - pure - set(APPS))}
    assert not wrong


def test_the_reading_of_texts_is_pure() -> None:
    """Guards the guard: what it calls pure is what the design calls pure."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in pure_modules()}
    assert {
        "documents.text", "documents.numerals", "documents.passage", "documents.anchors", "documents.threeway",
        "documents.matching", "documents.themes", "documents.outline.parsing", "documents.readers.txt",
        "indicators.naming", "qpolicy.ingest",
    } <= names  # fmt: skip


def test_stores_know_no_requests() -> None:
    stores = [path for app in APPS for path in modules(app) if subject(path) in ("store", "storing", "entry", "kinds")]
    wrong = {str(path): bad for path in stores if (bad := imported(path) & FORBIDDEN_IN_STORES)}
    assert stores
    assert not wrong


def test_only_post_migrate_is_listened_to() -> None:
    """But for the one module that tells the audit log of sign-ins, of which nothing else tells."""
    wrong = {
        str(path): bad
        for app in APPS
        for path in modules(app)
        if path != ROOT / "qpolicy" / "signins.py"
        and (bad := {name for name in imported(path) if "signals" in name and "post_migrate" not in name})
        - {"django.db.models.signals"}
    }
    assert not wrong

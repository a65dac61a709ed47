"""Style sheets and scripts: small, plain, and nothing from elsewhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import qpolicy

FOLDER = Path(qpolicy.__file__).parent / "static" / "qpolicy"
FILES = sorted(path for path in FOLDER.rglob("*") if path.suffix in (".css", ".js"))
MOST_BYTES = 60_000


def test_all_of_them_are_small() -> None:
    assert FILES
    assert sum(len(gzip.compress(path.read_bytes())) for path in FILES) < MOST_BYTES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    assert not re.search(r"https?:|@import|url\((?!data:)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".css"], ids=lambda path: path.name)
def test_chinese_is_set_without_letter_spacing_and_italics(path: Path) -> None:
    assert not re.search(r"letter-spacing|italic|oblique", path.read_text(encoding="utf-8"))


def test_no_page_restyles_the_frame() -> None:
    """Where two pages mean another thing by a class of header or footer, its name stands below one of their own."""
    frame = {"site-header", "site-name", "places", "own", "site-search", "site-footer", "wrap"}
    rules = re.compile(r"^\s*\.(?P<name>[\w-]+)(?: [^,{]*)?[,{]", re.MULTILINE)
    pages = (path for path in FILES if path.suffix == ".css" and path.stem not in ("base", "print"))
    restyled = {(path.name, one["name"]) for path in pages for one in rules.finditer(path.read_text(encoding="utf-8"))}
    assert not {(page, name) for page, name in restyled if name in frame}

"""The five plans read to the same structure from plain text in any encoding, Word files, web pages and PDF files."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from documents.readers import read
from qpolicy.ingest import read_plan, to_json
from tests.chromium import CHROMIUM, MISSING
from tests.documents.readers.publishing import SLUGS, page, source, word

PRINT = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer"]
ENCODINGS = {"UTF-8": "utf-8", "with BOM": "utf-8-sig", "UTF-16": "utf-16", "GB18030": "gb18030"}
ENCODINGS |= {"UTF-16 little-endian": "utf-16-le", "UTF-16 big-endian": "utf-16-be"}
HEADING = ("title", "document_number", "issuer", "issued_on", "region", "level", "script", "kind", "period")
TARGET = ("name", "operator", "value", "upper", "unit", "year", "basis", "attribute", "source", "section", "quote")
# A row that lacks the cell of its group is filled up with bars (2 | … | 約束性 | |) in the text that was copied from
# a web page. A real table has no cells there, so no bars: what is said in the row is the same.
FILLING = re.compile(r"[ |]+(?=\n|\Z)")


@cache
def structure(text: str) -> Any:
    """Return what is read from a text without the places, which are those of another text."""
    draft = to_json(read_plan(text))
    return {
        "heading": [draft[name] for name in HEADING],
        "sections": [_section(section) for section in draft["sections"]],
        "goals": [(goal["year"], goal["section"], goal["text"]) for goal in draft["goals"]],
        "targets": [[_unfilled(target[name]) for name in TARGET] for target in draft["targets"]],
        "defaults": [tuple(default.values()) for default in draft["default_departments"]],
        "warnings": [(warning["code"], warning["message"]) for warning in draft["warnings"]],
    }


def _section(section: Any) -> Any:
    rows = [_unfilled(" | ".join(row)).split(" | ") for row in section.get("rows", [])]
    names = ("id", "parent", "kind", "number", "title", "departments")
    return [*(section[name] for name in names), _unfilled(section["text"]), rows]


def _unfilled(value: Any) -> Any:
    return FILLING.sub("", value) if isinstance(value, str) else value


def as_printed(value: Any) -> Any:
    """Return the structure without what a print does not show.

    - Blanks: whether 達 70% is set with one or with the gap that a browser puts there; and whether the lines of
      a cell (產品、工程、 | 服務質量) were divided by hand or by the width of the column.
    - Line ends between the paragraphs of one work item: where a paragraph ends with a full line, nothing shows it.
    - 户 and 戶: one glyph of the font, which names it by the second.
    """
    if isinstance(value, str):
        return re.sub(r"\s", "", value).replace("戶", "户")
    if isinstance(value, (list, tuple)):
        return [as_printed(part) for part in value]
    return {name: as_printed(part) for name, part in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("slug", SLUGS)
def test_plain_text_is_one_in_every_encoding(slug: str, encoding: str) -> None:
    assert read("plan.txt", source(slug).encode(ENCODINGS[encoding])).text == source(slug)


def test_a_traditional_text_is_read_in_big5() -> None:
    # Of the two traditional plans, that of Xi'an has characters (≥) that Big5 lacks.
    assert read("plan.txt", source("hebei").encode("big5")).text == source("hebei")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_word_file_reads_as_the_text(slug: str) -> None:
    assert structure(read("plan.docx", word(source(slug))).text) == structure(source(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_web_page_reads_as_the_text(slug: str) -> None:
    assert structure(read("plan.html", page(source(slug)).encode()).text) == structure(source(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_pdf_file_reads_as_the_text(slug: str, tmp_path: Path) -> None:
    printed = structure(read("plan.pdf", printed_by_a_browser(source(slug), tmp_path)).text)
    assert as_printed(printed) == as_printed(structure(source(slug)))


def test_the_glosses_of_a_bad_copy_are_removed_in_every_format_and_said(tmp_path: Path) -> None:
    text = "湖(hú)北省质量强省建设纲要\n一、总体要求\n到2025年，全省质量水平明显提升。\n"
    for name, content in (("a.docx", word(text)), ("a.html", page(text).encode())):
        reading = read(name, content)
        assert reading.text.startswith("湖北省质量强省建设纲要")
        assert "已去除 1 处注音。" in reading.notes
    reading = read("a.pdf", printed_by_a_browser(text, tmp_path))
    assert reading.text.startswith("湖北省质量强省建设纲要")
    assert "已去除 1 处注音。" in reading.notes


def printed_by_a_browser(text: str, folder: Path) -> bytes:
    """Return the text printed to A4 in the type area of official documents: wrapped lines, tables over two pages."""
    if CHROMIUM is None:
        pytest.skip(MISSING)
    shown, printed = folder / "plan.html", folder / "plan.pdf"
    shown.write_text(page(text), encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [CHROMIUM, *PRINT, profile, f"--print-to-pdf={printed}", str(shown)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return printed.read_bytes()

"""Word files for the tests, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NAMESPACES = nsdecls("w", "wp", "a", "r") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def word_file(*paragraphs: str) -> bytes:
    """Return a file with plain paragraphs."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def word_file_of(body: str, *, styles: str = "", numbering: str = "") -> bytes:
    """Return a file with this XML as its body, and more styles and lists than Word's own."""
    document = Document()
    append(document.element.body, body)
    append(document.styles.element, styles)
    numbers = document.part.numbering_part.element
    for element in list(numbers):
        numbers.remove(element)
    append(numbers, numbering)
    return saved(document)


def append(parent: Any, content: str) -> None:
    for element in parse_xml(f"<w:some {NAMESPACES}>{content}</w:some>"):
        if parent.tag.endswith("}body"):
            parent.insert_element_before(element, "w:sectPr")
        else:
            parent.append(element)


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, list_id: int = 1, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def pattern(*levels: tuple[str, str], id: int = 0, more: str = "") -> str:
    """Return a pattern of lists: number style and text of each level. `more` is put into every level."""
    each = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{id}">{each}</w:abstractNum>'


def list_of(pattern_id: int = 0, id: int = 1, overrides: str = "") -> str:
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{pattern_id}"/>{overrides}</w:num>'


def table(*rows: Sequence[str]) -> str:
    """Return a table; a cell may begin with properties in braces: {<w:vMerge/>}text."""
    return f"<w:tbl>{''.join(map(_row, rows))}</w:tbl>"


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """Return the file with parts added or replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _cell(cell: str) -> str:
    properties, _, text = cell.rpartition("}")
    lines = "".join(paragraph(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties.removeprefix('{')}</w:tcPr>{lines}</w:tc>"


def _row(row: Sequence[str]) -> str:
    return f"<w:tr>{''.join(map(_cell, row))}</w:tr>"

"""The parts of a Word file."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from documents.readers.archive import open_archive, unpack
from documents.readers.docx.markup import MALFORMED, RELATIONSHIP, Element, check, parse
from documents.readers.formats import MACROS
from documents.readers.reading import Limits, UnreadableFile

MACRO_PART = "vbaproject.bin"
MACRO_TYPE = b"macroEnabled"
CONTENT_TYPES = "[Content_Types].xml"
XML_ENDINGS = (".xml", ".rels")


@dataclass(frozen=True, slots=True)
class Package:
    """The story of a document, and the parts that say how it is numbered and styled."""

    document: Element
    styles: Element | None
    numbering: Element | None


def open_package(content: bytes, limits: Limits) -> Package:
    """Unpack and parse what is needed, after every XML part, needed or not, was found harmless."""
    parts = _checked_parts(content, limits)
    main = _related(parts, "").get("officeDocument", "word/document.xml")
    if main not in parts:
        raise UnreadableFile(MALFORMED)
    related = _related(parts, main)
    styles, numbering = (parts.get(related.get(kind, "")) for kind in ("styles", "numbering"))
    return Package(parse(parts[main]), parse(styles) if styles else None, parse(numbering) if numbering else None)


def _checked_parts(content: bytes, limits: Limits) -> dict[str, bytes]:
    with open_archive(content, limits) as archive:
        names = archive.namelist()
        if any(name.lower().endswith(MACRO_PART) for name in names):
            raise UnreadableFile(MACROS)
        parts = {name: unpack(archive, name) for name in names if name.lower().endswith(XML_ENDINGS)}
    if MACRO_TYPE in parts.get(CONTENT_TYPES, b""):
        raise UnreadableFile(MACROS)
    for part in parts.values():
        check(part, limits)
    return parts


def _related(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """Return the parts that a part ("" for the package) refers to, by the last word of their relation."""
    folder, file = posixpath.split(name)
    relations = parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    if relations is None:
        return {}
    return {
        relation.get("Type", "").rpartition("/")[2]: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        for relation in parse(relations).iter(RELATIONSHIP)
        if (target := relation.get("Target", "")) and relation.get("TargetMode") != "External"
    }

"""The XML of Word files: parsed only after it was found harmless."""

from __future__ import annotations

import re

from lxml import etree

from documents.readers.reading import Limits, UnreadableFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# The strict variant of the format differs in the names of its vocabularies only.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
)
DECLARED = re.compile(rb"\s{0,20}<\?xml[^>]{0,200}encoding\s{0,5}=\s{0,5}[\"'](?P<encoding>[^\"']{0,40})")
HARMLESS_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
NUMBER = re.compile(r"-?[0-9]{1,9}")
OFF = ("0", "false", "off", "none")

Element = etree._Element

SUSPICIOUS = "文件内部含有实体或文档类型声明，并非 Word 所写，为安全起见不予读取。请复制正文，另存为新文件后再导入。"
ODD_ENCODING = "文件的内部结构不是以 UTF-8 编码的，无法读取。请用 Word 打开，另存为 .docx 后再导入。"
TOO_MUCH_MARKUP = "文件的内部结构过于庞大（超过 {most:,} 个标记），为安全起见不予读取。请拆分后分别导入。"
MALFORMED = "文件的内部结构已损坏，无法读取。请用 Word 打开并修复，另存为 .docx 后再导入。"


def check(part: bytes, limits: Limits) -> None:
    """Refuse entities, document types, encodings that could hide them, and more tags than a document needs."""
    if any(mark in part for mark in ENTITIES):
        raise UnreadableFile(SUSPICIOUS)
    if part.count(b"<") > limits.max_tags:
        raise UnreadableFile(TOO_MUCH_MARKUP.format(most=limits.max_tags))
    declared = DECLARED.match(part.removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in part or (declared and declared["encoding"].lower() not in HARMLESS_ENCODINGS):
        raise UnreadableFile(ODD_ENCODING)


def parse(part: bytes) -> Element:
    """Parse a part that was checked."""
    for strict, usual in STRICT:
        part = part.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(MALFORMED) from error


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of Word's own vocabulary."""
    return None if element is None else element.get(W + name)


def number(element: Element | None, name: str = "val") -> int | None:
    """Return an attribute as an integer of at most nine digits, else None."""
    digits = value(element, name) or ""
    return int(digits) if NUMBER.fullmatch(digits) else None


def is_on(element: Element | None) -> bool:
    """Tell whether a switch such as <w:vanish/> is there and not turned off."""
    return element is not None and value(element) not in OFF

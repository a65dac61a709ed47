"""Files that nobody should send: each with its name, how it is made, and what an editor is told.

What is `READ` is harmless once it is read; all else is refused with this in the message.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from random import Random

import pypdf

from tests.documents.readers.portable import drawn_pdf, pdf_file, written
from tests.documents.readers.word import part_of, with_parts, word_file

MEGABYTE = 1024 * 1024
READ = ""
WORD = word_file("一、总体要求")
DOCUMENT = "word/document.xml"
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
CONTENT_TYPES = "[Content_Types].xml"
PLAIN_TYPE = b"officedocument.wordprocessingml.document.main"
TEXT = "某市质量强市建设实施方案，提升质量。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_body(body: str, head: str = "") -> bytes:
    return with_parts(WORD, {DOCUMENT: (head + BODY % body).encode()})


def noise(length: int) -> str:
    """Characters that hardly can be packed, in a comment."""
    return f"<!--{Random(1).randbytes(length // 2).hex()}-->"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def packed(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def nested(depth: int) -> bytes:
    content = bytes(10 * MEGABYTE)
    for at in range(depth):
        content = packed(*((f"{at}-{copy}.zip", content) for copy in range(10)))
    return content


def with_type(kind: bytes) -> bytes:
    return with_parts(WORD, {CONTENT_TYPES: part_of(WORD, CONTENT_TYPES).replace(PLAIN_TYPE, kind)})


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("密码", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def page_tree(kids: bytes, *more: bytes, trailer: bytes = b"", count: int = 1) -> bytes:
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return written([b"<</Type/Catalog/Pages 2 0 R>>", pages, *more], trailer)


def drawn_by(content: bytes, resources: bytes = b"/Font<<>>", *more: bytes, length: int | None = None) -> bytes:
    """Return a file of one page whose content unpacks to this."""
    stream = zlib.compress(content, 9)
    shown = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (length or len(stream), stream)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R>>" % resources
    return page_tree(b"3 0 R", page, shown, *more)


def deep_page_tree(depth: int) -> bytes:
    kids = [b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (at + 4, at + 2) for at in range(depth)]
    return page_tree(b"3 0 R", *kids, b"<</Type/Page/Parent 2 0 R>>")


def forms_in_forms(depth: int, times: int) -> bytes:
    """Each form draws the next one so many times."""
    forms = []
    for at in range(depth):
        inner = b"/X Do " * times
        form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>" % (
            min(6 + at, 4 + depth),
            len(inner),
        )
        forms.append(form + b"stream\n" + inner + b"\nendstream")
    return drawn_by(b"/X Do", b"/XObject<</X 5 0 R>>", *forms)


def table_of(columns: int) -> str:
    cell = f"<w:tc>{paragraph('质')}</w:tc>"
    return f"<w:tbl>{f'<w:tr>{cell * columns}</w:tr>' * 3}</w:tbl>"


def spanning(attribute: str) -> bytes:
    return f"<table><tr><td {attribute}>指标<td>{TEXT}</tr><tr><td>合格率<td>94%</tr></table>".encode()


def wide_span() -> bytes:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{paragraph(TEXT)}</w:tc>'
    return with_body(f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")


Case = tuple[str, Callable[[], bytes], str]

EMPTY: dict[str, Case] = {
    "nothing": ("a.docx", bytes, "文件是空的"),
    "blanks only": ("a.txt", lambda: b" \n\t\n", "没有文字"),
    "a Word file without text": ("a.docx", lambda: with_body("<w:p/>" * 50), "没有文字"),
    "a page of scripts only": ("a.html", lambda: b"<html><script>1</script></html>", "没有文字"),
    "a scanned PDF": ("a.pdf", lambda: pdf_file((), (), ("— 3 —",)), "扫描件.*OCR"),
}
TEXTS: dict[str, Case] = {
    "too large": ("a.txt", lambda: b"1" * (20 * MEGABYTE + 1), "超过 20 MB"),
    "10 MB in one line": ("a.txt", lambda: b"1" * 10 * MEGABYTE, "超过 1,000,000 字"),
    "10 MB in one line of Chinese": ("a.txt", lambda: "质".encode() * (3 * MEGABYTE), "超过 1,000,000 字"),
    "10 MB in one line of a page": ("a.html", lambda: b"<p>" + b"1" * 10 * MEGABYTE, "一段文字过长"),
    "10 MB in one paragraph of a Word file": (
        "a.docx",
        lambda: with_body("<w:p>" + f"<w:r><w:t>{noise(200)[4:-3]}</w:t></w:r>" * 50_000 + "</w:p>"),
        "200 倍",
    ),
    "nearly a million characters in one line": ("a.txt", lambda: "质量".encode() * 499_999, READ),
    "nearly a million characters in lines of one": ("a.txt", lambda: "质\n".encode() * 499_999, "超过 30,000 行"),
    "a text of brackets": ("a.txt", lambda: "（".encode() * 999_999, READ),
    "a text of bars": ("a.txt", lambda: b"a|" * 499_999, READ),
    "a text of numbers": ("a.txt", lambda: "（一）".encode() * 300_000, "编号超过 20,000 处"),
    "a text of items": ("a.txt", lambda: "1.提升质量。\n".encode() * 120_000, "超过 30,000 行"),
    "as many lines as may be": ("a.txt", lambda: "质量提升。\n".encode() * 29_999, READ),
    "as many items as may be": ("a.txt", lambda: "1.提升质量。\n".encode() * 19_999, READ),
    "as many items as may be in a line": ("a.txt", lambda: "（一）提升质量。".encode() * 19_999, READ),
    "no structure": ("a.txt", lambda: f"{TEXT}\n".encode() * 20, READ),
    "zero bytes": ("a.txt", "质量\0".encode, "空字节"),
    "lone surrogates": ("a.txt", lambda: b"\xed\xa0\x80" * 10, "编码"),
    "a lone surrogate in UTF-16": ("a.txt", lambda: b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00\xd8", "不是有效"),
}
NAMES: dict[str, Case] = {
    "a page as a Word file": ("a.docx", lambda: b"<html><p>1", "内容却是网页"),
    "a PDF as a Word file": ("a.docx", lambda: pdf_file((TEXT,)), "内容却是PDF"),
    "a Word file as a text": ("a.txt", lambda: WORD, "内容却是Word"),
    "a program as a Word file": ("a.docx", lambda: b"MZ\x90\0\x03", "可执行文件"),
    "an old Word file as a new one": ("a.docx", lambda: OLE + bytes(500), "旧版 Word"),
    "a text as a Word file": ("a.docx", TEXT.encode, "内容却不是Word"),
    "a picture as a PDF": ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n", "图片"),
    "a sheet": ("a.docx", lambda: packed(("xl/workbook.xml", b"<a/>")), "电子表格"),
    "an archive of files": ("a.zip", lambda: packed(("plan.docx", WORD)), "压缩包"),
    "zips in zips": ("a.docx", lambda: nested(3), "压缩包"),
}
WORDS: dict[str, Case] = {
    "a million paragraphs": ("a.docx", lambda: with_body("<w:p/>" * 1_000_000), "200 倍"),
    "a million paragraphs with noise": (
        "a.docx",
        lambda: with_body("<w:p/>" * 1_000_000 + noise(500_000)),
        "400,000 个标记",
    ),
    "as many paragraphs as may be": ("a.docx", lambda: with_body("<w:p/>" * 390_000 + noise(100_000)), "没有文字"),
    "as many runs as may be": (
        "a.docx",
        lambda: with_body(f"<w:p>{'<w:r><w:t>质</w:t></w:r>' * 90_000}</w:p>" + noise(100_000)),
        READ,
    ),
    "too many tags in a part that is not needed": (
        "a.docx",
        lambda: with_parts(WORD, {"word/footnotes.xml": b"<a>" + b"<b/>" * 400_001 + b"</a>"}),
        "个标记|200 倍",
    ),
    "100 MB of text": ("a.docx", lambda: with_body("<w:p>" + "x" * 100 * MEGABYTE + "</w:p>"), "20 MB"),
    "a bomb beside the document": (
        "a.docx",
        lambda: with_parts(WORD, {"word/media/a.emf": bytes(19 * MEGABYTE)}),
        "200 倍",
    ),
    "many parts": (
        "a.docx",
        lambda: with_parts(WORD, {f"word/{at}.xml": b"<a/>" for at in range(2000)}),
        "2000 个部分",
    ),
    "an external entity": (
        "a.docx",
        lambda: with_body("<w:p>&x;</w:p>", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "实体或文档类型",
    ),
    "a billion laughs": (
        "a.docx",
        lambda: with_body("<w:p>&l9;</w:p>", f'<!DOCTYPE w [<!ENTITY l0 "l">{LAUGHS}]>'),
        "实体或文档类型",
    ),
    "a document type in a part that is not needed": (
        "a.docx",
        lambda: with_parts(WORD, {"customXml/item1.xml": b"<!DOCTYPE a><a/>"}),
        "实体或文档类型",
    ),
    "a document type in UTF-16": (
        "a.docx",
        lambda: with_parts(WORD, {"x.xml": "<!DOCTYPE a><a/>".encode("utf-16")}),
        "UTF-8",
    ),
    "a document type in UTF-7": (
        "a.docx",
        lambda: with_parts(WORD, {"x.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a>'}),
        "UTF-8",
    ),
    "macros": ("a.docx", lambda: with_parts(WORD, {"word/vbaProject.bin": b"x"}), "宏"),
    "macros by their type": ("a.docx", lambda: with_type(b"ms-word.document.macroEnabled.main"), "宏"),
    "macros by their name": ("a.docm", lambda: WORD, "宏"),
    "an encrypted Word file": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
    "a path out of the archive": ("a.docx", lambda: with_parts(WORD, {"../../a.xml": b"<a/>"}), "指向文件之外"),
    "a truncated archive": ("a.docx", lambda: WORD[: len(WORD) // 2], "不完整"),
    "an archive without its end": ("a.docx", lambda: WORD[:-10], "不完整"),
    "a zero character": ("a.docx", lambda: with_body("<w:p>&#0;</w:p>"), "已损坏"),
    "half a surrogate pair": ("a.docx", lambda: with_body("<w:p>&#xd800;</w:p>"), "已损坏"),
    "deep nesting": ("a.docx", lambda: with_body("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "已损坏"),
    "a table of 10,000 columns": ("a.docx", lambda: with_body(table_of(10_000) + noise(100_000)), READ),
    "a cell of a Word file over a thousand million columns": ("a.docx", wide_span, READ),
    "tables in tables": (
        "a.docx",
        lambda: with_body("<w:tbl><w:tr><w:tc>" * 60 + paragraph(TEXT) + "</w:tc></w:tr></w:tbl>" * 60),
        READ,
    ),
}
PAGES: dict[str, Case] = {
    "deep nesting of a page": ("a.html", lambda: b"<div>" * 100_000, "嵌套过深"),
    "deep nesting of tables": ("a.html", lambda: b"<table><tr><td>" * 50_000 + TEXT.encode(), "嵌套过深"),
    "too many tags": ("a.html", lambda: b"<p>" * 400_001, "个，为安全起见"),
    "as many tags as may be": ("a.html", lambda: "<p>质</p>".encode() * 199_000, "超过 30,000 行"),
    "as many rows as may be": ("a.html", lambda: b"<table>" + "<tr><td>质<td>量".encode() * 133_000, "超过 30,000 行"),
    "scripts": (
        "a.html",
        f"<p onclick='x()'>{TEXT}<script>alert(1)</script><img src=x onerror=y()>".encode,
        READ,
    ),
    "a cell over a thousand million columns": ("a.html", lambda: spanning('colspan="1000000000"'), READ),
    "a cell over a thousand million rows": ("a.html", lambda: spanning('rowspan="1000000000"'), READ),
    "a billion laughs in a page": (
        "a.html",
        f'<!DOCTYPE html [<!ENTITY l0 "l">{LAUGHS}]><p>{TEXT}&l9;'.encode,
        READ,
    ),
    "an external entity in a page": (
        "a.html",
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>{TEXT}&x;'.encode,
        READ,
    ),
    "nulls in a page": ("a.html", lambda: f"<p>{TEXT}".replace("质", "质\0").encode(), READ),
}
PRINTS: dict[str, Case] = {
    "half a PDF": ("a.pdf", lambda: pdf_file([TEXT])[:400], "已损坏"),
    "an encrypted PDF": ("a.pdf", locked_pdf, "加密的 PDF"),
    "a million pages of one": (
        "a.pdf",
        lambda: page_tree(b"3 0 R " * 1_000_000, b"<</Type/Page>>", count=1_000_000),
        "超过 1000 页|过于庞大",
    ),
    "pages that count too many": (
        "a.pdf",
        lambda: page_tree(b"3 0 R", b"<</Type/Page>>", count=10**9),
        "已损坏|几乎没有文字|超过 1000 页",
    ),
    "a deep page tree": ("a.pdf", lambda: deep_page_tree(5000), "过于庞大"),
    "a page tree that holds itself": ("a.pdf", lambda: page_tree(b"2 0 R"), "已损坏"),
    "a form that draws itself": ("a.pdf", lambda: forms_in_forms(1, 1000), "扫描件"),
    "forms in forms": ("a.pdf", lambda: forms_in_forms(30, 10), "过于复杂|过于庞大|扫描件"),
    "a stream that claims to be huge": ("a.pdf", lambda: drawn_by(b"q Q", length=10**12), "过于庞大"),
    "a stream of 300 MB": ("a.pdf", lambda: drawn_by(bytes(300 * MEGABYTE)), "过于庞大"),
    "a stream of arrays": ("a.pdf", lambda: drawn_by(b"[" * 100_000), "已损坏"),
    "a stream of saves": ("a.pdf", lambda: drawn_by(b"q " * 2_000_000), "过于庞大"),
    "a stream of lines": ("a.pdf", lambda: drawn_by(b"0 0 m 500 0 l S\n" * 160_000), "扫描件|过于"),
    "a page of crossing lines": (
        "a.pdf",
        lambda: drawn_pdf(
            (
                [(60, 700, TEXT * 2)],
                [(0, y / 2, 500, y / 2) for y in range(1600)] + [(x / 3, 0, x / 3, 800) for x in range(1600)],
            )
        ),
        READ,
    ),
    "a page of a million characters": (
        "a.pdf",
        lambda: pdf_file([TEXT * 50] * 1000),
        "过于庞大",
    ),
}
HOSTILE: dict[str, Case] = EMPTY | TEXTS | NAMES | WORDS | PAGES | PRINTS

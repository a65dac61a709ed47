"""Whatever is uploaded is read, or refused in Chinese: nothing else happens."""

from __future__ import annotations

import re
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.readers import READERS, Limits, UnreadableFile, read
from tests.documents.readers.portable import pdf_file
from tests.documents.readers.word import part_of, with_parts, word_file

SOURCES = sorted((Path(__file__).parents[3] / "fixtures" / "sources").glob("*.txt"))
MEGABYTE = 1024 * 1024
WORD = word_file("一、总体要求")
DOCUMENT = "word/document.xml"
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))


def with_body(body: str, head: str = "") -> bytes:
    return with_parts(WORD, {DOCUMENT: (head + BODY % body).encode()})


def noise(length: int) -> str:
    """Characters that hardly can be packed, in a comment."""
    return f"<!--{Random(1).randbytes(length // 2).hex()}-->"


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("a.docx", bytes, "文件是空的"),
    "blanks only": ("a.txt", lambda: b" \n\t\n", "没有文字"),
    "a page of scripts only": ("a.html", lambda: b"<html><script>1</script></html>", "没有文字"),
    "too large": ("a.txt", lambda: b"1" * (20 * MEGABYTE + 1), "超过 20 MB"),
    "10 MB in one line": ("a.txt", lambda: b"1" * 10 * MEGABYTE, "超过 2,000,000 字"),
    "10 MB in one line of a page": ("a.html", lambda: b"<p>" + b"1" * 10 * MEGABYTE, "一段文字过长"),
    "10 MB in one line of Chinese": ("a.txt", lambda: "质".encode() * (3 * MEGABYTE), "超过 2,000,000 字"),
    "a million paragraphs": ("a.docx", lambda: with_body("<w:p/>" * 1_000_000), "200 倍"),
    "a million paragraphs with noise": (
        "a.docx",
        lambda: with_body("<w:p/>" * 1_000_000 + noise(500_000)),
        "1,000,000 个标记",
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
    "macros by their type": (
        "a.docx",
        lambda: with_parts(
            WORD,
            {
                "[Content_Types].xml": part_of(WORD, "[Content_Types].xml").replace(
                    b"officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
                )
            },
        ),
        "宏",
    ),
    "a path out of the archive": ("a.docx", lambda: with_parts(WORD, {"../../a.xml": b"<a/>"}), "指向文件之外"),
    "a truncated archive": ("a.docx", lambda: WORD[: len(WORD) // 2], "不完整"),
    "a zero character": ("a.docx", lambda: with_body("<w:p>&#0;</w:p>"), "已损坏"),
    "deep nesting": ("a.docx", lambda: with_body("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "已损坏"),
    "deep nesting of a page": ("a.html", lambda: b"<div>" * 100_000, "嵌套过深"),
    "a page as a Word file": ("a.docx", lambda: b"<html><p>1", "内容却是网页"),
    "a program as a Word file": ("a.docx", lambda: b"MZ\x90\0\x03", "可执行文件"),
    "an old Word file as a new one": ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "旧版 Word"),
    "zero bytes": ("a.txt", "质量\0".encode, "空字节"),
    "a lone surrogate": ("a.txt", lambda: b"\xed\xa0\x80" * 10, "编码"),
    "half a PDF": ("a.pdf", lambda: pdf_file(["质量强市建设实施方案"])[:400], "已损坏"),
}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_the_plans_of_the_product_are_read_as_published(source: Path) -> None:
    content = source.read_bytes()
    reading = read(source.name, content)
    assert (reading.text, reading.notes) == (content.decode("utf-8-sig").replace("\r\n", "\n"), ())


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_in_chinese_at_once(case: str) -> None:
    name, make, message = HOSTILE[case]
    content = make()
    begun = time.perf_counter()
    with pytest.raises(UnreadableFile, match=message) as refusal:
        read(name, content)
    assert time.perf_counter() - begun < 20
    assert str(refusal.value).endswith("。")


def test_a_bomb_is_refused_before_it_takes_memory() -> None:
    bomb = HOSTILE["100 MB of text"][1]()
    tracemalloc.start()
    with pytest.raises(UnreadableFile):
        read("a.docx", bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * MEGABYTE


def test_text_of_nearly_two_million_characters_in_one_line_is_read() -> None:
    assert len(read("a.txt", "质".encode() * 1_999_999).text) == 1_999_999


def test_the_limits_are_the_callers_choice() -> None:
    with pytest.raises(UnreadableFile, match="超过 4 字"):
        read("a.docx", WORD, replace(Limits(), max_characters=4))


def test_a_parser_that_fails_in_its_own_way_is_no_exception_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise RecursionError

    monkeypatch.setitem(READERS, "txt", fail)
    with pytest.raises(UnreadableFile, match="可能已损坏"):
        read("a.txt", b"1")


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(["a.txt", "a.html", "a.pdf", "a.docx", "a", "\ud800.\0"]), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    _read_or_refused(name, content)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_any_page_is_read_or_refused(text: str, codec: str) -> None:
    _read_or_refused("a.html", f"<p>{text}</p><table><tr><td>{text}".encode(codec, "replace"))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([WORD, pdf_file(["质量强市建设实施方案" * 3])]), st.data())
def test_any_damage_is_read_or_refused(content: bytes, data: st.DataObject) -> None:
    places = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
    damaged = bytearray(content)
    for at, byte in data.draw(st.lists(places, min_size=1, max_size=5)):
        damaged[at] = byte
    _read_or_refused("a", bytes(damaged))


def _read_or_refused(name: str, content: bytes) -> None:
    try:
        answer = read(name, content).text
    except UnreadableFile as refusal:
        answer = str(refusal)
        assert re.search(r"[\u4e00-\u9fff].*。$", answer)
    answer.encode()
    assert "\r" not in answer

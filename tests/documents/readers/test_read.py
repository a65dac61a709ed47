"""Whatever is uploaded is read, or refused in Chinese: nothing else happens."""

from __future__ import annotations

import re
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.readers import READERS, Limits, UnreadableFile, read
from tests.documents.readers.hostile_files import HOSTILE, MEGABYTE, WORD
from tests.documents.readers.portable import pdf_file
from tests.documents.readers.word import word_file

SOURCES = sorted((Path(__file__).parents[3] / "fixtures" / "sources").glob("*.txt"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_the_plans_of_the_product_are_read_as_published(source: Path) -> None:
    content = source.read_bytes()
    reading = read(source.name, content)
    assert (reading.text, reading.notes) == (content.decode("utf-8-sig").replace("\r\n", "\n"), ())


def test_a_bomb_is_refused_before_it_takes_memory() -> None:
    bomb = HOSTILE["100 MB of text"][1]()
    tracemalloc.start()
    with pytest.raises(UnreadableFile):
        read("a.docx", bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * MEGABYTE


def test_text_of_nearly_a_million_characters_in_one_line_is_read() -> None:
    assert len(read("a.txt", "质".encode() * 999_999).text) == 999_999


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"max_characters": 4}, "超过 4 字"),
        ({"max_lines": 2}, "超过 2 行"),
        ({"max_marks": 1}, "编号超过 1 处"),
    ],
)
def test_the_limits_are_the_callers_choice(limits: dict[str, int], message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read("a.docx", word_file("一、总体要求", "", "（一）提升质量。", "完"), replace(Limits(), **limits))


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

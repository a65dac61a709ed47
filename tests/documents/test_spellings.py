"""What is typed is found in either script, at any width and across blanks."""

from __future__ import annotations

import re
import time

import pytest

from documents.spellings import EXCERPT, Piece, excerpt, marked, patterns


def is_held(typed: str, text: str) -> bool:
    return all(re.search(pattern, text, re.IGNORECASE) for pattern in patterns(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("农产品", "提升農產品質量"),
        ("農產品", "提升农产品质量"),
        ("农產品", "提升農产品质量"),
        ("平台", "建設公共服務平臺"),
        ("着力", "著力推動"),
        ("到2025年，全市", "到２０２５年,全市"),
        ("整体水平", "整體 水平"),
        ("整体水平", "整体\n水\u3000平"),
        ("gdp", "GDP增长"),
        ("ＧＤＰ", "gdp增长"),
        ("质量 提升", "提升质量"),
        ("乾坤", "扭转乾坤"),
        ("干净", "乾淨的水"),
        ("]^-", "a]^-b"),
        (r"\d", r"写作\d"),
        ("100%", "达到100％"),
    ],
)
def test_it_finds(typed: str, text: str) -> None:
    assert is_held(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("质量", "质 安全 量"), ("质量 安全", "质量提升"), (".", "质量"), ("[质量]", "质"), ("a_c", "abc")],
)
def test_it_does_not_find(typed: str, text: str) -> None:
    assert not is_held(typed, text)


@pytest.mark.parametrize("typed", ["", " ", "\u3000\n", "\u200b"])
def test_nothing_typed_is_nothing_wanted(typed: str) -> None:
    assert patterns(typed) == ()


def test_a_word_is_wanted_once_and_so_many_words_at_most() -> None:
    assert len(patterns("质量 质量 质量")) == 1
    assert len(patterns(" ".join(map(chr, range(0x4E00, 0x4F00))))) == 16


def test_what_is_found_is_marked_as_it_is_written() -> None:
    assert marked("提升農產品質量。", patterns("农产品 质量")) == (
        Piece("提升"),
        Piece("農產品", is_found=True),
        Piece("質量", is_found=True),
        Piece("。"),
    )


def test_an_excerpt_is_the_beginning_where_that_says_enough() -> None:
    assert excerpt("提升质量。", patterns("质量")) == (Piece("提升"), Piece("质量", is_found=True), Piece("。"))
    assert excerpt("字" * 500, ()) == (Piece("字" * EXCERPT), Piece("…"))


def test_an_excerpt_leads_to_what_stands_further_down() -> None:
    pieces = excerpt("字" * 500 + "质量" + "句" * 500, patterns("质量"))
    assert pieces[0] == pieces[-1] == Piece("…")
    assert Piece("质量", is_found=True) in pieces


@pytest.mark.parametrize("text", ["a" * 100_000, " " * 100_000, "a " * 50_000, "\udc80\0" * 50_000])
@pytest.mark.parametrize("typed", ["a" * 199 + "b", "的" * 200, "a " * 100, "\udc80", "\0"])
def test_hostile_words_take_no_time(text: str, typed: str) -> None:
    started = time.process_time()
    excerpt(text, patterns(typed))
    assert time.process_time() - started < 5

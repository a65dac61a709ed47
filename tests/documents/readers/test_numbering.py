"""Lists are counted as Word counts them."""

from __future__ import annotations

import pytest

from documents.readers.docx import read_docx
from documents.readers.docx.labels import written
from documents.readers.reading import Limits
from tests.documents.readers.word import list_of, numbered, paragraph, pattern, word_file_of

OUTLINE = pattern(
    ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimalEnclosedCircle", "%4")
)


def lines_of(body: str, numbering: str, styles: str = "") -> list[str]:
    return read_docx(word_file_of(body, numbering=numbering, styles=styles), Limits()).text.split("\n")


def levels(*wanted: int, list_id: int = 1) -> str:
    return "".join(numbered("x", list_id, level) for level in wanted)


@pytest.mark.parametrize(
    ("style", "number", "expected"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一〇五"),
        ("chineseCountingThousand", 19, "十九"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 10_000, "10000"),
        ("japaneseCounting", 20, "二十"),
        ("taiwaneseCountingThousand", 11, "十一"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographLegalTraditional", 6, "陸"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 20, "⒛"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 3, "C"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 2_000_000_000, "2000000000"),
        ("lowerLetter", 2_000_000_000, "2000000000"),
        ("numberInDash", 3, "- 3 -"),
        ("none", 3, ""),
        ("chineseCounting", 0, "0"),
        ("unheardOf", 3, "3"),
    ],
)
def test_numbers_are_written_in_the_style_of_the_list(style: str, number: int, expected: str) -> None:
    assert written(number, style) == expected


def test_lower_levels_start_again_under_each_higher_one() -> None:
    assert lines_of(levels(0, 1, 1, 2, 3, 0, 1, 2), OUTLINE + list_of()) == [
        *("一、x", "（一）x", "（二）x", "1. x", "① x"),
        *("二、x", "（一）x", "1. x"),
    ]


def test_levels_may_show_the_numbers_above_them() -> None:
    dotted = pattern(("chineseCounting", "第%1章"), ("decimal", "%1.%2"), more="<w:isLgl/>") + list_of()
    assert lines_of(levels(0, 1, 1, 0, 1), dotted) == ["第1章 x", "1.1 x", "1.2 x", "第2章 x", "2.1 x"]


def test_a_level_that_never_starts_again_counts_on() -> None:
    boxes = pattern(("chineseCounting", "%1、"), ("decimal", "专栏%2"), more='<w:lvlRestart w:val="0"/>') + list_of()
    assert lines_of(levels(0, 1, 0, 1), boxes) == ["一、x", "专栏1 x", "二、x", "专栏2 x"]


def test_lists_of_one_pattern_count_on_unless_they_start_on_their_own() -> None:
    own = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = OUTLINE + list_of() + list_of(id=2) + list_of(id=3, overrides=own)
    body = levels(0) + levels(0, list_id=2) + levels(0, 0, list_id=3) + levels(0)
    assert lines_of(body, lists) == ["一、x", "二、x", "一、x", "二、x", "三、x"]


def test_a_list_may_override_a_level() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="5"/><w:lvlText w:val="(%1)"/></w:lvl>'
    own = f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>'
    assert lines_of(levels(0, 0), OUTLINE + list_of(overrides=own)) == ["(5) x", "(6) x"]


@pytest.mark.parametrize(
    ("text", "suffix", "expected"),
    [
        ("%1、", "", "一、x"),
        ("（%1）", "", "（一）x"),
        ("%1.", "", "一. x"),
        ("第%1条", "", "第一条 x"),
        ("第%1条", '<w:suff w:val="space"/>', "第一条 x"),
        ("第%1条", '<w:suff w:val="nothing"/>', "第一条x"),
        ("", "", "x"),
    ],
)
def test_a_gap_follows_the_number_where_word_shows_one(text: str, suffix: str, expected: str) -> None:
    assert lines_of(levels(0), pattern(("chineseCounting", text), more=suffix) + list_of()) == [expected]


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [("——", "宋体", "——x"), ("●", "宋体", "● x"), ("\uf0b7", "Symbol", "• x"), ("l", "Wingdings", "• x")],
)
def test_bullets_of_symbol_fonts_become_dots(text: str, font: str, expected: str) -> None:
    bullets = pattern(("bullet", text), more=f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>') + list_of()
    assert lines_of(levels(0), bullets) == [expected]


def test_lists_come_with_styles_and_those_that_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/></w:style>'
    )
    body = "".join(paragraph("x", f'<w:pStyle w:val="{style}"/>') for style in "ABC")
    no_list = paragraph("x", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines_of(body + no_list, OUTLINE + list_of(), styles) == ["一、x", "二、x", "x", "x"]


def test_a_style_that_is_bound_to_a_level_takes_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    bound = OUTLINE.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="A"/>')
    assert lines_of(paragraph("x", '<w:pStyle w:val="A"/>'), bound + list_of(), styles) == ["（一）x"]


def test_a_pattern_may_name_a_style_that_stands_for_a_list() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    link = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="S"/></w:abstractNum>'
    assert lines_of(levels(0, 1, list_id=2), OUTLINE + link + list_of() + list_of(7, id=2), styles) == [
        "一、x",
        "（一）x",
    ]


def test_paragraphs_of_unknown_lists_and_levels_have_no_number() -> None:
    assert lines_of(levels(0, list_id=9) + levels(8), OUTLINE + list_of() + list_of(99, id=2)) == ["x", "x"]


def test_a_hostile_number_is_cut() -> None:
    endless = pattern(("decimal", "%1" * 10_000)) + list_of()
    assert len(lines_of(levels(0), endless)[0]) < 200

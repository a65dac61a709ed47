"""What is typed is read as pieces, exact pieces, exclusions and fields; nothing that can be typed is an error."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.search.query import LONG_PIECE, LONGEST, MOST_PIECES, Query, parse


def pieces(typed: str) -> list[tuple[str, bool]]:
    return [(piece.letters, piece.is_exact) for piece in parse(typed).pieces]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("首席质量官 覆盖率", [("首席质量官", False), ("覆盖率", False)]),
        ("首席質量官　覆蓋率", [("首席质量官", False), ("覆盖率", False)]),
        ('"首席质量官"', [("首席质量官", True)]),
        ("“首席質量官” 制度", [("首席质量官", True), ("制度", False)]),
        ("「首席質量官」", [("首席质量官", True)]),
        ('质量"首席质量官"', [("质量", False), ("首席质量官", True)]),
        ('"质量', [("质量", False)]),
        ('""', []),
        ("质量 质量", [("质量", False)]),
        ("a-b", [("ab", False)]),
        ("94%以上", [("94以上", False)]),
        ("NEAR(质量 *", [("near质量", False)]),
        ("名称:质量", [("名称质量", False)]),
        ("- -- …… ()", []),
        ("", []),
    ],
)
def test_pieces(typed: str, expected: list[tuple[str, bool]]) -> None:
    assert pieces(typed) == expected


@pytest.mark.parametrize("typed", ["质量 -食品", "质量 －食品", "质量 −食品", '质量 -"食品"'])
def test_what_a_minus_stands_before_is_excluded(typed: str) -> None:
    query = parse(typed)
    assert [piece.letters for piece in query.pieces] == ["质量"]
    assert [piece.letters for piece in query.excluded] == ["食品"]


@pytest.mark.parametrize(
    ("typed", "name", "text"),
    [
        ("地区:西安", "region", "西安"),
        ("地區：西安", "region", "西安"),
        ("部门: 市工信局", "department", "市工信局"),
        ("部門：“市 工信局”", "department", "市 工信局"),
        ("規劃:荣昌府发〔2024〕16号", "plan", "荣昌府发〔2024〕16号"),
        ("年份:2025", "year", "2025"),
        ("類型:保障措施", "kind", "保障措施"),
    ],
)
def test_fields(typed: str, name: str, text: str) -> None:
    query = parse(typed)
    assert [(field.name, field.text, field.is_excluded) for field in query.fields] == [(name, text, False)]
    assert not query.pieces


def test_a_field_can_be_excluded_and_stands_among_pieces() -> None:
    query = parse("质量 -地区:西安 标准")
    assert [piece.letters for piece in query.pieces] == ["质量", "标准"]
    assert query.fields[0].is_excluded


def test_a_field_without_a_value_is_text() -> None:
    assert pieces("年份:") == [("年份", False)]


def test_a_pasted_paragraph_is_one_piece() -> None:
    query = parse("加强质量管理 推行首席质量官制度 " * 8 + "提升" * LONG_PIECE)
    assert len(query.pieces) == 1
    assert query.is_pasted
    assert not query.is_cut


def test_many_short_words_are_no_paragraph() -> None:
    words = [f"词{at}" for at in range(MOST_PIECES + 1)]
    query = parse(" ".join(words))
    assert [piece.letters for piece in query.pieces] == words[:MOST_PIECES]
    assert query.is_cut and not query.is_pasted


def test_letters_that_stand_apart_are_one_run() -> None:
    assert pieces(" ".join("推行首席质量官制度降低能源消耗强度")) == [("推行首席质量官制度降低能源消耗强度", False)]


def test_a_long_quotation_is_no_paragraph() -> None:
    assert not parse(f'"{"质量强国" * LONG_PIECE}"').is_pasted


def test_what_is_too_long_is_cut_and_said() -> None:
    assert parse("质" * (LONGEST + 1)).is_cut
    assert len(parse("质" * 10_000).pieces[0].letters) == LONGEST
    many = parse(" ".join(f'"词{at}"' for at in range(MOST_PIECES + 4)))
    assert len(many.pieces) == MOST_PIECES
    assert many.is_cut


@given(st.text(st.characters(codec=None), max_size=80) | st.text('"“”-－:：地区部门 \n\x00质量a1*()[', max_size=80))
def test_anything_can_be_typed(typed: str) -> None:
    query = parse(typed)
    assert isinstance(query, Query)
    assert all(piece.letters for piece in (*query.pieces, *query.excluded))
    assert all(field.text.strip() for field in query.fields)


@pytest.mark.parametrize("typed", ['"', "“", "地区:", "-", "a ", '""', "“”", "地区:“"])
def test_hostile_repetition_takes_no_time(typed: str) -> None:
    began = time.process_time()
    parse(typed * 100_000)
    assert time.process_time() - began < 2

"""What is said of a query: its 文号, its script, and what stands beside it in a plan's years."""

from __future__ import annotations

from datetime import date

import pytest

from documents.models import Plan
from documents.search.query import Field, parse
from tasks.found.advice import is_traditional, plan_numbered, unknown_fields
from tasks.found.conditions import years_of

CITY = Plan(title="市的方案", document_number="府发〔2024〕16号")
DISTRICT = Plan(title="区的方案", document_number="榮昌府發〔2024〕16號")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("府发〔2024〕16号", CITY),
        ("府发[2024]16号", CITY),
        ("府发(2024)16号", CITY),
        ("府發【2024】第16號", CITY),
        ("府发〔２０２４〕１６号", CITY),
        ("关于印发府发 [2024] 16 号的通知", CITY),
        ("荣昌府发[2024]16号", DISTRICT),  # not the city's, whose number it ends in
        ("府发〔2024〕6号", None),
        ("府发〔2024〕116号", None),
        ("府发2024年16号", None),
        ("质量", None),
        ("〔2024〕16号", None),
        ("发" * 100_000, None),
    ],
)
def test_a_number_is_that_of_a_plan_whatever_its_brackets(typed: str, expected: Plan | None) -> None:
    assert plan_numbered(typed, [CITY, DISTRICT])[1] is expected


def test_a_number_that_no_plan_has_is_named_as_it_was_typed() -> None:
    assert plan_numbered("见国发 [2023] 第3号。", [CITY]) == ("见国发 [2023] 第3号", None)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("質量", True), ("标准 標準", True), ("质量", False), ("著名品牌", False), ("ISO 9001", False), ("", False)],
)
def test_it_tells_what_is_written_otherwise_in_simplified_script(typed: str, expected: bool) -> None:
    assert is_traditional(typed) is expected


def test_an_unknown_field_is_left_out_of_what_is_typed_instead() -> None:
    query = parse("质量 -农业 地区:西安 年份:二零")
    [unknown] = unknown_fields(query, [Field("year", "二零")])
    assert (unknown.name, unknown.value, unknown.typed) == ("年份", "二零", "质量 -农业 地区:西安")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("单位：万元", '"单位：万元"'),
        ("質量 單位: “万 元” -农业 地区:西安", '質量 "單位: 万 元" -农业 地区:西安'),
        ("质量 -单位:万元", '质量 -"单位:万元"'),
        ("-单位:万元", ""),
    ],
)
def test_the_letters_of_an_unknown_field_can_be_typed_as_text(typed: str, expected: str) -> None:
    query = parse(typed)
    [unknown] = unknown_fields(query, query.fields[:1])
    assert unknown.as_text == expected
    assert not any(field.name == "department" for field in parse(expected).fields)


@pytest.mark.parametrize(
    ("first", "last", "issued", "expected"),
    [
        (2024, 2026, date(2023, 12, 1), {2023, 2024, 2025, 2026}),
        (None, 2026, None, set()),
        (None, None, date(2024, 4, 28), {2024}),
        (2020, 2019, None, set()),
    ],
)
def test_a_plan_is_of_the_years_it_covers_and_of_that_of_its_issue(
    first: int | None, last: int | None, issued: date | None, expected: set[int]
) -> None:
    assert years_of(Plan(period_start=first, period_end=last, issued_on=issued)) == expected

"""Years ahead say when something is due; years behind, and those compared with, do not."""

from __future__ import annotations

import pytest

from indicators.years import Calendar, calendar_of, markers
from tests.outlines import Part, outline_of


def years(text: str, begins: int | None = 2022) -> list[tuple[int, bool, bool]]:
    return [(found.year, found.is_ahead, found.is_due) for found in markers(text, Calendar(begins))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年,质量提升", [(2025, True, True)]),
        ("力争到2025年底,", [(2025, True, True)]),
        ("2025年底前完成", [(2025, True, True)]),
        ("2023-2025年,培育", [(2025, True, False)]),
        ("“十四五”期间,年均", [(2025, True, False)]),
        ("到“十五五”末,", [(2030, True, True)]),
        ("截至2021年底,", [(2021, False, False)]),
        ("2020年,合格率为", [(2020, False, False)]),
        ("到2020年,合格率", [(2020, False, True)]),
        ("比2020年提高", []),
        ("在2020年基础上", []),
        ("2024年2月1日起施行", []),
        ("到2025年、2030年分别", [(2025, True, True), (2030, True, False)]),
    ],
)
def test_a_year_is_told_ahead_or_behind(text: str, expected: list[tuple[int, bool, bool]]) -> None:
    assert years(text) == expected


def test_without_a_calendar_only_years_that_are_aimed_at_lie_ahead() -> None:
    assert years("2023年,合格率为", begins=None) == [(2023, False, False)]
    assert years("到2023年,合格率", begins=None) == [(2023, True, True)]
    assert years("2023年培育标杆企业", begins=None) == [(2023, True, False)]


def test_this_year_is_the_year_of_issue() -> None:
    assert [found.year for found in markers("年底前建成", Calendar(2023, issued=2023))] == [2023]
    assert not list(markers("年底前建成", Calendar(2023)))


@pytest.mark.parametrize("text", ["三年内", "力争两年内", "3年内", "3 年内", "十年内", "几年内", "半年内", "明年底前"])
def test_a_stretch_of_years_is_not_the_year_of_issue(text: str) -> None:
    assert not list(markers(f"{text}建成中心5个", Calendar(2023, issued=2023)))


@pytest.mark.parametrize("text", ["年内", "力争年内", "在年底前", "今年底前", "本年内", "今年"])
def test_within_the_year_is(text: str) -> None:
    assert [found.year for found in markers(f"{text}建成中心5个", Calendar(2023, issued=2023))] == [2023]


@pytest.mark.parametrize(
    ("heading", "begins", "only"),
    [
        ({"issued_on": "2024-04-28"}, 2024, None),
        ({"period": (2023, 2025)}, 2023, None),
        ({"period": (2021, 2025), "issued_on": "2022-01-05"}, 2022, None),
        ({"title": "某市2023年质量工作要点"}, 2023, 2023),
        ({}, 2027, None),
    ],
)
def test_a_plan_tells_from_when_on_it_looks_ahead(heading: dict[str, object], begins: int, only: int | None) -> None:
    calendar = calendar_of(outline_of(Part("2020年,工作取得进展。"), Part("到2027年,质量提升。到2035年,"), **heading))
    assert (calendar.begins, calendar.only) == (begins, only)

"""Goals are told by year, from the year's marker to the next."""

from __future__ import annotations

import pytest

from documents.outline.sections import Role
from indicators.goals import goals_of
from indicators.years import Calendar
from tests.outlines import Part, outline_of


def goals(text: str, **part: object) -> list[tuple[int, str]]:
    outline = outline_of(Part(text, **{"role": Role.GOALS, **part}))  # type: ignore[arg-type]
    found = list(goals_of(outline, outline.sections[0], Calendar(2022)))
    assert all(outline.source[goal.start : goal.end] == goal.text for goal in found)
    return [(goal.year, goal.text) for goal in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年,质量提升。", [(2025, "到2025年,质量提升。")]),
        ("力争到2025年,质量提升。", [(2025, "力争到2025年,质量提升。")]),
        ("到2025年,提升。到2035年,领先。", [(2025, "到2025年,提升。"), (2035, "到2035年,领先。")]),
        ("聚焦产业。到2025年末,建成高地。", [(2025, "到2025年末,建成高地。")]),
        ("实施战略,到2025年建成强市。提升平台。", [(2025, "实施战略,到2025年建成强市。提升平台。")]),
        ("到2025年,甲提升;到2025年,乙提升。", [(2025, "到2025年,甲提升;到2025年,乙提升。")]),
        ("2020年,合格率为94%。截至2021年底,提升。", []),
        ("本方案(2023—2025年)实施期内,提升质量。", []),
        ("2035年目标。基础更加牢固。", [(2035, "2035年目标。基础更加牢固。")]),
        ("2035年远景目标:基础更加牢固。", [(2035, "2035年远景目标:基础更加牢固。")]),
        ("2025年目标。到2025年,提升。", [(2025, "到2025年,提升。")]),
        ("2025年目标:提升。到2035年,领先。", [(2025, "2025年目标:提升。"), (2035, "到2035年,领先。")]),
        ("2020年目标:提升。", []),
        ("2035年目标", []),
        ("2035年目标任务分解。", []),
        ("到2026年,提升。2021年,全省指数为91.5,比上年提高0.6。", [(2026, "到2026年,提升。")]),
        ("到2026年,提升。截至2021年底,达到95%。", [(2026, "到2026年,提升。")]),
        ("到2026年,在2021年水平上提升。2024年,提升一半。", [(2026, "到2026年,在2021年水平上提升。2024年,提升一半。")]),
    ],
)
def test_a_goal_runs_from_its_year_to_the_next(text: str, expected: list[tuple[int, str]]) -> None:
    assert goals(text) == expected


def test_a_year_inside_a_sentence_takes_number_and_title_along() -> None:
    assert goals("实施战略,到2025年建成强市。", number="1.", title="创新") == [
        (2025, "1.创新。实施战略,到2025年建成强市。")
    ]


def test_a_title_that_names_the_year_opens_a_goal_and_goes_with_it() -> None:
    assert goals("基础更加牢固。", number="(二)", title="2035年目标") == [(2035, "(二)2035年目标。基础更加牢固。")]
    assert goals("到2035年,更加牢固。", number="(二)", title="2035年目标") == [(2035, "到2035年,更加牢固。")]
    assert goals("基础更加牢固。", title="2020年目标") == []


def test_a_year_inside_a_task_is_no_goal() -> None:
    assert goals("到2025年,建成中心5个。", role=Role.TASKS) == []

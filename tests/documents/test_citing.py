"""A place of a plan is cited as official papers cite it."""

from __future__ import annotations

import pytest

from documents.citing import cite, place


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], ""),
        (["四、"], "第四部分"),
        (["四、", "(八)"], "第四部分第（八）项"),
        (["四、", "（八）", "3."], "第四部分第（八）项第3目"),
        (["四、", "（八）", "3.", "（2）"], "第四部分第（八）项第3目第（2）点"),
        (["四、", "（八）", "3.", "（2）", "①"], "第四部分第（八）项第3目第（2）点第①点"),
        (["二、", "12."], "第二部分第12项"),
        (["一、", "(三)", "一是"], "第一部分第（三）项第一点"),
        (["第三章", "第二节", "１．"], "第三章第二节第１项"),
        (["第三章", "一、"], "第三章第一项"),
        (["第三条", "（二）"], "第三条第（二）项"),
        (["（二）"], "第（二）项"),
        (["三、", "专栏2", "——"], "第三部分专栏2"),
        (["附件1："], "附件1"),
        (["", "——", " "], ""),
    ],
)
def test_a_place_is_named_from_the_top_down(numbers: list[str], expected: str) -> None:
    assert place(numbers, "hans") == expected


def test_a_traditional_plan_is_cited_in_its_script() -> None:
    assert place(["四、", "(八)"], "hant") == "第四部分第（八）項"


def test_a_title_within_the_title_changes_its_brackets() -> None:
    cited = cite("西安市贯彻落实《质量强国建设纲要》实施方案", "市政发〔2024〕1号", "第一部分")
    assert cited == "《西安市贯彻落实〈质量强国建设纲要〉实施方案》（市政发〔2024〕1号）第一部分"


def test_without_a_number_the_title_stands_alone() -> None:
    assert cite("质量强市行动计划", "", "第二部分") == "《质量强市行动计划》第二部分"


@pytest.mark.parametrize("number", ["(" * 50_000, "一" * 50_000, "\ud800\0", "第" * 50_000])
def test_any_number_is_cited_somehow(number: str) -> None:
    assert isinstance(place([number], "hans"), str)

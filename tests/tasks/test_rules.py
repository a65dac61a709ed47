"""Rules that hold for a whole plan."""

from __future__ import annotations

import pytest

from tasks.rules import find_rules


def everybody(text: str) -> dict[str, str]:
    return {text[a.start : a.end]: a.role for a in find_rules(text).everybody}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "市工信局负责。以下工作均需各区县政府、西咸新区落实,不再列出",
            {"各区县政府": "responsible", "西咸新区": "responsible"},
        ),
        ("以下均需地方人民政府有关主管部门负责,不再列出", {"地方人民政府有关主管部门": "responsible"}),
        ("具体任务均涉及相关市(州)人民政府,不再做分工,下同", {"相关市(州)人民政府": "responsible"}),
        ("牵头单位:市发改委;责任单位:各县区,以下均需各县区落实,不再逐一列出", {"各县区": "responsible"}),
        ("各项任务均由各区政府配合,不再逐一列出", {"各区政府": "participant"}),
        ("各区县(自治县)人民政府均为责任单位,不再逐一列出", {"各区县(自治县)人民政府": "responsible"}),
        ("以下任务均需各县(市、区)政府落实", {"各县(市、区)政府": "responsible"}),
        ("以上措施各区政府均需参与,不再一一列出", {"各区政府": "participant"}),
        ("各项工作均由主要领导负责", {}),
        ("各项指标均达到95%以上", {}),
        ("市工信局、市商务局负责", {}),
    ],
)
def test_a_rule_names_who_has_a_part_in_everything(text: str, expected: dict[str, str]) -> None:
    assert everybody(text) == expected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("科技部等负责。列第一位者为牵头单位,下同", "responsible"),
        ("责任单位中排在首位的为牵头单位", "responsible"),
        ("责任单位:市经信局(列第一位者为工作牵头单位或汇总单位,下同)", "responsible"),
        ("第一个部门为牵头部门", "responsible"),
        ("排名第一的责任单位为牵头单位,其他为配合单位", "participant"),
        ("落实第一责任人责任", None),
        ("市工信局为牵头单位", None),
    ],
)
def test_a_rule_makes_the_first_body_lead(text: str, rest: str | None) -> None:
    assert find_rules(text).rest == rest


def test_it_tells_which_part_of_a_clause_states_the_rule() -> None:
    text = "市工信局、市税务局(列第一位者为牵头单位,下同)、市财政局"
    assert [text[start:end] for start, end in find_rules(text).spans] == ["列第一位者为牵头单位,下同"]

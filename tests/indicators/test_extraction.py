"""Targets and goals of whole plans: where they are looked for, and what any text leaves whole."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.outline import parse
from documents.outline.sections import Kind, Outline, Role
from indicators.extraction import Extraction, GoalDraft, TargetDraft, extract
from tests.outlines import Part, outline_of

SOURCES = Path(__file__).parents[2] / "fixtures" / "sources"
PIECES = (
    "到2025年,", "达到", "95%", "以上", "1,234", "家", "培育", "、", "和", "均", "分别", "(", ")", "“", "”", "全覆盖", "奖励", "由", "。",
    "\n", " ", "合格率", "企業", "超过全市平均水平", "-", "至", "万亿元", "年均", "增长", "截至", "的", "\x00", "\ud800", "③", "一半", "翻一番",
)  # fmt: skip


def of(*parts: Part, **heading: object) -> Extraction:
    return extract(outline_of(*parts, **heading))


def plan(name: str) -> Outline:
    return parse((SOURCES / f"{name}.txt").read_text(encoding="utf-8"))


GOAL = Part("", Kind.HEADING, Role.GOALS, "一、", "主要目标")
TASK = Part("", Kind.HEADING, Role.TASKS, "二、", "重点任务")


def test_the_year_of_a_goal_governs_the_paragraphs_beside_it() -> None:
    found = of(
        GOAL,
        Part("到2025年,质量提升。", role=Role.GOALS, under=1),
        Part("产品合格率达到95%。", role=Role.GOALS, number="——", title="产品", under=2),
        Part("到2035年,指数达到90。", role=Role.GOALS, under=3),
        TASK,
        Part("培育标杆企业35家。", Kind.TASK, number="1.", title="培育标杆", under=1),
    )
    assert [(target.name, target.year) for target in found.targets] == [
        ("产品合格率", 2025),
        ("指数", 2035),
        ("标杆企业", None),
    ]


def test_a_heading_that_announces_goals_of_a_year_opens_one_below_it() -> None:
    found = of(
        GOAL,
        Part("2035年目标", role=Role.GOALS, number="(一)", under=1),
        Part("", Kind.HEADING, Role.GOALS, "1.", "总体", under=1),
        Part("基础更加牢固。", role=Role.GOALS, under=2),
        Part("品牌更加响亮。", role=Role.GOALS, under=3),
        Part("", Kind.HEADING, Role.GOALS, "(二)", "2030年目标", under=5),
        Part("体系更加健全。", role=Role.GOALS, under=1),
        TASK,
        Part("2030年目标。完善体系。", Kind.TASK, Role.TASKS, "1.", under=1),
    )
    assert [(goal.year, goal.text) for goal in found.goals] == [(2035, "基础更加牢固。"), (2030, "体系更加健全。")]


def test_a_year_stays_within_its_task() -> None:
    found = of(
        TASK,
        Part("到2025年,建成中心5个。培育品牌9个。", Kind.TASK, number="1.", title="甲", under=1),
        Part("培育标杆企业35家。", Kind.TASK, number="2.", title="乙", under=2),
    )
    assert [target.year for target in found.targets] == [2025, 2025, None]


def test_a_plan_for_one_year_gives_its_year_to_all() -> None:
    found = of(TASK, Part("培育标杆企业35家。", Kind.TASK, under=1), title="某市2023年质量工作要点")
    assert [target.year for target in found.targets] == [2023]


def test_a_title_sets_targets_and_gives_its_year() -> None:
    found = of(
        TASK,
        Part("", Kind.HEADING, number="(一)", title="到2025年合格率达到95%", under=1),
        Part("培育标杆企业35家。", Kind.TASK, under=1),
    )
    assert [(target.name, target.year, target.quote) for target in found.targets] == [
        ("合格率", 2025, "到2025年合格率达到95%"),
        ("标杆企业", 2025, "培育标杆企业35家"),
    ]


def test_general_chapters_set_targets_only_under_a_year_ahead() -> None:
    chapter = Part("", Kind.HEADING, Role.GENERAL, "一、", "总体要求")
    found = of(
        chapter,
        Part("全市合格率达到94%。", role=Role.GENERAL, under=1),
        Part("到2025年,合格率达到95%。", role=Role.GENERAL, under=2),
        Part("指数达到86。", role=Role.GENERAL, under=3),
    )
    assert [(target.value, target.year) for target in found.targets] == [("95", 2025), ("86", 2025)]


def test_the_year_of_a_plan_for_one_year_opens_no_general_chapter() -> None:
    preface = Part("工作取得新成效,产品抽样合格率为91.1%。", role=Role.GENERAL)
    assert not of(preface, title="某市2023年质量工作要点").targets


@pytest.mark.parametrize("title", ["发展现状", "发展基础", "面临的形势和挑战", "制定背景"])
def test_chapters_that_look_back_are_not_read(title: str) -> None:
    chapter = Part("", Kind.HEADING, Role.GENERAL, "一、", title)
    assert not of(chapter, Part("到2025年,合格率达到95%。", role=Role.GENERAL, under=1)).targets


def test_a_table_and_its_prose_are_compared() -> None:
    rows = "序号 | 指标名称 | 2025年\n1 | 首席质量官覆盖率(%) | ≥80"
    found = of(
        Part(rows, Kind.TABLE, Role.GOALS), TASK, Part("推进规模以上企业首席质量官制度全覆盖。", Kind.TASK, under=1)
    )
    assert [target.source for target in found.targets] == ["table", "prose"]
    assert [remark.code for remark in found.remarks] == ["contradiction"]


@pytest.mark.parametrize(
    ("name", "table", "goals"),
    [("rongchang", 0, [2027, 2035]), ("generic-city", 0, [2022]), ("hebei", 0, [2025, 2035]),
     ("xinjiang", 0, [2025, 2035]), ("xian", 22, [2025, 2035])],
)  # fmt: skip
def test_the_five_plans_hold_what_is_printed(name: str, table: int, goals: list[int]) -> None:
    found = extract(plan(name))
    assert Counter(target.source for target in found.targets)["table"] == table
    assert [goal.year for goal in found.goals] == goals


def test_the_figures_of_one_sentence_are_all_there() -> None:
    found = {target.name: target for target in extract(plan("xinjiang")).targets}
    assert (found["制造业质量竞争力指数"].value, found["制造业质量竞争力指数"].year) == ("86", 2025)
    assert found["食品安全抽检合格率"].operator == found["农产品质量安全例行监测合格率"].operator == ">="


def test_the_contradiction_of_xian_is_named() -> None:
    remarks = extract(plan("xian")).remarks
    assert {remark.code for remark in remarks} == {"contradiction"}
    assert all("首席質量官" in remark.message for remark in remarks)


texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=80).map("".join))


@settings(max_examples=500, deadline=None)
@given(text=texts, role=st.sampled_from(Role), kind=st.sampled_from(Kind))
def test_any_text_is_read_and_every_quote_stands_in_its_section(text: str, role: Role, kind: Kind) -> None:
    outline = outline_of(Part(text, kind, role, "(一)", "到2025年达到5家"))
    found = extract(outline)
    drafts: list[TargetDraft | GoalDraft] = [*found.targets, *found.goals]
    for drafted in drafts:
        spans = outline.section(drafted.section).spans
        assert any(start <= drafted.start < end for start, end in spans)
        assert drafted.end <= spans[-1][1]
    for target in found.targets:
        assert target.name
        assert target.quote == outline.source[target.start : target.end]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1 ",
        "到2025年",
        "达到95%",
        "达到95%,",
        "、1家",
        "培育1家企业、",
        "突破百亿",
        "从1%",
        "和",
        "(",
        "“",
        "全覆盖",
        "规模以上企业全部",
        "65%和",
        "占",
    ],
)
def test_hostile_repetition_does_not_take_long(piece: str) -> None:
    outline = outline_of(Part(piece * (100_000 // len(piece)), role=Role.GOALS))
    start = time.process_time()
    extract(outline)
    assert time.process_time() - start < 20

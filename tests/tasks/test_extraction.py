"""Who does what in a whole plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.outline import Outline, parse
from tasks.extraction import Extraction, extract

SOURCES = Path(__file__).parents[2] / "fixtures" / "sources"
PIECES = [
    *(
        "一、主要任务\n",
        "（一）",
        "1.",
        "\n",
        "。",
        "，",
        "、",
        "；",
        "：",
        "(",
        ")",
        "（",
        "）",
        "〔",
        "〕",
        "【",
        "】",
        " ",
        "　",
        "——",
    ),
    *(
        "市工信局",
        "市科技和信息化局",
        "各县（市、区）政府",
        "各區縣政府",
        "市場監管總局",
        "和",
        "及",
        "等",
        "由",
        "会同",
        "企业",
    ),
    *(
        "负责",
        "牽頭",
        "牵头",
        "配合",
        "按职责分工负责",
        "責任單位",
        "责任单位：",
        "牵头单位",
        "完成时限：2025年底",
        "落实",
        "均需",
        "不再列出",
    ),
    *(
        "列第一位者为牵头单位，下同",
        "加强质量管理",
        "以下工作",
        "任务 | 牵头单位 | 责任单位\n",
        " | ",
        "\x00",
        "\ud800",
        "𠮷",
    ),
]


def plan(*tasks: str, opening: str = "为建设质量强市，制定本方案。", closing: str = "") -> str:
    items = "\n".join(f"（{'一二三四五六'[at]}）{task}" for at, task in enumerate(tasks))
    return f"某市质量强市建设实施方案\n{opening}\n一、总体要求\n坚持质量第一。\n二、主要任务\n{items}\n{closing}"


def read(source: str) -> tuple[Outline, Extraction]:
    outline = parse(source)
    return outline, extract(outline)


def roles(source: str) -> list[dict[str, str]]:
    """The departments of every work item, in order."""
    outline, found = read(source)
    items = [section for section in outline.sections if section.kind.is_work_item]
    return [{duty.name: duty.role for duty in found.duties.get(item.id, ())} for item in items]


def test_every_task_has_the_departments_of_its_clause() -> None:
    source = plan(
        "加强标准引领。推进标准化。（市市场监管局牵头，市工信局配合）",
        "加强计量管理。完善计量体系。（市市场监管局、市科技局按职责分工负责）",
        "加强宣传。开展质量月活动。",
    )
    assert roles(source) == [
        {"市市场监管局": "lead", "市工信局": "participant"},
        {"市市场监管局": "responsible", "市科技局": "responsible"},
        {},
    ]


def test_names_are_as_written_and_stand_where_they_say() -> None:
    source = plan("加强標準引領。推進標準化。（市 工信局、市場監\n管局按職責分工負責）")
    outline, found = read(source)
    (duties,) = found.duties.values()
    assert [duty.name for duty in duties] == ["市工信局", "市場監管局"]
    assert ["".join(outline.source[duty.start : duty.end].split()) for duty in duties] == ["市工信局", "市場監管局"]


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (
            "推进标准化。由市商务局牵头，市文旅局配合。\n责任单位：市商务局、市文旅局、市财政局",
            {"市商务局": "lead", "市文旅局": "participant", "市财政局": "responsible"},
        ),
        (
            "推进标准化。（责任单位：市商务局、市文旅局；配合单位：市文旅局）",
            {"市商务局": "responsible", "市文旅局": "participant"},
        ),
        (
            "推进标准化。（市工信局配合）完善体系。（市商务局、市工信局负责）推广应用。（市商务局牵头）",
            {"市工信局": "participant", "市商务局": "lead"},
        ),
        (
            "推进标准化。（市工信局牵头，市商务局配合）推广应用。（市商务局牵头）",
            {"市工信局": "lead", "市商务局": "lead"},
        ),
    ],
)
def test_a_body_named_twice_has_once_the_role_that_says_most(task: str, expected: dict[str, str]) -> None:
    assert roles(plan(f"加强标准引领。{task}")) == [expected]


def test_the_first_body_leads_from_where_a_clause_says_so() -> None:
    source = plan(
        "加强标准引领。推进标准化。（市工信局、市商务局负责）",
        "加强计量管理。完善体系。（市科技局、市商务局负责。列第一位者为牵头单位，下同）",
        "加强认证管理。推进认证。（市商务局、市工信局等负责）",
        "加强检测管理。推进检测。（市商务局、市工信局牵头负责）",
        "加强监督管理。推进监督。（各区县政府负责）",
    )
    assert roles(source) == [
        {"市工信局": "responsible", "市商务局": "responsible"},
        {"市科技局": "lead", "市商务局": "responsible"},
        {"市商务局": "lead", "市工信局": "responsible"},
        {"市商务局": "lead", "市工信局": "lead"},
        {"各区县政府": "lead"},
    ]


def test_the_first_body_leads_everywhere_where_the_opening_says_so() -> None:
    source = plan(
        "加强标准引领。推进标准化。（责任单位：市工信局、市商务局）",
        opening="为建设质量强市，制定本方案。责任单位中排在第一位的为牵头单位，其他为配合单位。",
    )
    assert roles(source) == [{"市工信局": "lead", "市商务局": "participant"}]


def test_a_rule_for_the_whole_plan_is_kept_once_and_is_no_duty_of_its_item() -> None:
    source = plan(
        "加强标准引领。推进标准化。（市工信局负责。以下工作均需各区县政府、高新区管委会落实，不再列出）",
        "加强计量管理。完善体系。（市科技局负责）",
    )
    outline, found = read(source)
    assert roles(source) == [{"市工信局": "responsible"}, {"市科技局": "responsible"}]
    assert [(duty.name, duty.role) for duty in found.defaults] == [
        ("各区县政府", "responsible"),
        ("高新区管委会", "responsible"),
    ]
    assert {outline.section(duty.section).title for duty in found.defaults} == {"加强标准引领"}


def test_a_table_of_duties_names_the_departments_of_tasks_without_a_clause() -> None:
    source = plan(
        "加强质量攻关。推进质量改进。（市商务局负责）",
        "加强标准引领。推进标准化建设。",
        "加强计量管理。完善计量体系。（市科技局负责）",
        closing=(
            "附件\n某市质量强市任务分工表\n序号 | 重点任务 | 牵头单位 | 配合单位 | 完成时限\n"
            "1 | 加强标准引领 | 市市场监管局 | 市工信局、市商务局 | 2025年12月\n"
            "2 | 加强计量管理 | 市市场监管局 | 市工信局 | 2025年12月\n"
        ),
    )
    _, found = read(source)
    assert roles(source)[1:3] == [
        {"市市场监管局": "lead", "市工信局": "participant", "市商务局": "participant"},
        {"市科技局": "responsible"},
    ]
    assert "2025年12月" in found.deadlines.values()


def test_deadlines_are_as_printed() -> None:
    _, found = read(plan("加强标准引领。推进标准化。（责任单位：市工信局，完成时限：2025年6月底前）"))
    assert list(found.deadlines.values()) == ["2025年6月底前"]


def test_it_remarks_on_a_clause_that_cannot_be_read() -> None:
    source = plan("加强标准引领。推进标准化。（由专人牵头负责）")
    outline, found = read(source)
    assert [(remark.code, outline.source[remark.start : remark.end]) for remark in found.remarks] == [
        ("unread-departments", "（由专人牵头负责）")
    ]


def test_it_remarks_on_what_it_leaves_unread_within_a_clause() -> None:
    outline, found = read(plan("加强标准引领。推进标准化。（责任部门：市工信局、市商务局3保障措施）"))
    assert [(remark.code, outline.source[remark.start : remark.end]) for remark in found.remarks] == [
        ("unread-departments", "3保障措施")
    ]


def test_it_reads_the_clauses_of_the_xian_plan() -> None:
    outline, found = read((SOURCES / "xian.txt").read_text(encoding="utf-8"))
    duties = {(section.number, section.title): found.duties.get(section.id, ()) for section in outline.sections}
    first = duties["(一)", "強化質量發展創新動能"]
    assert [duty.name for duty in first][-3:] == ["各區縣政府", "西咸新區管委會", "各開發區管委會"]
    assert [(d.name, d.role) for d in duties["(二十六)", "完善大質量監管體系"]] == [
        ("市市場監管局", "lead"),
        ("市級相關部門", "responsible"),
    ]
    assert [duty.name for duty in found.defaults] == ["各區縣政府", "西咸新區", "各開發區管委會"]
    assert sum(map(len, found.duties.values())) == 196


def test_it_makes_up_no_duties_where_a_plan_has_no_clauses() -> None:
    for name in ("rongchang", "generic-city", "hebei", "xinjiang"):
        _, found = read((SOURCES / f"{name}.txt").read_text(encoding="utf-8"))
        assert found == Extraction({}, (), (), {}), name


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(["", "一、总体要求\n二、主要任务\n（一）加强管理。"]),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=60),
)
def test_any_text_is_read_and_every_name_stands_where_it_says(opening: str, pieces: list[str]) -> None:
    outline, found = read(opening + "".join(pieces))
    for section_id, duties in found.duties.items():
        places = [outline.section(section_id).spans, *(section.spans for section in outline.sections if section.rows)]
        assert len({duty.name for duty in duties}) == len(duties)
        for duty in duties:
            assert duty.name.isprintable()
            assert duty.name.replace("|", "") in [_cut(outline.source, spans, duty.start, duty.end) for spans in places]


def _cut(source: str, spans: tuple[tuple[int, int], ...], start: int, end: int) -> str:
    """What the spans hold of source[start:end]: a name may go on behind a page number or an empty row."""
    return "".join(
        "".join(source[max(begin, start) : min(stop, end)].replace("|", "").split()) for begin, stop in spans
    )

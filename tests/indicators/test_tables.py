"""Tables of indicators are read by their headers, with merged, repeated and missing cells."""

from __future__ import annotations

import pytest

from documents.outline.sections import Kind, Role
from indicators.drafts import TargetDraft
from indicators.tables import Table, read_table
from indicators.years import Calendar
from tests.outlines import Part, outline_of

HEADER = "序号 | 类别 | 具体指标名称 | 2025年 | 属性 |"


def table(
    *lines: str, title: str | None = None, begins: int | None = 2024, year: int | None = None, is_told: bool = True
) -> Table:
    outline = outline_of(Part("\n".join(lines), Kind.TABLE, Role.GOALS, None, title))
    return read_table(outline, outline.sections[0], Calendar(begins, is_told=is_told), year=year)


def row(line: str, header: str = HEADER) -> TargetDraft:
    [target] = table(header, line).targets
    return target


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "1 | 经济质量 | 全员劳动生产率(万元/人) | 21 | 预期性 |",
            ("全员劳动生产率", "=", "21", "万元/人", "expected"),
        ),
        ("2 | 能源消耗降低(%) | 13 | 约束性 | |", ("能源消耗降低", "=", "13", "%", "binding")),
        ("3 | 国家高新技术企业(万家) | ≥1.2 | 预期性 | |", ("国家高新技术企业", ">=", "1.2", "万家", "expected")),
        ("4 | 质量 | 质量竞争力指数 | 85以上 | 预期性 |", ("质量竞争力指数", ">=", "85", None, "expected")),
        ("5 | 研发(R&D)经费投入强度 | >2.5% | 预期性 | |", ("研发(R&D)经费投入强度", ">", "2.5", "%", "expected")),
        ("6 | 企业 | 注册商标(件) | 1.2万 | 预期性 |", ("注册商标", "=", "1.2", "万件", "expected")),
        ("7 | 企业 | 标杆企业(家) | 3-5 | 预期性 |", ("标杆企业", "range", "3", "家", "expected")),
        ("8 | 企业 | 事故起数(起) | ≤0.05 | |", ("事故起数", "<=", "0.05", "起", None)),
        ("9 | 企业 | 工业增加值增速 | 高于全省平均水平 | 预期性 |", ("工业增加值增速", ">", None, None, "expected")),
    ],
)
def test_a_row_gives_name_value_unit_and_attribute(line: str, expected: tuple[str | None, ...]) -> None:
    found = row(line)
    assert (found.name, found.operator, found.value, found.unit, found.attribute) == expected
    assert (found.year, found.source) == (2025, "table")


@pytest.mark.parametrize(
    ("line", "basis"),
    [
        ("1 | 质量 | 劳动生产率增长(%) | 7(年均) | 预期性", "annual"),
        ("1 | 质量 | 能耗降低(%) | [13.5] | 约束性", "cumulative"),
        ("1 | 质量 | 能耗降低(%) | 13.5 | 约束性", "decrease"),
        ("1 | 质量 | 主导制定标准(项,累计) | 40 | 预期性", "cumulative"),
        ("1 | 质量 | 证书数量新增(张) | 3000 | 预期性", "added"),
        ("1 | 质量 | 证书数量(张) | 3000 | 预期性", None),
    ],
)
def test_cell_and_name_tell_the_basis(line: str, basis: str | None) -> None:
    assert row(line).basis == basis


def test_a_repeated_header_is_no_row() -> None:
    found = table(HEADER, "1 | 质量 | 合格率(%) | 95 | 预期性", HEADER, "2 | 质量 | 优良率(%) | 90 | 预期性")
    assert [target.value for target in found.targets] == ["95", "90"]
    assert not found.remarks


def test_each_year_ahead_gives_a_target_and_the_base_none() -> None:
    found = table("指标 | 单位 | 2020年 | 2025年 | 2030年", "合格率 | % | 93 | 95 | ≥97", begins=2021)
    assert [(target.year, target.operator, target.value, target.unit) for target in found.targets] == [
        (2025, "=", "95", "%"),
        (2030, ">=", "97", "%"),
    ]


def test_a_marked_base_leaves_all_other_years_targets() -> None:
    found = table("指标 | 单位 | 2024年(实际) | 2025年 | 2027年", "合格率 | / | 93 | 95 | 97", begins=2027)
    assert [(target.year, target.unit) for target in found.targets] == [(2025, None), (2027, None)]


def test_every_year_is_a_target_where_nothing_says_when_the_plan_begins() -> None:
    found = table(
        "指标 | 2025年 | 2030年 | 2035年 | 属性",
        "优良率(%) | 90 | 92 | 94 | 预期性",
        "能耗(%) | [9] | — | — | ",
        begins=None,
    )
    assert [(target.year, target.value) for target in found.targets] == [
        (2025, "90"), (2030, "92"), (2035, "94"), (2025, "9")
    ]  # fmt: skip
    assert not found.remarks


def test_the_year_that_the_text_aims_at_first_is_a_target() -> None:
    found = table("指标 | 2025年 | 2030年 | 2035年", "优良率(%) | 90 | 92 | 94", begins=2025, is_told=False)
    assert [target.year for target in found.targets] == [2025, 2030, 2035]
    found = table("指标 | 2025年 | 2030年 | 2035年", "优良率(%) | 90 | 92 | 94", begins=2035, is_told=False)
    assert [target.year for target in found.targets] == [2025, 2030, 2035]


@pytest.mark.parametrize(
    ("header", "begins", "expected"),
    [
        ("指标 | 2022年 | 2025年目标值 | 2027年目标值", None, [2025, 2027]),
        ("指标 | 2022年 | 2025年规划值 | 2027年规划值", None, [2025, 2027]),
        ("指标 | 2025年 | 2030年 | 2035年远景目标", None, [2025, 2030, 2035]),
        ("指标 | 2020年 | 2022年实际 | 2025年", None, [2025]),
        ("指标 | 2022年 | 2027年 | 年均增长", None, [2027, None]),
        ("指标 | 2022年 | 2027年 | 2030年", 2027, [2027, 2030]),
        ("指标 | 单位 | 2022年 | 目标值", None, [None]),
    ],
)
def test_a_year_left_out_because_of_what_stands_beside_it_is_named(
    header: str, begins: int | None, expected: list[int | None]
) -> None:
    cells = ["专利拥有量", *(["件"] if "单位" in header else [])]
    values = ["10", "20", "30"][: header.count("|") + 1 - len(cells)]
    found = table(header, " | ".join([*cells, *values]), begins=begins, is_told=False)
    assert [target.year for target in found.targets] == expected
    assert bool(found.remarks) == (len(expected) < len(values))


def test_years_that_all_lie_behind_are_named() -> None:
    found = table("指标 | 2020年 | 2022年", "专利拥有量(件) | 10 | 20")
    assert not found.targets
    assert [remark.message[:7] for remark in found.remarks] == ["“2020年”", "“2022年”"]


def test_a_row_whose_only_value_is_where_things_stand_is_named() -> None:
    found = table("指标 | 2020年 | 2025年", "专利拥有量(件) | 10 | 20", "证书数量(张) | 300 | —", begins=2021)
    assert [target.value for target in found.targets] == ["20"]
    assert [remark.code for remark in found.remarks] == ["odd-row"]


def test_a_second_header_says_which_years_a_column_spreads_over() -> None:
    found = table("指标 | 2022年基数 | 目标值 | | 属性", "2025年 | 2027年", "合格率(%) | 93 | 94 | 95 | 预期性")
    assert [(target.year, target.value) for target in found.targets] == [(2025, "94"), (2027, "95")]


def test_a_column_of_growth_is_a_target_with_its_basis() -> None:
    found = table(
        "指标 | 2020年 | 2025年 | 年均/累计 | 属性", "专利拥有量(件) | 10 | — | [15] | 预期性", year=2025, begins=2021
    )
    assert [(target.value, target.unit, target.year, target.basis) for target in found.targets] == [
        ("15", "件", 2025, "cumulative")
    ]


def test_the_year_may_come_from_the_title_or_from_above() -> None:
    lines = "指标名称 | 单位 | 目标值 | 责任单位", "有效专利 | 万件 | 1.2 | 市知识产权局"
    assert [target.year for target in table(*lines, title="2026年主要指标").targets] == [2026]
    assert [target.year for target in table(*lines, year=2027).targets] == [2027]
    assert [target.year for target in table(*lines).targets] == [None]


def test_a_row_that_cannot_be_read_is_named_and_an_empty_one_is_not() -> None:
    found = table(
        HEADER,
        "1 | 质量 | 合格率(%) | 95 | 预期性",
        "2 | 质量 | 满意度 | 持续提升 | 预期性",
        "3 | 质量 | 覆盖率 | — | 预期性",
    )
    assert [remark.code for remark in found.remarks] == ["odd-row"]
    assert len(found.targets) == 1


def test_a_quote_is_its_row() -> None:
    outline = outline_of(Part(f"{HEADER}\n1 | 質量 | 合格率(%) | 95 | 預期性 |", Kind.TABLE))
    [found] = read_table(outline, outline.sections[0], Calendar(2024), year=None).targets
    assert found.quote == outline.source[found.start : found.end] == "1 | 質量 | 合格率(%) | 95 | 預期性"


@pytest.mark.parametrize(
    "lines",
    [
        ("序号 | 重点任务 | 牵头单位 | 完成时限", "1 | 培育标杆企业30家 | 市市场监管局 | 2025年12月底"),
        ("姓名 | 电话", "张三 | 12345"),
        ("1 | 2 | 3",),
    ],
)
def test_tables_of_other_things_give_nothing(lines: tuple[str, ...]) -> None:
    assert table(*lines) == Table()

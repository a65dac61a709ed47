"""The grammar of department clauses."""

from __future__ import annotations

import pytest

from tasks.responsibility import mask, read

Roles = dict[str, str]
FOUR = ("市工信局", "市科技局", "市商务局", "市财政局")


def roles(clause: str) -> Roles:
    return {clause[a.start : a.end]: a.role[0] for a in read(clause).assignments}


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("市工信局负责", {"市工信局": "r"}),
        ("市工信局、市商务局按职责分工负责", {"市工信局": "r", "市商务局": "r"}),
        ("市工信局、市商务局等按照各自职责分工负责", {"市工信局": "r", "市商务局": "r"}),
        ("市工信局、市商务局按责任分工负责", {"市工信局": "r", "市商务局": "r"}),
        ("市工信局、市商务局分别负责", {"市工信局": "r", "市商务局": "r"}),
        ("市工信局、市商务局按职责分工", {"市工信局": "r", "市商务局": "r"}),
        ("市工信局,各区县政府按职责分工负责", {"市工信局": "r", "各区县政府": "r"}),
        ("市工信局、市商务局牵头负责", {"市工信局": "l", "市商务局": "l"}),
        ("市工信局牵头,市商务局按职责分工负责", {"市工信局": "l", "市商务局": "r"}),
        ("市工信局牵头,市商务局、市财政局等配合", {"市工信局": "l", "市商务局": "p", "市财政局": "p"}),
        ("市工信局牵头、市商务局参与", {"市工信局": "l", "市商务局": "p"}),
        ("市工信局牵头市商务局配合", {"市工信局": "l", "市商务局": "p"}),
        ("市工信局牵头负责;市商务局协同;各区县落实", {"市工信局": "l", "市商务局": "p", "各区县": "r"}),
        ("市工信局牵头,市商务局,各区县政府", {"市工信局": "l", "市商务局": "r", "各区县政府": "r"}),
        ("由市工信局牵头,会同市商务局", {"市工信局": "l", "市商务局": "p"}),
        ("市工信局牵头,会同市商务局组织实施", {"市工信局": "l", "市商务局": "p"}),
        ("市工信局会同市商务局负责", {"市工信局": "r", "市商务局": "p"}),
        ("市工信局为牵头单位,市商务局为配合单位", {"市工信局": "l", "市商务局": "p"}),
        ("市工信局负责,各市人民政府结合实际落实", {"市工信局": "r", "各市人民政府": "r"}),
        ("市经协办、市推进办负责", {"市经协办": "r", "市推进办": "r"}),
        ("牵头市工信局,配合市商务局", {"市工信局": "l", "市商务局": "p"}),
    ],
)
def test_a_verb_gives_its_role_to_the_names_before_it(clause: str, expected: Roles) -> None:
    assert roles(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("牵头单位:市工信局;配合单位:市商务局、市财政局", {"市工信局": "l", "市商务局": "p", "市财政局": "p"}),
        (
            "牵头单位:市工信局,配合单位:市商务局,各区、县级市政府",
            {"市工信局": "l", "市商务局": "p", "各区、县级市政府": "p"},
        ),
        ("牵头部门:市工信局、市商务局", {"市工信局": "l", "市商务局": "l"}),
        ("主办单位:市工信局;协办单位:市商务局", {"市工信局": "l", "市商务局": "p"}),
        ("牵头责任单位:市工信局。协同责任单位:市商务局", {"市工信局": "l", "市商务局": "p"}),
        ("责任单位:市工信局,市商务局", {"市工信局": "r", "市商务局": "r"}),
        ("责任(配合)单位:市工信局", {"市工信局": "r"}),
        ("实施单位:市工信局", {"市工信局": "r"}),
        ("责任分工:市工信局牵头,各区县配合", {"市工信局": "l", "各区县": "p"}),
        ("牵头:市工信局;配合:市商务局", {"市工信局": "l", "市商务局": "p"}),
        ("牵头单位市工信局,责任单位市商务局", {"市工信局": "l", "市商务局": "r"}),
        ("牵头单位:市工信局责任单位:市商务局完成时限:2025年底", {"市工信局": "l", "市商务局": "r"}),
        ("牵头单位:市工信局负责;责任单位:中国移动", {"市工信局": "l", "中国移动": "r"}),
        ("责任科室:质量科、标准化处", {"质量科": "r", "标准化处": "r"}),
        ("责任单位:待定", {}),
        ("责任领导:张三;牵头单位:市工信局;责任人:李四", {"市工信局": "l"}),
        ("预期性指标,牵头单位:市工信局", {"市工信局": "l"}),
    ],
)
def test_a_label_gives_its_role_to_the_names_behind_it(clause: str, expected: Roles) -> None:
    assert roles(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("责任单位:市工信局(牵头)、市商务局、市财政局", {"市工信局": "l", "市商务局": "r", "市财政局": "r"}),
        ("市场监管总局(国家标准委)、商务部负责", {"市场监管总局(国家标准委)": "r", "商务部": "r"}),
        ("各县(市、区)人民政府负责", {"各县(市、区)人民政府": "r"}),
        ("市市监局〔市知识产权局〕负责", {"市市监局〔市知识产权局〕": "r"}),
    ],
)
def test_a_bracket_inside_belongs_to_the_name_or_marks_its_role(clause: str, expected: Roles) -> None:
    assert roles(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("责任单位:市工信局(牵头),市商务局、市财政局(配合)", {"市工信局": "l", "市商务局": "p", "市财政局": "p"}),
        ("责任单位:市工信局(牵头)、市商务局、市财政局(配合)", {"市工信局": "l", "市商务局": "p", "市财政局": "p"}),
        ("市工信局、市科技局(牵头);市商务局和市财政局(配合)", dict(zip(FOUR, "llpp", strict=True))),
        ("市工信局(牵头),市科技局,市商务局、市财政局(配合)", dict(zip(FOUR, "lrpp", strict=True))),
        ("市工信局、市科技局(牵头)、市商务局,市财政局", dict(zip(FOUR, "rlrr", strict=True))),
        ("责任单位:市工信局、市商务局、市财政局(配合)", {"市工信局": "r", "市商务局": "r", "市财政局": "p"}),
        ("牵头单位:市工信局、市商务局(配合);责任单位:市财政局", {"市工信局": "l", "市商务局": "p", "市财政局": "r"}),
    ],
)
def test_a_role_in_brackets_behind_a_group_is_that_of_the_whole_group(clause: str, expected: Roles) -> None:
    assert roles(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("市工信局负责标准制定,市商务局负责推广、宣传", {"市工信局": "r", "市商务局": "r"}),
        ("市工信局牵头,负责标准制定", {"市工信局": "l"}),
        ("2025年底前,市工信局负责", {"市工信局": "r"}),
        ("市工信局、市商务局,2025年6月底前完成", {"市工信局": "r", "市商务局": "r"}),
        ("市工信局负责,持续推进", {"市工信局": "r"}),
        ("企业负责人培训", {}),
        ("由市工信局牵头的协调机制", {}),
        ("", {}),
    ],
)
def test_what_is_to_be_done_and_when_is_no_name(clause: str, expected: Roles) -> None:
    assert {name: role for name, role in roles(clause).items() if "局" in name and "的" not in name} == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("6月底前完成,市工信局、市商务局按职责分工负责", {"市工信局": "r", "市商务局": "r"}),
        ("年内完成,市工信局牵头,市商务局配合", {"市工信局": "l", "市商务局": "p"}),
        ("责任单位:市工信局,2025年底前完成制度建设,长期坚持", {"市工信局": "r"}),
        ("责任单位:市工信局、持续深化;配合单位:市商务局,每年12月底前总结", {"市工信局": "r", "市商务局": "p"}),
        ("2025年内,市工信局负责", {"市工信局": "r"}),
        ("六月底前制定方案,责任单位:市工信局", {"市工信局": "r"}),
        ("持续推进", {}),
    ],
)
def test_a_deadline_is_no_name(clause: str, expected: Roles) -> None:
    assert roles(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected", "unread"),
    [
        ("责任部门:市工信局、市商务局3保障措施", {"市工信局": "r", "市商务局": "r"}, ["3保障措施"]),
        ("责任部门:市工信局、市商务局3.1保障措施", {"市工信局": "r", "市商务局": "r"}, ["3.1保障措施"]),
        ("责任部门:市工信局、市商务局(三)保障措施", {"市工信局": "r", "市商务局": "r"}, ["(三)保障措施"]),
        ("责任部门:市工信局、市商务局三、保障措施", {"市工信局": "r", "市商务局": "r"}, ["三、保障措施"]),
        ("责任部门:市工信局1、市商务局2", {"市工信局": "r", "市商务局": "r"}, []),
        ("责任部门:市工信局、市商务局12315投诉举报中心", {"市工信局": "r", "市商务局12315投诉举报中心": "r"}, []),
        ("市公安局一处、第3研究所负责", {"市公安局一处": "r", "第3研究所": "r"}, []),
    ],
)
def test_a_heading_run_into_a_list_is_no_part_of_a_name(clause: str, expected: Roles, unread: list[str]) -> None:
    assert roles(clause) == expected
    assert [clause[start:end] for start, end in read(clause).unread] == unread


def test_masking_keeps_the_length_and_brackets_without_a_partner() -> None:
    assert mask("市(甲)区(乙(丙))、丁)(") == "市□□□区□□□□□□、丁)("


def test_it_tells_clauses_that_say_who_leads_or_helps() -> None:
    assert read("市工信局牵头,市商务局负责").distinguishes
    assert not read("市工信局、市商务局按职责分工负责").distinguishes

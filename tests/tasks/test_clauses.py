"""Where clauses stand in a body."""

from __future__ import annotations

import time

import pytest

from tasks.clauses import find_clauses


def roles(body: str) -> dict[str, str]:
    clauses = [found.clause for found in find_clauses(body) if found.clause]
    return {body[a.start : a.end]: a.role[0] for clause in clauses for a in clause.assignments}


@pytest.mark.parametrize(
    "body",
    [
        "加强管理。(市工信局、市商务局按职责分工负责)",
        "加强管理(市工信局、市商务局负责)。",
        "加强管理。〔市工信局、市商务局负责〕",
        "加强管理。【责任单位:市工信局、市商务局】",
        "加强管理。[市工信局、市商务局负责]",
        "加强管理。(市工信局、市商务局)",
        "加强管理。(市工信局、市商务局;持续推进)",
        "加强管理(市工信局、市商务局,年内完成)。",
        "加强管理。\n责任单位:市工信局、市商务局",
        "加强管理。责任部门(单位):市工信局、市商务局",
        "加强管理。\n责任单位(部门):市工信局、市商务局\n完成时限:2025年底",
        "加强管理。\n责任(牵头、配合)单位:市工信局、市商务局。",
        "加强管理。\n【责任单位(部门)】市工信局、市商务局",
        "加强管理。\n责任单位〔部门〕:\n市工信局\n市商务局",
        "加强管理。(责任部门(单位):市工信局、市商务局)",
        "加强管理。\n——责任单位:市工信局、市商务局。",
        "加强管理。责任单位:市工信局、市商务局。完成时限:2025年底。下一步继续推进。",
        "加强管理。\n责任单位:\n市工信局、市商务局",
        "加强管理。\n责任单位\n市工信局、市商务局",
        "第一,加强管理。责任单位:市工信局。第二,加快建设。责任单位:市商务局。第三,继续推进。",
        "落实:各方面的要求。责任单位:市工信局、市商务局。",
        "加强管理。\n责任单位:\n市工信局\n市商务局\n(1)开展攻关。",
        "加强管理。\n责任单位:市工信局、\n市商务局",
        "加强管理。\n【责任单位】市工信局、市商务局",
        "加强管理。\n责任单位 市工信局 市商务局",
        "加强管理。\n责任单位为市工信局、市商务局。",
        "加强管理,责任单位:市工信局、市商务局。",
        "加强管理。\n市工信局、市商务局按职责分工负责",
        "加强管理。(市工信局负责)加快建设。(市商务局负责)",
        "加强管理。(市工信局、\n市商务局按职责分工负责)",
        "加强管理。(责任单位:市工信局、市商务局",
        "加强管理。(市工信局、市商务局按职责分工负责",
        "建立机制,由市工信局、市商务局负责。",
    ],
)
def test_it_finds_a_clause_wherever_it_stands(body: str) -> None:
    assert roles(body) == {"市工信局": "r", "市商务局": "r"}


def test_places_before_a_body_are_names_of_their_own() -> None:
    body = "加强管理。责任部门(单位):省工信厅、东江市、西江市人民政府"
    assert roles(body) == {"省工信厅": "r", "东江市": "r", "西江市人民政府": "r"}


@pytest.mark.parametrize(
    "body",
    [
        "由市工信局牵头,市商务局配合。",
        "成立专班,由市工信局牵头,市商务局配合。",
        "牵头单位:市工信局\n配合单位:市商务局\n完成时限:2025年底",
        "【牵头单位】市工信局【配合单位】市商务局【完成时限】2025年底",
        "(牵头单位)市工信局(配合单位)市商务局",
        "责任单位:\n市工信局(牵头)\n市商务局(配合)",
        "(牵头单位:市工信局 配合单位:市商务局)",
        "加强管理。牵头(责任)单位:市工信局;配合(协作)部门:市商务局",
    ],
)
def test_it_reads_roles_wherever_the_clause_stands(body: str) -> None:
    assert roles(body) == {"市工信局": "l", "市商务局": "p"}


@pytest.mark.parametrize(
    "body",
    [
        "落实企业主体责任,生产单位负责。",
        "鼓励企业牵头组建创新联合体。",
        "形成牵头部门抓总落实、相关部门分工协作的机制。",
        "省市场监督管理局要会同有关部门加强跟踪督导。",
        "建立由农业农村部、工业和信息化部牵头的协调推进机制。",
        "省质量强省领导小组办公室(市场监管局)会同有关部门加强评估。",
        "形成政府主导、部门负责、企业落实的格局。",
        "部门职责由主管部门负责。企业负责。",
        "各有关部门按照职责分工抓好落实。各县区要认真落实。",
        "市市场监管局负责统筹协调,各有关部门密切配合。",
        "责任单位要切实加强领导,牵头单位负责统筹。",
        "设立领导小组办公室(市市场监管局)。",
        "制定指南(以下简称《指南》)。建设平台(中心)。",
        "本方案由市市场监管局负责解释。",
    ],
)
def test_bodies_in_running_text_have_no_duty(body: str) -> None:
    assert roles(body) == {}


@pytest.mark.parametrize(
    "body",
    [
        "加强管理。(由专人负责)",
        "加强管理。(企业负责)",
        "加强管理。(由专人负责)加快建设。",
        "加强管理(由专人牵头);加快建设。",
        "加强管理。(由专班推进)",
        "加强管理。(各级抓好落实)",
        "加强管理。(牵头单位:待定),继续推进。",
        "加强管理。\n责任单位:",
        "加强管理。\n责任单位:待定",
        "加强管理。责任单位:待定。继续推进。",
        "加强管理。\n【责任单位】待定",
        "加强管理。\n责任单位(部门):另行明确",
        "加强管理。\n责任分工:另行明确。",
        "加强管理。\n责任单位:参加本项工作并且按照要求报送有关材料的企业和其他机构的人员",
    ],
)
def test_it_says_where_a_clause_cannot_be_read(body: str) -> None:
    assert [found.clause for found in find_clauses(body)] == [None]


@pytest.mark.parametrize(
    "body",
    [
        "加强管理。(谁主管谁负责)",
        "加强管理(含企业负责人)。",
        "责任单位要加强领导。",
        "各有关单位:",
        "加强管理。(持续推进)",
        "加强管理。(2025年底前完成)",
        "形成格局(政府主导、企业负责)并推广。",
        "强化主体责任:压实企业责任。",
        "",
    ],
)
def test_it_is_silent_where_nothing_was_meant(body: str) -> None:
    assert find_clauses(body) == []


def test_a_rule_within_a_clause_names_nobody_for_the_item() -> None:
    body = "加强管理。(市工信局负责。以下工作均需各区县落实,不再列出)"
    assert roles(body) == {"市工信局": "r"}
    assert [body[a.start : a.end] for found in find_clauses(body) for a in found.rules.everybody] == ["各区县"]


HOSTILE = [
    *(
        "(",
        ")",
        "()",
        "(负责)",
        "(市工信局负责)",
        "(((市工信局负责)))",
        "负责",
        "牵头",
        "分别",
        "按照各自",
        "市工信局、",
        "市工信局和",
    ),
    *(
        "县级市",
        "各区、",
        "□",
        "等有关",
        "责任单位:",
        "责任单位\n",
        "责任单位:\n",
        ",由",
        "不再",
        "均",
        "第一位者的",
        "。",
        "\n",
        " ",
    ),
    *(
        "\x00",
        "\ud800",
        "2025年",
        "【责任单位】",
        "单位部门",
        "会同",
        "落实",
        "部落实",
        "(市工信局",
        "完成时限:",
        "局 市",
        "6月底前完成",
        "持续推进,",
        "市工信局3",
        "市工信局(三)、",
    ),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_any_repetition_is_read_in_a_short_time(piece: str) -> None:
    body = (piece * (100_000 // len(piece) + 1))[:100_000]
    begin = time.process_time()
    find_clauses(body)
    assert time.process_time() - begin < 20

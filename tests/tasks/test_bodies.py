"""How lists of bodies divide into names."""

from __future__ import annotations

import pytest

from tasks.bodies import divide, is_body, is_office, is_particular


def names(masked: str) -> list[str]:
    return [masked[start:end] for start, end in divide(masked, 0, len(masked))]


@pytest.mark.parametrize(
    ("masked", "expected"),
    [
        ("市工信局、市商务局", ["市工信局", "市商务局"]),
        ("市工业和信息化局、市住房和城乡建设委", ["市工业和信息化局", "市住房和城乡建设委"]),
        ("市人力资源和社会保障局和市文化和旅游局", ["市人力资源和社会保障局", "市文化和旅游局"]),
        ("住房和城乡建设部与交通运输部", ["住房和城乡建设部", "交通运输部"]),
        ("市科技和信息化局及市财政局以及各园区", ["市科技和信息化局", "市财政局", "各园区"]),
        ("各有关部门和地方人民政府有关主管部门", ["各有关部门", "地方人民政府有关主管部门"]),
        ("市级各有关部门及各县市区政府", ["市级各有关部门", "各县市区政府"]),
        ("市中小企业和民营经济发展中心", ["市中小企业和民营经济发展中心"]),
        ("市社会和法制工作委员会", ["市社会和法制工作委员会"]),
        ("市政府及其有关部门", ["市政府及其有关部门"]),
        ("市直有关部门和单位", ["市直有关部门和单位"]),
    ],
)
def test_and_divides_only_behind_a_body(masked: str, expected: list[str]) -> None:
    assert names(masked) == expected


@pytest.mark.parametrize(
    ("masked", "expected"),
    [
        ("各区、县级市政府", ["各区、县级市政府"]),
        ("各市、州、县人民政府、省财政厅", ["各市、州、县人民政府", "省财政厅"]),
        ("各市□□□、县□□□□□人民政府", ["各市□□□、县□□□□□人民政府"]),
        ("各县、市、区", ["各县、市、区"]),
        ("各地、州、市人民政府", ["各地、州、市人民政府"]),
        ("各乡镇、街道", ["各乡镇、街道"]),
        ("市、县人民政府", ["市、县人民政府"]),
        ("各级党委、政府", ["各级党委、政府"]),
        ("市委、市政府", ["市委", "市政府"]),
        ("市委、市政府督查室", ["市委、市政府督查室"]),
        ("市委宣传部、市政府办公室", ["市委宣传部", "市政府办公室"]),
        ("各区县、市级有关部门", ["各区县", "市级有关部门"]),
        ("各街道、区直各部门", ["各街道", "区直各部门"]),
        ("各镇街、区市场监管局", ["各镇街", "区市场监管局"]),
        ("各地、各部门", ["各地", "各部门"]),
        ("高新区、市工信局", ["高新区", "市工信局"]),
        ("各区县政府、西咸新区管委会", ["各区县政府", "西咸新区管委会"]),
    ],
)
def test_an_elliptic_list_is_one_name(masked: str, expected: list[str]) -> None:
    assert names(masked) == expected


@pytest.mark.parametrize(
    ("masked", "expected"),
    [
        ("市工信局、市财政局等", ["市工信局", "市财政局"]),
        ("市工信局、市财政局等部门", ["市工信局", "市财政局"]),
        ("市工信局、市财政局等10个部门", ["市工信局", "市财政局"]),
        ("省能源局等省有关单位和各市政府", ["省能源局", "各市政府"]),
        ("各区、县级市政府等", ["各区、县级市政府"]),
        ("各高等院校", ["各高等院校"]),
        ("由市发改委", ["市发改委"]),
        ("以及和平区政府", ["和平区政府"]),
        ("和平区政府", ["和平区政府"]),
        ("●市工信局", ["市工信局"]),
        ("", []),
        ("、、", []),
    ],
)
def test_words_around_names_are_left_out(masked: str, expected: list[str]) -> None:
    assert names(masked) == expected


def test_it_tells_bodies_from_other_words() -> None:
    assert all(
        map(is_body, ["市工信局", "各区县", "人行某省分行", "市委编办", "团市委", "市妇联", "市科协", "西安海关"])
    )
    assert not any(map(is_body, ["全部", "干部", "布局", "社会", "交办", "场所", "标准制定", "局", ""]))


def test_it_tells_which_names_say_who() -> None:
    assert all(map(is_office, ["市工信局", "各有关单位", "各区县", "有关部门"]))
    assert not any(map(is_office, ["企业", "部门", "责任单位", "西安市", "社会各界"]))


def test_it_tells_certain_bodies_from_kinds_of_bodies() -> None:
    assert all(map(is_particular, ["市工信局", "国家发展改革委", "市委宣传部"]))
    assert not any(map(is_particular, ["各有关部门", "生产单位", "市级有关部门", "县级以上人民政府", "行业主管部门"]))

"""The region of a plan is told from its issuer, its title or what the text says of itself."""

from __future__ import annotations

import pytest

from documents.outline.territory import territory_of_body, territory_of_title, territory_spoken_of
from documents.text import fold


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("重庆市荣昌区人民政府", "500153"),
        ("中共河北省委、河北省人民政府", "130000"),
        ("西安市人民政府辦公廳", "610100"),
        ("陜西省市場監督管理局", "610000"),
        ("延边州人民政府", "222400"),
        ("国家税务总局陕西省税务局", "610000"),
        ("国务院办公厅", "000000"),
        ("国家市场监督管理总局", "000000"),
        ("工业和信息化部 国家发展改革委", "000000"),
        ("市场监管总局", "000000"),
        ("自治区人民政府", None),
        ("市委、市政府", None),
        ("市委宣传部", None),
        ("省教育部门", None),
        ("新疆生产建设兵团办公厅", None),
        ("西安高新技术产业开发区管理委员会", None),
        ("鼓楼区人民政府", None),
        ("南京市鼓楼区人民政府", "320106"),
    ],
)
def test_a_body_belongs_to_a_region(body: str, code: str | None) -> None:
    place = territory_of_body(fold(body))
    assert (place.code if place else None) == code


def test_the_generic_city_has_no_code() -> None:
    place = territory_of_body("某市人民政府")
    assert place is not None
    assert (place.code, place.name, place.level) == (None, "某市", "city")


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("西安市贯彻落实《质量强国建设纲要》深化质量强市建设实施方案", "610100"),
        ("贯彻落实《河北省质量强省建设纲要》实施方案", None),
        ("贵州省贯彻落实《国务院关于支持贵州在新时代西部大开发上闯新路的意见》实施方案", "520000"),
        ("关于推进新疆质量提升的意见", "650000"),
        ("关于支持浙江高质量发展的意见", None),
        ("中共中央 国务院关于支持浙江高质量发展的意见", "000000"),
        ("全国质量工作要点", "000000"),
        ("国家知识产权强市建设方案", None),
        ("安康平安建设行动方案", "610900"),
        ("推动文旅安康产业发展规划", None),
        ("湖南湘江新区质量提升行动方案", None),
        ("上海市浦东新区质量提升行动方案", "310115"),
        ("江苏南京质量提升行动方案", "320100"),
        ("西安市老城区改造方案", "610100"),
        ("老城区改造方案", None),
        ("质量强区建设行动计划", None),
    ],
)
def test_a_title_names_the_plans_own_region(title: str, code: str | None) -> None:
    place = territory_of_title(title)
    assert (place.code if place else None) == code


@pytest.mark.parametrize(
    ("opening", "region"),
    [
        ("结合荣昌实际,制定本方案。", "荣昌区"),
        ("结合河北实际制定本纲要。", "河北省"),
        ("结合陕西省西安市实际,制定本方案。", "西安市"),
        ("结合西安发展实际,制定本方案。", "西安市"),
        ("结合我市实际,制定本方案。", None),
        ("结合朝阳实际,加快我区发展,制定本方案。", None),
        ("贯彻长春市部署,结合朝阳实际,加快我区发展,制定本方案。", "朝阳区"),
        ("加快我市发展,结合朝阳实际,制定本方案。", "朝阳市"),
        ("加快我县发展,结合朝阳实际,制定本方案。", "朝阳县"),
    ],
)
def test_a_plan_adapted_to_a_region_is_that_regions(opening: str, region: str | None) -> None:
    place = territory_spoken_of(opening, opening)
    assert (place.name if place else None) == region


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("我市质量稳步提升,广州产业发达,把广州建成高地。深圳协同。广州先行。", "广州市"),
        ("我市质量稳步提升,广州、深圳、广州、深圳、广州。", None),
        ("我市质量稳步提升,建设广州高地。", None),
        ("我区加强监管。自治区党委部署,自治区各部门负责,建设自治区。宁夏品质,宁夏枸杞,宁夏品牌。", "宁夏回族自治区"),
        ("自治区党委部署,自治区市场监管局牵头,自治区各部门负责。", None),
        ("(工业和信息化部、国家发展改革委、农业农村部负责)", "全国"),
        ("我市推进,(工业和信息化部、国家发展改革委、农业农村部)。", None),
        ("健全全市场监管,工业和信息化部支持。", None),
    ],
)
def test_else_the_region_named_above_all_others_is_meant(body: str, region: str | None) -> None:
    place = territory_spoken_of("", body)
    assert (place.name if place else None) == region

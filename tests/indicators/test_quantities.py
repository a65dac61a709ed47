"""Numbers are read with their units; what only looks like a quantity is none."""

from __future__ import annotations

import pytest

from indicators.quantities import quantities


def read(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(found.value, found.upper, found.unit, found.bound) for found in quantities(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "bound"),
    [
        ("达到1,234家以上", "1234", None, "家", "以上"),
        ("为98.5%", "98.5", None, "%", None),
        ("达到3.5万亿元", "3.5", None, "万亿元", None),
        ("达到27万元/人", "27", None, "万元/人", None),
        ("35微克/立方米以下", "35", None, "微克/立方米", "以下"),
        ("提高5个百分点", "5", None, "个百分点", None),
        ("90%至95%", "90", "95", "%", None),
        ("1-2个", "1", "2", "个", None),
        ("3—5家左右", "3", "5", "家", "左右"),
        ("2000台(套)以上", "2000", None, "台(套)", "以上"),
        ("突破万亿元大关", "1", None, "万亿元", None),
        ("超过千亿元", "1", None, "千亿元", None),
        ("八成以上", "8", None, "成", "以上"),
        ("新增两家", "2", None, "家", None),
        ("一半以上", "50", None, "%", "以上"),
        ("达到三分之二以上", "66.67", None, "%", "以上"),
        ("四分之三左右", "75", None, "%", "左右"),
        ("百分之九十五", "95", None, "%", None),
        ("千分之五以内", "0.5", None, "%", "以内"),
        ("150 项", "150", None, "项", None),
        ("指数达到86", "86", None, None, None),
        ("占GDP2.5%", "2.5", None, "%", None),
    ],
)
def test_a_quantity_has_value_unit_and_bound(
    text: str, value: str, upper: str | None, unit: str | None, bound: str | None
) -> None:
    assert read(text) == [(value, upper, unit, bound)]


@pytest.mark.parametrize(
    "text",
    [
        "到2025年",
        "2023-2025年",
        "6月6日",
        "达到2级",
        "第3名",
        "二分之三",
        "百分之五点六",
        "PM2.5",
        "5G网络",
        "4+N模式",
        "一二三产业",
        "五大新城",
        "千亿级产业",
        "培育百亿元企业",
        "20世纪",
    ],
)
def test_years_levels_and_names_are_no_quantities(text: str) -> None:
    assert not read(text)


def test_quantities_come_in_order() -> None:
    assert [value for value, *_ in read("培育两家以上企业、突破千亿元、达到35家")] == ["2", "1", "35"]


def test_a_unit_knows_where_it_is_printed() -> None:
    text = "达到27 萬元/人"
    [found] = quantities("达到27 万元/人", 0, len(text))
    assert found.unit_span is not None
    assert text[slice(*found.unit_span)] == "萬元/人"

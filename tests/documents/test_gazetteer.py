"""Regions are found in a text by their names."""

from __future__ import annotations

import time

import pytest

from documents.gazetteer import called, innermost, is_within, mentions_in
from documents.text import fold


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("重庆市荣昌区人民政府", ["重庆市", "荣昌区"]),
        ("陝西省西安市", ["陕西省", "西安市"]),
        ("支持河北、新疆和西安发展", ["河北", "新疆", "西安"]),
        ("乾县与乾縣", ["乾县", "乾县"]),
        ("荣昌猪产业", []),
        ("自治区人民政府", []),
        ("全国各地", []),
        ("海南州与海南省", ["海南州", "海南省"]),
        ("", []),
        ("西", []),
    ],
)
def test_names_are_found_in_reading_order(text: str, names: list[str]) -> None:
    folded = fold(text)
    assert [folded[mention.start : mention.end] for mention in mentions_in(folded)] == names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("重庆市荣昌区", "500153"),
        ("四川省凉山州西昌市", "513401"),
        ("陜西省西安市", "610100"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("海南", "460000"),
        ("海南州", "632500"),
        ("乾縣", "610424"),
        ("北京市朝阳区", "110105"),
        ("长春朝阳区", "220104"),
        ("朝阳区", None),
        ("朝阳", "211300"),
        ("晋城市城区", "140502"),
        ("城区", None),
        ("西安市荣昌区", "610100"),
        ("新疆维吾尔自治区", "650000"),
    ],
)
def test_a_chain_of_names_ends_in_the_innermost_region(text: str, code: str | None) -> None:
    folded = fold(text)
    place, _ = innermost(mentions_in(folded), 0, folded)
    assert (place.code if place else None) == code


@pytest.mark.parametrize(
    ("name", "ending", "code"),
    [
        ("荣昌", "", "500153"),
        ("河北", "", "130000"),
        ("河北", "区", "120105"),
        ("朝阳", "区", None),
        ("天上", "", None),
    ],
)
def test_a_short_name_calls_a_region(name: str, ending: str, code: str | None) -> None:
    place = called(name, ending)
    assert (place.code if place else None) == code


def test_a_district_lies_in_its_city_and_its_province() -> None:
    xian, shaanxi, yanta = called("西安市"), called("陕西省"), called("雁塔区")
    assert xian is not None
    assert shaanxi is not None
    assert yanta is not None
    assert is_within(yanta, xian)
    assert is_within(yanta, shaanxi)
    assert not is_within(xian, yanta)


@pytest.mark.parametrize("unit", ["西", "西安市", "市", "新疆维吾尔自治", "\ud800"])
def test_searching_takes_time_in_proportion(unit: str) -> None:
    mentions_in("西安")
    begun = time.process_time()
    mentions_in(unit * (300_000 // len(unit)))
    assert time.process_time() - begun < 20

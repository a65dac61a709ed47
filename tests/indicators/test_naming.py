"""One indicator has one name, whatever script, place and unit it is printed with."""

from __future__ import annotations

import pytest

from indicators.naming import canonical


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("制造業質量競爭力指數", "制造业质量竞争力指数"),
        ("全市制造业产品质量合格率", "制造业产品质量合格率"),
        ("我省万人有效发明专利拥有量", "万人有效发明专利拥有量"),
        ("全员劳动生产率（万元/人）", "全员劳动生产率"),
        ("全 区 公共服务\n满意度", "公共服务满意度"),
        ("服务业对全区税收的贡献率", "服务业对全区税收的贡献率"),
        ("全市", "全市"),
        ("(%)", "(%)"),
    ],
)
def test_place_unit_and_script_are_no_part_of_the_name(printed: str, name: str) -> None:
    assert canonical(printed) == name

"""The catalogue of regions (GB/T 2260) is complete and hangs together."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from documents.text import fold

PATH = Path(__file__).resolve().parents[2] / "fixtures" / "regions.json"
RECORDS = json.loads(PATH.read_text(encoding="utf-8"))
REGIONS = [record["fields"] for record in RECORDS]
BY_CODE = {region["code"]: region for region in REGIONS}
LONGEST_NAME, LARGEST_FILE = 40, 600_000


def test_every_record_is_a_region_without_a_primary_key() -> None:
    assert {record["model"] for record in RECORDS} == {"documents.region"}
    assert not any("pk" in record for record in RECORDS)
    fields = {"code", "name", "short_name", "slug", "level", "parent"}
    assert all(set(region) == fields and len(region["name"]) <= LONGEST_NAME for region in REGIONS)


def test_it_holds_the_country_34_provinces_333_prefectures_and_the_counties_and_districts() -> None:
    levels = Counter(region["level"] for region in REGIONS if region["code"])
    assert (levels["national"], levels["province"], levels["city"]) == (1, 34, 333)
    assert levels["district"] == 2846


def test_codes_and_slugs_are_unique_and_parents_come_before_their_children() -> None:
    codes = [region["code"] for region in REGIONS]
    slugs = [region["slug"] for region in REGIONS]
    assert len(set(codes)) == len(codes) and len(set(slugs)) == len(slugs)
    seen: set[str] = set()
    for region in REGIONS:
        assert region["parent"] is None or region["parent"][0] in seen, region
        seen.add(region["code"])


def test_the_code_of_the_parent_is_the_beginning_of_the_code() -> None:
    for region in REGIONS:
        code, level = region["code"], region["level"]
        if level == "province":
            assert code.endswith("0000") and region["parent"] == ["000000"]
        elif level == "city" and code:
            assert code.endswith("00") and region["parent"] == [code[:2] + "0000"]
        elif level == "district":
            assert len(code) == 6 and code.isdigit()
            above = code[:4] + "00"
            # 直辖市 have no prefectures, and some counties hang directly on their province (济源市, 神农架林区)
            assert region["parent"] == [above if above in BY_CODE else code[:2] + "0000"]


def test_a_district_hangs_on_its_province_only_under_a_municipality_or_with_a_code_90() -> None:
    direct = {
        code[:4]
        for code, region in BY_CODE.items()
        if region["level"] == "district" and region["parent"][0].endswith("0000")
    }
    assert direct == {"1101", "1201", "3101", "5001", "5002", "4190", "4290", "4690", "6590"}


@pytest.mark.parametrize(
    ("code", "name", "short_name", "slug", "level"),
    [
        ("000000", "全国", "全国", "quanguo", "national"),
        ("130000", "河北省", "河北", "hebei", "province"),
        ("150000", "内蒙古自治区", "内蒙古", "neimenggu", "province"),
        ("610100", "西安市", "西安", "xian", "city"),
        ("650000", "新疆维吾尔自治区", "新疆", "xinjiang", "province"),
        ("500000", "重庆市", "重庆", "chongqing", "province"),
        ("500153", "荣昌区", "荣昌", "rongchang", "district"),
        ("222400", "延边朝鲜族自治州", "延边", "yanbian", "city"),
        ("141028", "吉县", "吉县", "141028", "district"),
        ("350405", "沙县区", "沙县", "350405", "district"),
        ("370102", "历下区", "历下", "370102", "district"),
        ("710000", "台湾省", "台湾", "taiwan", "province"),
        ("810000", "香港特别行政区", "香港", "hongkong", "province"),
        (None, "某市", "某市", "generic-city", "city"),
    ],
)
def test_names_are_shortened_as_people_write_them(
    code: str | None, name: str, short_name: str, slug: str, level: str
) -> None:
    region = BY_CODE[code]
    assert (region["name"], region["short_name"], region["slug"], region["level"]) == (name, short_name, slug, level)


def test_names_are_in_simplified_script_and_have_at_least_two_characters() -> None:
    assert all(fold(region["name"]) == region["name"] for region in REGIONS)
    assert all(len(region["short_name"]) >= 2 for region in REGIONS)


def test_the_file_stays_compact() -> None:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(RECORDS) + 2
    assert PATH.stat().st_size < LARGEST_FILE

"""Bodies as written are told by their function."""

from __future__ import annotations

import json

import pytest

from documents.functions import CATALOGUE, function_of

RECORDS = json.loads(CATALOGUE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("市工信局", "industry"),
        ("省工業和信息化廳", "industry"),
        ("工业和信息化部", "industry"),
        ("市经济信息化委", "industry"),
        ("市經信委", "industry"),
        ("市市場監管局", "market-regulation"),
        ("國家市場監督管理總局", "market-regulation"),
        ("原市质监局", "market-regulation"),
        ("国家标准委", "market-regulation"),
        ("市发展改革委(市能源局)", "development-reform"),
        ("國家發展和改革委員會", "development-reform"),
        ("市自然资源和规划局", "natural-resources"),
        ("市规划和自然资源局", "natural-resources"),
        ("市住房城鄉建設局", "housing"),
        ("市建委", "housing"),
        ("市城管局", "urban-management"),
        ("市人社局", "human-resources"),
        ("区水务局", "water"),
        ("省水利廳", "water"),
        ("市卫生健康委", "health"),
        ("省药监局", "drugs"),
        ("市知識產權局", "intellectual-property"),
        ("市国资委", "state-assets"),
        ("人行陝西省分行營管部", "banking"),
        ("市委金融办", "banking"),
        ("市地方金融监管局", "banking"),
        ("市委軍民融合辦", "civil-military"),
        ("市委网信办", "cyberspace"),
        ("市政府外办", "foreign-affairs"),
        ("市委組織部", "organisation"),
        ("市委宣傳部", "publicity"),
        ("市工商联", "business-federation"),
        ("市监委", "discipline"),
        ("省监狱管理局", "justice"),
        ("西安海關", "customs"),
        ("各區縣政府", "government"),
        ("西咸新区管委会", "government"),
        ("各区、县人民政府", "government"),
        ("省人大常委会", "congress"),
        ("中共河北省委", "party"),
        ("市质量强市工作领导小组办公室(市市场监管局)", "market-regulation"),
        ("各有关单位", None),
        ("某某公司", None),
        ("", None),
    ],
)
def test_a_body_is_told_by_its_function(name: str, function: str | None) -> None:
    assert function_of(name) == function


def test_every_alias_belongs_to_one_function_and_names_it() -> None:
    aliases = [alias for record in RECORDS for alias in record["fields"]["aliases"]]
    assert len(set(aliases)) == len(aliases)
    assert {record["model"] for record in RECORDS} == {"documents.function"}
    for record in RECORDS:
        fields = record["fields"]
        assert set(fields) == {"name", "slug", "order", "aliases"}
        assert fields["aliases"] and all(len(alias) >= 2 for alias in fields["aliases"])


def test_names_slugs_and_places_in_the_order_are_unique() -> None:
    for field in ("name", "slug", "order"):
        values = [record["fields"][field] for record in RECORDS]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("name", ["局" * 100_000, "(" * 100_000, "\ud800\x00市工信局"])
def test_hostile_names_are_read_quickly(name: str) -> None:
    assert function_of(name) in (None, "industry")

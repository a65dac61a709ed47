"""A target is set against that of the level above, where there is one that measures the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Plan, Region
from indicators.models import Indicator, Target
from indicators.standing import EQUAL, HIGHER, LOWER, OTHERWISE_MEASURED, UNSET_ABOVE, plans_above, standing
from tests import builders
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def set_by(**fields: Any) -> Target:
    return Target(**{"value": 94, "unit": "%", "year": 2025} | fields)


@pytest.mark.parametrize(
    ("own", "above", "word"),
    [
        ({"value": 95}, {"value": 94}, HIGHER),
        ({"value": 94, "operator": ">="}, {"value": 94}, EQUAL),
        ({"value": 93}, {"value": 94}, LOWER),
        ({"value": 1, "unit": "万家"}, {"value": 9000, "unit": "家"}, HIGHER),
        ({"value": 9, "unit": "成"}, {"value": 90}, EQUAL),
        ({"unit": "家"}, {}, OTHERWISE_MEASURED),
        ({"basis": "annual"}, {}, OTHERWISE_MEASURED),
        ({"value": None}, {}, OTHERWISE_MEASURED),
    ],
)
def test_amounts_of_one_measure_are_compared(own: dict[str, Any], above: dict[str, Any], word: str) -> None:
    assert standing(set_by(**own), [set_by(**above)]).word == word


def test_of_several_years_the_nearest_counts() -> None:
    years = [set_by(year=2022, value=90), set_by(year=2030, value=99), set_by(year=None, value=10)]
    assert standing(set_by(year=2025), years).above is years[0]
    assert standing(set_by(year=2030), years).word == LOWER
    assert standing(set_by(year=None), years).above is years[2]
    assert standing(set_by(), []).word == UNSET_ABOVE


@pytest.fixture
def levels() -> dict[str, Plan]:
    """A province with a plan, a city in it without one, a district in that with one, and another city with one."""
    province = Region.objects.create(slug="shaanxi", name="陕西省", level="province")
    city = Region.objects.create(slug="baoji", name="宝鸡市", level="city", parent=province)
    district = Region.objects.create(slug="weibin", name="渭滨区", level="district", parent=city)
    other = Region.objects.create(slug="tongchuan", name="铜川市", level="city", parent=province)
    places = {"shaanxi": province, "weibin": district, "tongchuan": other}
    return {
        slug: builders.published(slug, region=region, title=f"{region.name}方案") for slug, region in places.items()
    }


def put(plan: Plan, value: int, **fields: Any) -> Target:
    [section] = builders.sections(plan, ("task", "(一)", "提升质量"))
    indicator = Indicator.objects.get_or_create(name="制造业产品质量合格率")[0]
    values = {"name": indicator.name, "unit": "%", "year": 2025} | fields
    return Target.objects.create(section=section, indicator=indicator, value=value, **values)


def test_above_a_plan_is_the_nearest_region_with_one(levels: dict[str, Plan]) -> None:
    plans = list(levels.values())
    assert plans_above(levels["weibin"], plans) == [levels["shaanxi"]]
    assert plans_above(levels["shaanxi"], plans) == []
    assert plans_above(builders.plan("nowhere", region=None), plans) == []


def test_the_page_says_how_plans_stand_to_the_level_above(client: Client, levels: dict[str, Plan]) -> None:
    target = put(levels["shaanxi"], 94, year=2027)
    put(levels["weibin"], 95, operator=">=")
    page = text_of(client.get(f"/indicators/{target.indicator_id}/"))
    assert "高于上级" in page
    assert '陕西省 <i lang="zh-Hans">94%</i></a>（2027年）' in page
    assert "上级已设、本级未设：" in page
    assert "铜川市方案</a></p>" in page
    Target.objects.filter(pk=target.pk).delete()
    Plan.objects.mark_edited()
    page = text_of(client.get(f"/indicators/{target.indicator_id}/"))
    assert "上级未设" in page
    assert "本级未设" not in page


def test_only_newest_editions_are_set_against_each_other(client: Client, levels: dict[str, Plan]) -> None:
    put(levels["shaanxi"], 99)
    newer = builders.published("shaanxi-2", region=levels["shaanxi"].region, replaces=levels["shaanxi"], edition=2)
    put(newer, 90)
    target = put(levels["weibin"], 95)
    page = text_of(client.get(f"/indicators/{target.indicator_id}/"))
    assert "高于上级" in page
    assert "低于上级" not in page


def test_the_page_has_a_chart_where_there_is_something_to_compare(client: Client, levels: dict[str, Plan]) -> None:
    target = put(levels["shaanxi"], 94)
    address = f"/indicators/{target.indicator_id}/"
    assert "<svg" not in text_of(client.get(address))
    put(levels["weibin"], 95, operator=">=")
    put(levels["tongchuan"], 3, unit="家")
    Plan.objects.mark_edited()
    page = text_of(client.get(address))
    assert page.count("<svg") == 2
    assert "渭滨区 2025</text>" in page
    assert "另有 1 个目标值没有数值，或单位、口径不同，未画入。" in page


def test_the_page_names_indicators_that_are_alike(client: Client, levels: dict[str, Plan]) -> None:
    target = put(levels["shaanxi"], 94)
    alike = Indicator.objects.create(name="制造业产品质量监督抽查合格率")
    [section] = builders.sections(levels["weibin"], ("task", "(一)", "抽查"))
    Target.objects.create(section=section, indicator=alike, name=alike.name, value=92, unit="%")
    page = text_of(client.get(f"/indicators/{target.indicator_id}/"))
    assert f'<a href="/indicators/{alike.pk}/">制造业产品质量监督抽查合格率</a> <small>1 份规划</small>' in page


def test_the_number_of_queries_of_the_page_is_constant(
    client: Client, levels: dict[str, Plan], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    target = put(levels["shaanxi"], 94)
    counts = []
    for at in range(2):
        for number in range(8):
            put(builders.published(f"more-{at}-{number}", region=levels["weibin"].region), 90 + number)
        with django_assert_max_num_queries(12) as counted:
            client.get(f"/indicators/{target.indicator_id}/")
        counts.append(len(counted))
    assert counts[0] == counts[1]

"""The published plans are offered with the regions they lie in, each told how much it would leave."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from documents.models import Region
from documents.shelf import Shelf
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plans() -> None:
    province = builders.region("province", "测试省", "province", "990000")
    city = Region.objects.create(slug="city", name="测试市", level="city", parent=province, code="990100")
    builders.plan("gangyao", title="質量強省綱要", region=province, status="published", script="hant")
    builders.plan("fangan", title="质量强市方案", region=city, status="published")
    builders.plan("model", title="示范文本", region=None, status="published")
    builders.plan("draft", title="草案", region=builders.region("secret", "保密市"))


def test_a_region_holds_the_plans_of_what_lies_in_it() -> None:
    shelf = Shelf()
    slugs = {
        region: {shelf.plans[key].slug for key in shelf.within(region)} for region in ("province", "city", "secret")
    }
    assert slugs == {"province": {"gangyao", "fangan"}, "city": {"fangan"}, "secret": set()}


def test_all_of_it_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        shelf = Shelf()
        shelf.choices()
        shelf.within("province")
        list(shelf.region_options({}, chosen="city"))


def test_what_would_leave_nothing_is_offered_only_where_it_is_chosen() -> None:
    shelf = Shelf()
    [fangan] = shelf.within("city")
    plans = shelf.plan_options({fangan: 3}, chosen="gangyao")
    assert {option.value: option.count for option in plans} == {"fangan": 3, "gangyao": 0}
    regions = shelf.region_options({fangan: 3}, chosen="")
    assert [(option.value, option.count, option.depth) for option in regions] == [("province", 3, 0), ("city", 3, 1)]


def test_a_country_is_offered_where_it_has_plans_of_its_own_or_is_chosen() -> None:
    country = builders.region("country", "测试国", "national", "000000")
    Region.objects.filter(slug="province").update(parent=country)
    assert offered(chosen="") == [("province", 2, 0), ("city", 1, 1)]
    assert offered(chosen="country") == [("country", 2, 0), ("province", 2, 0), ("city", 1, 1)]
    builders.plan("guojia", region=country, status="published")
    assert offered(chosen="") == [("country", 3, 0), ("province", 2, 1), ("city", 1, 2)]


def offered(*, chosen: str) -> list[tuple[str, int, int]]:
    shelf = Shelf()
    options = shelf.region_options(dict.fromkeys(shelf.plans, 1), chosen=chosen)
    return [(option.value, option.count, option.depth) for option in options]


@pytest.mark.parametrize(
    ("wanted", "title", "language"), [("original", "質量強省綱要", "zh-Hant"), ("hans", "质量强省纲要", "zh-Hans")]
)
def test_titles_are_in_the_wanted_script(wanted: str, title: str, language: str) -> None:
    shelf = Shelf(wanted)
    assert ("gangyao", title) in shelf.choices()["plan"]
    [option] = shelf.plan_options({}, chosen="gangyao")
    assert (option.label, option.language) == (title, language)

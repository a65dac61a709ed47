"""The list of plans is narrowed by the query string, and every condition can be taken back."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.http import QueryDict

from documents.choices import linked
from documents.filters import PlanFilter
from documents.models import Plan, Region
from documents.shelf import Shelf
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plans() -> None:
    province = builders.region("hebei-test", "河北测试省", "province")
    city = Region.objects.create(slug="city-test", name="测试市", level="city", parent=province)
    builders.plan(
        "gangyao",
        title="河北省質量強省建設綱要",
        region=province,
        kind="纲要",
        status="published",
        script="hant",
        validity="expired",
        published_on=date(2023, 5, 1),
    )
    builders.plan(
        "xingdong",
        title="质量强市行动计划",
        region=city,
        kind="行动计划",
        status="published",
        document_number="测府发〔2024〕16号",
        issued_on=date(2024, 4, 28),
    )
    builders.plan("caogao", title="未公开的草稿", region=builders.region("secret", "未公开市"), kind="密件")


def filtered(query: str) -> PlanFilter:
    return PlanFilter(QueryDict(query), shelf=Shelf())


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", {"gangyao", "xingdong"}),
        ("level=city", {"xingdong"}),
        ("region=city-test", {"xingdong"}),
        ("region=hebei-test", {"gangyao", "xingdong"}),  # what lies in it, too
        ("kind=纲要", {"gangyao"}),
        ("year=2024", {"xingdong"}),
        ("q=质量强省", {"gangyao"}),  # either script finds the other
        ("q=質量強市", {"xingdong"}),
        ("q=质量+强市", {"xingdong"}),
        ("q=测府发[2024] 16号", {"xingdong"}),  # any brackets, any blanks
        ("q=測府發（２０２４）16", {"xingdong"}),
        ("q=西安市人民政府", set()),
        ("level=city&kind=纲要", set()),
        ("validity=expired", {"gangyao"}),
        ("validity=in_force&year=２０２４", {"xingdong"}),
        ("year=1&kind=", {"gangyao", "xingdong"}),
        ("level=nonsense", {"gangyao", "xingdong"}),
        ("q=%00", {"gangyao", "xingdong"}),
        ("region=%00&year=%EF%BC%92", {"gangyao", "xingdong"}),
    ],
)
def test_it_finds(query: str, slugs: set[str]) -> None:
    assert set(filtered(query).qs.values_list("slug", flat=True)) == slugs


def test_every_condition_is_named_and_can_be_taken_back() -> None:
    chosen = list(filtered("level=city&region=city-test&q=质量&page=3").chosen())
    assert [(choice.label, choice.value) for choice in chosen] == [
        ("层级", "市级"),
        ("地区", "测试市"),
        ("关键词", "质量"),
    ]
    assert QueryDict(chosen[0].without[1:]).dict() == {"region": "city-test", "q": "质量"}


@pytest.mark.parametrize("query", ["year=abc", "year=2024.5", "region=secret", "sort=password"])
def test_what_is_not_understood_is_ignored_and_said(query: str) -> None:
    filters = filtered(query)
    assert filters.is_misread
    assert list(filters.chosen()) == []


def facets(query: str) -> dict[str, dict[str, int]]:
    return {facet.name: {option.label: option.count for option in facet.options} for facet in filtered(query).facets()}


def test_every_facet_counts_what_its_choices_would_leave() -> None:
    assert facets("") == {
        "level": {"省级": 1, "市级": 1},
        "region": {"河北测试省": 2, "测试市": 1},
        "year": {"2024年": 1},
        "kind": {"纲要": 1, "行动计划": 1},
        "validity": {"现行有效": 1, "已失效": 1},
    }


def test_a_facet_ignores_itself_and_heeds_the_others() -> None:
    assert facets("level=city") == {
        "level": {"省级": 1, "市级": 1},
        "region": {"河北测试省": 1, "测试市": 1},
        "year": {"2024年": 1},
        "kind": {"行动计划": 1},
        "validity": {"现行有效": 1},
    }


def test_a_choice_that_leaves_nothing_stays_to_be_seen() -> None:
    assert facets("level=city&kind=纲要&q=质量")["level"] == {"省级": 1, "市级": 0}


@pytest.mark.parametrize(
    "query",
    ["", "level=city", "region=hebei-test", "region=china-test", "q=质量&kind=纲要", "year=2024&validity=in_force"],
)
def test_a_count_is_what_its_link_leads_to(query: str) -> None:
    filters = filtered(query)
    for facet in filters.facets():
        for option in facet.options:
            left = filtered(filters.query_with(facet.name, option.value)[1:]).qs.count()
            assert option.count == left, (facet.name, option)


def test_a_chosen_option_leads_back_and_every_link_keeps_the_rest() -> None:
    filters = filtered("level=city&q=质量&sort=title&page=3")
    level = linked(filters.facets()[0], partial(filters.query_with, "level"))
    links = {option.label: QueryDict(option.address[1:]).dict() for option in level.options}
    assert links["市级"] == {"q": "质量", "sort": "title"}
    assert links["省级"] == {"level": "province", "q": "质量", "sort": "title"}


@pytest.mark.parametrize(
    ("sort", "slugs"),
    [
        ("", ["xingdong", "gangyao"]),
        ("issued", ["xingdong", "gangyao"]),
        ("published", ["gangyao", "xingdong"]),
        ("title", ["gangyao", "xingdong"]),  # 河 he before 质 zhi
        ("password", ["xingdong", "gangyao"]),
    ],
)
def test_the_list_has_the_order_asked_for(sort: str, slugs: list[str]) -> None:
    order = filtered(f"sort={sort}").keys()
    assert [Plan.objects.get(pk=key).slug for key in order] == slugs


def test_the_order_asked_for_is_marked_and_is_no_condition() -> None:
    filters = filtered("sort=published&level=city")
    assert [(sort.label, sort.query) for sort in filters.sorts() if sort.is_chosen] == [
        ("发布日期", "?level=city&sort=published")
    ]
    assert [choice.label for choice in filters.chosen()] == ["层级"]


def test_a_country_counts_all_that_lies_in_it_and_is_offered_where_it_has_plans_of_its_own() -> None:
    country = builders.region("china-test", "测试国", "national")
    Region.objects.filter(slug="hebei-test").update(parent=country)
    lowest = Region.objects.create(
        slug="low", name="测试区", level="district", parent=Region.objects.get(slug="city-test")
    )
    builders.plan("low", region=lowest, status="published")
    assert "测试国" not in facets("")["region"]
    assert facets("region=china-test")["region"]["测试国"] == filtered("region=china-test").qs.count() == 3
    builders.plan("all", region=country, status="published")
    assert facets("")["region"] == {"测试国": 4, "河北测试省": 3, "测试市": 2, "测试区": 1}


def test_drafts_are_counted_nowhere() -> None:
    shown = str(facets(""))
    assert "纲要" in shown
    assert "密件" not in shown
    assert "未公开市" not in shown

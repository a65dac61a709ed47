"""The pages of indicators and goals, as a browser gets them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Plan, Section
from indicators.merging import merge
from indicators.models import Goal, Indicator, Target
from tests import builders
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


@pytest.fixture
def indicator() -> Indicator:
    """Set by two plans, one of them in traditional script; the third value stands in a table."""
    made = Indicator.objects.create(name="制造业产品质量合格率", unit="%", direction="up")
    first = published("first", title="質量強省綱要", script="hant")
    second = published("second", title="质量强市方案")
    [one] = builders.sections(first, ("task", "(一)", "提升製造業質量"))
    two, table = builders.sections(second, ("task", "(二)", "提升产品质量"), ("table", "专栏1", "主要指标"))
    Section.objects.filter(pk=table.pk).update(rows=[["指标", "2027年"], ["合格率", "96"]])
    Target.objects.create(
        section=one, indicator=made, name="製造業產品質量合格率", operator=">=", value=94, unit="%", year=2025,
        attribute="binding", quote="到2025年,製造業產品質量合格率達到94%以上",
    )  # fmt: skip
    Target.objects.create(
        section=two, indicator=made, name=made.name, value=95, unit="%", basis="annual", quote="年均95%"
    )
    Target.objects.create(section=table, indicator=made, name=made.name, value=96, unit="%", quote="合格率 | 96 | 表")
    return made


# Indicators


def test_an_indicator_is_listed_with_its_values(client: Client, indicator: Indicator) -> None:
    page = text_of(client.get("/indicators/"))
    assert f'href="/indicators/{indicator.pk}/">制造业产品质量合格率</a>' in page
    assert 'data-label="规划">2<' in page
    for shown in ("≥94%", "年均 95%", "2025年 约束性", 'href="/plans/first/#s-1"'):
        assert shown in page


def test_a_figure_is_in_one_language_and_its_words_in_that_of_the_plan(client: Client, indicator: Indicator) -> None:
    assert '<b><i lang="zh-Hans">≥94%</i></b>' in text_of(client.get("/indicators/"))
    target = Target.objects.get(indicator=indicator, value=94)
    Target.objects.filter(pk=target.pk).update(unit="萬件")
    Plan.objects.mark_edited()
    assert '<b><i lang="zh-Hans">≥94</i><i lang="zh-Hant">萬件</i></b>' in text_of(client.get("/indicators/"))
    Target.objects.filter(pk=target.pk).update(
        operator="=", value=None, unit="", quote="製造業產品質量合格率超過全省平均值"
    )
    Plan.objects.mark_edited()
    assert '<b><i lang="zh-Hant">超過全省平均值</i></b>' in text_of(client.get("/indicators/"))


def test_the_dash_before_a_project_is_no_part_of_its_place(client: Client, indicator: Indicator) -> None:
    Section.objects.filter(number="(二)").update(number="——")
    Plan.objects.mark_edited()
    page = text_of(client.get(f"/indicators/{indicator.pk}/"))
    assert ">提升产品质量</a>" in page
    assert "——" not in page


def test_an_indicator_of_many_values_shows_the_first_and_counts_the_others(client: Client) -> None:
    indicator = Indicator.objects.create(name="产值")
    for number in range(7):
        [section] = builders.sections(published(f"plan-{number}"), ("task", "1.", "任务"))
        Target.objects.create(section=section, indicator=indicator, name="产值", value=number, unit="亿元", year=2025)
    page = text_of(client.get("/indicators/"))
    assert "另有 3 个目标值" in page
    assert "3亿元" in page
    assert "4亿元" not in page


def test_the_values_at_a_glance_meet_the_conditions(client: Client, indicator: Indicator) -> None:
    page = text_of(client.get("/indicators/?plan=second"))
    assert "年均 95%" in page
    assert "≥94%" not in page


def test_an_indicator_shows_every_plan_with_operator_value_unit_year_attribute_and_sentence(
    client: Client, indicator: Indicator
) -> None:
    page = text_of(client.get(f"/indicators/{indicator.pk}/"))
    for shown in (
        "質量強省綱要",
        "质量强市方案",
        "≥94",
        "年均 95",
        ">%<",
        "2025年",
        "约束性",
        "越高越好",
        "2 份，目标值 3 个",
    ):
        assert shown in page
    assert '<q lang="zh-Hant">到2025年,製造業產品質量合格率達到94%以上</q>' in page
    assert 'href="/plans/first/#s-1" lang="zh-Hant">(一)提升製造業質量</a>' in page
    assert "合格率 | 96" not in page  # a row of a table says no more than the table
    assert "专栏1 主要指标" in page


def test_the_page_of_an_indicator_is_in_the_script_that_is_wanted(client: Client, indicator: Indicator) -> None:
    page = text_of(client.get(f"/indicators/{indicator.pk}/?script=hans"))
    assert "质量强省纲要" in page
    assert not set("質強綱製業") & set(page)


def test_the_lists_are_in_the_script_that_is_wanted_conditions_included(client: Client, indicator: Indicator) -> None:
    Goal.objects.create(
        plan=Plan.objects.get(slug="first"),
        section=Section.objects.get(plan__slug="first"),
        year=2025,
        text="質量提升。",
    )
    for address in ("/indicators/?script=hans&plan=first", "/goals/?plan=first"):
        page = text_of(client.get(address))
        assert "规划：质量强省纲要" in page
        assert not set("質強綱製業") & set(page)
    assert "規劃" not in page
    assert "规划：質量強省綱要" in text_of(client.get("/goals/?plan=first&script=original"))


def test_an_indicator_that_only_drafts_name_is_nowhere(client: Client, indicator: Indicator) -> None:
    Plan.objects.update(status="draft")
    assert client.get(f"/indicators/{indicator.pk}/").status_code == 404
    assert indicator.name not in text_of(client.get("/indicators/"))
    Plan.objects.filter(slug="first").update(status="published")
    page = text_of(client.get(f"/indicators/{indicator.pk}/"))
    assert "质量强市方案" not in page
    assert "1 份，目标值 1 个" in page


def test_the_address_of_a_merged_indicator_leads_to_what_it_has_become(client: Client, indicator: Indicator) -> None:
    other = Indicator.objects.create(name="制造业产品合格率")
    address = f"/indicators/{other.pk}/"
    merge(indicator, [other])
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, f"/indicators/{indicator.pk}/")
    Plan.objects.update(status="draft")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("key", ["0", "999999", "99999999999999999999999"])
def test_an_unknown_indicator_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"/indicators/{key}/").status_code == 404


# Goals


def test_goals_stand_under_their_year_and_plan(client: Client) -> None:
    for slug, year in (("first", 2035), ("second", 2025), ("third", 2025)):
        plan = published(slug, title=f"规划{slug}")
        [section] = builders.sections(plan, ("paragraph", "", "目标"))
        Goal.objects.create(plan=plan, section=section, year=year, text=f"到{year}年,{slug}领先。")
    page = text_of(client.get("/goals/"))
    order = re.findall(
        r'id="y(\d+)"|>规划(first|second|third)<|到\d+年,(\w+)领先', page[page.index('class="goal-year"') :]
    )
    assert ["".join(found) for found in order] == [
        "2025",
        "second",
        "second",
        "third",
        "third",
        "2035",
        "first",
        "first",
    ]
    assert 'href="/plans/first/#s-p1"' in page


def test_a_goal_that_is_found_is_marked_in_its_own_script(client: Client) -> None:
    plan = published(script="hant", title="方案")
    [section] = builders.sections(plan, ("paragraph", "", "目標"))
    Goal.objects.create(plan=plan, section=section, year=2025, text="到2025年,質量提升。")
    assert 'lang="zh-Hant">到2025年,<mark>質量</mark>提升。</span>' in text_of(client.get("/goals/?q=质量"))


def test_drafts_have_no_goals(client: Client) -> None:
    builders.full_plan("draft", tasks=1)
    assert "到2025年" not in text_of(client.get("/goals/"))


# Every list

LISTS = ["/indicators/", "/goals/"]


@pytest.mark.parametrize("address", LISTS)
def test_an_empty_knowledge_base_says_what_to_do(client: Client, address: str) -> None:
    assert "知识库中还没有规划" in text_of(client.get(address))


@pytest.mark.parametrize(("address", "said"), [("/indicators/", "还没有指标"), ("/goals/", "还没有分年目标")])
def test_plans_without_any_are_said_to_have_none(client: Client, address: str, said: str) -> None:
    published()
    assert said in text_of(client.get(address))


@pytest.mark.parametrize("address", LISTS)
def test_a_search_without_hits_says_what_to_do(client: Client, address: str) -> None:
    builders.full_plan("xian", tasks=1)
    Plan.objects.update(status="published")
    page = text_of(client.get(f"{address}?q=<b>航天</b>&year=2025"))
    assert "没有符合条件的" in page
    assert "&lt;b&gt;航天&lt;/b&gt;" in page
    assert "<b>航天" not in page


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("typed", ["%00", "[", "(?=", "\\", "1" * 300, "%ED%A0%80", "-1", "0x7e9"])
def test_whatever_is_typed_gives_a_page(client: Client, address: str, typed: str) -> None:
    builders.full_plan("xian", tasks=1)
    Plan.objects.update(status="published")
    query = "&".join(f"{name}={typed}" for name in ("q", "year", "plan", "region", "attribute", "sort", "page"))
    text_of(client.get(f"{address}?{query}"))


@pytest.mark.parametrize("address", LISTS)
def test_pages_are_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        *LISTS,
        "/indicators/?q=指标&plan=plan-1&year=2025&sort=name",
        "/goals/?q=质量&region=xian&plan=plan-1&year=2025",
        "",
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_plans(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queries = []
    for plans in (5, 50):
        for number in range(Plan.objects.count(), plans):
            builders.full_plan(f"plan-{number}", tasks=3)
        Plan.objects.update(status="published", issued_on=date(2024, 1, 1))
        asked = address or f"/indicators/{Indicator.objects.get(name='指标1').pk}/"
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            page = text_of(client.get(asked))
        assert "2025年" in page
        queries.append(len(counted))
    assert queries[0] == queries[1]

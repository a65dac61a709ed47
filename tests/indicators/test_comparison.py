"""The matrix of indicators: what plans set for the same thing stands in one row, what is only alike in rows of its own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Plan
from indicators.comparison import families, matrix
from indicators.models import Indicator, Target
from qpolicy.beginning import prepare
from tests import builders
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
PAGE = "/compare/indicators/"


def set_target(plan: Plan, name: str, value: int | str, **fields: Any) -> Target:
    section = plan.sections.first() or builders.sections(plan, ("task", "(一)", "提升质量"))[0]
    indicator = Indicator.objects.get_or_create(name=name)[0]
    position = section.targets.count() + 1
    values = {"unit": "%", "year": 2025, "quote": f"{name}达到{value}"} | fields
    return Target.objects.create(
        section=section, indicator=indicator, name=name, value=value, position=position, **values
    )


def cells(**chosen: Any) -> dict[str, dict[str, list[str]]]:
    """Return what the matrix of all plans shows, by indicator and plan."""
    targets = Target.objects.published()
    shown = matrix(families(targets, **chosen), list(Plan.objects.published()), targets, wanted="original")
    return {
        row.name: {
            cell.plan.slug: [f"{one.row.statement}{one.row.unit} {one.row.year} {one.row.attribute}".strip() for one in cell.values]
            for cell in row.cells
            if cell.values
        }
        for family in shown
        for row in family.rows
    }  # fmt: skip


def test_the_five_plans_stand_side_by_side_as_labelled_by_hand() -> None:
    list(prepare())
    found = cells()
    assert found["制造业质量竞争力指数"] == {
        "rongchang": ["≥92 2027"],
        "xinjiang": ["86 2025"],
        "xian": ["86 2025 预期性"],
    }
    assert found["制造业产品质量合格率"] == {
        "rongchang": ["≥95% 2027"], "xinjiang": ["94% 2025"], "xian": ["≥94% 2025 约束性"]
    }  # fmt: skip
    assert found["消费品质量合格率"] == {"rongchang": ["≥95% 2027"], "xian": ["≥92% 2025"]}
    groups = {family.label: {member.name for member in family.members} for family in families(Target.objects.all())}
    assert groups["食品…抽检合格率"] == {"食品抽检合格率", "食品安全抽检合格率", "食品安全评价性抽检合格率"}
    assert groups["农产品质量安全…监测合格率"] == {"农产品质量安全例行监测合格率", "农产品质量安全监测合格率"}
    for label in ("食品…抽检合格率", "农产品质量安全…监测合格率"):
        family = next(one for one in families(Target.objects.all()) if one.label == label)
        slugs = set(Plan.objects.filter(pk__in=family.plans).values_list("slug", flat=True))
        assert slugs == {"rongchang", "xinjiang", "xian"}


def test_one_phrase_with_two_indicators_leads_to_one_sentence() -> None:
    list(prepare())
    quotes = Target.objects.filter(
        section__plan__slug="rongchang", indicator__name__in=["制造业产品质量合格率", "消费品质量合格率"]
    ).values_list("quote", flat=True)
    assert len(quotes) == 2
    assert len(set(quotes)) == 1


def test_what_most_plans_have_comes_first(client: Client) -> None:
    one, other = published("one"), published("other")
    set_target(one, "甲品牌数", 5, unit="个")
    set_target(one, "合格率", 94)
    set_target(other, "合格率", 95)
    assert list(cells()) == ["合格率", "甲品牌数"]
    assert list(cells(is_shared=True)) == ["合格率"]
    page = text_of(client.get(PAGE, {"shared": "on"}))
    assert "甲品牌数" not in page
    assert "2 份规划，<b>1</b> 组指标" in page


def test_values_in_units_of_other_sizes_line_up(client: Client) -> None:
    set_target(published("one"), "高新技术企业", "1.2", unit="万家")
    set_target(published("other"), "高新技术企业", 9500, unit="家")
    page = text_of(client.get(PAGE))
    assert "1.2万家" in page
    assert "合 12,000家" in page
    assert "合 9,500家" not in page


def test_a_value_leads_to_its_place_and_shows_its_sentence(client: Client) -> None:
    plan = published("first", title="質量強省綱要", script="hant")
    set_target(plan, "合格率", 94, operator=">=", attribute="binding", quote="到2025年,合格率達到94%以上")
    page = text_of(client.get(PAGE))
    figure = '<b><i lang="zh-Hans">≥94%</i></b>'
    assert re.search(f'<a href="/plans/first/#s-1" aria-describedby="(v[-0-9]+)">{figure}</a>', page)
    assert '<q class="sentence" role="tooltip"' in page
    assert "到2025年,合格率達到94%以上</q>" in page
    assert "2025年 约束性" in page
    assert "到2025年,合格率达到94%以上</q>" in text_of(client.get(PAGE, {"script": "hans"}))


def test_values_of_a_cell_that_say_the_same_are_told_apart_by_their_places(client: Client) -> None:
    plan = published("first")
    one, two, three = builders.sections(
        plan, ("task", "(一)", "提升管理"), ("task", "(二)", "培养人才"), ("task", "(三)", "加强保障")
    )
    for section, value in ((one, 100), (two, 100), (three, 90)):
        indicator = Indicator.objects.get_or_create(name="覆盖率")[0]
        Target.objects.create(section=section, indicator=indicator, name="覆盖率", value=value, unit="%")
    page = text_of(client.get(PAGE))
    for place in ("(一)提升管理", "(二)培养人才"):
        assert f'<span lang="zh-Hans">{place}</span>' in page
    assert "加强保障" not in page
    assert "100%（(一)提升管理）" in client.get(f"{PAGE}export.csv").getvalue().decode()


def test_plans_are_chosen_by_hand_by_region_and_by_level(client: Client) -> None:
    province = builders.region("shaanxi", "陕西省", "province")
    of_province = published("province", region=province, title="质量强省纲要")
    set_target(of_province, "合格率", 94)
    set_target(published("city", title="质量强市方案"), "合格率", 95)

    def plans(**asked: Any) -> list[str]:
        return re.findall(r'<th scope="col"><a href="/plans/([a-z]+)/"', text_of(client.get(PAGE, asked)))

    assert set(plans()) == {"province", "city"}
    assert plans(plan=["city"]) == ["city"]
    assert plans(level="province") == ["province"]
    assert plans(region="xian") == ["city"]
    assert "无法识别" in text_of(client.get(PAGE, {"plan": "nowhere"}))


def test_words_of_either_script_narrow_the_rows(client: Client) -> None:
    plan = published("one")
    set_target(plan, "制造业产品质量合格率", 94)
    set_target(plan, "品牌数", 3, unit="个")
    assert "品牌数" not in text_of(client.get(PAGE, {"q": "製造業"}))
    assert "没有符合条件的指标" in text_of(client.get(PAGE, {"q": "没有的词"}))


def test_of_very_many_plans_those_with_most_in_common_are_shown_first(client: Client) -> None:
    for number in range(12):
        set_target(published(f"plan-{number}"), "合格率" if number < 8 else f"独有{number}", 90 + number)
    page = text_of(client.get(PAGE))
    assert "共有 12 份规划，这里先列相同指标最多的 8 份" in page
    assert "独有" not in page
    assert "独有9" in text_of(client.get(PAGE, {"level": "city"}))


def test_drafts_are_not_compared(client: Client) -> None:
    set_target(published("one"), "合格率", 94)
    set_target(builders.plan("draft"), "草稿指标", 95)
    page = text_of(client.get(PAGE))
    assert "草稿指标" not in page
    assert "draft" not in page


def test_without_plans_or_indicators_the_page_says_what_to_do(client: Client) -> None:
    assert "还没有" in text_of(client.get(PAGE))
    published("one")
    assert "已发布的规划中还没有指标" in text_of(client.get(PAGE))


@pytest.mark.parametrize("plans", [3, 30])
def test_the_number_of_queries_is_constant(
    client: Client, plans: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(plans):
        plan = published(f"plan-{number}")
        for at in range(6):
            set_target(plan, f"指标{at}", at)
    with django_assert_max_num_queries(MOST_QUERIES) as first:
        client.get(PAGE, {"level": "city"})
    assert len(first.captured_queries) == 4

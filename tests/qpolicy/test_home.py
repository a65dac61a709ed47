"""The front page: what is here, in figures that hold, and the ways into it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Plan
from qpolicy import home
from tests import builders
from tests.pages import text_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def figures_of(page: str) -> list[str]:
    return re.findall(r"<dd>(\d+)</dd>", page)


def test_it_counts_what_is_published_and_nothing_else(client: Client) -> None:
    builders.full_plan("xian", tasks=3)
    Plan.objects.update(status="published")
    builders.full_plan("draft", tasks=7)
    assert figures_of(text_of(client.get("/"))) == ["1", "3", "3", "4"]


def test_each_figure_leads_to_a_list_of_as_many_rows(client: Client) -> None:
    builders.full_plan("xian", tasks=2)
    builders.sections(
        Plan.objects.get(),
        ("safeguard", "(一)", "加强组织领导"),
        ("box", "专栏1", "重点工程"),
        ("project", "1.", "平台工程"),
        ("project", "2.", "集群工程"),
        ("project", "3.", "品牌工程"),
    )
    Plan.objects.update(status="published")
    page = text_of(client.get("/"))
    assert figures_of(page) == ["1", "2", "2", "3"]
    assert 'href="/tasks/?kind=safeguard">保障措施 1 项</a>、<a href="/tasks/?kind=project">专栏工程 3 项</a>' in page
    for address, number in {
        "/plans/": "共 <b>1</b> 份规划",
        "/tasks/?kind=task": "共 <b>2</b> 项任务<",
        "/tasks/?kind=safeguard": "共 <b>1</b> 项保障措施<",
        "/tasks/?kind=project": "共 <b>3</b> 项专栏工程<",
        "/tasks/": "共 <b>6</b> 项任务、保障措施、专栏工程<",
        "/indicators/": "共 <b>2</b> 项指标<",
        "/departments/": "共 <b>3</b> 个部门<",
    }.items():
        assert f'href="{address}"' in page
        assert number in text_of(client.get(address))


def test_a_department_that_only_a_rule_for_all_tasks_names_counts() -> None:
    builders.full_plan("xian", tasks=0)
    Plan.objects.update(status="published")
    assert home.figures().departments == 1


def test_plans_are_found_by_level_and_region_from_the_state_down(client: Client) -> None:
    for slug, name, level, code in (
        ("xian", "西安市", "city", "610100"),
        ("shaanxi", "陕西省", "province", "610000"),
        ("hebei", "河北省", "province", "130000"),
    ):
        builders.plan(f"of-{slug}", region=builders.region(slug, name, level, code), status="published")
    builders.plan("hidden", region=builders.region("henan", "河南省", "province", "410000"))
    assert [(level.name, level.plans, [place.name for place in level.places]) for level in home.levels()] == [
        ("省级", 2, ["河北省", "陕西省"]),
        ("市级", 1, ["西安市"]),
    ]
    page = text_of(client.get("/"))
    assert 'href="/plans/?level=province"' in page
    assert 'href="/regions/hebei/">河北省' in page
    assert "河南省" not in page


def test_of_many_regions_the_ones_with_most_plans_are_shown() -> None:
    for number in range(home.MOST_REGIONS + 2):
        builders.plan(
            f"plan-{number}", region=builders.region(f"r{number}", f"第{number}县", "district"), status="published"
        )
    builders.plan("second", region=builders.region("r41"), status="published")
    [level] = home.levels()
    assert level.plans == home.MOST_REGIONS + 3
    assert len(level.places) == home.MOST_REGIONS
    assert level.left_out == 2
    assert "第41县" in [place.name for place in level.places]


def test_what_came_last_stands_first(client: Client) -> None:
    for number in range(home.NEWEST + 1):
        builders.plan(f"plan-{number}", title=f"第{number}号规划", status="published", issued_on=date(2024, 4, 28))
    shown = [plan.title for plan in home.newest("original")]
    assert shown == [f"第{number}号规划" for number in range(home.NEWEST, 0, -1)]
    assert "2024-04-28 成文" in text_of(client.get("/"))


def test_a_plan_without_region_and_date_is_shown_all_the_same(client: Client) -> None:
    builders.plan("bare", title="没有地区的规划", region=None, status="published")
    page = text_of(client.get("/"))
    assert "没有地区的规划" in page
    assert "收录的规划都还没有注明地区" in page
    assert "成文" not in page[page.index("最近收录") :]


def test_an_empty_knowledge_base_says_what_to_do(client: Client) -> None:
    page = text_of(client.get("/"))
    assert "知识库中还没有规划" in page
    assert not figures_of(page)


def test_a_title_stands_in_the_script_of_its_plan(client: Client) -> None:
    builders.plan("xian", title="質量強市實施方案", script="hant", status="published")
    assert 'lang="zh-Hant">質量強市實施方案</a>' in text_of(client.get("/"))


def test_the_search_box_stands_on_it_once(client: Client) -> None:
    assert text_of(client.get("/")).count('role="search"') == 1


def test_the_number_of_queries_does_not_grow_with_the_plans(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queries = []
    for plans in (5, 50):
        for number in range(Plan.objects.count(), plans):
            builders.plan(f"plan-{number}", region=builders.region(f"region-{number}"))
        Plan.objects.update(status="published")
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            assert client.get("/").status_code == 200
        queries.append(len(counted))
    assert queries[0] == queries[1]


def test_plans_without_region_are_said_to_have_none_outside_of_the_list(client: Client) -> None:
    builders.plan(region=None, status="published")
    page = text_of(client.get("/"))
    assert "都还没有注明地区" in page
    assert 'class="levels"' not in page

"""The about page and the site map: what they say of the knowledge base holds."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from documents.models import Plan
from qpolicy import about
from tests import builders

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def test_the_figures_are_those_of_the_published_plans(client: Client) -> None:
    builders.full_plan("xian", tasks=3)
    builders.plan("hebei", region=builders.region("hebei", "河北省", "province", "130000"), script="hant")
    Plan.objects.update(status="published")
    Plan.objects.filter(slug="xian").update(issued_on=date(2024, 4, 28))
    builders.full_plan("draft", tasks=2)
    told = about.holdings()
    assert (told.plans, told.traditional, told.targets) == (2, 1, 3)
    assert told.levels == (("省级", 1), ("市级", 1))
    page = client.get("/about/").content.decode()
    assert "现有规划 2 份，其中省级 1 份、市级 1 份；已知的成文年份为 2024 年" in page
    assert "现有 1 份为繁体" in page


def test_without_plans_it_counts_nothing(client: Client) -> None:
    assert "目前还没有公开的规划" in client.get("/about/").content.decode()


def test_its_example_has_the_scheme_by_which_the_site_is_reached(client: Client) -> None:
    assert "http://testserver/plans/…/" in client.get("/about/").content.decode()
    assert "https://testserver/plans/…/" in client.get("/about/", secure=True).content.decode()


def test_it_names_the_contact_where_one_is_set(client: Client, settings: Settings) -> None:
    assert "其他问题请联系" not in client.get("/about/").content.decode()
    settings.SITE_CONTACT = "市局质量发展科"
    assert "其他问题请联系：市局质量发展科。" in client.get("/about/").content.decode()


def test_the_site_map_lists_the_published_plans_by_level(client: Client) -> None:
    builders.plan("of-xian", title="質量強市方案", script="hant", status="published")
    builders.plan(
        "of-hebei",
        region=builders.region("hebei", "河北省", "province", "130000"),
        title="河北方案",
        status="published",
    )
    builders.plan("nowhere", title="无地区方案", region=None, status="published")
    builders.plan("draft", title="草稿方案")
    found = [(level, [line.title for line in lines]) for level, lines in about.plans_by_level("original")]
    assert found == [("省级", ["河北方案"]), ("市级", ["質量強市方案"]), ("未注明地区", ["无地区方案"])]
    page = client.get("/site-map/").content.decode()
    assert '<a href="/plans/of-xian/" lang="zh-Hant">質量強市方案</a>' in page
    assert "草稿方案" not in page


@pytest.mark.parametrize("address", ["/site-map/", "/llms.txt"])
def test_whatever_lists_the_site_names_every_comparison_and_the_whole_set(client: Client, address: str) -> None:
    builders.published("some")
    page = client.get(address).content.decode()
    compared = [f"/compare/{name}/" for name in ("indicators", "duties", "coverage", "alignment")]
    assert not [place for place in (*compared, "/ledger/", "/verify/", "/download/", "/api/") if place not in page]


def test_the_site_map_of_nothing_says_what_to_do(client: Client) -> None:
    assert "知识库中还没有规划" in client.get("/site-map/").content.decode()


@pytest.mark.parametrize("address", ["/about/", "/site-map/"])
def test_the_number_of_queries_does_not_grow_with_the_plans(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queries = []
    for plans in (5, 50):
        for number in range(Plan.objects.count(), plans):
            builders.plan(f"plan-{number}", region=builders.region(f"region-{number}"))
        Plan.objects.update(status="published")
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            assert client.get(address).status_code == 200
        queries.append(len(counted))
    assert queries[0] == queries[1]

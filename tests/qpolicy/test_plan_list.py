"""The list of plans, as a browser gets it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Plan
from tests import builders
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    return client


def test_a_plan_is_listed_with_what_it_holds(client: Client) -> None:
    plan = builders.full_plan("xian", tasks=3)
    Plan.objects.filter(pk=plan.pk).update(status="published", issued_on=date(2024, 4, 28), kind="实施方案")
    page = text_of(client.get("/plans/"))
    for shown in (
        plan.title,
        "西安市",
        "市级",
        "实施方案",
        "2024-04-28",
        'data-label="任务"><a href="/tasks/?plan=xian&amp;kind=task">3</a>',
        'data-label="指标值"><a href="/plans/xian/targets/">3</a>',
    ):
        assert shown in page


def test_drafts_are_nowhere(client: Client) -> None:
    draft = builders.full_plan("draft", tasks=1)
    assert draft.title not in text_of(client.get("/plans/"))
    for address in ("/plans/draft/", "/plans/draft/source.txt"):
        assert client.get(address).status_code == 404


def test_an_empty_knowledge_base_says_what_to_do(client: Client) -> None:
    page = text_of(client.get("/plans/"))
    assert "知识库中还没有规划" in page
    assert "管理员可在后台导入" in page
    assert "admin/documents" not in page


def test_it_leads_an_editor_of_an_empty_knowledge_base_to_the_admin(staff: Client) -> None:
    assert "/admin/documents/plan/" in text_of(staff.get("/plans/"))


def test_a_search_without_hits_says_what_to_do(client: Client) -> None:
    published()
    page = text_of(client.get("/plans/?q=<b>航天</b>"))
    assert "没有符合条件的规划" in page
    assert "&lt;b&gt;航天&lt;/b&gt;" in page
    assert "<b>航天" not in page
    assert 'class="facets' not in page


@pytest.mark.parametrize("page", ["0", "-1", "1000000000000", "abc", "９", "", "%00", "1" * 5000])
def test_any_page_number_gives_a_page(client: Client, page: str) -> None:
    published()
    assert "共 <b>1</b> 份规划" in text_of(client.get(f"/plans/?page={page}"))


def test_a_list_of_many_pages_leads_to_the_first_and_the_last(client: Client) -> None:
    for number in range(61):
        published(f"plan-{number}")
    page = text_of(client.get("/plans/?level=city&sort=title&page=3"))
    for link in (
        'href="?level=city&amp;sort=title">首页',
        'href="?level=city&amp;sort=title&amp;page=2" rel="prev"',
        '<span aria-current="page">3</span>',
        'href="?level=city&amp;sort=title&amp;page=4" rel="next"',
        'href="?level=city&amp;sort=title&amp;page=4">末页',
    ):
        assert link in page


def test_facets_show_counts_and_can_be_taken_back(client: Client) -> None:
    published(kind="实施方案", issued_on=date(2024, 1, 1))
    published("other", kind="纲要")
    page = text_of(client.get("/plans/?kind=纲要"))
    assert re.search(r'href="\?" aria-current="true"><span>纲要</span> <span class="count">1</span>', page)
    assert re.search(r'<span>实施方案</span> <span class="count">1</span>', page)
    assert "2024年" not in page
    assert '<a class="chosen" href="?">' in page


def test_twenty_plans_stand_on_a_page_and_the_pages_keep_the_conditions(client: Client) -> None:
    for number in range(21):
        published(f"plan-{number}")
    page = text_of(client.get("/plans/?level=city"))
    assert page.count('class="title"') == 20
    assert "?level=city&amp;page=2" in page


def test_the_list_is_in_the_script_that_is_wanted_and_remembers_it(client: Client) -> None:
    published(title="質量強市方案", issuer="測試市人民政府", script="hant")
    for address in ("/plans/", "/", "/site-map/"):
        assert 'lang="zh-Hant">質量強市方案' in text_of(client.get(address))
    page = text_of(client.get("/plans/?script=hans"))
    assert 'lang="zh-Hans">质量强市方案' in page
    assert "测试市人民政府" in page
    for address in ("/plans/", "/", "/site-map/"):
        assert 'lang="zh-Hans">质量强市方案' in text_of(client.get(address))
    assert "質量強市方案" in text_of(client.get("/plans/?script=original"))

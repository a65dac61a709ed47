"""What all pages of plans have in common: scripts, the source, errors, methods and costs."""

from __future__ import annotations

import hashlib
import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Plan
from tests import builders
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    return client


# Scripts


@pytest.fixture
def traditional() -> Plan:
    plan = published(title="質量強市實施方案", script="hant", issuer="市人民政府辦公廳")
    builders.sections(plan, ("task", "(一)", "提升農產品質量"))
    return plan


def test_a_plan_is_shown_in_its_own_script(client: Client, traditional: Plan) -> None:
    page = text_of(client.get("/plans/xian/"))
    assert '<h1 lang="zh-Hant">質量強市實施方案</h1>' in page
    assert '<html lang="zh-Hans">' in page
    assert "提升農產品質量。" in page


def test_the_switch_converts_the_plan_and_nothing_else(client: Client, traditional: Plan) -> None:
    page = text_of(client.get("/plans/xian/?script=hans"))
    assert '<h1 lang="zh-Hans">质量强市实施方案</h1>' in page
    assert "提升农产品质量。" in page
    assert "農" not in page
    assert "發文機關" not in text_of(client.get("/plans/xian/?script=hant"))


def test_the_choice_is_remembered_until_the_original_is_asked_for(client: Client, traditional: Plan) -> None:
    before = article(text_of(client.get("/plans/xian/")))
    client.get("/plans/xian/?script=hans")
    assert "农产品" in article(text_of(client.get("/plans/xian/")))
    client.get("/plans/xian/?script=original")
    assert article(text_of(client.get("/plans/xian/"))) == before


def test_an_unknown_script_is_the_original(client: Client, traditional: Plan) -> None:
    response = client.get("/plans/xian/?script=klingon")
    assert "提升農產品質量。" in text_of(response)
    assert "script" not in response.cookies
    assert "Cookie" in response.headers["Vary"]


def test_the_size_of_type_is_remembered(client: Client, traditional: Plan) -> None:
    assert 'class="plan size--normal"' in text_of(client.get("/plans/xian/"))
    assert 'class="plan size--large"' in text_of(client.get("/plans/xian/?size=large"))
    page = text_of(client.get("/plans/xian/goals/"))
    assert 'class="plan size--large"' in page
    assert re.search(r'href="\?size=large"[^>]* aria-current="true">A\+<', page)
    assert 'class="plan size--normal"' in text_of(
        client.get("/plans/xian/?size=gigantic", headers={"cookie": "size=x"})
    )


def article(page: str) -> str:
    return page[page.index("<article") : page.index("</article>")]


# The source


def test_the_source_is_handed_out_as_stored(client: Client) -> None:
    source = "\u3000\u3000第一條  質量\n\n附件:無  \n"
    published(source_text=source, source_sha256=hashlib.sha256(source.encode()).hexdigest(), script="hant")
    response = client.get("/plans/xian/source.txt")
    assert response.content == source.encode()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert 'filename="xian.txt"' in response.headers["Content-Disposition"]
    assert hashlib.sha256(response.content).hexdigest() in text_of(client.get("/plans/xian/?script=hans"))


def test_a_plan_entered_by_hand_has_no_source(client: Client) -> None:
    published()
    assert client.get("/plans/xian/source.txt").status_code == 404
    assert "source.txt" not in text_of(client.get("/plans/xian/"))


# Errors, methods, costs


def test_an_unknown_address_is_answered_in_chinese(client: Client) -> None:
    response = client.get("/plans/nowhere/")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


@pytest.mark.parametrize("address", ["/plans/", "/plans/xian/", "/plans/xian/source.txt"])
def test_pages_are_only_read(client: Client, address: str) -> None:
    published(source_text="原文")
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["/plans/", "/plans/xian/", "/plans/xian/goals/", "/plans/xian/targets/", "/plans/nowhere/"]
)
def test_pages_load_and_embed_nothing_that_the_policy_forbids(client: Client, address: str) -> None:
    builders.full_plan("xian", tasks=2)
    Plan.objects.update(status="published")
    page = client.get(address).content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=\"/static/)", page)
    assert not re.search(r"(?:src|<link[^>]*href)=\"(?:https?:)?//", page)


@pytest.mark.parametrize(
    "address",
    [
        "/plans/",
        "/plans/?q=质量&level=city&region=xian&year=2024&kind=方案&validity=in_force&sort=title",
        "/plans/plan-1/",
        "/plans/plan-1/goals/",
        "/plans/plan-1/targets/",
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_plans(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queries = []
    for plans in (5, 50):
        for number in range(Plan.objects.count(), plans):
            builders.full_plan(f"plan-{number}", tasks=2 if number > 5 else 1)
        Plan.objects.update(status="published", issued_on=date(2024, 1, 1), kind="方案")
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            assert client.get(address).status_code == 200
        queries.append(len(counted))
    assert queries[0] == queries[1]


def test_the_number_of_queries_does_not_grow_with_the_tasks(
    staff: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queries = []
    for slug, tasks in (("small", 2), ("large", 40)):
        builders.full_plan(slug, tasks=tasks)
        Plan.objects.update(status="published")
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            assert staff.get(f"/plans/{slug}/").status_code == 200
        queries.append(len(counted))
    assert queries[0] == queries[1]

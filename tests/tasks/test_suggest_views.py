"""What is offered while somebody types, as the script of the search box gets it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import SearchEntry, Section
from documents.search import suggestions
from indicators.models import Indicator, Target
from tasks import suggest_views
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stored() -> None:
    for kept in (suggestions._vocabulary_at, suggest_views._names_at):
        kept.cache_clear()
    for slug, status, word in (("xian", "published", "公开"), ("draft", "draft", "秘密")):
        plan = builders.plan(slug, title=f"{word}规划", status=status)
        section = builders.sections(plan, ("task", "(一)", f"推行{word}首席质量官"))[0]
        body = builders.department(f"市{word}局")
        Responsibility.objects.create(task=Task.objects.get(section=section), department=body, name=body.name)
        rule = builders.department(f"各{word}县")
        DefaultResponsibility.objects.create(plan=plan, department=rule, name=rule.name)
        indicator = Indicator.objects.create(name=f"{word}覆盖率")
        Target.objects.create(section=section, indicator=indicator, name=indicator.name, value=95)
    SearchEntry.objects.write(Section.objects.all())


def offered(client: Client, typed: str) -> list[tuple[str, str]]:
    response = client.get("/search/suggest.json", {"q": typed})
    assert response.status_code == 200
    answer = response.json()
    assert answer["query"] == typed
    return [(name["text"], name["kind"]) for name in answer["suggestions"]]


def test_names_of_every_kind_are_offered(client: Client) -> None:
    assert set(offered(client, "公开")) == {
        ("公开覆盖率", "指标"), ("公开规划", "规划"), ("市公开局", "部门"), ("各公开县", "部门"), ("推行公开首席质量官", "任务"),
    }  # fmt: skip
    assert offered(client, "首席")[0] == ("首席质量官", "术语")
    assert offered(client, "公開規劃") == []  # that is all of it
    assert offered(client, "公開規") == [("公开规划", "规划")]


def test_terms_that_no_published_plan_speaks_of_are_not_offered(client: Client) -> None:
    assert offered(client, "绿色建") == []


@pytest.mark.parametrize("typed", ["秘密", "市秘", "各秘密", "秘密覆盖"])
def test_nothing_unpublished_is_offered_even_to_editors(admin_client: Client, client: Client, typed: str) -> None:
    assert offered(client, typed) == []
    assert offered(admin_client, typed) == []


def test_what_is_published_is_offered_at_once(client: Client) -> None:
    assert offered(client, "秘密规") == []
    plan = Section.objects.get(plan__slug="draft").plan
    plan.status = "published"
    plan.save()
    assert offered(client, "秘密规") == [("秘密规划", "规划")]


def test_it_costs_one_query_once_the_names_are_known(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):
        offered(client, "公开")
    with django_assert_num_queries(1):
        offered(client, "首席")


@pytest.mark.parametrize("typed", ["", "%", "'\"\\", "<script>", "质" * 5000, "\ufffd", "a b c d", "-质量", "地区:"])
def test_anything_may_be_typed(client: Client, typed: str) -> None:
    offered(client, typed)


@pytest.mark.parametrize("query", ["", "?q=%00", "?q=%ED%A0%80", "?q=a&q=b", "?x=1"])
def test_any_address_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/search/suggest.json{query}").status_code == 200


def test_it_is_only_read(client: Client) -> None:
    assert client.post("/search/suggest.json", {"q": "质量"}).status_code == 405


def test_every_page_with_the_box_has_the_script(client: Client) -> None:
    page = client.get("/tasks/").content.decode()
    assert 'suggest.js" data-suggest="/search/suggest.json" defer></script>' in page

"""任务对应 in the API: two plans, task by task, as the page lays them side by side."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Plan, Section, Theme
from tasks.aligning import align
from tasks.judging import settle
from tasks.models import Alignment
from tests import builders
from tests.tasks.test_aligning import plan

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/compare/alignment/"
TWO = {"a": "one", "b": "two"}


@pytest.fixture
def _two() -> None:
    """Two plans; each has a task that the other has too, and one that it has not."""
    plan("one", "提升农产品质量", "培育区域品牌", document_number="测府发〔2024〕1号")
    plan("two", "提升农产品质量", "推行首席质量官")
    align()


def answer(client: Client, asked: dict[str, str], status: int = 200) -> Any:
    response = client.get(ADDRESS, asked)
    assert response.status_code == status, response.content.decode()
    return response.json()


def rows_of(answered: Any) -> list[tuple[str, str, list[str], str]]:
    """Return of each row its state, the first plan's task, its counterparts and the second plan's task, by their ids."""
    return [
        (
            row["state"],
            row["a"]["id"] if row["a"] else "",
            [one["task"]["id"] for one in row["counterparts"]],
            row["b"]["id"] if row["b"] else "",
        )
        for row in answered["results"]
    ]


@pytest.mark.usefixtures("_two")
def test_tasks_stand_beside_their_counterparts_and_the_others_alone(client: Client) -> None:
    answered = answer(client, TWO)
    assert rows_of(answered) == [("paired", "s-1", ["s-1"], ""), ("only-a", "s-2", [], ""), ("only-b", "", [], "s-2")]
    assert [(side["plan"]["id"], side["tasks"], side["only"]) for side in answered["plans"]] == [
        ("one", 2, 1),
        ("two", 2, 1),
    ]
    [pair] = answered["results"][0]["counterparts"]
    assert pair["is_nearest_of_a"] and pair["is_nearest_of_b"]
    assert not pair["is_confirmed"]
    assert 0 < pair["score"] <= 1
    own = answered["results"][0]["a"]
    assert (own["plan"], own["title"]) == ("one", "提升农产品质量")
    assert own["url"] == "http://testserver/api/v1/plans/one/tasks/s-1/"
    assert own["citation"]["text"] == "《质量强市建设实施方案 one》（测府发〔2024〕1号）第1项"


@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"show": "paired"}, ["s-1"]),
        ({"show": "only-a"}, ["s-2"]),
        ({"show": "only-b"}, []),
        ({"theme": "brand"}, ["s-2"]),
        ({"theme": "none"}, ["s-1"]),
        ({"theme": "brand", "show": "paired"}, []),
        ({"page_size": "1", "page": "2"}, ["s-2"]),
    ],
)
def test_it_is_narrowed_and_paged(client: Client, asked: dict[str, str], expected: list[str]) -> None:
    theme = Theme.objects.get_or_create(slug="brand", defaults={"name": "品牌", "order": 1})[0]
    Section.objects.filter(plan__slug="one", anchor="s-2").update(theme=theme)
    found = answer(client, {**TWO, **asked})
    assert [row["a"]["id"] for row in found["results"] if row["a"]] == expected


@pytest.mark.usefixtures("_two")
def test_what_was_judged_shows_at_once_and_without_a_name(client: Client) -> None:
    assert rows_of(answer(client, TWO))[0][0] == "paired"
    reviewer = User.objects.create_user("zhangsan", first_name="张三")
    [row] = Alignment.objects.filter(is_nearest_of_task=True, is_nearest_of_counterpart=True)
    settle(row, "confirmed", reviewer)
    confirmed = client.get(ADDRESS, TWO)
    assert confirmed.json()["results"][0]["counterparts"][0]["is_confirmed"]
    assert "张三" not in confirmed.content.decode()
    row.refresh_from_db()
    settle(row, "rejected", reviewer)
    assert rows_of(answer(client, TWO))[0] == ("only-a", "s-1", [], "")


@pytest.mark.usefixtures("_two")
def test_without_a_choice_two_plans_are_chosen_as_on_the_page(client: Client) -> None:
    chosen = [side["plan"]["id"] for side in answer(client, {"a": "two"})["plans"]]
    assert chosen == ["two", "one"]
    assert len(answer(client, {})["plans"]) == 2


def test_where_no_two_plans_are_there_is_nothing(client: Client) -> None:
    builders.published()
    answered = answer(client, {})
    assert (answered["total"], answered["plans"], answered["results"]) == (0, [], [])


@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize(
    ("asked", "parameter", "code"),
    [
        ({"a": "nowhere"}, "a", "unknown-value"),
        ({"a": "one", "b": "old"}, "b", "unknown-value"),
        ({"a": "one", "b": "one"}, "b", "the-same"),
        ({"theme": "nothing"}, "theme", "unknown-value"),
        ({"show": "all"}, "show", "invalid-choice"),
        ({"plan": "one"}, "plan", "unknown-parameter"),
    ],
)
def test_what_cannot_be_laid_side_by_side_is_refused(
    client: Client, asked: dict[str, str], parameter: str, code: str
) -> None:
    Plan.objects.filter(slug="two").update(replaces=builders.published("old"))
    [fault] = answer(client, asked, 400)["errors"]
    assert (fault["parameter"], fault["code"]) == (parameter, code)


def test_it_costs_as_many_queries_for_many_tasks_as_for_few(client: Client) -> None:
    counts = []
    for number in (2, 30):
        for slug in ("a", "b"):
            builders.full_plan(f"{slug}-{number}", tasks=number)
        Plan.objects.update(status="published")
        align()
        with CaptureQueriesContext(connection) as queries:
            answered = answer(client, {"a": f"a-{number}", "b": f"b-{number}", "script": "hant"})
        assert answered["results"][0]["counterparts"]
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15

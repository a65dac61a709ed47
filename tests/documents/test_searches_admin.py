"""The record of searches in the admin: read-only, counted, and forgotten in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from documents.models import SearchLog
from tests.qpolicy.test_admin import queries_of

pytestmark = pytest.mark.django_db
LIST = "admin:documents_searchlog_changelist"


def asked(query: str, *, hits: int = 3, days: int = 0) -> SearchLog:
    when = timezone.now() - timedelta(days=days, minutes=1)
    return SearchLog.objects.create(query=query, hits=hits, milliseconds=5, created_at=when)


def tables(client: Client, **conditions: str) -> dict[str, list[tuple[str, int]]]:
    response = client.get(reverse(LIST), conditions)
    return {title: [(row["query"], row["times"]) for row in rows] for title, rows in response.context["tables"]}


def test_it_shows_what_is_asked_most_and_what_in_vain(admin_client: Client) -> None:
    for query, hits in (("首席质量官", 4), ("质量贷", 2), ("首席质量官", 5), ("手席质量官", 0)):
        asked(query, hits=hits)
    assert tables(admin_client) == {
        "检索最多的": [("首席质量官", 2), ("手席质量官", 1), ("质量贷", 1)],
        "没有结果的": [("手席质量官", 1)],
    }


def test_the_tables_follow_the_conditions_of_the_list(admin_client: Client) -> None:
    asked("旧的", days=20)
    asked("新的", hits=0)
    assert tables(admin_client, days="7")["检索最多的"] == [("新的", 1)]
    assert len(tables(admin_client, days="30")["检索最多的"]) == 2
    assert tables(admin_client, found="yes")["没有结果的"] == []
    assert tables(admin_client, q="旧")["检索最多的"] == [("旧的", 1)]


@pytest.mark.parametrize("days", ["x", "-1", "99999999999", ""])
def test_an_unknown_period_is_all_time(admin_client: Client, days: str) -> None:
    asked("旧的", days=20)
    response = admin_client.get(reverse(LIST), {"days": days})
    assert response.status_code == 200
    assert "旧的" in response.content.decode()


def test_nobody_writes_into_it(admin_client: Client) -> None:
    kept = asked("首席质量官")
    change = reverse("admin:documents_searchlog_change", args=[kept.pk])
    assert admin_client.get(reverse("admin:documents_searchlog_add")).status_code == 403
    assert admin_client.post(change, {"query": "别的"}).status_code == 403
    assert SearchLog.objects.get().query == "首席质量官"


def test_its_list_costs_the_same_however_long_it_is(admin_client: Client) -> None:
    asked("一")
    admin_client.get(reverse(LIST))
    few = queries_of(admin_client, reverse(LIST))
    for number in range(40):
        asked(f"检索{number % 7}", hits=number % 3)
    assert queries_of(admin_client, reverse(LIST)) == few


def test_the_action_forgets_what_is_old_and_nothing_else(admin_client: Client, settings: Settings) -> None:
    settings.SEARCH_LOG_DAYS = 30
    asked("旧的", days=31)
    young = asked("新的", days=29)
    chosen = {"action": "forget", "_selected_action": [young.pk]}
    page = admin_client.post(reverse(LIST), chosen, follow=True).content.decode()
    assert [kept.query for kept in SearchLog.objects.all()] == ["新的"]
    assert "1 条检索记录" in page


def test_what_was_typed_is_escaped(admin_client: Client) -> None:
    asked("<script>alert(1)</script>")
    assert "<script>alert" not in admin_client.get(reverse(LIST)).content.decode()

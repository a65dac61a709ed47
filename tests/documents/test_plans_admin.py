"""A plan that replaces another: what is impossible is refused, what is unlikely is asked about."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from documents.admin.plans import REPLACES_ITSELF
from documents.filters import PlanFilter
from documents.imprint import imprint
from documents.models import Plan
from tests.builders import full_plan, plan, region
from tests.documents.test_locking import address, opened
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def saved(client: Client, row: Plan, **fields: Any) -> Any:
    return client.post(address(row), opened(client, row) | fields)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request) if message.level_tag == "warning"]


@pytest.mark.parametrize("distance", [1, 2, 3])
def test_no_plan_replaces_itself_directly_or_in_a_circle(admin_client: Client, distance: int) -> None:
    first = last = plan("plan-1")
    for number in range(2, distance + 1):
        last = plan(f"plan-{number}", replaces=last)
    assert REPLACES_ITSELF in saved(admin_client, first, replaces=last.pk).content.decode()
    first.refresh_from_db()
    assert first.replaces is None


def test_a_circle_that_is_stored_all_the_same_hangs_nothing(admin_client: Client) -> None:
    one, other, third = plan("one"), plan("other"), plan("third")
    Plan.objects.filter(pk=one.pk).update(replaces=other)
    Plan.objects.filter(pk=other.pk).update(replaces=one)
    assert saved(admin_client, third, replaces=one.pk, edition=2).status_code == 302


def test_an_older_edition_of_the_same_region_is_no_cause_for_doubt(admin_client: Client) -> None:
    older, newer = plan("older"), plan("newer")
    response = saved(admin_client, newer, replaces=older.pk, edition=2)
    assert response.status_code == 302
    assert said(response) == []
    newer.refresh_from_db()
    assert newer.replaces == older


def test_whoever_replaces_a_plan_of_another_region_or_of_no_earlier_edition_is_warned(admin_client: Client) -> None:
    older = plan("older", title="旧方案", region=region("hebei", "河北省", "province"))
    plan("sister", title="另一新版", replaces=older)
    warnings = said(saved(admin_client, plan("newer"), replaces=older.pk))
    assert ["不属同一地区" in warnings[0], "请核对版次" in warnings[1], "已由《另一新版》替代" in warnings[2]] == [
        True
    ] * 3


def test_the_page_of_either_plan_leads_to_the_comparison(admin_client: Client) -> None:
    older = plan("older")
    newer = plan("newer", replaces=older)
    for row in (older, newer):
        assert reverse("documents:plan-changes", args=["newer"]) in text_of(admin_client.get(address(row)))
    assert "没有新版或旧版" in text_of(admin_client.get(address(plan("alone"))))


def test_whether_a_plan_is_in_force_has_one_name_for_editors_and_readers(admin_client: Client) -> None:
    row = plan("some")
    name = str(Plan._meta.get_field("validity").verbose_name)
    assert name == PlanFilter.base_filters["validity"].label
    assert name in [field.label for field in imprint(row, wanted="hans", is_superseded=False)]
    assert f"{name}:" in text_of(admin_client.get(address(row)))


def test_whoever_deletes_a_plan_is_told_what_goes_and_nothing_of_the_index(admin_client: Client) -> None:
    row = full_plan("some", 2)
    row.based_on.add(plan("above"))
    page = text_of(admin_client.get(reverse("admin:documents_plan_delete", args=[row.pk])))
    for name, number in (("章节条", 3), ("任务", 2), ("责任分工", 4)):
        assert f"{name}: {number}" in page
    assert "检索条目" not in page and "Plan_based_on" not in page and "关系" not in page

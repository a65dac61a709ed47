"""A value that was corrected by hand is marked on the reading page, with what was read from the source."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Plan, Section
from indicators.models import Indicator, Target
from qpolicy.storing import store_draft
from tests.builders import region
from tests.drafts import read

pytestmark = pytest.mark.django_db
TEXT = "一、主要目标\n到2025年,产品质量合格率达到94%,标准达到100家。\n"


@pytest.fixture
def plan() -> Plan:
    return store_draft(read(TEXT), Plan(slug="some-city", region=region(), status="published")).plan


def row_of(client: Client, name: str) -> str:
    page = client.get("/plans/some-city/targets/").content.decode()
    table = page[page.index('id="targets"') :]
    return next(row for row in table.split("<tr>") if name in row)


def test_a_value_as_read_is_not_marked(plan: Plan, client: Client) -> None:
    assert "校订" not in row_of(client, "产品质量合格率")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"value": Decimal("95")}, "94 %"),
        ({"operator": ">="}, "94 %"),
        ({"unit": "件"}, "94 %"),
        ({"basis": "annual"}, "94 %"),
        ({"year": 2027}, "2025年"),
        ({"year": None, "attribute": "binding"}, "2025年，未注明性质"),
        ({"name": "食品质量合格率"}, "产品质量合格率"),
        ({"quote": "合格率94%"}, "“产品质量合格率达到94%”"),
    ],
)
def test_a_corrected_value_is_marked_with_what_was_read(
    plan: Plan, client: Client, change: dict[str, Any], shown: str
) -> None:
    Target.objects.filter(name="产品质量合格率").update(**change)
    row = row_of(client, change.get("name", "产品质量合格率"))
    assert ">校订</span>" in row
    assert f'读取时为 <span lang="zh-Hans">{shown}</span>' in row
    assert ">校订<" not in row_of(client, "标准")


def test_a_value_put_in_by_hand_is_marked(plan: Plan, client: Client) -> None:
    indicator = Indicator.objects.create(name="发明专利")
    section = Section.objects.get(kind="paragraph")
    Target.objects.create(section=section, position=9, indicator=indicator, name="发明专利", value=7)
    row = row_of(client, "发明专利")
    assert ">校订</span>" in row
    assert "读取时为" not in row


@pytest.mark.parametrize("is_corrected", [False, True])
def test_the_page_of_its_indicator_marks_a_corrected_value(plan: Plan, client: Client, is_corrected: bool) -> None:
    target = Target.objects.get(name="产品质量合格率")
    if is_corrected:
        Target.objects.filter(pk=target.pk).update(value=95)
    page = client.get(f"/indicators/{target.indicator_id}/").content.decode()
    assert (">校订</span>" in page) == is_corrected


def test_the_list_of_the_admin_says_which_values_were_corrected(plan: Plan, admin_client: Client) -> None:
    Target.objects.filter(name="产品质量合格率").update(value=95)
    page = admin_client.get(reverse("admin:indicators_target_changelist")).content.decode()
    assert page.count(">已校订<") == 1


def test_saving_a_value_as_it_is_does_not_mark_it(plan: Plan, admin_client: Client) -> None:
    from tests.documents.test_locking import address, opened

    target = Target.objects.get(name="产品质量合格率")
    assert admin_client.post(address(target), opened(admin_client, target)).status_code == 302
    assert not Target.objects.get(pk=target.pk).is_corrected

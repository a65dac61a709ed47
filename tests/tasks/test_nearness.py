"""Departments of the plan's own region are offered first; one of a region that has nothing to do with it is remarked on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Department, Region
from tasks.models import Responsibility, Task
from tests.builders import full_plan
from tests.documents.test_locking import address, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def task() -> Task:
    country = Region.objects.create(slug="quanguo", name="全国", level="national")
    shaanxi = Region.objects.create(slug="shaanxi", name="陕西省", level="province", parent=country)
    xian = Region.objects.create(slug="xian", name="西安市", level="city", parent=shaanxi)
    weiyang = Region.objects.create(slug="weiyang", name="未央区", level="district", parent=xian)
    hebei = Region.objects.create(slug="hebei", name="河北省", level="province", parent=country)
    for region in (hebei, country, shaanxi, weiyang, xian):
        Department.objects.create(region=region, name=f"{region.name}市场监管局")
    return full_plan("xian", 1).sections.get(kind="task").task


def offered(client: Client, task: Task) -> list[str]:
    page = client.get(address(task))
    inline = page.context["inline_admin_formsets"][0].formset
    urls = {form.fields["department"].widget.widget.get_url() for form in (*inline.forms, inline.empty_form)}
    [url] = urls
    asked = {"app_label": "tasks", "model_name": "responsibility", "field_name": "department", "term": "市场监管局"}
    results = client.get(f"{url}&{urlencode(asked)}").json()["results"]
    return [result["text"].split("市场")[0] for result in results]


def test_the_nearest_departments_are_offered_first(admin_client: Client, task: Task) -> None:
    found = offered(admin_client, task)
    assert found[:3] == ["西安市", "陕西省", "全国"]
    assert sorted(found[3:]) == ["未央区", "河北省"]


@pytest.mark.parametrize("near", ["", "abc", "9" * 30, "²", "-1"])
def test_a_region_that_is_none_offers_all_the_same(admin_client: Client, task: Task, near: str) -> None:
    asked = {"app_label": "tasks", "model_name": "responsibility", "field_name": "department", "near": near}
    assert admin_client.get(reverse("admin:autocomplete"), asked).status_code == 200


@pytest.mark.parametrize(("region", "is_strange"), [("hebei", True), ("weiyang", False), ("shaanxi", False)])
def test_a_department_of_an_unrelated_region_is_remarked_on(
    admin_client: Client, task: Task, region: str, is_strange: bool
) -> None:
    chosen = Department.objects.get(region__slug=region)
    fields: dict[str, Any] = {"responsibilities-0-department": chosen.pk}
    done = admin_client.post(address(task), opened(admin_client, task) | fields, follow=True)
    assert Responsibility.objects.filter(task=task, department=chosen).exists()
    said = [str(message) for message in done.context["messages"]]
    assert any("没有隶属关系" in message for message in said) is is_strange


def test_the_page_of_a_responsibility_offers_and_remarks_too(admin_client: Client, task: Task) -> None:
    part = task.responsibilities.in_order()[0]
    page = admin_client.get(address(part))
    assert f"?near={task.section.plan.region_id}" in page.content.decode()
    strange = Department.objects.get(region__slug="hebei")
    done = admin_client.post(address(part), opened(admin_client, part) | {"department": strange.pk}, follow=True)
    assert "“河北省市场监管局”属于河北省，与本规划的地区（西安市）没有隶属关系" in done.content.decode()

"""目录维护: what waits in each catalogue is counted, and the count leads to the rows."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Department, ErrorReport, Function, Region, Synonym, Theme
from indicators.models import Indicator, Target
from qpolicy.roles import ENTRY
from tests.builders import department, full_plan, function, region
from tests.pages import text_of
from tests.roles import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/upkeep/"


def listed(client: Client, model: type[models.Model], chore: str) -> set[str]:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    page = client.get(address, {"chore": chore})
    assert page.status_code == 200
    return {str(row) for row in page.context["cl"].result_list}


def counts(client: Client) -> dict[str, int]:
    page = text_of(client.get(PAGE))
    return {
        f"{name}：{label}": int(number)
        for name, label, number in re.findall(r'aria-label="(\S+)：(\S+) (\d+) 条"', page)
    }


def test_departments_that_nobody_has_looked_at_sorted_or_named(admin_client: Client) -> None:
    full_plan("xian", 1)
    Department.objects.update(is_confirmed=True, function=function())
    department("没人提到的局")
    Department.objects.filter(name="没人提到的局").update(is_confirmed=True, function=function())
    new = Department.objects.create(name="新部门")
    assert listed(admin_client, Department, "unnamed") == {"没人提到的局", "新部门"}
    assert listed(admin_client, Department, "unconfirmed") == {"新部门"}
    assert listed(admin_client, Department, "without-function") == {"新部门"}
    assert listed(admin_client, Department, "without-region") == {"新部门"}
    assert counts(admin_client)["部门：没有规划提到"] == 2
    new.delete()
    assert "部门：未核对" not in counts(admin_client)


def test_indicators_without_values_and_those_that_may_be_another(admin_client: Client) -> None:
    full_plan("xian", 2)
    names = ["制造业产品质量合格率", "制造业产品质量监督合格率", "高技能人才"]
    for indicator, name in zip(Indicator.objects.order_by("pk"), names, strict=False):
        Indicator.objects.filter(pk=indicator.pk).update(name=name, unit="%")
    Indicator.objects.create(name="高技能人才")
    assert listed(admin_client, Indicator, "unused") == {"高技能人才"}
    assert listed(admin_client, Indicator, "near") == set(names[:2])
    page = text_of(admin_client.get(reverse("admin:indicators_indicator_changelist")))
    assert f'<td class="field-near">{names[1]}</td>' in page
    Indicator.objects.update(unit="")
    assert listed(admin_client, Indicator, "without-unit") == set(names[:2])


def test_themes_functions_and_regions_that_nothing_uses(admin_client: Client) -> None:
    plan = full_plan("xian", 1)
    used = Theme.objects.create(name="产品", slug="products")
    plan.sections.update(theme=used)
    Theme.objects.create(name="服务", slug="services")
    Department.objects.update(function=function())
    Function.objects.create(name="质量", slug="quality")
    region("nowhere", "无用县", "district")
    region("of-catalogue", "目录中备用的县", "district", code="610199")
    assert listed(admin_client, Theme, "unused") == {"服务"}
    assert listed(admin_client, Function, "unused") == {"质量"}
    assert listed(admin_client, Region, "unused") == {"无用县"}
    assert listed(admin_client, Region, "uncoded") == {"西安市", "无用县"}


def test_synonyms_in_two_groups_and_reports_that_wait(admin_client: Client) -> None:
    full_plan("xian", 1)
    for words in (["规上", "规模以上"], ["規模以上", "大型"], ["标杆", "样板"]):
        Synonym.objects.create(words=words)
    assert len(listed(admin_client, Synonym, "shared")) == 2
    assert counts(admin_client)["纠错：待处理"] == ErrorReport.objects.open().count() == 1


def test_every_count_leads_to_as_many_rows(admin_client: Client) -> None:
    full_plan("xian", 3)
    page = text_of(admin_client.get(PAGE))
    links = re.findall(r'<td class="number"><a href="([^"]+)"[^>]*>(\d+)</a>', page)
    assert len(links) > 3
    for link, number in links:
        assert admin_client.get(link).context["cl"].result_count == int(number), link


def test_an_unknown_chore_narrows_nothing(admin_client: Client) -> None:
    full_plan("xian", 3)
    assert len(listed(admin_client, Department, "nonsense")) == Department.objects.count()


def test_whoever_may_not_see_a_catalogue_is_not_told_of_it() -> None:
    full_plan("xian", 1)
    page = text_of(signed_in(ENTRY).get(PAGE))
    assert "部门" in page
    assert "同义词" not in page
    assert "纠错" not in page


def test_the_front_page_of_the_admin_leads_there(admin_client: Client) -> None:
    assert PAGE in text_of(admin_client.get("/admin/"))


def test_it_costs_the_same_however_much_there_is(admin_client: Client) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        return len(captured)

    addresses = [
        PAGE,
        reverse("admin:indicators_indicator_changelist"),
        reverse("admin:documents_department_changelist"),
    ]
    full_plan("first", 12)
    list(map(queries, addresses))
    few = list(map(queries, addresses))
    full_plan("second", 30)
    assert list(map(queries, addresses)) == few


def test_indicators_are_merged_into_the_one_with_most_values(admin_client: Client) -> None:
    for slug, number in (("first", 1), ("second", 2)):
        full_plan(slug, number)
    kept, other = Indicator.objects.get(name="指标1"), Indicator.objects.get(name="指标2")
    address = reverse("admin:indicators_indicator_changelist")
    chosen = {"action": "merge", "_selected_action": [other.pk, kept.pk]}
    assert admin_client.post(address, chosen).status_code == 302
    assert [indicator.name for indicator in Indicator.objects.all()] == ["指标1"]
    assert set(Target.objects.values_list("indicator", flat=True)) == {kept.pk}
    assert other.name in Indicator.objects.get().aliases


def test_indicators_of_different_units_are_not_merged(admin_client: Client) -> None:
    keys = [Indicator.objects.create(name=name, unit=unit).pk for name, unit in (("甲", "%"), ("乙", "家"))]
    address = reverse("admin:indicators_indicator_changelist")
    answer = admin_client.post(address, {"action": "merge", "_selected_action": keys})
    assert ["单位不同" in str(message) for message in get_messages(answer.wsgi_request)] == [True]
    assert Indicator.objects.count() == 2

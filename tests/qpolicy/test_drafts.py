"""What is not published changes no public page, however it hangs together with what is."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Department, Function, Plan, Region
from indicators.models import Indicator, Target
from tasks.models import DefaultResponsibility
from tests import builders
from tests.addresses import public_addresses

pytestmark = pytest.mark.django_db

LISTS = ("/plans/", "/tasks/", "/indicators/", "/goals/", "/departments/")
SEARCHES = tuple(f"{address}?q=秘" for address in LISTS)
# What differs each time: of a form, when a file was made, and when plans that are published were edited themselves.
TOKEN = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|<updated>[^<]*</updated>|内容截至 [-0-9: ]*|"updated_at":"[^"]+"'
    r"|20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d"
)


def pages(client: Client, addresses: list[str]) -> dict[str, str]:
    return {address: TOKEN.sub("", said_at(client, address)) for address in addresses}


def said_at(client: Client, address: str) -> str:
    """Return the page, or what a file says: a sheet as JSON, a paper as its text."""
    content: bytes = client.get(address.replace("export.xlsx", "export.json")).getvalue()
    if not address.endswith(".docx"):
        return content.decode()
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def hidden_plan(status: str) -> Plan:
    """A plan that gives work to bodies, sets values and is in force at places that published plans know as well."""
    plan = builders.full_plan("secret", tasks=9)
    Plan.objects.filter(pk=plan.pk).update(status=status, title="秘密方案", kind="秘文", source_text="秘密。")
    [section] = builders.sections(plan, ("task", "(十)", "秘密任务"))
    indicator = Indicator.objects.earliest("pk")
    Target.objects.create(section=section, indicator=indicator, name="秘密名称", value=99, year=2099)
    function = Function.objects.get(slug="quality")
    body = Department.objects.create(region=plan.region, name="秘密局", function=function)
    for position, named in enumerate((body, Department.objects.get(name="市第1局")), start=2):
        DefaultResponsibility.objects.create(plan=plan, position=position, department=named, section=section)
    return plan


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_no_public_page_tells_of_it(client: Client, status: str) -> None:
    public = public_addresses()
    province = builders.region("province", "测试省", "province")
    Region.objects.filter(slug="xian").update(parent=province)
    addresses = [*public.values(), *SEARCHES, "/regions/province/"]
    other = builders.published("other")
    seen = pages(client, addresses)
    plan = hidden_plan(status)
    sample = Plan.objects.get(slug="sample")
    sample.based_on.add(plan)
    Plan.objects.filter(pk=plan.pk).update(replaces=sample)
    Plan.objects.filter(pk=other.pk).update(replaces=plan)
    builders.plan("above", title="秘密纲要", status=status, region=province)
    assert {address for address, page in pages(client, addresses).items() if page != seen[address]} == set()


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_none_of_its_own_pages_opens(client: Client, status: str) -> None:
    public_addresses()
    section = hidden_plan(status).sections.get(title="秘密任务")
    for name in ("plan-detail", "plan-goals", "plan-targets", "plan-source"):
        assert client.get(reverse(f"documents:{name}", args=["secret"])).status_code == 404
    for address in (reverse("exports:plan", args=["secret"]), reverse("exports:targets", args=["secret", "csv"])):
        assert client.get(address).status_code == 404
    for name in ("tasks:task-detail", "exports:task", "site:report", "site:report-sent"):
        assert client.get(reverse(name, args=["secret", section.anchor])).status_code == 404
    for body in Department.objects.filter(name="秘密局"):
        assert client.get(reverse("tasks:department-detail", args=[body.pk])).status_code == 404

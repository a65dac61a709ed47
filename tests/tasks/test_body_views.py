"""The pages of departments, functions and regions, as a browser gets them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Department, Function, Plan, Region
from tasks.merging import merge
from tasks.models import DefaultResponsibility, Responsibility
from tests import builders
from tests.pages import text_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
LISTS = ("/departments/", "/functions/", "/regions/")


@pytest.fixture
def industry() -> Function:
    return Function.objects.get_or_create(slug="industry-test", defaults={"name": "测试职能", "aliases": ["测试"]})[0]


@pytest.fixture
def body(industry: Function) -> Department:
    """A department that leads one task and shares in another of a published plan."""
    plan = builders.plan(status="published", issued_on=date(2024, 4, 28))
    body = Department.objects.create(region=plan.region, name="市测试局", function=industry, aliases=["市測試局"])
    for number, role in enumerate(("lead", "participant")):
        task = builders.task(f"任务{number}", plan)
        Responsibility.objects.create(task=task, department=body, role=role, name="市測試局")
    return body


# Empty, drafts


@pytest.mark.parametrize("address", LISTS)
def test_an_empty_knowledge_base_says_what_to_do(client: Client, address: str) -> None:
    page = text_of(client.get(address))
    assert 'class="empty"' in page
    assert "已发布" in page or "管理员可在后台导入" in page


@pytest.mark.parametrize("address", LISTS)
def test_drafts_are_nowhere(client: Client, address: str, body: Department) -> None:
    Plan.objects.update(status="draft")
    page = text_of(client.get(address))
    assert "市测试局" not in page
    assert "质量强市建设实施方案" not in page
    assert client.get(f"/departments/{body.pk}/").status_code == 404
    assert "市测试局" not in text_of(client.get("/functions/industry-test/"))
    assert "质量强市建设实施方案" not in text_of(client.get("/regions/xian/"))


def test_plans_that_name_nobody_are_no_error(client: Client) -> None:
    builders.task(of=builders.plan(status="published"))
    assert "还没有可列出的部门" in text_of(client.get("/departments/"))
    assert "本级规划没有写明具体的责任部门" in text_of(client.get("/regions/xian/"))


@pytest.mark.parametrize("address", ["/departments/1/", f"/departments/{'9' * 40}/", "/functions/x/", "/regions/x/"])
def test_what_is_unknown_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


# Departments


def test_a_department_is_listed_under_its_region_with_the_numbers_of_its_tasks(
    client: Client, body: Department
) -> None:
    page = text_of(client.get("/departments/"))
    assert re.search(r"西安市.*市测试局.*测试职能.*牵头\">1<.*负责\">0<.*配合\">1<", page, re.DOTALL)


def test_a_search_without_hits_says_what_to_do(client: Client, body: Department) -> None:
    page = text_of(client.get("/departments/?q=<b>航天</b>"))
    assert "没有符合条件的部门" in page
    assert "&lt;b&gt;航天&lt;/b&gt;" in page
    assert "<b>航天" not in page


@pytest.mark.parametrize("page", ["0", "-1", "1000000000000", "abc", "", "%00", "1" * 5000])
def test_any_page_number_gives_a_page(client: Client, body: Department, page: str) -> None:
    for address in ("/departments/", f"/departments/{body.pk}/", "/functions/industry-test/"):
        assert "市测试局" in text_of(client.get(f"{address}?page={page}"))


def test_sixty_departments_stand_on_a_page_and_the_pages_keep_the_conditions(client: Client) -> None:
    plan = builders.full_plan("xian", tasks=61)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    page = text_of(client.get("/departments/?region=xian"))
    assert page.count('class="title"') == 60
    assert "?region=xian&amp;page=2" in page


def test_a_department_shows_who_it_is_and_what_it_has_to_do(client: Client, body: Department) -> None:
    page = text_of(client.get(f"/departments/{body.pk}/"))
    assert "<h1>市测试局</h1>" in page
    assert '<span lang="zh-Hans">市測試局</span>' in page
    assert re.search(
        r"chip--lead\">牵头</span> 1 项.*任务0.*chip--participant\">配合</span> 1 项.*任务1", page, re.DOTALL
    )
    assert 'href="/plans/xian/tasks/' in page
    assert f'href="/tasks/?department={body.pk}"' in page


def test_a_duty_for_all_tasks_stands_apart(client: Client, body: Department) -> None:
    plan = Plan.objects.get()
    section = plan.sections.get(title="任务0")
    DefaultResponsibility.objects.create(plan=plan, department=body, section=section)
    page = text_of(client.get(f"/departments/{body.pk}/"))
    assert "本规划的<b>全部事项</b>" in page
    assert f'href="/plans/xian/#{section.anchor}">见原文' in page
    assert "另有各项任务通用的责任" in page


def test_a_department_leads_to_those_of_its_function_elsewhere(client: Client, body: Department) -> None:
    region = Region.objects.create(slug="elsewhere", name="别市", level="city")
    other = Department.objects.create(region=region, name="市别局", function=body.function)
    task = builders.task(of=builders.plan("elsewhere", region=region, status="published"))
    Responsibility.objects.create(task=task, department=other)
    page = text_of(client.get(f"/departments/{body.pk}/"))
    assert f'href="/departments/{other.pk}/">市别局' in page
    assert 'href="/regions/elsewhere/">别市' in page


def test_a_department_of_which_nothing_more_is_known_has_a_page(client: Client) -> None:
    body = Department.objects.create(name="有关单位")
    task = builders.task(of=builders.plan(region=None, status="published"))
    Responsibility.objects.create(task=task, department=body)
    assert "有关单位" in text_of(client.get(f"/departments/{body.pk}/"))
    assert "未注明地区" in text_of(client.get("/departments/"))
    assert "未注明地区的规划" in text_of(client.get("/regions/"))


def test_a_merged_department_leads_to_what_it_has_become(client: Client, body: Department) -> None:
    other = Department.objects.create(region=body.region, name="市旧局")
    Responsibility.objects.create(task=builders.task("丙", Plan.objects.get()), department=other)
    address = f"/departments/{other.pk}/"
    merge(body, [other])
    assert client.get(address).headers["Location"] == f"/departments/{body.pk}/"
    assert "又称" in text_of(client.get(f"/departments/{body.pk}/"))


def test_a_merged_department_does_not_lead_to_what_nobody_may_see(client: Client, body: Department) -> None:
    other = Department.objects.create(region=body.region, name="市旧局")
    address = f"/departments/{other.pk}/"
    merge(body, [other])
    Plan.objects.update(status="draft")
    assert client.get(address).status_code == 404


def test_a_deleted_department_is_gone(client: Client, body: Department) -> None:
    other = Department.objects.create(region=body.region, name="市旧局")
    address = f"/departments/{other.pk}/"
    other.delete()
    assert client.get(address).status_code == 404


# Functions


def test_the_catalogue_counts_what_plans_say_and_names_what_none_says(client: Client, body: Department) -> None:
    Function.objects.create(name="闲置职能", slug="idle")
    page = text_of(client.get("/functions/"))
    assert re.search(
        r"测试职能.*部门\">1<.*地区\">1<.*规划\">1<.*牵头\">1<.*配合\">1<.*尚无规划涉及.*闲置职能", page, re.DOTALL
    )


def test_a_plan_that_names_a_function_only_in_a_rule_for_all_tasks_counts(client: Client, body: Department) -> None:
    ruled = builders.plan("ruled", status="published")
    DefaultResponsibility.objects.create(plan=ruled, department=body)
    DefaultResponsibility.objects.create(plan=Plan.objects.get(slug="xian"), department=body)
    DefaultResponsibility.objects.create(plan=builders.plan("draft"), department=body)
    assert re.search(r"测试职能.*规划\">2<", text_of(client.get("/functions/")), re.DOTALL)


def test_departments_without_function_are_counted_and_led_to(client: Client) -> None:
    body = builders.department()
    Responsibility.objects.create(task=builders.task(of=builders.plan(status="published")), department=body)
    assert '?function=none">1 个部门尚未归类' in text_of(client.get("/functions/"))
    assert body.name in text_of(client.get("/departments/?function=none"))


def test_a_function_shows_its_bodies_its_numbers_and_its_tasks(client: Client, body: Department) -> None:
    page = text_of(client.get("/functions/industry-test/"))
    assert re.search(r"牵头\">1<.*负责\">0<.*配合\">1<.*合计\">2<", page, re.DOTALL)
    assert f'href="/departments/{body.pk}/">市测试局' in page
    assert "任务0" in page


def test_a_function_that_no_plan_names_says_what_to_do(client: Client, industry: Function) -> None:
    page = text_of(client.get("/functions/industry-test/"))
    assert "尚无规划涉及这一职能" in page
    assert 'href="/functions/"' in page


def test_ten_plans_of_a_function_stand_on_a_page_and_all_are_counted(client: Client, industry: Function) -> None:
    for number in range(11):
        builders.full_plan(f"plan-{number}", tasks=1)
    Plan.objects.update(status="published")
    Department.objects.update(function=industry)
    page = text_of(client.get("/functions/industry-test/"))
    assert page.count('class="plan-work"') == 10
    assert "11 份规划合计" in page
    assert "?page=2" in page


# Regions


@pytest.fixture
def regions() -> None:
    country = Region.objects.get_or_create(slug="quanguo", defaults={"name": "全国", "level": "national"})[0]
    province = Region.objects.create(slug="upper", name="上级省", level="province", parent=country)
    city = Region.objects.create(slug="middle", name="本级市", level="city", parent=province)
    district = Region.objects.create(slug="lower", name="下级区", level="district", parent=city)
    for region in (province, city, district):
        builders.plan(f"of-{region.slug}", title=f"{region.name}质量方案", region=region, status="published")


@pytest.mark.usefixtures("regions")
def test_regions_stand_in_a_tree_with_their_plans(client: Client) -> None:
    page = text_of(client.get("/regions/"))
    tree = r"全国.*上级省.*含下级规划 3 份.*上级省质量方案.*本级市.*本级市质量方案.*下级区.*下级区质量方案"
    assert re.search(tree, page, re.DOTALL)


@pytest.mark.usefixtures("regions")
def test_a_region_shows_its_plans_those_above_and_those_below(client: Client) -> None:
    page = text_of(client.get("/regions/middle/"))
    parts = r"本级规划.*本级市质量方案.*上级规划.*上级省质量方案.*全国.*尚未收录.*下级规划.*下级区质量方案"
    assert re.search(parts, page, re.DOTALL)


@pytest.mark.usefixtures("regions")
def test_what_lies_further_below_is_counted(client: Client) -> None:
    assert "其下级有 1 份" in text_of(client.get("/regions/upper/"))


def test_a_region_without_plans_leads_to_those_that_have_some(client: Client) -> None:
    builders.region()
    page = text_of(client.get("/regions/xian/"))
    assert "尚未收录西安市本级的规划" in page
    assert 'href="/regions/"' in page


def test_a_region_shows_its_departments(client: Client, body: Department) -> None:
    assert f'href="/departments/{body.pk}/">市测试局' in text_of(client.get("/regions/xian/"))


# Scripts


def test_the_switch_converts_what_plans_say_and_is_remembered(client: Client, body: Department) -> None:
    Plan.objects.update(script="hant", title="質量強市方案")
    addresses = (f"/departments/{body.pk}/", "/functions/industry-test/", "/regions/", "/regions/xian/")
    for address in addresses:
        page = text_of(client.get(address))
        assert 'lang="zh-Hant">質量強市方案' in page
    client.get("/regions/?script=hans")
    for address in addresses:
        response = client.get(address)
        assert 'lang="zh-Hans">质量强市方案' in text_of(response)
        assert "Cookie" in response.headers["Vary"]


# Everything optional, escaping, methods, costs


def test_everything_shown_is_escaped(client: Client, body: Department) -> None:
    evil = "<script>alert(1)</script>"
    Plan.objects.update(title=evil, document_number=evil)
    Region.objects.update(name=evil)
    Function.objects.filter(departments=body).update(name=evil, aliases=[evil])
    Department.objects.update(name=evil, aliases=[evil])
    Responsibility.objects.update(name=evil)
    for address in (*LISTS, f"/departments/{body.pk}/", "/functions/industry-test/", "/regions/xian/"):
        assert "<script>alert" not in text_of(client.get(address))


def test_an_editor_is_led_to_what_is_to_be_confirmed(client: Client, body: Department) -> None:
    address = f"/departments/{body.pk}/"
    assert "/admin/documents/department/" not in text_of(client.get(address))
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    assert "名称与职能尚未核对" in text_of(client.get(address))


ADDRESSES = (*LISTS, "/departments/{pk}/", "/functions/industry-test/", "/regions/xian/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_are_only_read_and_embed_nothing_that_the_policy_forbids(
    client: Client, body: Department, address: str
) -> None:
    address = address.format(pk=body.pk)
    assert client.post(address).status_code == 405
    page = text_of(client.get(address))
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=\"/static/)", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", [*ADDRESSES, "/departments/?q=市&region=xian&function=industry-test"])
def test_the_number_of_queries_does_not_grow_with_the_plans(
    client: Client, body: Department, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queries = []
    for plans in (5, 50):
        for number in range(Plan.objects.count(), plans):
            region = Region.objects.create(slug=f"region-{number}", name=f"第{number}市", level="city")
            plan = builders.full_plan(f"plan-{number}", tasks=2)
            Plan.objects.filter(pk=plan.pk).update(region=region)
            Responsibility.objects.filter(task__section__plan=plan, role="lead").update(department=body)
        Plan.objects.update(status="published", issued_on=date(2024, 1, 1))
        Department.objects.update(function=body.function)
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            assert client.get(address.format(pk=body.pk)).status_code == 200
        queries.append(len(counted))
    assert queries[0] == queries[1]

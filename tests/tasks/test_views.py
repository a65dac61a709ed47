"""The page of a task, and what it has in common with the list: methods, costs, policy."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Function, Plan, Section, Theme
from indicators.models import Indicator, Target
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests import builders
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12 + (connection.vendor == "postgresql")  # whose planner is told how to search


def give(task: Task, *parts: tuple[str, str]) -> None:
    for position, (role, name) in enumerate(parts, start=1):
        body = builders.department(name)
        Responsibility.objects.create(task=task, position=position, department=body, role=role, name=name)


# The page of a task


@pytest.fixture
def plan() -> Plan:
    """A chapter with two tasks and a box, a second chapter, and a body that has a part in everything."""
    made = published(title="质量强市方案", document_number="测府发〔2024〕16号")
    sections = builders.sections(
        made,
        ("heading", "一、", "重点任务"),
        ("task", "(一)", "提升农产品质量"),
        ("task", "(二)", "提升食品质量"),
        ("box", "专栏1", "质量工程"),
        ("project", "——", "建设平台"),
        ("project", "——", "开展试点"),
        ("heading", "二、", "保障措施"),
        ("safeguard", "(一)", "加强领导"),
    )
    rule = builders.department("各区县政府")
    DefaultResponsibility.objects.create(plan=made, department=rule, name="各区县政府", section=sections[0])
    return made


def page_of(client: Client, title: str, query: str = "") -> str:
    section = Section.objects.get(title=title)
    return text_of(client.get(f"/plans/{section.plan.slug}/tasks/{section.anchor}/{query}"))


def test_a_task_is_shown_with_its_path_its_text_and_its_source(client: Client, plan: Plan) -> None:
    page = page_of(client, "提升农产品质量")
    assert '<h1 lang="zh-Hans">(一)提升农产品质量</h1>' in page
    assert "<p>提升农产品质量。</p>" in page
    path = page[page.index('aria-label="当前位置"') : page.index("</nav>", page.index('aria-label="当前位置"'))]
    assert re.findall(r'href="([^"]+)"', path) == ["/tasks/", "/plans/xian/", "/plans/xian/#s-1"]
    assert "《质量强市方案》（测府发〔2024〕16号）第一部分第（一）项" in page
    assert 'href="/plans/xian/#s-1-1"' in page


def test_the_project_of_a_box_stands_below_chapter_and_box(client: Client, plan: Plan) -> None:
    page = page_of(client, "建设平台")
    assert "专栏1 质量工程" in page
    assert "本条所在的专栏" in page
    assert '<h1 lang="zh-Hans">建设平台</h1>' in page  # the dash before it counts nothing


def test_departments_have_their_roles_and_pages(client: Client, plan: Plan) -> None:
    task = Task.objects.get(section__title="提升农产品质量")
    give(task, ("participant", "市商务局"), ("lead", "市农业农村局"))
    page = page_of(client, "提升农产品质量")
    assert re.search(
        r'<dt>牵头</dt>.*chip--lead" href="/departments/\d+/">市农业农村局.*<dt>配合</dt>.*市商务局', page, re.DOTALL
    )


def test_the_rule_for_all_tasks_is_said_with_its_place(client: Client, plan: Plan) -> None:
    page = page_of(client, "提升食品质量")
    assert "本条没有另外写明责任部门" in page
    assert re.search(r"各项任务通用.*各区县政府.*href=\"/plans/xian/#s-1\"", page, re.DOTALL)


def test_what_was_read_in_place_of_the_plan_is_said_where_the_plan_is_cited(client: Client, plan: Plan) -> None:
    assert "来源是" not in page_of(client, "提升食品质量")
    Plan.objects.update(notes="来源是网站的解读，不是规划原文；文号取自解读。")
    assert re.search(r"出处：.*来源是网站的解读，不是规划原文。</p>", page_of(client, "提升食品质量"), re.DOTALL)


def test_a_task_nobody_has_to_do_says_so(client: Client, plan: Plan) -> None:
    DefaultResponsibility.objects.all().delete()
    assert "本条没有写明责任部门" in page_of(client, "提升食品质量")


def test_targets_stand_with_operator_value_unit_year_attribute_and_sentence(client: Client, plan: Plan) -> None:
    indicator = Indicator.objects.create(name="农产品合格率")
    Target.objects.create(
        section=Section.objects.get(title="提升农产品质量"), indicator=indicator, name="合格率", operator=">=",
        value=98, unit="%", year=2025, attribute="binding", quote="到2025年合格率达到98%以上",
    )  # fmt: skip
    page = page_of(client, "提升农产品质量")
    for shown in (f'/indicators/{indicator.pk}/"', "≥98", ">%<", "2025年", "约束性", "到2025年合格率达到98%以上"):
        assert shown in page


def test_neighbours_are_the_tasks_before_and_after_whatever_their_kind(client: Client, plan: Plan) -> None:
    first, last = page_of(client, "提升农产品质量"), page_of(client, "加强领导")
    assert 'rel="prev"' not in first
    assert re.search(r'rel="next".*提升食品质量', first)
    assert re.search(r'rel="prev".*开展试点', last)
    assert 'rel="next"' not in last


def test_the_boxes_of_the_chapter_are_listed_and_no_others(client: Client, plan: Plan) -> None:
    page = page_of(client, "提升农产品质量")
    assert re.search(r"本章的专栏.*专栏1 质量工程.*建设平台.*开展试点", page, re.DOTALL)
    assert "本章的专栏" not in page_of(client, "加强领导")


def test_what_stands_under_a_task_is_part_of_it(client: Client, plan: Plan) -> None:
    task = Section.objects.get(title="加强领导")
    Section.objects.create(
        plan=plan, parent=task, position=task.position + 1, kind="paragraph", text="每年考核一次。", anchor="s-2-1-p1"
    )
    assert "<p>每年考核一次。</p>" in page_of(client, "加强领导")


def test_a_corrected_task_shows_what_was_read_before(client: Client, plan: Plan) -> None:
    Section.objects.filter(title="提升食品质量").update(
        as_read={"number": "(二)", "title": "提升食品质量", "text": "旧文。"}
    )
    page = page_of(client, "提升食品质量")
    assert "校订前的原文" in page
    assert "旧文。" in page
    assert "校订前的原文" not in page_of(client, "提升农产品质量")


def test_the_switch_converts_a_task_and_nothing_else(client: Client) -> None:
    plan = published(title="質量強市方案", script="hant")
    builders.sections(plan, ("heading", "一、", "重點任務"), ("task", "(一)", "提升農產品質量"))
    give(Task.objects.get(), ("lead", "市農業農村局"))
    original, converted = page_of(client, "提升農產品質量"), page_of(client, "提升農產品質量", "?script=hans")
    assert "市農業農村局" in original
    assert "重點任務" in original
    assert not set("農質強點務") & set(converted)
    assert page_of(client, "提升農產品質量", "?script=original") == original.replace('?"', '?script=original"')


def test_only_editors_see_tasks_of_drafts(client: Client, plan: Plan) -> None:
    Plan.objects.update(status="draft")
    assert client.get("/plans/xian/tasks/s-1-1/").status_code == 404
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    assert "草稿：只有管理员能看到这一页" in page_of(client, "提升农产品质量")


@pytest.mark.parametrize("anchor", ["s-1", "s-9", "s-1-b1", "%00"])
def test_what_is_no_task_has_no_page_of_one(client: Client, plan: Plan, anchor: str) -> None:
    assert client.get(f"/plans/xian/tasks/{anchor}/").status_code in (400, 404)


def test_an_expired_plan_carries_a_warning(client: Client, plan: Plan) -> None:
    Plan.objects.update(validity="expired")
    assert "本规划已失效" in page_of(client, "提升农产品质量")


def test_the_task_of_a_replaced_plan_leads_to_the_newer_one(client: Client, plan: Plan) -> None:
    published("newer", title="新質量方案", script="hant", replaces=plan)
    builders.plan("draft", title="尚未公开的方案", replaces=plan)
    page = text_of(client.get("/plans/xian/tasks/s-1-1/?script=hans"))
    assert '本规划已由<a href="/plans/newer/" lang="zh-Hans">《新质量方案》</a>替代' in page
    assert "尚未公开的方案" not in page


def test_everything_a_plan_says_is_escaped(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    plan = published(title=evil, issuer=evil, document_number=evil)
    builders.sections(plan, ("heading", evil, evil), ("task", "(一)", evil))
    give(Task.objects.get(), ("lead", evil))
    for address in ("/tasks/", "/tasks/?q=alert", f"/plans/xian/tasks/{Task.objects.get().section.anchor}/"):
        assert "<script>alert" not in text_of(client.get(address))


# Methods, costs, policy


@pytest.mark.parametrize("address", ["/tasks/", "/plans/xian/tasks/s-1-1/"])
def test_pages_are_only_read(client: Client, plan: Plan, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/tasks/?role=lead", "/plans/xian/tasks/s-1-1/"])
def test_pages_load_and_embed_nothing_that_the_policy_forbids(client: Client, plan: Plan, address: str) -> None:
    page = text_of(client.get(address))
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=\"/static/)", page)
    assert not re.search(r"(?:src|<link[^>]*rel=\"stylesheet\"[^>]*href)=\"(?:https?:)?//", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("query", ["", "everything", "page=2"])
def test_the_number_of_queries_does_not_grow_with_the_plans(
    client: Client, query: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queries = []
    for plans in (5, 50):
        for number in range(Plan.objects.count(), plans):
            builders.full_plan(f"plan-{number}", tasks=5)
        publish_all()
        asked = everything() if query == "everything" else query
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            page = text_of(client.get(f"/tasks/?{asked}"))
        assert '<th scope="row"' in page
        queries.append(len(counted))
    assert queries[0] == queries[1]


def publish_all() -> None:
    """Publish every plan, with a theme for its tasks and a function for who holds them."""
    Plan.objects.update(status="published", issued_on=date(2024, 1, 1))
    theme = Theme.objects.get_or_create(name="测试主题", slug="theme-test")[0]
    function = Function.objects.get_or_create(name="测试职能", slug="function-test")[0]
    Section.objects.filter(kind="task").update(theme=theme)
    body = builders.department("市第1局")
    body.function = function
    body.save()


def everything() -> str:
    return (
        f"q=任务&region=xian&plan=plan-1&theme=theme-test&department={builders.department('市第1局').pk}"
        "&function=function-test&role=lead&kind=task&year=2025&sort=departments"
    )


def test_the_number_of_queries_of_a_task_does_not_grow_with_its_plan(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    queries = []
    for slug, tasks in (("small", 2), ("large", 40)):
        builders.full_plan(slug, tasks=tasks)
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            text_of(client.get(f"/plans/{slug}/tasks/s-1-1/"))
        queries.append(len(counted))
    assert queries[0] == queries[1]

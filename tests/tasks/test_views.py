"""The list of tasks and the page of a task, as a browser gets them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.entry import append
from documents.models import Function, Plan, Section, Theme
from indicators.models import Indicator, Target
from tasks.kinds import keep_tasks
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests import builders

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12 + (connection.vendor == "postgresql")  # whose planner is told how to search


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def published(slug: str = "xian", **fields: object) -> Plan:
    return builders.plan(slug, **{"status": "published", **fields})


def give(task: Task, *parts: tuple[str, str]) -> None:
    for position, (role, name) in enumerate(parts, start=1):
        body = builders.department(name)
        Responsibility.objects.create(task=task, position=position, department=body, role=role, name=name)


# The list


def test_a_task_is_listed_with_its_place_and_who_does_it(client: Client) -> None:
    plan = published()
    _, section = builders.sections(plan, ("heading", "二、", "重点任务"), ("task", "(一)", "提升农产品质量"))
    give(section.task, ("lead", "市农业农村局"), ("participant", "市商务局"))
    Task.objects.update(deadline="2025年底前")
    page = text_of(client.get("/tasks/"))
    assert f'href="/plans/xian/tasks/{section.anchor}/"' in page
    for shown in (plan.title, "二、重点任务", "提升农产品质量", "2025年底前", "共 <b>1</b> 项任务"):
        assert shown in page
    assert re.search(r"chip--lead\">牵头.*市农业农村局.*chip--participant\">配合.*市商务局", page, re.DOTALL)


def test_a_task_of_very_many_departments_names_the_first_and_counts_the_others(client: Client) -> None:
    give(builders.task(of=published()), *(("responsible", f"市第{number}局") for number in range(60)))
    page = text_of(client.get("/tasks/"))
    row = page[page.index("<tbody>") :]
    assert "市第5局" in row
    assert "市第6局" not in row
    assert "另有 54 个部门" in row


def test_what_is_found_is_marked_in_title_and_text(client: Client) -> None:
    [section] = builders.sections(published(script="hant"), ("task", "(一)", "提升農產品質量"))
    Section.objects.filter(pk=section.pk).update(text="字" * 300 + "農產品 質量監測" + "句" * 300)
    page = text_of(client.get("/tasks/?q=农产品质量"))
    assert "提升<mark>農產品質量</mark></a>" in page
    assert "…字" in page
    assert "<mark>農產品 質量</mark>監測" in page


def test_a_task_without_title_is_named_by_its_text(client: Client) -> None:
    plan = published()
    keep_tasks(append(plan, [Section(kind="task", number="3.", text="到2025年合格率达到95%。" * 20)]))
    assert re.search(
        r'<a href="/plans/xian/tasks/s-3/" lang="zh-Hans">3\. 到2025年合格率', text_of(client.get("/tasks/"))
    )


def test_twenty_tasks_stand_on_a_page_and_the_pages_keep_the_conditions(client: Client) -> None:
    builders.sections(published(), *(("task", f"{number}.", f"任务{number}") for number in range(1, 22)))
    first = text_of(client.get("/tasks/?kind=task&sort=theme"))
    assert first.count('<th scope="row"') == 20
    assert "?kind=task&amp;sort=theme&amp;page=2" in first
    assert text_of(client.get("/tasks/?kind=task&page=2")).count('<th scope="row"') == 1


@pytest.mark.parametrize("page", ["0", "-1", "1000000000000", "abc", "９", "", "%00", "1" * 5000])
def test_any_page_number_gives_a_page(client: Client, page: str) -> None:
    builders.task(of=published())
    assert "共 <b>1</b> 项任务" in text_of(client.get(f"/tasks/?page={page}"))


HOSTILE = ["%00", "%ED%A0%80", "[", "(?=", "\\", "%5Cp{Han}", "a" * 199, "的+" * 99, "'; drop table", "{{ 1 }}", "%25_"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gives_a_page(client: Client, typed: str) -> None:
    builders.task(of=published())
    text_of(client.get(f"/tasks/?q={typed}&year={typed}&department={typed}&plan={typed}&theme={typed}&sort={typed}"))


def test_what_is_not_understood_is_ignored_and_said(client: Client) -> None:
    builders.task(of=published())
    page = text_of(client.get("/tasks/?role=boss"))
    assert "有的条件无法识别，已忽略。" in page
    assert "共 <b>1</b> 项任务" in page


def test_a_search_without_hits_says_what_to_do(client: Client) -> None:
    builders.task(of=published())
    page = text_of(client.get("/tasks/?q=<b>航天</b>&kind=task"))
    assert "没有符合条件的任务" in page
    assert "&lt;b&gt;航天&lt;/b&gt;" in page
    assert "<b>航天" not in page
    assert "去掉“类型：任务”" in page


def test_an_empty_knowledge_base_says_what_to_do(client: Client) -> None:
    assert "知识库中还没有规划" in text_of(client.get("/tasks/"))


def test_plans_without_tasks_are_said_to_have_none(client: Client) -> None:
    published()
    assert "已发布的规划中还没有任务" in text_of(client.get("/tasks/"))


def test_drafts_are_nowhere(client: Client) -> None:
    draft = builders.full_plan("draft", tasks=1)
    page = text_of(client.get("/tasks/"))
    assert draft.title not in page
    assert client.get("/plans/draft/tasks/s-1-1/").status_code == 404


def test_the_list_is_in_the_script_that_is_wanted(client: Client) -> None:
    builders.task("提升農產品質量", published(title="質量強市方案", script="hant"))
    assert 'lang="zh-Hant">(一)提升農產品質量</a>' in text_of(client.get("/tasks/"))
    page = text_of(client.get("/tasks/?script=hans&kind=task"))
    assert 'lang="zh-Hans">(一)提升农产品质量</a>' in page
    assert "?script=hant&amp;kind=task" in page
    assert "提升农产品质量" in text_of(client.get("/tasks/"))  # remembered


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

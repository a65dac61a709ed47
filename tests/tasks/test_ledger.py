"""The ledger of duties: of a department, of a function in all plans, of a plan."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Department, Plan, Section
from indicators.models import Indicator, Target
from tasks.coverage import functions
from tasks.models import DefaultResponsibility, Responsibility, Role, Task
from tests import builders
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db

LEDGER = "/ledger/"


def give(section: Section, *parts: tuple[str, str]) -> None:
    for position, (role, name) in enumerate(parts, start=1):
        body = builders.department(name)
        Responsibility.objects.create(task=section.task, position=position, department=body, role=role, name=name)


def of_function(name: str, slug: str = "market-regulation") -> Department:
    body = builders.department(name)
    body.function = builders.function(slug)
    body.save()
    return body


def words_of(page: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def rows_of(page: str) -> str:
    return page[page.index("<tbody>") : page.index("</tbody>")]


@pytest.fixture
def xian() -> Plan:
    """A plan with a chapter of three tasks, the last of which names nobody."""
    plan = published("xian", title="質量強市方案", script="hant", document_number="市政发〔2024〕1号")
    _, first, second, _ = builders.sections(
        plan,
        ("heading", "二、", "重點任務"),
        ("task", "(一)", "提升農產品質量"),
        ("task", "(二)", "培育品牌"),
        ("task", "(三)", "加強宣傳"),
    )
    give(first, (Role.LEAD, "市市場監管局"), (Role.PARTICIPANT, "市商務局"))
    give(second, (Role.RESPONSIBLE, "市商務局"))
    Task.objects.filter(section=first).update(deadline="2025年底前")
    return plan


def test_a_plan_is_listed_with_roles_deadlines_and_places(client: Client, xian: Plan) -> None:
    page = text_of(client.get(LEDGER, {"plan": "xian"}))
    rows = rows_of(page)
    assert "共 <b>3</b> 项任务" in page
    assert words_of(rows).startswith("(一)提升農產品質量二、重點任務牵头市市場監管局配合市商務局2025年底前(二)")
    assert '<a href="/plans/xian/tasks/s-2-1/" lang="zh-Hant">' in rows
    assert "提升农产品质量" in text_of(client.get(LEDGER, {"plan": "xian", "script": "hans"}))


def test_the_deadline_that_is_missing_is_the_year_of_the_targets(client: Client, xian: Plan) -> None:
    section = Section.objects.get(plan=xian, number="(二)")
    indicator = Indicator.objects.create(name="品牌数")
    Target.objects.create(section=section, indicator=indicator, name="品牌數", value=5, unit="个", year=2027)
    assert "按指标年份：2027年" in words_of(rows_of(text_of(client.get(LEDGER))))


def test_a_department_has_its_tasks_of_every_role_and_is_marked(client: Client, xian: Plan) -> None:
    body = Department.objects.get(name="市商務局")
    page = text_of(client.get(LEDGER, {"department": body.pk}))
    assert "共 <b>2</b> 项任务" in page
    assert rows_of(page).count("<b>市商務局</b>") == 2
    assert "<b>市市場監管局</b>" not in page
    assert "共 <b>1</b> 项任务" in text_of(client.get(LEDGER, {"department": str(body.pk), "role": "participant"}))


def test_a_function_has_its_tasks_in_all_plans(client: Client, xian: Plan) -> None:
    of_function("市市場監管局")
    [other] = builders.sections(published("hebei"), ("task", "1", "完善认证"))
    give(other, (Role.LEAD, "省市场监管局"))
    of_function("省市场监管局")
    page = text_of(client.get(LEDGER, {"function": "market-regulation"}))
    assert "共 <b>2</b> 项任务" in page
    assert {"/plans/xian/", "/plans/hebei/"} <= set(re.findall(r'<td class="plan"><a href="([^"]+)"', page))


def test_a_rule_for_all_tasks_is_said_once_and_apart(client: Client, xian: Plan) -> None:
    stating = Section.objects.get(plan=xian, number="二、")
    body = of_function("各區縣政府", "government")
    DefaultResponsibility.objects.create(plan=xian, department=body, section=stating, name="各區縣政府")
    page = text_of(client.get(LEDGER, {"plan": "xian"}))
    rules = page[page.index('<section class="rules"') : page.index("<table")]
    assert words_of(rules).endswith("質量強市方案负责各區縣政府")
    assert f'href="/plans/xian/#{stating.anchor}"' in rules
    assert "各區縣政府" not in rows_of(page)
    alone = text_of(client.get(LEDGER, {"function": "government"}))
    assert "共 <b>0</b> 项任务" in alone
    assert "<b>各區縣政府</b>" in alone
    assert "没有逐项写明的事项" in alone


def test_a_rule_is_no_answer_to_words_that_no_task_of_its_plan_has(client: Client, xian: Plan) -> None:
    body = of_function("各區縣政府", "government")
    DefaultResponsibility.objects.create(plan=xian, department=body, name="各區縣政府")
    asked = {"q": "品牌", "function": "government"}
    assert "<b>各區縣政府</b>" in text_of(client.get(LEDGER, asked))
    page = text_of(client.get(LEDGER, {**asked, "q": "没有这个词"}))
    assert "没有符合条件的事项" in page and "各项任务通用的责任" not in page and "<b>各區縣政府</b>" not in page


def test_what_a_plan_gives_to_nobody_is_listed(client: Client, xian: Plan) -> None:
    page = text_of(client.get(LEDGER, {"plan": "xian"}))
    nobody = page[page.index('id="nobody"') :]
    assert re.findall(r'href="/plans/xian/tasks/(s-2-\d)/"', nobody) == ["s-2-3"]
    whole = text_of(client.get(LEDGER))
    assert '<a href="?held=none">1 项没有写明部门</a>' in whole
    assert "共 <b>1</b> 项任务" in text_of(client.get(LEDGER, {"held": "none"}))
    builders.sections(published("bare"), ("task", "1", "无人承担"))
    assert "这些事项都没有写明部门。" in text_of(client.get(LEDGER, {"plan": "bare"}))


def test_what_is_given_to_nobody_stands_without_rules(client: Client, xian: Plan) -> None:
    DefaultResponsibility.objects.create(plan=published("ruled"), department=builders.department("各區縣政府"))
    assert "各區縣政府" in text_of(client.get(LEDGER))
    assert "各區縣政府" not in text_of(client.get(LEDGER, {"held": "none"}))


def test_a_rule_leaves_nothing_to_nobody(client: Client, xian: Plan) -> None:
    DefaultResponsibility.objects.create(plan=xian, department=builders.department("各區縣政府"))
    assert "没有写明部门" not in text_of(client.get(LEDGER, {"plan": "xian"}))


def test_every_number_of_the_matrix_leads_to_as_many_tasks_of_the_ledger(client: Client, xian: Plan) -> None:
    """Even where a rule gives the function a part in all."""
    DefaultResponsibility.objects.create(plan=xian, department=of_function("市市場監管局"))
    [cell] = next(row.cells for row in functions([xian]) if row.url)
    assert cell.url.startswith(LEDGER)
    assert f"共 <b>{cell.number}</b> 项" in text_of(client.get(cell.url))


def test_superseded_plans_are_left_out_unless_chosen(client: Client) -> None:
    builders.two_editions()
    older = Department.objects.get(name="市质监局")
    assert "共 <b>0</b> 项" in text_of(client.get(LEDGER, {"department": older.pk}))
    assert "市质监局" in rows_of(text_of(client.get(LEDGER, {"plan": "xian-old"})))


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_what_is_not_published_is_not_in_it(client: Client, xian: Plan, status: str) -> None:
    DefaultResponsibility.objects.create(plan=xian, department=builders.department("各區縣政府"))
    published("other")
    Plan.objects.filter(pk=xian.pk).update(status=status)
    for asked in ({}, {"plan": "xian"}, {"department": Department.objects.get(name="市商務局").pk}):
        page = text_of(client.get(LEDGER, asked))
        assert not any(word in page for word in ("質量強市方案", "提升農產品", "市商務局", "各區縣政府")), asked


@pytest.mark.parametrize(
    "query", ["plan=%00", "department=9" * 3, f"department={'9' * 25}", "plan=a&plan=b", "function=%ED%A0%80", "role=x&year=２０２５", "page=-1&held=x"]
)  # fmt: skip
def test_nonsense_gives_a_page(client: Client, xian: Plan, query: str) -> None:
    assert client.get(f"{LEDGER}?{query}").status_code == 200


def test_it_is_linked_from_what_it_is_about(client: Client, xian: Plan) -> None:
    body = of_function("市市場監管局")
    pages = {
        "/compare/duties/?plan=xian": "/ledger/?plan=xian",
        "/compare/duties/?region=xian": "/ledger/?region=xian",
        "/compare/duties/": "/ledger/",
        "/plans/xian/": "/ledger/?plan=xian",
        f"/departments/{body.pk}/": f"/ledger/?department={body.pk}",
        "/functions/market-regulation/": "/ledger/?function=market-regulation",
    }
    for page, link in pages.items():
        assert f'href="{link}"' in text_of(client.get(page)), page


def test_fifty_rows_stand_on_a_page(client: Client) -> None:
    builders.sections(published(), *(("task", f"{n}.", f"任务{n}") for n in range(51)))
    assert rows_of(text_of(client.get(LEDGER))).count("<tr>") == 50
    assert rows_of(text_of(client.get(LEDGER, {"page": 2}))).count("<tr>") == 1


@pytest.mark.parametrize(
    "asked", [{}, {"plan": "plan-0-0"}, {"department": 0}, {"function": "quality", "kind": "task"}]
)
def test_the_number_of_queries_is_constant(
    client: Client, asked: dict[str, Any], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    function = builders.function("quality", "质量")
    counts = []
    for at in range(2):
        for number in range(5):
            builders.full_plan(f"plan-{at}-{number}", tasks=4 + 4 * at)
        Plan.objects.update(status="published")
        Department.objects.update(function=function)
        if "department" in asked:
            asked["department"] = Responsibility.objects.earliest("pk").department_id
        with django_assert_max_num_queries(15) as counted:
            client.get(LEDGER, asked)
        counts.append(len(counted))
    assert counts[0] == counts[1]

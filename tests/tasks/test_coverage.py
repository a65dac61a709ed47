"""The matrices of functions and of themes against plans, and what a plan gives to nobody."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Plan, Section, Theme
from tasks.coverage import functions, themes, unassigned
from tasks.models import DefaultResponsibility, Responsibility, Role
from tests import builders
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db

DUTIES, COVERAGE = "/compare/duties/", "/compare/coverage/"


def give(section: Section, name: str, slug: str, role: str = Role.RESPONSIBLE) -> None:
    body = builders.department(name)
    body.function = builders.function(slug, {"quality": "质量", "market": "市场监管"}[slug])
    body.save()
    position = Responsibility.objects.filter(task=section.task).count() + 1
    Responsibility.objects.create(task=section.task, department=body, role=role, name=name, position=position)


@pytest.fixture
def plans() -> list[Plan]:
    """Two plans; the first gives its third task to nobody, the second all by a rule."""
    first, second = published("first", title="質量強市方案", script="hant"), published("second")
    one, two, _ = builders.sections(first, ("task", "1", "甲"), ("task", "2", "乙"), ("task", "3", "丙"))
    give(one, "市质量局", "quality", Role.LEAD)
    give(one, "市质量委", "quality")
    give(two, "市质量局", "quality")
    [four] = builders.sections(second, ("task", "1", "丁"))
    DefaultResponsibility.objects.create(plan=second, department=builders.department("市质量局"), section=four)
    return [first, second]


def test_tasks_are_counted_once_for_each_function(plans: list[Plan]) -> None:
    [row] = functions(plans)
    assert row.name == "质量"
    assert [(cell.number, cell.leading, cell.has_rule) for cell in row.cells] == [(2, 1, False), (0, 0, True)]
    assert (row.total, row.plan_count) == (2, 2)


def test_every_number_leads_to_as_many_tasks(client: Client, plans: list[Plan]) -> None:
    section = Section.objects.get(plan=plans[0], number="3")
    give(section, "市监局", "market")
    section.theme = Theme.objects.create(slug="brand", name="品牌", order=1)
    section.save()
    centre = builders.department("某中心")
    Responsibility.objects.create(task=section.task, department=centre, name=centre.name, position=2)
    rows = [*functions(plans), *themes(plans)]
    assert [row.name for row in rows] == ["质量", "市场监管", "未归类", "品牌", "未归类"]
    cells = [cell for row in rows for cell in row.cells if cell.number]
    assert len(cells) == 6
    for cell in (*cells, *unassigned(plans)):
        page = text_of(client.get(cell.url))
        assert f"共 <b>{cell.number}</b> 项任务" in page, cell.url


def test_what_a_plan_gives_to_nobody_is_counted(client: Client, plans: list[Plan]) -> None:
    builders.sections(plans[0], ("safeguard", "4", "戊"))
    assert [cell.number for cell in unassigned(plans)] == [2, 0]
    assert "2 项没有写明部门</a>" in text_of(client.get("/ledger/"))
    page = text_of(client.get(DUTIES))
    assert '<a href="/tasks/?plan=first&amp;held=none">西安市 <b>2</b> 项</a>' in page
    shown = text_of(client.get("/tasks/?plan=first&held=none"))
    assert "丙" in shown
    assert ">甲<" not in shown
    assert "是否写明部门：没有写明部门" in re.sub(r"<[^>]+>", "", shown).replace(" ", "").replace("\n", "")


def test_themes_are_counted_in_their_order_and_those_without_last(plans: list[Plan]) -> None:
    later, earlier = (
        Theme.objects.create(slug=slug, name=name, order=order)
        for slug, name, order in (("brand", "品牌", 2), ("product", "产品", 1))
    )
    for number, theme in (("1", later), ("2", earlier)):
        Section.objects.filter(plan=plans[0], number=number).update(theme=theme)
    rows = themes(plans)
    assert [(row.name, [cell.number for cell in row.cells]) for row in rows] == [
        ("产品", [1, 0]),
        ("品牌", [1, 0]),
        ("未归类", [1, 1]),
    ]


def test_what_belongs_to_none_is_not_counted_as_one_more(client: Client, plans: list[Plan]) -> None:
    section = Section.objects.get(plan=plans[0], number="3")
    section.theme = Theme.objects.create(slug="brand", name="品牌", order=1)
    section.save()
    assert "<b>1</b> 类职能</p>" in text_of(client.get(DUTIES))
    Responsibility.objects.create(task=section.task, department=builders.department("某中心"), name="某中心")
    Plan.objects.mark_edited()
    assert "<b>1</b> 类职能，另有未归类</p>" in text_of(client.get(DUTIES))
    assert "<b>1</b> 个主题，另有未归类</p>" in text_of(client.get(COVERAGE))


@pytest.mark.parametrize("page", [DUTIES, COVERAGE])
def test_plans_are_chosen_and_the_choice_is_carried_to_the_other_comparisons(
    client: Client, plans: list[Plan], page: str
) -> None:
    shown = text_of(client.get(page, {"plan": "first"}))
    assert re.findall(r'<th scope="col"><a href="/plans/([a-z]+)/"', shown) == ["first"]
    assert 'href="/compare/indicators/?plan=first"' in shown
    assert '<span lang="zh-Hant">質量強市方案</span>' in shown
    assert "质量强市方案" in text_of(client.get(page, {"plan": "first", "script": "hans"}))


@pytest.mark.parametrize("page", [DUTIES, COVERAGE])
def test_drafts_are_not_counted(client: Client, plans: list[Plan], page: str) -> None:
    Plan.objects.filter(slug="first").update(status="draft")
    Plan.objects.mark_edited()
    assert "first" not in text_of(client.get(page))
    Plan.objects.update(status="draft")
    Plan.objects.mark_edited()
    assert "还没有" in text_of(client.get(page))


@pytest.mark.parametrize("page", [DUTIES, COVERAGE])
def test_the_number_of_queries_is_constant(
    client: Client, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for at in range(2):
        for number in range(5):
            builders.full_plan(f"plan-{at}-{number}", tasks=4)
        Plan.objects.update(status="published")
        with django_assert_max_num_queries(15) as counted:
            client.get(page, {"level": "city"})
        counts.append(len(counted))
    assert counts[0] == counts[1]

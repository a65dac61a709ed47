"""The list of tasks, as a browser gets it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from documents.entry import append
from documents.models import Section
from tasks.kinds import keep_tasks
from tasks.models import Responsibility, Task
from tests import builders
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def give(task: Task, *parts: tuple[str, str]) -> None:
    for position, (role, name) in enumerate(parts, start=1):
        body = builders.department(name)
        Responsibility.objects.create(task=task, position=position, department=body, role=role, name=name)


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


@pytest.mark.parametrize(("number", "last", "hidden"), [(7, "市第6局", ""), (8, "市第5局", "2")])
@pytest.mark.parametrize("page", ["/tasks/", "/search/?q=质量"])
def test_a_single_name_is_not_hidden_behind_words_that_take_its_room(
    client: Client, page: str, number: int, last: str, hidden: str
) -> None:
    [section] = builders.sections(published(), ("task", "(一)", "提升质量"))
    give(section.task, *(("responsible", f"市第{at}局") for at in range(number)))
    shown = text_of(client.get(page))
    assert last in shown
    assert re.findall(r"另有 (\d+) 个部门", shown) == list(hidden)


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

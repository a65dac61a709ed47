"""Tasks of other plans that are like one, on its page."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.entry import append
from documents.models import Plan, SearchEntry, Section
from documents.search.nearest import nearest
from qpolicy.beginning import reviewed_plans
from qpolicy.fixtures import load, load_catalogues
from tasks.alike import alike
from tasks.kinds import keep_tasks
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests import builders

pytestmark = pytest.mark.django_db
TEXT = "推行首席质量官制度，开展质量工程师培训，建立质量追溯体系，推广先进质量管理方法。(市市场监管局负责)"


def task(slug: str, named: str, text: str, *, status: str = "published", **fields: object) -> Section:
    """A plan with a task, and three about other things, so that no word stands everywhere."""
    plan = builders.plan(slug, status=status, **fields)
    others = [("发展冷链物流", "建设冷库。"), ("发展绿色建筑", "执行节能标准。"), ("繁荣文化市场", "办好书市。")]
    rows = [
        Section(kind="task", number=f"{at}.", title=t, text=b) for at, (t, b) in enumerate([(named, text), *others])
    ]
    sections = append(plan, rows)
    keep_tasks(sections)
    SearchEntry.objects.write(sections)
    return sections[0]


def page_of(client: Client, section: Section, query: str = "") -> str:
    response = client.get(f"/plans/{section.plan.slug}/tasks/{section.anchor}/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def slugs(section: Section) -> list[str]:
    found = alike(Section.objects.select_related("search_entry").get(pk=section.pk), wanted="original")
    return [re.sub(r"/plans/(.*)/tasks/.*", r"\1", one.url) for one in found]


def test_the_page_shows_them_with_what_they_share_marked(client: Client) -> None:
    own = task("own", "推行首席质量官", TEXT)
    other = task("other", "建立首席质量官制度", TEXT.replace("推广", "总结"))
    page = page_of(client, own)
    assert "相近任务" in page
    assert f'href="/plans/other/tasks/{other.anchor}/"' in page
    assert re.search(r"<mark>[^<]*首席质量官", page)
    assert other.plan.title in page


def test_what_is_shown_has_the_script_of_its_plan_or_the_wanted_one(client: Client) -> None:
    own = task("own", "推行首席质量官", TEXT)
    task("other", "建立首席質量官制度", "推行首席質量官制度，開展質量工程師培訓，建立質量追溯體系。", script="hant")
    assert re.search(r"<mark>[^<]*首席質量官", page_of(client, own))
    page = page_of(client, own, "?script=hans")
    assert re.search(r"<mark>[^<]*首席质量官", page)
    assert "質量" not in page


def test_tasks_of_the_same_plan_and_of_drafts_are_left_out(client: Client) -> None:
    own = task("own", "推行首席质量官", TEXT)
    twin = append(own.plan, [Section(kind="task", number="9.", title="推行首席质量官", text=TEXT)])
    keep_tasks(twin)
    SearchEntry.objects.write(twin)
    task("draft", "推行首席质量官", TEXT, status="draft")
    task("withdrawn", "推行首席质量官", TEXT, status="withdrawn")
    assert slugs(own) == []
    assert "相近任务" not in page_of(client, own)


def test_the_page_of_a_draft_shows_published_ones_to_editors_only(client: Client) -> None:
    own = task("own", "推行首席质量官", TEXT, status="draft")
    task("other", "推行首席质量官", TEXT)
    task("other-draft", "推行首席质量官", TEXT, status="draft")
    assert client.get(f"/plans/own/tasks/{own.anchor}/").status_code == 404
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    page = page_of(client, own)
    assert "/plans/other/tasks/" in page
    assert "/plans/other-draft/" not in page


def test_a_task_that_is_like_no_other_shows_nothing(client: Client) -> None:
    own = task("own", "推行首席质量官", TEXT)
    task("other", "改善民生", "办好为民实事。(市市场监管局负责)")
    assert "相近任务" not in page_of(client, own)


def test_a_task_that_is_not_indexed_shows_nothing(client: Client) -> None:
    own = task("own", "推行首席质量官", TEXT)
    task("other", "推行首席质量官", TEXT)
    SearchEntry.objects.filter(section=own).delete()
    assert "相近任务" not in page_of(client, own)


def test_at_most_five_are_shown(client: Client) -> None:
    own = task("own", "推行首席质量官", TEXT)
    for number in range(7):
        task(f"other-{number}", "推行首席质量官", TEXT)
    assert len(slugs(own)) == 5


def test_what_they_say_is_escaped(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    own = task("own", "推行首席质量官", TEXT)
    task("other", f"推行首席质量官{evil}", TEXT + evil, title=evil)
    page = page_of(client, own)
    assert "相近任务" in page
    assert "<script>alert" not in page


def test_it_costs_two_queries_whatever_is_stored(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    own = task("own", "推行首席质量官", TEXT)
    task("other", "推行首席质量官", TEXT)
    for number in range(3):
        section = Section.objects.select_related("search_entry").get(pk=own.pk)
        with django_assert_num_queries(2):
            assert len(alike(section, wanted="original")) == number + 1
        task(f"more-{number}", "推行首席质量官", TEXT)


def test_where_every_word_is_too_frequent_it_asks_for_those_in_which_they_weigh_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = task("own", "推行首席质量官", TEXT)
    task("other", "推行首席质量官", f"{TEXT}首席质量官。首席质量官。首席质量官。首席质量官。")
    monkeypatch.setattr("documents.search.nearest.MOST_COMPARED", 1)
    section = Section.objects.select_related("search_entry").get(pk=own.pk)
    assert len(nearest(section, SearchEntry.objects.published(), most=5)) <= 1


def test_the_whole_page_keeps_to_twelve_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    own = task("own", "推行首席质量官", TEXT, source_name="plan.txt", notes=[])
    rule = builders.department("各区县政府")
    DefaultResponsibility.objects.create(plan=own.plan, department=rule, name=rule.name, section=own)
    Responsibility.objects.create(task=Task.objects.get(section=own), department=rule, name=rule.name)
    Section.objects.create(plan=own.plan, parent=own, position=99, kind="paragraph", text="每年一次。", anchor="s-0-p1")
    for number in range(4):
        task(f"other-{number}", "推行首席质量官", TEXT)
    with django_assert_max_num_queries(12):
        assert "相近任务" in page_of(client, own)


@pytest.fixture
def _plans() -> None:
    load_catalogues()
    load(reviewed_plans())
    SearchEntry.objects.write(Section.objects.filter(search_entry=None))


@pytest.mark.usefixtures("_plans")
def test_the_nearest_of_a_task_about_chief_quality_officers_are_those_of_the_other_plans(client: Client) -> None:
    about = Section.objects.filter(title__in=["壯大企業質量人才隊伍", "加强质量人才队伍建设", "提高企业质量管理水平"])
    assert about.count() == 3
    for section in about.select_related("plan"):
        found = alike(Section.objects.select_related("search_entry").get(pk=section.pk), wanted="hans")
        nearest_two = ["".join(piece.text for piece in (*one.title, *one.text)) for one in found[:2]]
        officers = Section.objects.filter(text__contains="首席").exclude(plan=section.plan)
        addresses = {f"/plans/{one.plan.slug}/tasks/{one.anchor}/" for one in officers.select_related("plan")}
        assert {one.url for one in found[:2]} <= addresses, (section, nearest_two)
    assert Plan.objects.published().count() == 5

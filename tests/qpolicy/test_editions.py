"""A new edition of a plan: set side by side with the old one, and shown first everywhere."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.entry import append
from documents.models import Plan, Section
from indicators.models import Indicator, Target
from qpolicy.editions import compare
from tests import builders
from tests.pages import text_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
PAGE = "/plans/xian/changes/"


def changes(page: str) -> list[tuple[str, str]]:
    """Return the word and the title of each item on the page."""
    found = re.findall(r'<span class="fate">(.*?)</span>.*?<span lang="[^"]*">(.*?)</span></h3>', page)
    return [(word, title) for word, title in found]


def test_both_editions_stand_side_by_side_with_what_became_of_each_task(client: Client) -> None:
    builders.two_editions()
    page = text_of(client.get(PAGE))
    assert changes(page) == [
        ("新增", "(1)改善旅游服务"),
        ("改写", "(2)提升农产品质量"),
        ("删去", "(2)培育区域品牌"),
    ]
    assert "<del>监测</del>" in page
    assert "<ins>检测</ins>" in page


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("added", ["改善旅游服务"]),
        ("dropped", ["培育区域品牌"]),
        ("reworded", ["提升农产品质量"]),
        ("same", ["建设检测平台"]),
        ("departments", ["提升农产品质量"]),
        ("targets", []),
        ("nonsense", ["改善旅游服务", "提升农产品质量", "培育区域品牌"]),
    ],
)
def test_each_count_is_a_filter(client: Client, view: str, shown: list[str]) -> None:
    builders.two_editions()
    page = text_of(client.get(f"{PAGE}?show={view}"))
    assert [title[3:] for _, title in changes(page)] == shown
    counts = re.findall(r">(\S+) <b>(\d+)</b>", page)
    assert counts == [
        ("全部变化", "4"),
        ("改写", "1"),
        ("新增", "1"),
        ("删去", "1"),
        ("责任部门有调整", "1"),
        ("指标值有变动", "1"),
        ("未变", "1"),
    ]


def test_a_title_that_changed_stands_on_both_sides(client: Client) -> None:
    _, newer = builders.two_editions()
    newer.sections.filter(title="提升农产品质量").update(title="提升农产品质量安全水平")
    page = "".join(text_of(client.get(PAGE)).split())
    assert '<pclass="side-title"lang="zh-Hans">提升农产品质量</p>' in page
    assert "提升农产品质量<ins>安全水平</ins></p>" in page
    assert page.count("side-title") == 2


def test_departments_and_values_that_changed_are_told(client: Client) -> None:
    builders.two_editions()
    page = text_of(client.get(PAGE))
    assert '<b>增加</b> <span lang="zh-Hans">市市场监管局</span>（负责）' in page
    assert '<b>减去</b> <span lang="zh-Hans">市质监局</span>（负责）' in page
    assert re.search(r"调整.*94%</span>（2025年）.*96%</span>（2025年）", page, re.DOTALL)


def test_a_value_that_is_called_the_same_is_the_same_though_an_editor_has_put_it_under_another_indicator(
    client: Client,
) -> None:
    older, newer = builders.two_editions(script="hant")
    of = {"name": "中小微企業", "value": 100, "unit": "家", "quote": "遴選中小微企業100家", "position": 9}
    for plan, name in ((older, "中小微企業"), (newer, "中小微企业")):
        indicator = Indicator.objects.create(name=f"{plan.slug} 的指标")
        Target.objects.create(section=plan.sections.work_items()[0], indicator=indicator, **{**of, "name": name})
    assert compare(older, newer, wanted="original").counts["targets"] == 1, "the other one, which has changed"
    Target.objects.filter(name="中小微企业").update(value=120)
    assert re.search("调整.*100.*120", text_of(client.get(PAGE)), re.DOTALL)


def test_what_the_site_remarks_of_a_value_is_in_the_script_of_the_site(client: Client) -> None:
    builders.two_editions(script="hant")
    page = text_of(client.get(PAGE))
    assert '<span lang="zh-Hant">94%</span>（2025年）' in page


def test_a_side_that_has_no_value_is_left_out_where_the_table_is_a_list(client: Client) -> None:
    older, _ = builders.two_editions()
    Target.objects.filter(section__plan=older).delete()
    assert '<td data-label="旧版" class="is-unknown">—</td>' in text_of(client.get(PAGE))


def test_what_has_not_changed_stands_under_a_heading_that_says_so(client: Client) -> None:
    builders.two_editions()
    page = text_of(client.get(PAGE, {"show": "same"}))
    assert "没有变化的条目</h2>" in page and "正文的变化</h2>" not in page


def test_a_traditional_edition_is_compared_folded_and_shown_as_the_reader_wants(client: Client) -> None:
    older, newer = builders.two_editions(script="hant")
    Section.objects.filter(plan=older, title="建设检测平台").update(
        title="建設檢測平台", text="布局國家質檢中心，開放實驗室資源。"
    )
    Section.objects.filter(plan=older, title="提升农产品质量").update(
        title="提升農產品質量", text="加強農產品質量安全監測，完善追溯體系。"
    )
    assert compare(older, newer, wanted="original").counts["same"] == 1
    page = text_of(client.get(PAGE))
    assert "加強農產品質量安全<del>監測</del>，完善追溯體系。" in page.replace("\n", "")
    simplified = text_of(client.get(f"{PAGE}?script=hans"))
    assert "<del>监测</del>" in simplified
    assert "農" not in simplified


def test_what_stands_under_a_task_belongs_to_it(client: Client) -> None:
    older, newer = builders.two_editions()
    task = newer.sections.get(title="建设检测平台")
    position = newer.sections.latest("position").position + 1
    Section.objects.create(
        plan=newer, parent=task, position=position, kind="paragraph", number="1.", text="新增一款。", anchor="s-new"
    )
    assert compare(older, newer, wanted="original").counts["same"] == 0
    assert "<ins>" in text_of(client.get(PAGE))


def test_what_else_a_plan_says_is_compared_too(client: Client) -> None:
    older, newer = builders.two_editions()
    for of, chapter, goal in (
        (older, "总体要求", "到2025年，质量整体水平提高。"),
        (newer, "总体目标", "到2027年，质量整体水平提高。"),
    ):
        rows = [
            Section(kind="heading", number="一、", title=chapter),
            Section(kind="paragraph", text=goal),
            Section(kind="heading", number="二、", title="组织保障"),
            Section(kind="paragraph", text="以下各项工作均由各区县政府落实，不再列出。"),
        ]
        added = append(of, rows)
        for under, above in ((1, 0), (3, 2)):
            added[under].parent = added[above]
            added[under].save()
    page = text_of(client.get(PAGE))
    assert ("改写", "一、总体目标") in changes(page), "the paragraph is called by its place"
    assert "到<del>2025</del>年" in page and "到<ins>2027</ins>年" in page
    assert f'href="{older.get_absolute_url()}#' in page
    assert [word for word, title in changes(page) if title == "一、总体要求"] == ["删去"]
    assert "组织保障" not in page and "不再列出" not in page
    unchanged = changes(text_of(client.get(PAGE, {"show": "same"})))
    assert unchanged == [("未变", "(3)建设检测平台"), ("未变", "二、组织保障")], "a heading alone says nothing"


def test_the_plans_lead_to_the_comparison(client: Client) -> None:
    builders.two_editions()
    assert f'href="{PAGE}"' in text_of(client.get("/plans/xian/"))
    assert "本规划替代" in text_of(client.get("/plans/xian/"))
    assert f'href="{PAGE}"' in text_of(client.get("/plans/xian-old/"))


def test_only_published_plans_are_compared(client: Client) -> None:
    older, newer = builders.two_editions()
    assert client.get("/plans/xian-old/changes/").status_code == 404
    for plan in (older, newer):
        Plan.objects.update(status="published")
        Plan.objects.filter(pk=plan.pk).update(status="draft")
        assert client.get(PAGE).status_code == 404
    client.force_login(User.objects.create_superuser("editor"))
    assert client.get(PAGE).status_code == 200


def test_everything_is_escaped(client: Client) -> None:
    _, newer = builders.two_editions()
    evil = "<script>alert(1)</script>"
    newer.sections.filter(title="改善旅游服务").update(title=evil, text=evil)
    newer.sections.filter(title="提升农产品质量").update(text=evil)
    assert "<script>alert" not in text_of(client.get(PAGE))


def test_the_number_of_queries_does_not_grow(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    older, newer = builders.two_editions()
    queries = []
    for plans in (5, 50):
        for number in range(Plan.objects.count(), plans):
            builders.full_plan(f"plan-{number}", tasks=2)
            builders.sections(newer, ("task", "", f"办理事项{number}"))
            builders.sections(older, ("project", "", f"旧事项{number}"))
        Plan.objects.update(status="published")
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            assert client.get(PAGE).status_code == 200
        queries.append(len(counted))
    assert queries[0] == queries[1]


# Lists and counts


def test_lists_show_the_newest_edition_and_a_way_to_the_older_ones(client: Client) -> None:
    builders.two_editions()
    plans = text_of(client.get("/plans/"))
    assert 'href="/plans/xian-old/"' not in plans
    assert "共 <b>1</b> 份规划" in plans
    assert "?edition=superseded" in plans
    older = text_of(client.get("/plans/?edition=superseded"))
    assert 'href="/plans/xian-old/"' in older
    assert "已被替代" in older
    assert "共 <b>2</b> 份规划" in text_of(client.get("/plans/?edition=all"))


def test_without_older_editions_nothing_is_asked_of_editions(client: Client) -> None:
    builders.published()
    assert "edition=" not in text_of(client.get("/plans/"))


@pytest.mark.parametrize(
    ("address", "newest", "older"),
    [
        ("/tasks/", "改善旅游服务", "培育区域品牌"),
        ("/indicators/", "96", "94"),
        ("/departments/", "市市场监管局", "市质监局"),
        ("/regions/", "（修订）", '"/plans/xian-old/"'),
        ("/regions/xian/", "（修订）", '"/plans/xian-old/"'),
        ("/", "（修订）", '"/plans/xian-old/"'),
    ],
)
def test_every_list_is_of_newest_editions(client: Client, address: str, newest: str, older: str) -> None:
    builders.two_editions()
    page = text_of(client.get(address))
    assert newest in page
    assert older not in page


def test_the_tasks_of_an_older_edition_are_listed_where_it_is_chosen(client: Client) -> None:
    builders.two_editions()
    page = text_of(client.get("/tasks/?plan=xian-old&kind=task"))
    assert "培育区域品牌" in page
    assert "共 <b>3</b>" in page


def test_a_department_that_only_an_older_edition_names_keeps_its_page(client: Client) -> None:
    builders.two_editions()
    body = builders.department("市质监局")
    assert "提升农产品质量" in text_of(client.get(f"/departments/{body.pk}/"))


def test_the_search_finds_superseded_tasks_and_says_so(client: Client) -> None:
    builders.two_editions()
    page = text_of(client.get("/search/?q=区域公用品牌"))
    assert "/plans/xian-old/tasks/" in page
    assert "已被替代" in page
    assert "已被替代" not in text_of(client.get("/search/?q=游客满意度&plan=xian"))


def test_the_neighbours_of_a_plan_are_those_of_the_list(client: Client) -> None:
    builders.two_editions()
    builders.published("other")
    assert "/plans/xian-old/" not in text_of(client.get("/plans/other/"))
    assert "/plans/xian/" in text_of(client.get("/plans/other/"))


def test_a_draft_supersedes_nothing(client: Client) -> None:
    _, newer = builders.two_editions()
    Plan.objects.filter(pk=newer.pk).update(status="draft")
    assert "共 <b>1</b> 份规划" in text_of(client.get("/plans/"))
    assert 'href="/plans/xian-old/"' in text_of(client.get("/plans/"))

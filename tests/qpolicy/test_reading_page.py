"""The reading page and its tabs, as a browser gets them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Plan, Section
from indicators.models import Goal, Indicator, Target
from qpolicy.addresses import address as address_of
from tasks.models import Responsibility
from tests import builders
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    return client


def test_every_section_can_be_addressed(client: Client) -> None:
    plan = builders.full_plan("xian", tasks=2)
    Plan.objects.update(status="published")
    page = text_of(client.get("/plans/xian/"))
    for section in Section.objects.filter(plan=plan):
        assert f'id="{section.anchor}"' in page
        assert f'class="permalink" href="#{section.anchor}"' in page
    assert page.count("<h1") == 1


def test_no_two_elements_have_one_id(client: Client) -> None:
    builders.full_plan("xian", tasks=3)
    Plan.objects.update(status="published", notes="一条说明", source_text="原文")
    ids = re.findall(r'\bid="([^"]+)"', text_of(client.get("/plans/xian/")))
    assert len(ids) == len(set(ids))


def test_departments_stand_beside_their_task_with_the_word_of_their_role(client: Client) -> None:
    task = builders.task(of=published())
    for position, (role, name) in enumerate([("lead", "市农业农村局"), ("participant", "市商务局")], start=1):
        body = builders.department(name)
        Responsibility.objects.create(task=task, position=position, department=body, role=role, name=name)
    page = text_of(client.get("/plans/xian/"))
    assert re.search(r"牵头.*chip--lead\">市农业农村局.*配合.*chip--participant\">市商务局", page, re.DOTALL)


def test_targets_are_a_table_with_their_places(client: Client) -> None:
    builders.full_plan("xian", tasks=2)
    Plan.objects.update(status="published")
    table = text_of(client.get("/plans/xian/targets/"))
    assert "指标2" in table
    assert "2025年" in table
    assert '<a href="/plans/xian/#s-1-2"' in table


def test_many_targets_beside_a_short_text_fold_and_their_year_is_said_once(client: Client) -> None:
    task = builders.task(of=published())
    for number in range(1, 10):
        notion = Indicator.objects.create(name=f"指标{number}")
        Target.objects.create(
            section=task.section, position=number, indicator=notion, name=notion.name, value=number, year=2027
        )
    page = text_of(client.get("/plans/xian/"))
    assert "指标值（2027年）" in page
    [(folded, rest)] = re.findall(r"<summary>另有 (\d+) 项</summary><ul class=\"amounts\">(.*?)</ul>", page, re.DOTALL)
    assert int(folded) == rest.count("<li>") > 2
    assert page.count('class="amount"') == 9
    assert "2027年" not in rest


def test_what_was_read_is_said_under_the_title_of_every_tab(client: Client) -> None:
    published(notes="来源是报纸摘登的主要内容；署名照录。")
    for tab, link in (("", "#notes"), ("goals/", "/plans/xian/#notes"), ("targets/", "/plans/xian/#notes")):
        page = text_of(client.get(f"/plans/xian/{tab}"))
        assert f'class="caveats">来源是报纸摘登的主要内容。<a href="{link}">' in page


def test_nothing_is_said_of_the_source_where_it_is_the_plan_itself(client: Client) -> None:
    published(source_name="市政府办公厅通知", notes="指标：两项已合并。")
    assert "caveats" not in text_of(client.get("/plans/xian/"))


def test_a_relative_target_is_told_in_its_own_words(client: Client) -> None:
    task = builders.task(of=published())
    notion = Indicator.objects.create(name="主要指标")
    Target.objects.create(
        section=task.section, indicator=notion, name="主要指标", value=None, quote="主要指标超过全省平均值"
    )
    assert '<b class="amount">超过全省平均值</b>' in text_of(client.get("/plans/xian/"))
    assert '<td class="number" lang="zh-Hans">超过全省平均值</td>' in text_of(client.get("/plans/xian/targets/"))


def test_goals_stand_under_their_year_with_their_places(client: Client) -> None:
    plan = builders.full_plan("xian", tasks=1)
    section = plan.sections.get(anchor="s-1")
    for position, year in enumerate((2035, 2025), start=2):
        Goal.objects.create(plan=plan, section=section, position=position, year=year, text=f"{year}年的另一目标。")
    Plan.objects.update(status="published")
    page = text_of(client.get("/plans/xian/goals/"))
    assert re.search(r">2025年<.*质量水平提升。.*2025年的另一目标。.*>2035年<.*2035年的另一目标。", page, re.DOTALL)
    assert page.count(">2025年</h3>") == 1
    assert '<a href="/plans/xian/#s-1"' in page


def test_the_rule_for_all_tasks_is_shown_once(client: Client) -> None:
    builders.full_plan("xian", tasks=2)
    Plan.objects.update(status="published")
    assert text_of(client.get("/plans/xian/")).count("各区县政府") == 1


@pytest.mark.parametrize(("tab", "name"), [("", "正文"), ("goals/", "分年目标"), ("targets/", "指标值")])
def test_the_tabs_of_a_plan_are_pages_and_say_which_is_open(client: Client, tab: str, name: str) -> None:
    published()
    page = text_of(client.get(f"/plans/xian/{tab}"))
    tabs = page[page.index('class="tabs"') :]
    opened = re.findall(r'<a href="([^"]+)" aria-current="page">([^ <]+)', tabs[: tabs.index("</nav>")])
    assert opened == [(f"/plans/xian/{tab}", name)]
    assert page.count("<h1") == 1


def test_the_tasks_of_a_plan_are_counted_and_one_click_away(client: Client) -> None:
    builders.full_plan("xian", tasks=3)
    Plan.objects.update(status="published")
    assert '<a href="/tasks/?plan=xian&amp;kind=task">任务 <span class="count">3</span>' in text_of(
        client.get("/plans/xian/")
    )
    assert "共 <b>3</b> 项任务" in text_of(client.get("/tasks/?plan=xian&kind=task"))


@pytest.mark.parametrize(("address", "said"), [("goals/", "没有分年目标"), ("targets/", "没有指标值")])
def test_an_empty_tab_leads_back_to_the_text(client: Client, address: str, said: str) -> None:
    published()
    page = text_of(client.get(f"/plans/xian/{address}"))
    assert said in page
    assert '<a href="/plans/xian/">正文</a>。' in page


@pytest.mark.parametrize("address", ["goals/", "targets/"])
def test_the_tabs_of_a_draft_are_not_found(client: Client, address: str) -> None:
    builders.full_plan("draft", tasks=1)
    assert client.get(f"/plans/draft/{address}").status_code == 404


def test_every_section_can_be_cited_without_a_script(client: Client) -> None:
    plan = published(title="市贯彻《纲要》方案", document_number="测府发〔2024〕16号")
    sections = builders.sections(plan, ("heading", "四、", "重点任务"), ("task", "(八)", "提升质量"))
    builders.sections(plan, ("paragraph", "", ""))
    page = text_of(client.get("/plans/xian/"))
    assert "《市贯彻〈纲要〉方案》（测府发〔2024〕16号）第四部分第（八）项<br>" in page
    assert f"http://testserver/plans/xian/#{sections[1].anchor}" in page
    assert page.count('<details class="cite">') == plan.sections.count()


def test_a_section_links_to_pages_about_it_only_where_there_are_any(client: Client) -> None:
    builders.task(of=published())
    page = text_of(client.get("/plans/xian/"))
    assert ("任务详情" in page) == bool(address_of("tasks:task-detail", "xian", "s-1"))
    assert ("纠错：" in page) == bool(address_of("site:report", "xian", "s-1"))


def test_a_plan_leads_to_those_before_and_after_it_in_the_list(client: Client) -> None:
    for number in range(3):
        published(f"plan-{number}", issued_on=date(2024, 1, 3 - number))
    page = text_of(client.get("/plans/plan-1/"))
    assert re.search(r'href="/plans/plan-0/" rel="prev".*href="/plans/plan-2/" rel="next"', page, re.DOTALL)
    assert 'rel="prev"' not in text_of(client.get("/plans/plan-0/"))
    assert 'rel="next"' not in text_of(client.get("/plans/plan-2/goals/"))


def test_the_box_shows_what_is_known_and_a_dash_for_the_rest(client: Client) -> None:
    published(
        document_number="西政办发〔2024〕16号", period_start=2024, period_end=2027, source_url="javascript:alert(1)"
    )
    page = text_of(client.get("/plans/xian/"))
    assert "西政办发〔2024〕16号" in page
    assert "2024—2027年" in page
    assert "现行有效" in page
    assert "<dt>发布日期</dt>\n    <dd>—</dd>" in page
    assert "javascript:alert" not in page


def test_the_box_has_an_index_number_only_where_there_is_one(client: Client) -> None:
    plan = published()
    assert "索引号" not in text_of(client.get("/plans/xian/"))
    plan.index_number = "XA00-2024-0016"
    plan.save()
    assert "XA00-2024-0016" in text_of(client.get("/plans/xian/"))


def test_a_plan_without_text_says_so(client: Client) -> None:
    published()
    assert "正文尚未录入" in text_of(client.get("/plans/xian/"))


def test_the_name_of_the_file_that_was_read_is_no_source(client: Client) -> None:
    published(source_name="agri.docx")
    published("told", source_name="省政府公报")
    assert "agri" not in text_of(client.get("/plans/xian/"))
    assert "<dd>省政府公报</dd>" in text_of(client.get("/plans/told/"))
    assert client.get("/api/v1/plans/xian/").json()["source"]["name"] == ""


def test_what_can_be_downloaded_names_its_format(client: Client) -> None:
    published(source_text="全文")
    page = text_of(client.get("/plans/xian/"))
    assert re.search(r'href="/plans/xian/export.docx"[^>]*>下载 Word</a>', page)
    assert re.search(r'href="/plans/xian/source/?[^"]*"[^>]*>下载 TXT 文本</a>', page)


def test_an_expired_plan_carries_a_warning(client: Client) -> None:
    published(validity="expired")
    assert "本规划已失效" in text_of(client.get("/plans/xian/"))


@pytest.mark.parametrize("tab", ["", "goals/", "targets/"])
def test_a_replaced_plan_leads_to_the_newer_one_and_back(client: Client, tab: str) -> None:
    newer = published("newer", replaces=published("older"), title="新的方案")
    assert "替代" in text_of(client.get("/plans/older/" + tab))
    assert '<a href="/plans/newer/" lang="zh-Hans">《新的方案》</a>' in text_of(client.get("/plans/older/" + tab))
    assert '<dt>替代</dt>\n    <dd lang="zh-Hans"><a href="/plans/older/">' in text_of(client.get("/plans/newer/"))
    assert "已被替代" in text_of(client.get("/plans/"))
    newer.status = "draft"
    newer.save()
    assert "newer" not in text_of(client.get("/plans/older/" + tab))


def test_a_replaced_plan_is_not_said_to_be_in_force_and_names_the_edition_that_replaces_it(client: Client) -> None:
    older = published("older")
    published("newer", replaces=older, edition=2)
    page = text_of(client.get("/plans/older/"))
    assert "<dd>已被替代</dd>" in page and "现行有效" not in page
    assert "</a>（第2版）替代" in page
    newer = text_of(client.get("/plans/newer/"))
    assert "<dd>现行有效</dd>" in newer and "</a>（第1版）。" in newer
    Plan.objects.filter(pk=older.pk).update(validity="expired")
    assert "<dd>已失效，已被替代</dd>" in text_of(client.get("/plans/older/"))


def test_the_plans_that_a_plan_rests_on_are_named_in_the_script_that_is_wanted(client: Client) -> None:
    plan = published("newer", replaces=published("older", title="質量方案", script="hant"))
    plan.based_on.add(published("basis", title="質量綱要", script="hant"))
    box = r'上位文件</dt>\s*<dd lang="{0}"><a href="/plans/basis/">{1}</a>.*替代</dt>\s*<dd lang="{0}"><a href="/plans/older/">{2}</a>'
    assert re.search(box.format("zh-Hant", "質量綱要", "質量方案"), text_of(client.get("/plans/newer/")), re.DOTALL)
    simplified = text_of(client.get("/plans/newer/?script=hans"))
    assert re.search(box.format("zh-Hans", "质量纲要", "质量方案"), simplified, re.DOTALL)


def test_only_editors_see_drafts_and_warnings(client: Client) -> None:
    plan = published(
        source_text="第一条。第二条。", warnings=[{"code": "odd-row", "message": "该行不完整", "start": 4, "end": 8}]
    )
    [section] = builders.sections(plan, ("task", "二、", "第二条"))
    Section.objects.filter(pk=section.pk).update(spans=[[4, 8]])
    assert "该行不完整" not in text_of(client.get("/plans/xian/"))
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    page = text_of(client.get("/plans/xian/"))
    assert "该行不完整" in page
    assert "第二条。</q>" in page
    assert f'href="#{section.anchor}"' in page
    Plan.objects.update(status="draft")
    assert "草稿：只有管理员能看到这一页" in text_of(client.get("/plans/xian/"))


def test_warnings_of_any_shape_break_nothing(staff: Client) -> None:
    published(warnings=["一句话", {}, {"message": "无位置", "start": None}, {"start": "x", "end": []}, 7])
    assert "无位置" in text_of(staff.get("/plans/xian/"))


def test_everything_a_plan_says_is_escaped(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    plan = published(title=evil, issuer=evil, document_number=evil, kind=evil[:30], notes=evil)
    builders.sections(plan, ("task", evil, evil))
    for address in ("/plans/", "/plans/xian/"):
        assert "<script>alert" not in text_of(client.get(address))

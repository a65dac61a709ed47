"""The search page: whoever types anything is answered, from published plans only, and told the truth about numbers."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Department, Plan, SearchLog, Section, Synonym
from documents.search.query import LONGEST
from indicators.models import Goal, Indicator, Target
from tasks.found import elsewhere
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests import builders
from tests.pages import text_of

pytestmark = pytest.mark.django_db

SETTINGS = 6  # that PostgreSQL is told anew in each transaction
VALUES = 2  # where a figure is looked for: whether something has changed, and what plans set
MOST_QUERIES, NAMES, ADVICE = 15, 3, 3  # two of them are the savepoint that a test makes of a search being noted


def page_for(client: Client, typed: str, **others: str | int) -> str:
    return text_of(client.get("/search/", {"q": typed, **others}))


def titles(page: str) -> list[str]:
    found = re.findall(r'<h3>.*?<a href="[^"]*"[^>]*>(.*?)</a></h3>', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", title)) for title in found]


def counts(page: str) -> dict[str, str]:
    tabs = page.partition('class="search-tabs"')[2].partition("</nav>")[0]
    return dict(re.findall(r">(\w+) <span class=\"count\">([^<]+)</span>", tabs))


def options(page: str, facet: str) -> dict[str, int]:
    """Return the options of a facet with their counts."""
    parts = page.split('<section class="facet">')[1:]
    part = next((part for part in parts if f"<h2>{facet}</h2>" in part), "").split("</section>")[0]
    found = re.findall(r'<span[^>]*>([^<]+)</span> <span class="count">(\d+)</span>', part)
    return {label: int(number) for label, number in found}


@pytest.fixture
def plans() -> tuple[Plan, Plan]:
    """Two published plans, one in traditional script, and a draft that says the same."""
    city, other = builders.region(), builders.region("hebei", "河北省", "province")
    first = builders.plan(
        "xian", title="质量强市实施方案", status="published", region=city, document_number="市府发〔2024〕16号",
        issued_on=date(2024, 4, 28), period_start=2024, period_end=2026,
    )  # fmt: skip
    second = builders.plan("hebei", title="質量強省建設綱要", status="published", region=other, script="hant")
    draft = builders.plan("draft", title="质量密件", region=city)
    body = builders.department("市工信局")
    for plan, titles in (
        (first, ("推行首席质量官制度", "培育质量品牌")),
        (second, ("推行首席質量官制度", "發展綠色建築")),
        (draft, ("推行首席质量官制度",)),
    ):
        _, *items = builders.sections(
            plan, ("heading", "一、", "重点任务"), *(("task", "(一)", title) for title in titles)
        )
        Responsibility.objects.create(task=items[0].task, position=1, department=body, role="lead", name="市工信局")
    return first, second


def test_both_scripts_find_both_scripts_marked_in_their_own(client: Client, plans: tuple[Plan, Plan]) -> None:
    for typed in ("首席质量官", "首席質量官", "首席 质量官"):
        page = page_for(client, typed)
        assert counts(page)["任务"] == "2"
        assert sorted(titles(page)[:2]) == ["(一)推行首席質量官制度", "(一)推行首席质量官制度"]
    page = page_for(client, "首席质量官")
    assert "推行<mark>首席質量官</mark>制度" in page
    assert "推行<mark>首席质量官</mark>制度" in page
    assert "一、重点任务" in page
    assert '<span class="chip chip--lead">牵头</span>' in page


def test_the_switch_writes_all_hits_in_one_script(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "首席质量官", script="hans")
    assert titles(page) == ["(一)推行首席质量官制度"] * 2
    assert page.count("<mark>首席质量官</mark>制度</a>") == 2


def test_it_says_that_traditional_words_were_folded(client: Client, plans: tuple[Plan, Plan]) -> None:
    assert "已按简体检索" in page_for(client, "質量")
    assert "已按简体检索" not in page_for(client, "质量")


def test_drafts_are_nowhere(client: Client, plans: tuple[Plan, Plan]) -> None:
    draft = Plan.objects.get(slug="draft")
    indicator = Indicator.objects.create(name="密件指标")
    section = draft.sections.get(kind="task")
    Target.objects.create(section=section, indicator=indicator, name="密件指标", value=1)
    Goal.objects.create(plan=draft, section=section, year=2025, text="密件目标")
    secret = Department.objects.create(name="密件局")
    Responsibility.objects.create(task=section.task, position=9, department=secret)
    page = page_for(client, "密件")
    assert set(counts(page).values()) == {"0"}
    page = page_for(client, "首席质量官")
    assert "draft" not in page
    assert options(page, "部门") == {"市工信局（西安市）": 2}


def test_tabs_count_what_else_is_called_so(client: Client, plans: tuple[Plan, Plan]) -> None:
    section = plans[0].sections.get(title="培育质量品牌")
    section.text = "到2025年,质量竞争力指数达到86,質量品牌更多。"
    section.save()
    indicator = Indicator.objects.create(name="质量竞争力指数")
    Target.objects.create(section=section, indicator=indicator, name="質量競爭力指數", value=86, year=2025)
    Goal.objects.create(plan=plans[0], section=section, year=2025, text="到2025年,质量竞争力指数达到86。")
    page = page_for(client, "質量")
    assert counts(page) == {"任务": "3", "目标": "1", "指标": "1", "规划": "2", "部门": "0"}
    assert "<mark>质量</mark>竞争力指数达到86" in page_for(client, "質量", type="goals")
    assert f'<a href="/indicators/{indicator.pk}/"><mark>质量</mark>竞争力指数</a>' in page_for(
        client, "質量", type="indicators"
    )
    assert titles(page_for(client, "质量 强省", type="plans")) == ["質量強省建設綱要"]
    assert titles(page_for(client, "市工信", type="departments")) == ["市工信局"]


def test_a_word_in_another_sentence_of_the_section_is_no_goal(client: Client, plans: tuple[Plan, Plan]) -> None:
    section = plans[0].sections.get(title="培育质量品牌")
    Goal.objects.create(plan=plans[0], section=section, year=2025, text="到2025年,品质提升。")
    assert counts(page_for(client, "培育"))["目标"] == "0"


def goal(of: Plan, text: str, *, said: str = "", position: int = 1) -> Goal:
    """A goal, and what its section says where that is something else."""
    section = of.sections.get(kind="heading")
    section.text = said or text
    section.save()
    return Goal.objects.create(plan=of, section=section, position=position, year=2025, text=text)


TWO_SENTENCES = (
    "到2025年，全市質量整體水平明顯提高！質量竞争力指数达到86；品牌更多。到2035年，质量基础设施更加完善，"
    "质量和品牌综合实力达到更高水平，先进质量文化蔚然成风。"
)


@pytest.mark.parametrize("typed", [TWO_SENTENCES, "“明显提高！质量竞争力”", "指数达到86；品牌", "更多到2035年"])
def test_a_run_over_the_end_of_a_sentence_finds_the_goal(client: Client, plans: tuple[Plan, Plan], typed: str) -> None:
    goal(plans[0], TWO_SENTENCES)
    assert counts(page_for(client, typed))["目标"] == "1"
    assert counts(page_for(client, f"到 -{typed}"))["目标"] == "0"


def test_words_of_two_sentences_find_no_goal(client: Client, plans: tuple[Plan, Plan]) -> None:
    goal(plans[0], TWO_SENTENCES)
    assert counts(page_for(client, "品牌整体水平"))["目标"] == "0"
    assert counts(page_for(client, "指数品牌"))["目标"] == "1"


def test_goals_behind_a_thousand_others_are_found(client: Client, plans: tuple[Plan, Plan]) -> None:
    section = goal(plans[0], "到2025年，水平提高。", said="培育更多工匠，水平提高。").section
    several = [Goal(plan=plans[0], section=section, year=2025, text="水平提高。", position=n) for n in range(2, 1101)]
    Goal.objects.bulk_create([*several, Goal(plan=plans[0], section=section, year=2035, text="工匠更多。", position=0)])
    assert counts(page_for(client, "工匠"))["目标"] == "1"
    assert "<mark>工匠</mark>更多" in page_for(client, "工匠", type="goals")


def test_of_more_goals_than_are_listed_the_number_is_a_lower_bound(
    client: Client, plans: tuple[Plan, Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "MOST_FOUND", 3)
    section = goal(plans[0], "水平提高。").section
    for position in (2, 3, 4):
        assert counts(page_for(client, "水平"))["目标"] == str(position - 1) + "+" * (position > 3)
        Goal.objects.create(plan=plans[0], section=section, year=2025, text="水平提高。", position=position)
    page = page_for(client, "水平", type="goals")
    assert counts(page)["目标"] == "3+"
    assert "共 <b>3+</b> 条目标" in page


def test_names_of_one_plan_are_found_behind_those_of_others(
    client: Client, plans: tuple[Plan, Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "MOST_FOUND", 2)
    of_many, last = (
        plans[0].sections.get(title="培育质量品牌"),
        plans[1].sections.get(kind="task", title__startswith="推"),
    )
    for number, section in enumerate((of_many, of_many, of_many, last), start=1):
        indicator = Indicator.objects.create(name=f"质量指数{number}")
        Target.objects.create(section=section, indicator=indicator, name=indicator.name, value=1, position=number)
        body = builders.department(f"质量办公室{number}")
        Responsibility.objects.create(task=section.task, position=number + 1, department=body)
    assert [counts(page_for(client, "质量"))[kind] for kind in ("指标", "部门")] == ["2+", "2+"]
    assert [counts(page_for(client, "质量", plan="hebei"))[kind] for kind in ("指标", "部门")] == ["1", "1"]
    assert titles(page_for(client, "质量 地区:河北", type="departments")) == ["质量办公室4"]


def test_a_goal_is_found_by_its_own_text_whatever_its_section_says(client: Client, plans: tuple[Plan, Plan]) -> None:
    goal(plans[0], "到2025年，荧光质量提高。", said="到2025年，品質提高，养殖业更强。")
    assert counts(page_for(client, "荧光质量"))["目标"] == "1"
    assert counts(page_for(client, "质量提高 -养殖业"))["目标"] == "1"
    assert counts(page_for(client, "质量提高 -荧光"))["目标"] == "0"
    assert counts(page_for(client, "品质"))["目标"] == "0"


def test_goals_are_of_what_is_chosen_and_typed(client: Client, plans: tuple[Plan, Plan]) -> None:
    for plan in (*plans, Plan.objects.get(slug="draft")):
        goal(plan, "质量水平提高。")
    assert counts(page_for(client, "水平"))["目标"] == "2"
    assert counts(page_for(client, "水平 地区:西安"))["目标"] == "1"
    assert counts(page_for(client, "水平 -地区:西安"))["目标"] == "1"
    assert counts(page_for(client, "水平 类型:标题"))["目标"] == "2"
    assert counts(page_for(client, "水平 类型:任务"))["目标"] == "0"
    assert counts(page_for(client, "水平", region="hebei"))["目标"] == "1"
    assert counts(page_for(client, "水平 地区:西安", region="hebei"))["目标"] == "0"
    assert counts(page_for(client, "地区:西安"))["目标"] == "1"
    assert counts(page_for(client, "地区:西安 -水平"))["目标"] == "0"


def tab_addresses(page: str) -> dict[str, str]:
    tabs = page.partition('class="search-tabs"')[2].partition("</nav>")[0]
    return {word: unescape(address) for address, word in re.findall(r'<a href="([^"]*)"[^>]*>(\w+) <span', tabs)}


@pytest.mark.parametrize(
    "narrowed", [{}, {"plan": "xian"}, {"region": "hebei"}, {"level": "city", "role": "lead"}, {"year": "2025"}]
)
def test_each_tab_leads_to_as_many_as_it_says(
    client: Client, plans: tuple[Plan, Plan], narrowed: dict[str, str]
) -> None:
    indicators = [Indicator.objects.create(name=name) for name in ("质量竞争力指数", "质量合格率", "质量损失率")]
    first, second = plans[0].sections.filter(kind="task")
    for section, indicator in zip((first, second, plans[1].sections.get(number="一、")), indicators, strict=True):
        Target.objects.create(section=section, indicator=indicator, name=indicator.name, value=86, year=2025)
        section.text = f"{indicator.name}更高。{section.text}"
        section.save()
        Goal.objects.create(plan=section.plan, section=section, year=2025, text=f"{indicator.name}更高。")
    [task] = Task.objects.filter(section__plan=plans[1], section__kind="task")[:1]
    Responsibility.objects.create(task=task, position=2, department=builders.department("质量办"))
    page = page_for(client, "质量", **narrowed)
    said = counts(page)
    assert any(int(number) for number in said.values())
    for word, address in tab_addresses(page).items():
        other = text_of(client.get(f"/search/{address}"))
        total = re.search(r"共 <b>(\d+)</b>", other)
        assert (total[1] if total else "0") == said[word], (word, address)
        assert counts(other)[word] == said[word]


def test_another_tab_shows_what_it_is_narrowed_to(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "强市", region="hebei", type="plans")
    assert "没有找到规划" in page
    assert '<a href="?q=%E5%BC%BA%E5%B8%82&amp;type=plans">去掉“地区：河北省”</a>' in page
    assert titles(page_for(client, "强省", region="hebei", type="plans")) == ["質量強省建設綱要"]


def test_indicators_are_counted_in_the_plan_that_is_searched_alone(client: Client, plans: tuple[Plan, Plan]) -> None:
    indicator = Indicator.objects.create(name="质量竞争力指数")
    section = plans[1].sections.get(kind="heading")
    Target.objects.create(section=section, indicator=indicator, name="质量竞争力指数", value=86, year=2025)
    assert counts(page_for(client, "竞争力"))["指标"] == "1"
    assert counts(page_for(client, "竞争力", plan="xian"))["指标"] == "0"
    assert counts(page_for(client, "竞争力 地区:河北"))["指标"] == "1"


def test_an_indicator_is_found_by_a_value_that_a_plan_sets_for_it(client: Client, plans: tuple[Plan, Plan]) -> None:
    farm, food = (Indicator.objects.create(name=name) for name in ("农产品合格率", "食品合格率"))
    places = plans[0].sections.get(title="培育质量品牌"), plans[1].sections.get(kind="heading")

    def target(indicator: Indicator, place: int, operator: str, value: float, year: int | None = None) -> None:
        name = "農產品合格率" if indicator == farm else "合格率"
        known = {"section": places[place], "position": int(value), "indicator": indicator, "name": name, "unit": "%"}
        Target.objects.create(**known, operator=operator, value=value, year=year)

    for number in range(5):
        target(farm, 0, ">=", 85 + number, 2020 + number)
    target(farm, 1, "=", 97, 2025)
    target(food, 1, "<=", 99)
    target(Indicator.objects.create(name="达到2级的企业"), 1, ">=", 80)
    target(Indicator.objects.create(name="流通领域抽检"), 1, "=", 1899.5)
    for typed in (
        *("≥87", "87%以上", "87以上", "不低于87%", "合格率≥87", "农产品 ８７％", "農產品合格率 87%以上 2022年"),
        *("到2022年农产品合格率达到87%", "2022年合格率87%以上", "至少87%"),
    ):
        page = page_for(client, typed, type="indicators")
        assert counts(page)["指标"] == "1" and "共 <b>1</b> 项指标" in page, typed
        assert re.findall("<mark><i[^>]*>([^<]+)</i></mark>", page) == ["≥87%"], typed
        assert page.index("≥87%") < page.index("≥85%") and "≥89%" not in page, "four are shown, that one first"
    for typed in ("8", "7%", "1899", "18995", "87%以内", "低于87%", "食品 87%", "87% 2023年", "合格率 86 97"):
        assert counts(page_for(client, typed))["指标"] == "0", typed
    for typed in ("合格率 99%以内", "2级 80%", "1899.5", "抽检 1，899.5%"):
        assert counts(page_for(client, typed))["指标"] == "1", typed
    assert "<mark><i" not in page_for(client, "2级", type="indicators"), "the name says it, not the value"
    for slug, found in (("xian", "0"), ("hebei", "1")):
        assert counts(page_for(client, "97%", plan=slug))["指标"] == found


# Facets


def test_each_facet_ignores_itself_and_counts_what_its_links_lead_to(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "首席质量官", region="xian")
    assert counts(page)["任务"] == "1"
    assert options(page, "地区") == {"西安市": 1, "河北省": 1}
    assert options(page, "规划") == {"质量强市实施方案": 1}
    assert options(page, "年份") == {"2026年": 1, "2025年": 1, "2024年": 1}
    for condition in ("region=hebei", "level=province", "role=lead", "year=2025", "plan=xian"):
        name, _, value = condition.partition("=")
        page = page_for(client, "首席质量官", **{name: value})
        label = {"region": "地区", "level": "层级", "role": "分工", "year": "年份", "plan": "规划"}[name]
        chosen = re.search(r'aria-current="true"><span[^>]*>[^<]+</span> <span class="count">(\d+)', page)
        assert chosen is not None, (condition, options(page, label))
        assert counts(page)["任务"] == chosen[1], (condition, options(page, label))


def test_a_rule_for_all_tasks_counts_for_its_department(client: Client, plans: tuple[Plan, Plan]) -> None:
    counties = builders.department("各区县政府")
    DefaultResponsibility.objects.create(plan=plans[0], department=counties, position=1)
    page = page_for(client, "质量")
    assert options(page, "部门")["各区县政府（西安市）"] == 2
    page = page_for(client, "质量", department=counties.pk)
    assert counts(page)["任务"] == "2"
    assert options(page, "分工") == {"负责": 2}


def test_department_and_role_are_asked_of_the_same_part(client: Client, plans: tuple[Plan, Plan]) -> None:
    task = plans[0].sections.get(title="推行首席质量官制度").task
    other = builders.department("市财政局")
    Responsibility.objects.create(task=task, position=2, department=other, role="participant")
    page = page_for(client, "首席质量官", department=other.pk, role="lead")
    assert counts(page)["任务"] == "0"
    assert options(page, "分工") == {"牵头": 0, "配合": 1}
    assert options(page, "部门") == {"市工信局（西安市）": 2, "市财政局（西安市）": 0}


def test_fields_that_are_typed_join_with_what_is_chosen(client: Client, plans: tuple[Plan, Plan]) -> None:
    assert counts(page_for(client, "首席质量官 地区:西安"))["任务"] == "1"
    assert counts(page_for(client, "首席质量官 地区:西安", plan="hebei"))["任务"] == "0"
    assert titles(page_for(client, "地区:西安")) == ["(一)推行首席质量官制度", "(一)培育质量品牌"]
    assert titles(page_for(client, "地区:西安 -首席")) == ["(一)培育质量品牌"]
    assert counts(page_for(client, "地区:西安")) == {"任务": "2", "目标": "0", "规划": "1"}
    assert titles(page_for(client, "質量 层级:省级", type="plans")) == ["質量強省建設綱要"]


def test_chosen_conditions_can_be_taken_back(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "质量", region="xian", role="lead")
    assert 'class="chosen" href="?q=%E8%B4%A8%E9%87%8F&amp;role=lead"' in page
    assert 'class="chosen" href="?q=%E8%B4%A8%E9%87%8F&amp;region=xian"' in page
    assert '<a href="?q=%E8%B4%A8%E9%87%8F">全部清除</a>' in page


def test_one_plan_can_be_searched_alone(client: Client, plans: tuple[Plan, Plan]) -> None:
    assert 'name="plan" value="xian"' in text_of(client.get("/plans/xian/"))
    page = page_for(client, "质量", plan="xian")
    assert "改在全部规划中检索" in page
    assert '<input type="hidden" name="plan" value="xian">' in page
    assert counts(page) == {"任务": "2", "目标": "0", "指标": "0", "规划": "1", "部门": "0"}


# Order and pages


def test_hits_can_be_put_in_the_order_of_plans_or_dates(client: Client, plans: tuple[Plan, Plan]) -> None:
    in_order = ["(一)推行首席質量官制度", "(一)推行首席质量官制度", "(一)培育质量品牌"]
    assert sorted(titles(page_for(client, "质量", sort="plan"))) == sorted(in_order)
    assert titles(page_for(client, "质量", sort="date")) == [*in_order[1:], in_order[0]]


def test_what_stands_as_one_run_is_marked_and_not_its_words(client: Client) -> None:
    of = builders.plan("green", status="published")
    [section] = builders.sections(of, ("task", "(一)", "夯实绿色发展基础"))
    section.text = "新建建筑执行绿色建筑标准，发展绿色建材。"
    section.save()
    page = page_for(client, "绿色建筑")
    assert titles(page) == ["(一)夯实绿色发展基础"]
    assert re.findall("<mark>(.*?)</mark>", page) == ["绿色建筑"]


def test_twenty_hits_stand_on_a_page(client: Client) -> None:
    many = builders.plan("many", status="published")
    builders.sections(many, *(("task", f"{number}.", f"提升质量{number}") for number in range(45)))
    seen = [title for page in (1, 2, 3) for title in titles(page_for(client, "提升质量", page=page))]
    assert len(seen) == len(set(seen)) == 45
    page = page_for(client, "提升质量", page=2)
    assert "共 <b>45</b> 项" in page
    assert len(titles(page)) == 20
    for number in ("0", "-1", "abc", "９", "", "1" * 5000):
        assert len(titles(page_for(client, "提升质量", page=number))) in (20, 5)


def test_what_holds_only_some_stands_below_a_line(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "首席质量官 绿色建筑")
    assert "没有完全符合的任务" in page
    assert page.index("部分匹配") < page.index("發展")
    assert len(titles(page)) == 3


# What is said


def test_a_document_number_with_any_brackets_names_its_plan(client: Client, plans: tuple[Plan, Plan]) -> None:
    for typed in ("市府发〔2024〕16号", "市府发[2024]16号", "市府發（2024）16號", "市府发【2024】第16号"):
        page = page_for(client, typed)
        assert re.search(r'是 <a href="/plans/xian/" lang="zh-Hans">《质量强市实施方案》</a>', page), typed
    assert "没有收录发文字号为" in page_for(client, "国发〔2023〕1号")


def test_a_title_leads_to_its_plan(client: Client, plans: tuple[Plan, Plan]) -> None:
    for typed in ("质量强省建设纲要", "《質量強省建設綱要》"):
        assert '请看 <a href="/plans/hebei/" lang="zh-Hant">《質量強省建設綱要》</a>' in page_for(client, typed)
    assert "请看" not in page_for(client, "质量强省")


def test_a_document_number_is_not_looked_for_in_part(client: Client, plans: tuple[Plan, Plan]) -> None:
    builders.sections(plans[1], ("task", "(九)", "荣昌卤鹅"))
    for typed in ("荣昌府发〔2024〕16号", "“荣昌府发[2024]16号”"):
        assert "部分匹配" not in page_for(client, typed)
    assert titles(page_for(client, "荣昌府发〔2024〕16号 卤鹅")) == ["(九)荣昌卤鹅"]


def test_a_document_number_is_not_found_in_the_words_of_another(client: Client, plans: tuple[Plan, Plan]) -> None:
    builders.sections(plans[1], ("task", "(九)", "落实国发〔2023〕第26号"))
    assert counts(page_for(client, "市府发〔2024〕1号", kind="plans"))["规划"] == "0"
    for typed in ("市府发〔2024〕16号", "市府发〔2024〕第16号"):
        assert counts(page_for(client, typed, kind="plans"))["规划"] == "1", typed
    for typed in ("国发〔2023〕26号", "国发（2023）第26号", "国发〔2023〕26号 落实"):
        assert titles(page_for(client, typed)) == ["(九)落实国发〔2023〕第26号"], typed
    assert not titles(page_for(client, "国发〔2023〕2号"))


def test_an_unknown_value_is_named_and_can_be_left_out(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "质量 地区:亚特兰蒂斯")
    assert "没有叫“亚特兰蒂斯”的地区" in page
    assert 'href="?q=%E8%B4%A8%E9%87%8F">去掉' in page
    assert counts(page)["任务"] == "0"


@pytest.mark.parametrize(
    "typed", ["单位：万元", "主题：质量", "年份：2025年主要指标", "質量 单位: 万元", "-单位:百万 质量"]
)
def test_what_is_called_like_a_field_can_be_looked_for_as_text(
    client: Client, plans: tuple[Plan, Plan], typed: str
) -> None:
    section = plans[0].sections.get(title="培育质量品牌")
    section.text = "年份：2025年主要指标（单位：万元），主题：质量。"
    section.save()
    page = page_for(client, typed)
    is_excluded = typed.startswith("-")
    assert ("所以没有结果" in page) != is_excluded
    assert counts(page)["任务"] == ("3" if is_excluded else "0")
    [address] = re.findall(r'再检索</a>，或<a href="([^"]*)">按原文检索', page)
    page = text_of(client.get(f"/search/{unescape(address)}"))
    assert "没有叫" not in page
    assert ("(一)培育质量品牌" in titles(page)) and (counts(page)["任务"] == ("3" if is_excluded else "1"))


def test_a_field_that_alone_excludes_has_no_letters_to_look_for(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "-单位:万元")
    assert "没有叫“万元”的部门。" in page
    assert "按原文检索" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("类型:目标", "可以写：标题、段落、表格、任务、保障措施、专栏、专栏工程。"),
        ("层级:乡镇", "可以写：国家级、省级、市级、区县级。"),
        ("分工:旁观", "可以写：牵头、配合、负责。"),
        ("年份:去年", "可以写：四位数的年份。"),
    ],
)
def test_an_unknown_value_of_few_is_told_what_it_can_be(
    client: Client, plans: tuple[Plan, Plan], typed: str, said: str
) -> None:
    page = page_for(client, typed)
    assert said in page
    assert "可以：" not in page


def test_shorter_queries_with_hits_are_offered(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "首席质量官 航天器")
    assert re.search(r'<a href="\?q=[^"]*">首席质量官</a> <span class="count">2 项', page)


def test_nearer_spellings_with_hits_are_offered(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "首席质量管")
    assert re.search(r'是不是.*<a href="\?q=[^"]*">首席质量官</a> <span class="count">2 项', page, re.DOTALL)


def test_it_says_when_nothing_stands_there_as_typed(client: Client, plans: tuple[Plan, Plan]) -> None:
    Synonym.objects.create(words=["首席质量官", "CQO"])
    assert "“CQO”在本页的任务中没有原样出现" in page_for(client, "CQO 质量")
    assert "没有原样出现" not in page_for(client, "首席质量官")
    assert "没有原样出现" not in page_for(client, "麒麟獬豸")
    assert "没有原样出现" not in page_for(client, "地区:西安")


def test_a_slip_that_finds_the_words_around_it_is_told_too(client: Client) -> None:
    of = builders.plan("many", status="published")
    builders.sections(
        of,
        *(("task", f"{n}.", title) for n, title in enumerate(["推行首席质量官制度", *["提升质量"] * 9, *["发展"] * 9])),
    )
    page = page_for(client, "首席质量管")
    assert counts(page)["任务"] == "1"
    assert re.search(r'是不是：<a href="[^"]*">首席质量官</a> <span class="count">1 项', page)


def test_what_leaves_nothing_can_be_left_out(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "质量 年份:2019 -首席")
    assert '<a href="?q=%E8%B4%A8%E9%87%8F+-%E9%A6%96%E5%B8%AD">去掉“年份:2019”</a>' in page
    assert '<a href="?q=%E8%B4%A8%E9%87%8F+%E5%B9%B4%E4%BB%BD%3A2019">去掉“-首席”</a>' in page
    assert "去掉“分工:牵头”" in page_for(client, "角色:牵头 年份:2019")
    page = page_for(client, "年份:2019")
    assert "去掉“年份" not in page
    assert "换一个条件" in page


def test_quotation_marks_are_spoken_of_where_they_were_typed(client: Client, plans: tuple[Plan, Plan]) -> None:
    assert "去掉引号" in page_for(client, "“麒麟獬豸”")
    assert "去掉引号" not in page_for(client, "麒麟獬豸")


def test_a_pasted_paragraph_is_answered_by_likeness(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "全面推行企业首席质量官制度，加强质量品牌培育，推动企业落实质量主体责任，" * 3)
    assert "按相近程度排列" in page
    assert "相近的任务 <b>3</b> 项" in page
    assert counts(page)["任务"] == "3"
    assert "部分匹配" not in page
    assert len(titles(page)) == 3


def test_what_shares_next_to_nothing_with_a_pasted_paragraph_is_not_near_to_it(client: Client) -> None:
    of = builders.plan("many", status="published")
    like = "建立健全质量信用分级分类管理制度，推动质量信用信息归集共享"
    builders.sections(of, ("task", "(一)", like), *(("task", f"{n}.", "推动发展") for n in range(9)))
    page = page_for(client, f"{like}，强化失信惩戒和守信激励，完善信用修复机制，提升全社会的质量诚信意识。" * 2)
    assert titles(page) == [f"(一){like}"]
    assert counts(page)["任务"] == "1"


def test_what_is_too_long_is_cut_and_said(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = page_for(client, "质" * (LONGEST + 1))
    assert "只按开头的部分检索" in page


def test_nothing_typed_shows_what_can_be_typed(client: Client, plans: tuple[Plan, Plan]) -> None:
    page = text_of(client.get("/search/"))
    assert "检索说明" in page
    assert 'class="search-tabs"' not in page
    assert "没有可检索的字词" in page_for(client, "，。")
    assert "还需要写上要找的词" in page_for(client, "-品牌")


def test_an_empty_knowledge_base_says_what_to_do(client: Client) -> None:
    assert "知识库中还没有规划" in page_for(client, "质量")


def test_html_is_only_shown(client: Client) -> None:
    of = builders.plan("html", title="<b>方案</b>", status="published")
    builders.sections(of, ("task", "(一)", "<script>alert(1)</script>质量"))
    page = page_for(client, '<script>alert(1)</script> "><img src=x>')
    assert "<script>alert" not in page
    assert "<img" not in page
    page = page_for(client, "质量")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<mark>质量</mark>" in page
    assert "<b>方案</b>" not in page


@pytest.mark.parametrize(
    "typed",
    [
        '"', "“", "NEAR(", "NEAR(质量 品牌)", "*", "质*", "94%以上", "a-b", "-", "--", "- -", "质量 -", "\x00", "质\x00量",
        "\ufffd", "AND OR NOT", "'; DROP TABLE documents_plan; --", "{}[]()^$.|?+\\", "地区:", "地区:地区:西安", "年份:一",
        "质" * 10_000, "质 " * 5_000, "\n\r\t", "😀", "部门:“", "规划:" + "甲" * 500, "类型:标题 一",
        "地区:西\x00安",
    ],
)  # fmt: skip
def test_anything_typed_is_answered(client: Client, plans: tuple[Plan, Plan], typed: str) -> None:
    page_for(client, typed)  # this one is noted
    for kind in ("", "goals", "indicators", "plans", "departments", "nothing"):
        page_for(client, typed, type=kind, sort="date", page="2")


def test_repeated_and_unknown_parameters_are_answered(client: Client, plans: tuple[Plan, Plan]) -> None:
    assert (
        counts(text_of(client.get("/search/?q=航天&q=质量&plan=x&plan=xian&role=boss&year=x&department=-1")))["任务"]
        == "2"
    )
    for query in (
        "q=%FF%FE",
        "q=%ED%A0%80",
        "q=%00",
        "q=a%00b&plan=%00",
        "year=99999999999999999999&q=质量",
        "%00=%00",
    ):
        text_of(client.get(f"/search/?{query}"))


# The log


def test_a_search_is_noted_once(client: Client, plans: tuple[Plan, Plan]) -> None:
    page_for(client, " 首席质量官 ")
    page_for(client, "首席质量官", page=2)
    page_for(client, "首席质量官", role="lead")
    page_for(client, "没有的词" * 100, plan="xian")
    text_of(client.get("/search/"))
    assert list(SearchLog.objects.order_by("pk").values_list("query", "hits")) == [
        ("首席质量官", 2),
        (("没有的词" * 100)[:200], 0),
    ]


def test_what_finds_no_task_but_a_plan_was_not_in_vain(client: Client, plans: tuple[Plan, Plan]) -> None:
    page_for(client, "市府发[2024]16号")
    assert SearchLog.objects.get().hits == 1


def test_a_log_that_cannot_be_written_breaks_nothing(
    client: Client, plans: tuple[Plan, Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**fields: object) -> None:
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(SearchLog.objects, "create", refuse)
    assert counts(page_for(client, "首席质量官"))["任务"] == "2"


# Queries


@pytest.mark.parametrize(
    "query", ["?q=任务", "?q=任务&type=goals", "?q=任务&type=indicators", "?q=任务1 没有的词&sort=date"]
)
def test_the_number_of_queries_does_not_grow(client: Client, query: str) -> None:
    """The second time it reads no names."""

    def number_of_queries() -> tuple[int, int]:
        numbers = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                text_of(client.get(f"/search/{query}"))
            numbers.append(len(queries))
        return numbers[0], numbers[1]

    for number in range(5):
        builders.full_plan(f"plan-{number}", tasks=3)
    Plan.objects.update(status="published")
    few = number_of_queries()
    for number in range(5, 50):
        builders.full_plan(f"plan-{number}", tasks=3)
    Plan.objects.update(status="published")
    assert Section.objects.published().count() == 200
    assert number_of_queries() == few
    more = (ADVICE if "没有" in query else 0) + (SETTINGS if connection.vendor == "postgresql" else 0)
    more += VALUES if "1" in query else 0
    assert few[0] <= MOST_QUERIES + NAMES + more
    assert few[1] <= MOST_QUERIES + more

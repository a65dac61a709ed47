"""The list of tasks is narrowed by the query string, and every choice says truly how much it would leave."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from documents.choices import Facet
from documents.models import Department, Function, Plan, Region, Section, Theme
from documents.shelf import Shelf
from indicators.models import Indicator, Target
from tasks.facets import MOST_DEPARTMENTS, TaskFacets
from tasks.filters import TaskFilter
from tasks.models import DefaultResponsibility, Responsibility
from tests import builders

pytestmark = pytest.mark.django_db

INDUSTRY, PRODUCT = "industry-test", "product-test"


@pytest.fixture(autouse=True)
def plans() -> None:
    """Two plans, a draft, and in one of the plans a body that has a part in every task."""
    province = builders.region("province", "测试省", "province", "990000")
    city = Region.objects.create(slug="city", name="测试市", level="city", parent=province, code="990100")
    function = Function.objects.create(name="测试职能", slug=INDUSTRY)
    theme = Theme.objects.create(name="测试主题", slug=PRODUCT)
    first = builders.plan("first", title="省的纲要", region=province, status="published", script="hant")
    second = builders.plan("second", title="市的方案", region=city, status="published")
    farming, brands, _ = builders.sections(
        first, ("task", "(一)", "提升農產品質量"), ("project", "——", "培育 品牌"), ("paragraph", "", "不是任务")
    )
    checking, saving, plain = builders.sections(
        second, ("task", "1.", "提升农产品监测"), ("safeguard", "2.", "加强组织领导"), ("task", "3.", "无人负责")
    )
    Section.objects.filter(pk__in=[farming.pk, checking.pk]).update(theme=theme)
    industry = Department.objects.create(region=province, name="省工信厅", function=function)
    counties = Department.objects.create(region=city, name="各县政府", function=function)
    market = Department.objects.create(region=city, name="市市场监管局")
    for section, body, role in [
        (farming, industry, "lead"),
        (brands, industry, "participant"),
        (checking, market, "lead"),
        (checking, counties, "participant"),
        (saving, market, "responsible"),
    ]:
        Responsibility.objects.create(
            task=section.task, position=section.task.responsibilities.count(), department=body, role=role
        )
    DefaultResponsibility.objects.create(plan=second, department=counties, section=plain)
    indicator = Indicator.objects.create(name="合格率")
    Target.objects.create(section=farming, indicator=indicator, name="合格率", value=98, unit="%", year=2025)
    Target.objects.create(section=checking, indicator=indicator, name="合格率", value=99, unit="%", year=2027)
    draft = builders.full_plan("draft", tasks=1)
    Section.objects.filter(plan=draft).update(theme=Theme.objects.create(name="密", slug="secret"))


def filtered(query: str) -> TaskFilter:
    return TaskFilter(QueryDict(query), shelf=Shelf())


def titles(query: str) -> list[str]:
    return [str(task.section.title) for task in filtered(query).qs]


def department(name: str) -> int:
    return Department.objects.get(name=name).pk


FARMING, BRANDS, CHECKING, SAVING, PLAIN = (
    "提升農產品質量",
    "培育 品牌",
    "提升农产品监测",
    "加强组织领导",
    "无人负责",
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [FARMING, BRANDS, CHECKING, SAVING, PLAIN]),
        ("plan=second", [CHECKING, SAVING, PLAIN]),
        ("region=province", [FARMING, BRANDS, CHECKING, SAVING, PLAIN]),  # and what lies in it
        ("region=city", [CHECKING, SAVING, PLAIN]),
        (f"theme={PRODUCT}", [FARMING, CHECKING]),
        ("kind=safeguard", [SAVING]),
        ("role=lead", [FARMING, CHECKING]),
        ("year=2027", [CHECKING]),
        ("year=２０２７", [CHECKING]),
        ("q=农产品", [FARMING, CHECKING]),
        ("q=農產品", [FARMING, CHECKING]),
        ("q=培育品牌", [BRANDS]),  # across blanks
        ("q=农产品 监测", [CHECKING]),
        ("q=农产品。", []),
        ("q=质量。", [FARMING]),  # in the text
        ("plan=draft", [FARMING, BRANDS, CHECKING, SAVING, PLAIN]),
        ("year=99999999999999999999999&role=boss&department=abc&theme=x", [FARMING, BRANDS, CHECKING, SAVING, PLAIN]),
        ("sort=departments", [CHECKING, FARMING, BRANDS, SAVING, PLAIN]),
        ("sort=region&kind=task", [FARMING, CHECKING, PLAIN]),
        ("sort=theme", [FARMING, CHECKING, BRANDS, SAVING, PLAIN]),
        ("sort=password", [FARMING, BRANDS, CHECKING, SAVING, PLAIN]),
    ],
)
def test_it_finds(query: str, expected: list[str]) -> None:
    assert titles(query) == expected


@pytest.mark.parametrize(
    ("name", "others", "expected"),
    [
        ("省工信厅", "", [FARMING, BRANDS]),
        ("省工信厅", "&role=lead", [FARMING]),  # the same part
        ("市市场监管局", "&role=participant", []),
        ("各县政府", "", [CHECKING, SAVING, PLAIN]),  # the rule for all tasks
        ("各县政府", "&role=participant", [CHECKING]),
        ("各县政府", "&role=responsible", [CHECKING, SAVING, PLAIN]),
    ],
)
def test_a_department_has_the_parts_that_are_stated_and_those_of_the_rule_for_all_tasks(
    name: str, others: str, expected: list[str]
) -> None:
    assert titles(f"department={department(name)}{others}") == expected


def test_a_function_has_the_parts_of_all_its_departments() -> None:
    assert titles(f"function={INDUSTRY}") == [FARMING, BRANDS, CHECKING, SAVING, PLAIN]
    assert titles(f"function={INDUSTRY}&role=participant") == [BRANDS, CHECKING]


def test_a_role_alone_counts_no_rule_for_all_tasks() -> None:
    assert titles("role=responsible") == [SAVING]


QUERIES = [
    "",
    "q=农产品",
    "plan=second",
    "region=city",
    f"theme={PRODUCT}",
    "kind=task",
    "role=participant",
    "role=responsible",
    "year=2027",
    f"function={INDUSTRY}",
    f"function={INDUSTRY}&role=responsible",
    f"department=COUNTIES&kind=task&theme={PRODUCT}",
    "department=COUNTIES&role=lead",
    "plan=first&year=2027&q=农",
    "theme=none",
    "function=none&theme=none",
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_choice_leaves_as_many_tasks_as_it_says(query: str) -> None:
    query = query.replace("COUNTIES", str(department("各县政府")))
    facets = TaskFacets(filtered(query))
    assert facets.total == len(titles(query))
    told = [(facet, option) for facet in all_facets(facets) for option in facet.options]
    assert told
    for facet, option in told:
        asked = QueryDict(query, mutable=True)
        asked[facet.name] = option.value
        assert (facet.name, option.label, option.count) == (
            facet.name,
            option.label,
            len(titles(asked.urlencode())),
        )


@pytest.mark.parametrize("query", QUERIES)
def test_no_choice_that_leaves_something_is_missing(query: str) -> None:
    query = query.replace("COUNTIES", str(department("各县政府")))
    offered = {
        facet.name: {option.value for option in facet.options} for facet in all_facets(TaskFacets(filtered(query)))
    }
    for name, values in {
        "plan": ["first", "second"],
        "department": [str(department(name)) for name in ("省工信厅", "各县政府", "市市场监管局")],
        "role": ["lead", "participant", "responsible"],
        "year": ["2025", "2027"],
        "kind": ["task", "safeguard", "project"],
        "theme": [PRODUCT, "none"],
        "function": [INDUSTRY, "none"],
    }.items():
        for value in values:
            asked = QueryDict(query, mutable=True)
            asked[name] = value
            assert value in offered[name] or not titles(asked.urlencode()), (name, value)


def all_facets(facets: TaskFacets) -> list[Facet]:
    return [*facets.first(), *facets.further()]


def test_a_choice_that_leaves_nothing_stays_to_be_seen() -> None:
    facets = {facet.name: facet for facet in all_facets(TaskFacets(filtered("year=2027&plan=first&kind=safeguard")))}
    assert facets["year"].value == "2027"
    assert ("2027", "2027年", 0) in [(option.value, option.label, option.count) for option in facets["year"].options]
    assert [option.count for option in facets["kind"].options] == [0]


def test_drafts_give_away_nothing() -> None:
    shown = str([facet.options for facet in all_facets(TaskFacets(filtered("")))])
    for secret in ("市第1局", "secret", "draft", "西安"):
        assert secret not in shown
    secret_body = Department.objects.get(name="市第1局")
    filters = filtered(f"department={secret_body.pk}")
    assert filters.is_misread
    assert list(filters.chosen()) == []


def test_every_condition_is_named_and_can_be_taken_back() -> None:
    body = department("省工信厅")
    query = f"q=农产品&department={body}&theme={PRODUCT}&year=2025&role=lead&sort=theme&page=3"
    chosen = list(filtered(query).chosen())
    assert [(choice.label, choice.value) for choice in chosen] == [
        ("关键词", "农产品"),
        ("部门", "省工信厅（测试省）"),
        ("主题", "测试主题"),
        ("牵头或配合", "牵头"),
        ("指标年份", "2025年"),
    ]
    assert QueryDict(chosen[0].without[1:]).dict() == {
        "department": str(body),
        "theme": PRODUCT,
        "role": "lead",
        "year": "2025",
        "sort": "theme",
    }


def test_sorting_keeps_the_conditions() -> None:
    sorts = filtered("role=lead&sort=theme").sorts()
    assert [(sort.label, sort.query, sort.is_chosen) for sort in sorts[:2]] == [
        ("按规划", "?role=lead", False),
        ("按主题", "?role=lead&sort=theme", True),
    ]


def test_only_the_departments_with_most_tasks_are_offered_where_there_are_very_many() -> None:
    plan = Plan.objects.get(slug="second")
    [section] = builders.sections(plan, ("task", "9.", "人人有责"))
    bodies = Department.objects.bulk_create(Department(name=f"第{number}局") for number in range(MOST_DEPARTMENTS))
    Responsibility.objects.bulk_create(
        Responsibility(task=section.task, position=number, department=body) for number, body in enumerate(bodies)
    )
    facet = next(facet for facet in TaskFacets(filtered("")).first() if facet.name == "department")
    assert (len(facet.options), facet.omitted) == (MOST_DEPARTMENTS, 3)
    last = TaskFacets(filtered(f"department={bodies[-1].pk}")).first()[2]
    assert str(bodies[-1].pk) in [option.value for option in last.options]

"""The lists of indicators and of goals are narrowed by the query string, with true counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import QueryDict

from documents.choices import Facet
from documents.models import Region, Section
from documents.shelf import Shelf
from indicators.facets import GoalFacets, indicator_facets
from indicators.filters import GoalFilter, IndicatorFilter
from indicators.models import Goal, Indicator, Target
from tests import builders

pytestmark = pytest.mark.django_db

PASSES, OUTPUT, PATENTS = "合格率", "产值", "专利拥有量"


@pytest.fixture(autouse=True)
def plans() -> None:
    province = builders.region("province", "测试省", "province", "990000")
    city = Region.objects.create(slug="city", name="测试市", level="city", parent=province, code="990100")
    first = builders.plan("first", title="省的纲要", region=province, status="published", script="hant")
    second = builders.plan("second", title="市的方案", region=city, status="published")
    draft = builders.plan("draft", title="草案")
    [one] = builders.sections(first, ("paragraph", "", "目標"))
    [two] = builders.sections(second, ("paragraph", "", "目标"))
    [secret] = builders.sections(draft, ("paragraph", "", "目标"))
    passes, output, patents = (Indicator.objects.create(name=name) for name in (PASSES, OUTPUT, PATENTS))
    Indicator.objects.create(name="无人采用")
    for section, indicator, year, attribute, name in [
        (one, passes, 2025, "binding", "產品合格率"),
        (two, passes, 2027, "expected", PASSES),
        (two, output, 2025, "expected", OUTPUT),
        (two, output, None, "", OUTPUT),
        (secret, patents, 2030, "binding", PATENTS),
    ]:
        add(section, indicator, year=year, attribute=attribute, name=name)
    for section, year, text in [
        (one, 2025, "到2025年,質量 提升。"),
        (one, 2035, "到2035年,質量一流。"),
        (two, 2025, "到2025年,全市领先。"),
        (secret, 2030, "到2030年,保密。"),
    ]:
        Goal.objects.create(plan=section.plan, section=section, position=year, year=year, text=text)


def add(section: Section, indicator: Indicator, **fields: object) -> None:
    Target.objects.create(section=section, indicator=indicator, position=section.targets.count(), value=1, **fields)


def indicators(query: str) -> list[str]:
    return [indicator.name for indicator in IndicatorFilter(QueryDict(query), shelf=Shelf()).qs]


def goals(query: str) -> list[tuple[int, str]]:
    return [(goal.year, goal.plan.slug) for goal in GoalFilter(QueryDict(query), shelf=Shelf()).qs]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [PASSES, OUTPUT]),  # the one of two plans first, and none that nobody sets a value for
        ("sort=name", [OUTPUT, PASSES]),
        ("plan=first", [PASSES]),
        ("plan=draft", [PASSES, OUTPUT]),
        ("year=2025", [PASSES, OUTPUT]),
        ("year=2030", []),
        ("attribute=binding", [PASSES]),
        ("plan=second&year=2025", [OUTPUT]),  # one and the same target
        ("year=2027&attribute=binding", []),
        ("q=合格率", [PASSES]),
        ("q=产品合格", [PASSES]),  # as a plan prints it, in the other script
        ("q=專利", []),
        ("attribute=x&year=abc&plan=y", [PASSES, OUTPUT]),
    ],
)
def test_it_finds_indicators(query: str, expected: list[str]) -> None:
    assert indicators(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [(2025, "first"), (2025, "second"), (2035, "first")]),
        ("sort=latest", [(2035, "first"), (2025, "first"), (2025, "second")]),
        ("region=province", [(2025, "first"), (2025, "second"), (2035, "first")]),
        ("region=city", [(2025, "second")]),
        ("plan=first&year=2025", [(2025, "first")]),
        ("q=质量提升", [(2025, "first")]),
        ("q=全市", [(2025, "second")]),
        ("year=2030", []),
    ],
)
def test_it_finds_goals(query: str, expected: list[tuple[int, str]]) -> None:
    assert goals(query) == expected


def test_goals_are_said_to_come_by_year_as_they_do() -> None:
    sorts = GoalFilter(QueryDict("sort=latest"), shelf=Shelf()).sorts()
    assert [(sort.label, sort.is_chosen) for sort in sorts] == [("年份从早到晚", False), ("年份从晚到早", True)]


@pytest.mark.parametrize(
    "query", ["", "plan=second", "year=2025", "year=2030", "attribute=expected&year=2025", "q=合格率", "q=x&plan=first"]
)
def test_every_choice_leaves_as_many_indicators_as_it_says(query: str) -> None:
    facets = indicator_facets(IndicatorFilter(QueryDict(query), shelf=Shelf()))
    assert_true(facets, query, lambda asked: len(indicators(asked)))


@pytest.mark.parametrize("query", ["", "plan=first", "region=city", "year=2035&region=city", "q=质量", "year=2030"])
def test_every_choice_leaves_as_many_goals_as_it_says(query: str) -> None:
    facets = GoalFacets(GoalFilter(QueryDict(query), shelf=Shelf()))
    assert facets.total == len(goals(query))
    assert_true(facets.all(), query, lambda asked: len(goals(asked)))


def assert_true(facets: list[Facet], query: str, count: Callable[[str], int]) -> None:
    told = {(facet.name, option.value): option.count for facet in facets for option in facet.options}
    left = {}
    for name, value in told:
        asked = QueryDict(query, mutable=True)
        asked[name] = value
        left[name, value] = count(asked.urlencode())
    assert told == left


def test_drafts_give_away_nothing() -> None:
    shown = str(indicator_facets(IndicatorFilter(QueryDict(""), shelf=Shelf())))
    shown += str(GoalFacets(GoalFilter(QueryDict(""), shelf=Shelf())).all())
    assert "2025" in shown
    for secret in ("草案", "draft", "2030"):
        assert secret not in shown

"""Departments are found by region, function and any of their names, in either script."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from documents.models import Department, Function, Region
from tasks.body_filters import BodyFilter
from tasks.models import Responsibility
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bodies() -> None:
    Function.objects.all().delete()
    industry = Function.objects.create(name="工业和信息化", slug="industry", aliases=["工信", "经信"])
    province = Region.objects.create(slug="province", name="测试省", level="province")
    city = Region.objects.create(slug="city", name="测试市", level="city", parent=province)
    shown = [
        Department.objects.create(region=province, name="省工业和信息化厅", function=industry, aliases=["省工信廳"]),
        Department.objects.create(region=city, name="市经济局", function=industry),
        Department.objects.create(region=city, name="市农业农村局", aliases=["市農委"]),
        Department.objects.create(region=None, name="有关单位"),
    ]
    task = builders.task(of=builders.plan(status="published"))
    for position, body in enumerate(shown):
        Responsibility.objects.create(task=task, department=body, position=position)
    hidden = Department.objects.create(region=builders.region("secret", "未公开市"), name="市保密局")
    Responsibility.objects.create(task=builders.task(of=builders.plan("draft")), department=hidden)


def filtered(query: str) -> BodyFilter:
    return BodyFilter(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"省工业和信息化厅", "市经济局", "市农业农村局", "有关单位"}),
        ("region=city", {"市经济局", "市农业农村局"}),
        ("region=province", {"省工业和信息化厅", "市经济局", "市农业农村局"}),  # what lies in it, too
        ("function=industry", {"省工业和信息化厅", "市经济局"}),
        ("function=none", {"市农业农村局", "有关单位"}),
        ("q=農村", {"市农业农村局"}),
        ("q=市农委", {"市农业农村局"}),  # a name as written, in the other script
        ("q=工信厅", {"省工业和信息化厅"}),
        ("q=工信", {"省工业和信息化厅", "市经济局"}),  # the name of a function stands for its departments
        ("q=市+农", {"市农业农村局"}),
        ("q=市農委&region=city&function=none", {"市农业农村局"}),
        ("q=省工信 厅", {"省工业和信息化厅"}),
        ("q=航天", set()),
        ("q=%", set()),
        ("q=保密", set()),
        ("region=secret", {"省工业和信息化厅", "市经济局", "市农业农村局", "有关单位"}),
    ],
)
def test_it_finds(query: str, names: set[str]) -> None:
    assert set(filtered(query).qs.values_list("name", flat=True)) == names


def test_every_condition_is_named_and_can_be_taken_back() -> None:
    chosen = list(filtered("region=city&function=none&q=市&page=2").chosen())
    assert [(choice.label, choice.value) for choice in chosen] == [
        ("名称", "市"),
        ("地区", "测试市"),
        ("职能", "尚未归类"),
    ]
    assert QueryDict(chosen[1].without[1:]).dict() == {"function": "none", "q": "市"}


def test_what_is_not_understood_is_ignored_and_said() -> None:
    filters = filtered("region=nowhere")
    assert filters.is_misread
    assert list(filters.chosen()) == []


def options(query: str, name: str) -> list[tuple[str, int, int]]:
    facet = next(facet for facet in filtered(query).facets() if facet.name == name)
    return [(option.label, option.depth, option.count) for option in facet.options]


def test_every_choice_says_what_it_would_leave() -> None:
    assert options("", "region") == [("测试市", 1, 2), ("测试省", 0, 3)]
    assert options("", "function") == [("工业和信息化", 0, 2), ("尚未归类", 0, 2)]


def test_a_condition_ignores_itself_and_heeds_the_others() -> None:
    assert options("region=city", "region") == options("", "region")
    assert options("region=city", "function") == [("工业和信息化", 0, 1), ("尚未归类", 0, 1)]
    assert options("q=农", "function") == [("尚未归类", 0, 1)]


def test_what_is_chosen_stays_to_be_seen_though_nothing_is_left_of_it() -> None:
    assert ("工业和信息化", 0, 0) in options("q=农&function=industry", "function")


def test_drafts_give_nothing_away() -> None:
    assert "未公开市" not in {label for label, *_ in options("", "region")}
    assert filtered("region=secret").is_misread

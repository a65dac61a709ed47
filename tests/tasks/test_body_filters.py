"""Departments are found by region, function and any of their names, in either script."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from documents.models import Department, Function, Region
from tasks.body_filters import BodyFilter
from tasks.directory import named_bodies
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
    return BodyFilter(QueryDict(query), queryset=named_bodies())


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
        ("地区", "测试市"),
        ("职能", "尚未归类"),
        ("名称", "市"),
    ]
    assert QueryDict(chosen[0].without[1:]).dict() == {"function": "none", "q": "市"}


def test_what_is_not_understood_is_ignored_and_said() -> None:
    filters = filtered("region=nowhere")
    assert filters.is_misread
    assert list(filters.chosen()) == []


def test_drafts_give_nothing_away() -> None:
    shown = "".join(str(field) for field in filtered("").fields)
    assert "测试市" in shown
    assert "未公开市" not in shown

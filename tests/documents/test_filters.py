"""The list of plans is narrowed by the query string, and every condition can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from documents.filters import PlanFilter
from documents.models import Plan, Region
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plans() -> None:
    province = builders.region("hebei-test", "河北测试省", "province")
    city = Region.objects.create(slug="city-test", name="测试市", level="city", parent=province)
    builders.plan(
        "gangyao", title="河北省質量強省建設綱要", region=province, kind="纲要", status="published", script="hant"
    )
    builders.plan(
        "xingdong",
        title="质量强市行动计划",
        region=city,
        kind="行动计划",
        status="published",
        document_number="测府发〔2024〕16号",
        issued_on=date(2024, 4, 28),
    )
    builders.plan("caogao", title="未公开的草稿", region=builders.region("secret", "未公开市"), kind="密件")


def filtered(query: str) -> PlanFilter:
    return PlanFilter(QueryDict(query), queryset=Plan.objects.published())


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", {"gangyao", "xingdong"}),
        ("level=city", {"xingdong"}),
        ("region=city-test", {"xingdong"}),
        ("region=hebei-test", {"gangyao", "xingdong"}),  # what lies in it, too
        ("kind=纲要", {"gangyao"}),
        ("year=2024", {"xingdong"}),
        ("q=质量强省", {"gangyao"}),  # either script finds the other
        ("q=質量強市", {"xingdong"}),
        ("q=质量+强市", {"xingdong"}),
        ("q=测府发[2024] 16号", {"xingdong"}),  # any brackets, any blanks
        ("q=測府發（２０２４）16", {"xingdong"}),
        ("q=西安市人民政府", set()),
        ("level=city&kind=纲要", set()),
        ("level=nonsense", {"gangyao", "xingdong"}),
        ("q=%00", {"gangyao", "xingdong"}),
        ("region=%00&year=%EF%BC%92", {"gangyao", "xingdong"}),
    ],
)
def test_it_finds(query: str, slugs: set[str]) -> None:
    assert set(filtered(query).qs.values_list("slug", flat=True)) == slugs


def test_every_condition_is_named_and_can_be_taken_back() -> None:
    chosen = list(filtered("level=city&region=city-test&q=质量&page=3").chosen())
    assert [(choice.label, choice.value) for choice in chosen] == [
        ("层级", "市级"),
        ("地区", "测试市"),
        ("关键词", "质量"),
    ]
    assert QueryDict(chosen[0].without[1:]).dict() == {"region": "city-test", "q": "质量"}


def test_what_is_not_understood_is_ignored_and_said() -> None:
    filters = filtered("year=abc")
    assert filters.is_misread
    assert list(filters.chosen()) == []


def test_drafts_give_away_neither_their_region_nor_their_kind() -> None:
    shown = "".join(str(field) for field in filtered("").choosers)
    assert "纲要" in shown
    assert "密件" not in shown
    assert "未公开市" not in shown

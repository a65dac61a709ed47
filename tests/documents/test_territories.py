"""Regions with plans are a tree, from the country down."""

from __future__ import annotations

import pytest

from documents.models import Plan, Region
from documents.territories import Branch, chain_above, count_tasks, find, grow, plans_with_regions, plans_within
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def regions() -> None:
    Region.objects.all().delete()
    parent = None
    for slug, name, level, code in (
        ("country", "全国", "national", "000000"),
        ("province", "测试省", "province", "990000"),
        ("city", "测试市", "city", "990100"),
        ("district", "测试区", "district", "990101"),
    ):
        parent = Region.objects.create(slug=slug, name=name, level=level, code=code, parent=parent)
    Region.objects.create(slug="generic", name="某市", level="city")
    Region.objects.create(slug="other", name="别省", level="province", code="980000", parent=region("country"))


def region(slug: str) -> Region:
    return Region.objects.get(slug=slug)


def publish(*slugs: str) -> None:
    for slug in slugs:
        builders.plan(f"of-{slug}", region=region(slug), status="published")


def outline(branches: list[Branch]) -> list[object]:
    return [(branch.region.slug, len(branch.plans), outline(branch.branches)) for branch in branches]


def test_a_plan_stands_under_all_the_regions_above_its_own() -> None:
    publish("district")
    expected: list[object] = [("country", 0, [("province", 0, [("city", 0, [("district", 1, [])])])])]
    assert outline(grow(plans_with_regions())) == expected


def test_regions_stand_in_the_order_of_their_codes_and_those_without_last() -> None:
    publish("generic", "province", "other")
    expected: list[object] = [("country", 0, [("other", 1, []), ("province", 1, [])]), ("generic", 1, [])]
    assert outline(grow(plans_with_regions())) == expected


def test_a_branch_counts_what_lies_below() -> None:
    publish("province", "city")
    builders.sections(Plan.objects.get(slug="of-city"), ("task", "1", "甲"), ("safeguard", "2", "乙"))
    plans = list(plans_within(region("province")))
    branch = find(grow(plans), region("province"))
    assert {plan.slug for plan in branch.all_plans} == {"of-province", "of-city"}
    assert count_tasks(plans) == {Plan.objects.get(slug="of-city").pk: 1}


def test_within_a_region_are_neither_drafts_nor_the_plans_above() -> None:
    publish("country", "city")
    builders.plan("draft", region=region("city"))
    assert [plan.slug for plan in plans_within(region("province"))] == ["of-city"]


def test_a_region_without_plans_is_a_bare_branch() -> None:
    assert outline([find([], region("city"))]) == [("city", 0, [])]


def test_the_chain_leads_from_the_nearest_region_to_the_country() -> None:
    assert [above.slug for above in chain_above(region("district"))] == ["city", "province", "country"]

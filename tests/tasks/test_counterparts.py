"""The nearest counterpart of a task in another plan: on small texts, and against what was judged by hand."""

from __future__ import annotations

import json
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from documents.search.cuts import cut
from tasks.counterparts import Item, Key, Match, Profile, Rarities, match, read
from tests.tasks.test_judged_alignment import sections_of

HERE = Path(__file__).parent
PLANS = ("rongchang", "generic-city", "hebei", "xinjiang", "xian")
KINDS = ("task", "safeguard", "project")


def judged(name: str) -> list[dict[str, Any]]:
    kept = json.loads((HERE / name).read_text(encoding="utf-8"))
    both = {name: kept[name] for name in ("from", "to") if name in kept}
    return [both | pair for pair in kept["pairs"]]


@cache
def reviewed() -> dict[str, dict[str, Profile]]:
    """The profiles of all work items of the five plans, by plan and anchor."""
    numbers = count(1)
    themes: dict[str, int] = {}
    spoken = {
        (slug, one["anchor"]): read(
            Item(
                next(numbers),
                one["kind"],
                themes.setdefault(one["theme"][0], len(themes)) if one["theme"] else None,
                cut(one["title"], one["text"]),
            )
        )
        for slug in PLANS
        for one in sections_of(slug, *KINDS)
    }
    rarities = Rarities(spoken.values())
    found: dict[str, dict[str, Profile]] = {slug: {} for slug in PLANS}
    for (slug, anchor), one in spoken.items():
        found[slug][anchor] = rarities.profile(one)
    return found


@cache
def nearest(one: str, other: str) -> dict[str, str]:
    """For each task of a plan its nearest in the other, by anchors."""
    firsts, seconds = reviewed()[one], reviewed()[other]
    anchors = {profile.item.key: anchor for plan in (firsts, seconds) for anchor, profile in plan.items()}
    found = match(list(firsts.values()), list(seconds.values()))
    return {anchors[pair.first]: anchors[pair.second] for pair in found if pair.is_nearest_of_first}


def is_right(pair: dict[str, Any]) -> bool:
    return nearest(pair["from"], pair["to"]).get(pair["task"]) in [pair["best"], *pair["acceptable"]]


def test_nine_in_ten_of_the_judged_tasks_of_hebei_find_their_counterpart_in_xinjiang() -> None:
    pairs = [pair for pair in judged("judged_alignment.json") if pair["best"]]
    assert len(pairs) == 32
    assert sum(map(is_right, pairs)) / len(pairs) >= 0.9


def test_four_in_five_of_the_judged_tasks_of_other_pairs_of_plans_do() -> None:
    pairs = [pair for pair in judged("judged_counterparts.json") if pair["best"]]
    assert len(pairs) == 60
    assert sum(map(is_right, pairs)) / len(pairs) >= 0.8


def test_so_do_those_that_were_judged_after_the_weights_had_been_chosen() -> None:
    pairs = judged("judged_afterwards.json")
    assert len(pairs) == 60
    assert sum(map(is_right, pairs)) / len(pairs) >= 0.88


def test_most_of_those_without_a_counterpart_are_left_alone_and_few_others() -> None:
    pairs = judged("judged_counterparts.json")
    alone = [pair for pair in pairs if pair["task"] not in nearest(pair["from"], pair["to"])]
    right = [pair for pair in alone if pair["best"] is None]
    assert len(right) / len([pair for pair in pairs if pair["best"] is None]) >= 0.7
    assert len(right) / len(alone) >= 0.6


@pytest.mark.parametrize("name", ["judged_counterparts.json", "judged_afterwards.json"])
def test_every_judged_task_and_counterpart_is_a_work_item_of_its_plan(name: str) -> None:
    anchors = {slug: {one["anchor"]: one["title"] for one in sections_of(slug, *KINDS)} for slug in PLANS}
    for pair in judged(name):
        assert anchors[pair["from"]][pair["task"]] == pair["title"]
        named = [pair["best"], *pair["acceptable"]] if pair["best"] else pair["acceptable"]
        assert set(named) <= anchors[pair["to"]].keys(), pair
        assert pair["best"] or not pair["acceptable"]


# Small texts

TEXTS = {
    1: ("提升农产品质量", "加强农产品质量安全监测，完善追溯体系。"),
    2: ("培育区域品牌", "开展品牌培育行动，打造区域公用品牌。"),
    3: ("提升農產品質量", "加強農產品質量安全監測，完善追溯體系。"),
    4: ("壮大质量人才队伍", "推行首席质量官制度。"),
    5: ("品牌建设", "开展品牌培育，做强区域公用品牌，加强品牌保护。"),
    6: ("改善旅游服务", "健全旅游服务标准，优化游客满意度调查。"),
}


def profiles(*keys: int) -> list[Profile]:
    spoken = {key: read(Item(key, "task", None, cut(*text))) for key, text in TEXTS.items()}
    rarities = Rarities(spoken.values())
    return [rarities.profile(spoken[key]) for key in keys]


def keys_of(found: list[Match]) -> dict[Key, tuple[bool, bool]]:
    return {(pair.first, pair.second): (pair.is_nearest_of_first, pair.is_nearest_of_second) for pair in found}


def test_the_same_in_the_other_script_is_as_near_as_can_be() -> None:
    [pair] = match(profiles(1), profiles(3, 4))
    assert (pair.first, pair.second, pair.score) == (1, 3, 1.0)


def test_what_the_other_plan_does_not_speak_of_stands_alone() -> None:
    assert keys_of(match(profiles(1, 6), profiles(3, 4))) == {(1, 3): (True, True)}


def test_many_may_have_one_counterpart() -> None:
    found = keys_of(match(profiles(2, 5), profiles(5)))
    assert found == {(2, 5): (True, False), (5, 5): (True, True)}


def test_what_was_rejected_gives_way_to_the_next() -> None:
    assert keys_of(match(profiles(2), profiles(2, 5)))[2, 2] == (True, True)
    assert keys_of(match(profiles(2), profiles(2, 5), rejected={(2, 2)})) == {(2, 5): (True, True)}


def test_what_was_confirmed_is_nearest_however_little_it_has_in_common() -> None:
    found = keys_of(match(profiles(1), profiles(3, 4), confirmed={(1, 4)}))
    assert found == {(1, 4): (True, True), (1, 3): (False, True)}


@pytest.mark.parametrize(("firsts", "seconds"), [([], []), ([1], []), ([], [1])])
def test_a_plan_without_tasks_has_no_pairs(firsts: list[int], seconds: list[int]) -> None:
    assert match(profiles(*firsts), profiles(*seconds)) == []


def test_tasks_without_words_have_no_counterpart() -> None:
    empty = Rarities([]).profile(read(Item(1, "task", None, cut("", ""))))
    other = Rarities([]).profile(read(Item(2, "task", None, cut("", "。"))))
    assert match([empty], [other]) == []


def test_it_is_the_same_from_either_side() -> None:
    there = keys_of(match(profiles(1, 2, 4), profiles(3, 5, 6)))
    back = keys_of(match(profiles(3, 5, 6), profiles(1, 2, 4)))
    assert {(second, first): (one, other) for (first, second), (other, one) in back.items()} == there

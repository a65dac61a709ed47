"""The items of two editions find each other by what they say."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.pairing import Fate, Item, Pair, pair

FARMING = Item(1, "提升农产品质量", "加强农产品质量安全监测，完善追溯体系，推进标准化生产。")
BRANDS = Item(2, "培育区域品牌", "开展品牌培育行动，打造区域公用品牌，办好品牌博览会。")
LABS = Item(3, "建设检验检测平台", "布局国家质检中心，开放实验室资源，服务中小企业。")

WORDS = st.sampled_from(["质量", "品牌", "标准", "检测", "計量", "计量", "农产品", "追溯", "企业", "监测", "。"])
TEXTS = st.lists(WORDS, max_size=8).map("".join)


def items(texts: Sequence[tuple[str, str]]) -> list[Item]:
    return [Item(key, *text) for key, text in enumerate(texts)]


EDITIONS = st.lists(st.tuples(TEXTS, TEXTS), max_size=14).map(items)


def keys(pairs: Sequence[Pair]) -> list[tuple[int | None, int | None, str]]:
    return [(one.old.key if one.old else None, one.new.key if one.new else None, one.fate.value) for one in pairs]


def test_what_was_added_dropped_reworded_and_left_alone_is_told_apart() -> None:
    farming = Item(11, "提升农产品质量", "加强农产品质量安全检测，完善追溯体系，推进标准化生产。")
    tourism = Item(12, "改善旅游服务", "健全旅游服务标准，优化游客满意度调查。")
    labs = Item(13, LABS.title, LABS.text)
    assert keys(pair([FARMING, BRANDS, LABS], [farming, tourism, labs])) == [
        (1, 11, "reworded"),
        (2, None, "dropped"),
        (None, 12, "added"),
        (3, 13, "same"),
    ]


def test_an_item_under_another_title_is_found_by_its_words() -> None:
    renamed = Item(11, "强化农产品质量安全", "加强农产品质量安全监测，健全追溯体系，推进标准化、绿色化生产。")
    assert keys(pair([BRANDS, FARMING], [renamed, BRANDS]))[0] == (1, 11, "reworded")


def test_a_title_of_its_own_pairs_whatever_the_text_says_now() -> None:
    assert keys(pair([BRANDS], [Item(11, BRANDS.title, "另行制定办法。")])) == [(2, 11, "reworded")]


def test_work_items_and_what_else_is_said_are_kept_apart() -> None:
    said = Item(11, FARMING.title, FARMING.text, is_work=False)
    assert keys(pair([FARMING], [said])) == [(1, None, "dropped"), (None, 11, "added")]


def test_scripts_make_no_difference() -> None:
    traditional = Item(11, "提升農產品質量", "加強農產品質量安全監測，完善追溯體系，推進標準化生產。")
    assert keys(pair([FARMING], [traditional])) == [(1, 11, "same")]


def test_of_equal_items_the_first_is_paired_with_the_first() -> None:
    twins = [Item(key, "加强领导", "加强组织领导。") for key in (1, 2)]
    assert keys(pair(twins, twins)) == [(1, 1, "same"), (2, 2, "same")]


def test_nothing_is_paired_with_nothing() -> None:
    assert pair([], []) == []
    assert [one.fate for one in pair([], [BRANDS])] == [Fate.ADDED]
    assert [one.fate for one in pair([BRANDS], [])] == [Fate.DROPPED]


@given(EDITIONS, EDITIONS)
def test_every_item_of_either_edition_stands_in_exactly_one_pair(old: list[Item], new: list[Item]) -> None:
    pairs = pair(old, new)
    assert sorted(one.old.key for one in pairs if one.old) == [item.key for item in old]
    assert [one.new.key for one in pairs if one.new] == [item.key for item in new]
    assert all(one.old or one.new for one in pairs)


@given(EDITIONS, EDITIONS)
def test_as_many_equal_items_are_paired_as_there_are(old: list[Item], new: list[Item]) -> None:
    said = [item.said for item in new]
    common = 0
    for item in old:
        if item.said in said:
            said.remove(item.said)
            common += 1
    assert sum(one.fate is Fate.SAME for one in pair(old, new)) == common


@given(EDITIONS)
def test_an_edition_is_paired_with_itself_in_order(items: list[Item]) -> None:
    pairs = pair(items, items)
    assert all(one.fate is Fate.SAME for one in pairs)
    assert [one.new for one in pairs] == items


@given(EDITIONS, EDITIONS)
def test_what_was_dropped_keeps_its_order_between_its_neighbours(old: list[Item], new: list[Item]) -> None:
    dropped = [one.old.key for one in pair(old, new) if one.old and one.new is None]
    after = {one.old.key: one.new.key for one in pair(old, new) if one.old and one.new}
    follows = [max((key for key in after if key < item), default=-1) for item in dropped]
    for (one, other), (left, right) in zip(pairwise(dropped), pairwise(follows), strict=True):
        assert left != right or one < other


@pytest.mark.parametrize("text", ["加强质量安全监测，完善追溯体系。", "质" * 3000, "，" * 3000, "\0\ud800" * 500])
def test_four_hundred_items_take_no_time(text: str) -> None:
    old = [Item(n, "", f"{text}第{n}项办理事项{n * 7}件。") for n in range(400)]
    new = [Item(n, "", f"{text}第{n}项改办事项{n * 7}件。") for n in reversed(range(400))]
    started = time.process_time()
    assert len(pair(old, new)) <= 800
    assert time.process_time() - started < 10

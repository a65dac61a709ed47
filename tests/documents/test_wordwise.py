"""Two texts are compared by words, in whatever script they are."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.wordwise import comparable, steps

TEXTS = st.text(alphabet=st.sampled_from("质量安全监测检测標準标准2025年，。、 \n%ab"), max_size=60)


def shown(old: str, new: str) -> list[str]:
    return [step.new if step.is_same else f"[{step.old}→{step.new}]" for step in steps(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("加强质量安全监测", "加强质量安全监测", ["加强质量安全监测"]),
        ("加强监测力度", "加强检测力度", ["加强", "[监测→检测]", "力度"]),
        ("到2025年达到94%", "到2027年达到96%", ["到", "[2025→2027]", "年达到", "[94→96]", "%"]),
        ("提升質量水平", "提升质量水平", ["提升质量水平"]),
        ("推進標準生產", "推进标准管理", ["推进标准", "[生產→管理]"]),
        ("完善体系", "完善体系。健全网络。", ["完善体系", "[→。健全网络。]"]),
        ("", "全文", ["[→全文]"]),
        ("", "", []),
    ],
)
def test_what_differs_is_whole_words(old: str, new: str, pieces: list[str]) -> None:
    assert shown(old, new) == pieces


def test_long_texts_are_compared_by_clauses_first() -> None:
    text = "".join(f"完成第{number}项质量监测任务，" for number in range(300))
    assert shown(text, text.replace("第9项", "第九项").replace("第280项质量监测", "第280项质量检测"))[1::2] == [
        "[第9→第九]",
        "[监测→检测]",
    ]


@given(TEXTS, TEXTS)
def test_the_pieces_of_either_are_that_text_and_alternate(old: str, new: str) -> None:
    found = steps(old, new)
    assert ("".join(step.old for step in found), "".join(step.new for step in found)) == (old, new)
    assert all(one.is_same != other.is_same for one, other in pairwise(found))


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert all(step.is_same for step in steps(text, text))


def test_what_says_the_same_is_comparable_in_either_script() -> None:
    assert comparable("提升農產品質量（二）\n水平") == comparable("提升农产品质量(二)水平")


@pytest.mark.parametrize("char", ["质", "a", "，", "\n", "\0", "\ud800"])
def test_hostile_texts_take_no_time(char: str) -> None:
    started = time.process_time()
    steps(char * 100_000, char * 99_999 + "量")
    steps(f"{char}量" * 50_000, f"量{char}" * 50_000)
    assert time.process_time() - started < 5

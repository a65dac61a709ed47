"""How alike two sections are: by the rare words that they share, not by who has to do them."""

from __future__ import annotations

import time

import pytest

from documents.search.cuts import cut
from documents.search.likeness import MOST_SHOWN, MOST_WORDS, Alike, most_alike, most_telling, profile, telling_words

OWN = ("推行首席质量官制度", "开展首席质量官培训，推动企业建立质量追溯体系。(市市场监管局、市工信局按职责分工负责)")
SAME = ("推广首席质量官", "鼓励企业设立首席质量官，开展质量追溯和培训。(市发改委负责)")
SAME_BODIES = ("发展绿色建筑", "新建建筑执行绿色标准。(市市场监管局、市工信局按职责分工负责)")
SAME_LANGUAGE = ("发展冷链物流", "推动企业开展冷链物流建设。")
FREQUENCIES = {
    "首席质量官": 5, "制度": 40, "培训": 30, "推动": 90, "企业": 120, "质量追溯": 6, "体系": 80, "开展": 90, "推行": 20, "建立": 70,
    "市场监管局": 60, "工信": 50,
}  # fmt: skip
NUMBER = 300


def likeness(other: tuple[str, str]) -> list[Alike]:
    own = profile(cut(*OWN), FREQUENCIES, NUMBER)
    return most_alike(own, [(7, cut(*other))], 5)


def test_sections_about_one_thing_are_alike_and_say_why() -> None:
    [found] = likeness(SAME)
    assert found.key == 7
    assert found.shared[0] == "首席质量官"
    assert 0 < found.likeness < 1
    assert len(found.shared) <= MOST_SHOWN


@pytest.mark.parametrize("other", [SAME_BODIES, SAME_LANGUAGE, ("", ""), ("培训", "")])
def test_the_same_departments_or_the_same_language_make_nothing_alike(other: tuple[str, str]) -> None:
    assert likeness(other) == []


@pytest.mark.parametrize(
    "clause",
    [
        "市市场监管局、市工信局按职责分工负责",
        "市市场监管局负责",
        "责任单位：市商务局、市财政局",
        "市发改委牵头，市财政局、市商务局、各区县政府配合",
        "市级相关部门按职责分工负责",
        "各区、县级市人民政府，市各有关部门、单位",
    ],
)
def test_who_does_a_task_is_not_what_it_is_about(clause: str) -> None:
    words = telling_words(cut("", f"加强粮食储备。({clause})"))
    assert {"加强", "粮食", "储备"} <= set(words)
    assert not [word for word in words if word in clause]


@pytest.mark.parametrize(
    "clause", ["支持企业牵头组建创新联合体", "落实企业主体责任", "建立企业、高校、科研院所参与的联合体", "加强部门联动"]
)
def test_what_firms_and_others_do_is_what_it_is_about(clause: str) -> None:
    assert telling_words(cut("", f"{clause}。"))


def test_a_title_says_more_than_a_text() -> None:
    words = telling_words(cut("绿色建筑", "发展粮食储备。"))
    assert words["绿色建筑"] > words["粮食"]


def test_common_and_uncounted_words_tell_nothing() -> None:
    known = profile(cut(*OWN), FREQUENCIES | {"企业": 299}, NUMBER)
    assert "企业" not in known.words
    assert "分工负责" not in known.words
    assert known.words[0] == "首席质量官"
    assert sum(known.weights.values()) == pytest.approx(1)


def test_the_nearest_come_first_and_the_far_ones_not_at_all() -> None:
    own = profile(cut(*OWN), FREQUENCIES, NUMBER)
    others = [(1, cut(*SAME_BODIES)), (2, cut("质量追溯", "开展首席质量官培训。")), (3, cut(*OWN)), (4, cut(*SAME))]
    found = most_alike(own, others, 5)
    assert found[0].key == 3
    assert {one.key for one in found} == {2, 3, 4}
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert len(most_alike(own, [(key, cut(*SAME)) for key in range(20)], 5)) == 5


def test_nothing_is_like_nothing() -> None:
    assert most_alike(profile("|", {}, 0), [(1, cut(*SAME))], 5) == []
    assert most_telling("|") == []


@pytest.mark.parametrize("text", ["质" * 100_000, "局、" * 30_000, "质量，" * 30_000, "市局负责。" * 20_000])
def test_long_texts_take_little_time(text: str) -> None:
    cuts = cut("质量", text)
    begun = time.process_time()
    words = most_telling(cuts)
    assert len(profile(cuts, dict.fromkeys(words, 3), 100).words) <= MOST_WORDS
    assert time.process_time() - begun < 1

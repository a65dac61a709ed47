"""A sentence is found word by word whatever script it is in, and no number of it is torn or taken for another."""

from __future__ import annotations

import time

import pytest

from documents.verbatim import is_literal, nearest, places, said

TEXT = (
    "（八）提升農產品質量安全水平。加大農產品風險監測，到2025年，合格率達到98.5%以上，形成30—40家企業，能耗下降－3%。"
)


def written(quotation: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in places(said(quotation), said(text))]


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("加大農產品風險監測", "加大農產品風險監測"),
        ("加大农产品风险监测", "加大農產品風險監測"),
        ("提升农产品质量安全水平 加大农产品 风险监测。", "提升農產品質量安全水平。加大農產品風險監測"),
        ("到２０２５年合格率达到98.5％", "到2025年，合格率達到98.5%"),
        ("形成30-40家企业", "形成30—40家企業"),
        ("形成30～40家企业", "形成30—40家企業"),
        ("下降-3%", "下降－3%"),
    ],
)
def test_script_width_punctuation_and_blanks_are_no_difference(quotation: str, expected: str) -> None:
    assert written(quotation) == [expected]


@pytest.mark.parametrize(
    "quotation",
    ["合格率达到985%以上", "合格率达到98.5以上", "8.5%以上", "5%以上", "形成3040家企业", "40家企业", "到202", "下降3%"],
)
def test_another_number_is_a_difference_and_so_is_a_part_of_one(quotation: str) -> None:
    assert written(quotation) == []


@pytest.mark.parametrize(("one", "other"), [("合格率≥94%", "合格率≤94%"), ("合格率≥94%", "合格率94%"), ("94%", "94‰")])
def test_a_sign_that_changes_the_value_is_a_difference(one: str, other: str) -> None:
    assert written(one, other) == []


def test_every_place_is_found() -> None:
    assert written("质量强市", "质量强市，建设质量强市。") == ["质量强市", "质量强市"]


def test_nothing_is_nowhere() -> None:
    assert written("，。！") == written("") == []


@pytest.mark.parametrize(
    ("quotation", "text", "expected"),
    [("“加强监测。”", "加强监测", True), ("加强，监测", "加强监测", False), ("加強監測", "加强监测", False)],
)
def test_what_stands_around_the_words_is_not_part_of_how_they_are_written(
    quotation: str, text: str, expected: bool
) -> None:
    assert is_literal(quotation, text) is expected


def test_the_nearest_clauses_are_those_that_share_most() -> None:
    window = nearest(said("到2025年合格率要达到96%以上"), TEXT)
    assert window is not None
    assert TEXT[slice(*window.span)] == "到2025年，合格率達到98.5%以上"
    assert 0.8 < window.likeness < 1


def test_nothing_is_near_to_what_shares_no_words() -> None:
    assert nearest(said("今天天氣晴朗"), TEXT) is None


@pytest.mark.parametrize("times", [140, 1000])
def test_what_repeats_itself_takes_no_longer(times: int) -> None:
    """Compared letter by letter 1000 times took minutes."""
    begun = time.process_time()
    assert nearest(said("质量，" * times), "质量强国，" * 10_000)
    assert time.process_time() - begun < 10

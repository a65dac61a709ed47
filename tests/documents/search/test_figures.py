"""A figure is itself however its bound is worded, and no other."""

from __future__ import annotations

import pytest

from documents.search.figures import figures_in, in_words


def says(text: str, asked: str) -> bool:
    return figures_in([asked]) <= figures_in([text])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *(("合格率 ≥94%", asked) for asked in ("94", "94%", "９４％", "≥94", "94%以上", "不低于94%", "不少于94%", "至少 94")),
        *(("≤3.5%", asked) for asked in ("3.5", "3.5%以内", "3.5以下", "不高于3.5%", "不超过3.5%")),
        *((">180个", asked) for asked in ("180", ">180", "超过180", "大于180", "180个以上", "≥180")),
        *(("<5%", asked) for asked in ("低于5%", "少于5", "5%以内")),
        *(("约70%", asked) for asked in ("70%左右", "约70", "大约70%")),
        ("20–30家", "20-30家"), ("3300亿元", "3,300亿元"), ("3300亿元", "3，300"), ("100m²", "100m2"), ("PM2.5 35", "35"),
    ],
)  # fmt: skip
def test_what_means_the_same_is_the_same(text: str, asked: str) -> None:
    assert says(text, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *(("≥94%", asked) for asked in ("9", "4%", "9.4", "940", "≤94%", "低于94%", "94%以内", ">94%", "约94")),
        *(("35家", asked) for asked in ("35%", "3", "35以上")),
        ("1.2万家", "12"), ("12万家", "1.2"), ("2025,100", "2025100"), ("PM2.5 35", "2.535"), ("≤150", "超过150"),
    ],
)  # fmt: skip
def test_what_means_another_figure_is_not(text: str, asked: str) -> None:
    assert not says(text, asked)


def test_a_bound_is_said_in_all_words_for_it() -> None:
    assert in_words("≥100家") == "不低于 不少于 不小于 至少 100家 100家以上 100以上"
    assert in_words("年均 7%") == "年均 7%"
    assert in_words("") == ""


@pytest.mark.parametrize("text", ["9" * 4000, "9." * 2000, "1," * 2000, "٣%", "\ud800", "不" * 4000, "²"])
def test_anything_is_read(text: str) -> None:
    figures_in([text])

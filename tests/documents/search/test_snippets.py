"""A snippet shows where a text holds what is wanted, in its own script, and marks exactly that."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.search.cuts import cut, words_of
from documents.search.query import parse
from documents.search.snippets import LENGTH, marked, marked_at, places, places_of_words, snippet, to_html
from documents.search.wanted import Wanted, want


def wanted(typed: str) -> Wanted:
    return want(parse(typed), frequencies={}, number=10)


@pytest.mark.parametrize(
    ("typed", "text", "html"),
    [
        ("首席质量官", "推行首席質量官制度", "推行<mark>首席質量官</mark>制度"),
        ("一公開", "“雙隨機、一公開”監管", "“雙隨機、<mark>一公開</mark>”監管"),
        ("双随机一公开", "“雙隨機、一公開”監管", "“<mark>雙隨機、一公開</mark>”監管"),
        ("量强", "质量强国", "质<mark>量强</mark>国"),
        ("94%", "达到94%以上", "达到<mark>94</mark>%以上"),
        ("着力", "著力提升", "<mark>著力</mark>提升"),
        ("产品召回", "召回缺陷产品", "<mark>召回</mark>缺陷<mark>产品</mark>"),
        ("质量 量强", "质量强国", "<mark>质量强</mark>国"),
        ("标准", "<b>标准</b>&", "&lt;b&gt;<mark>标准</mark>&lt;/b&gt;&amp;"),
        ("没有", "<i>别的</i>", "&lt;i&gt;别的&lt;/i&gt;"),
    ],
)
def test_exactly_what_matched_is_marked(typed: str, text: str, html: str) -> None:
    assert to_html(marked(text, wanted(typed))) == html


def test_a_long_text_is_cut_around_the_match() -> None:
    text = "前面的话。" * 60 + "推行首席质量官制度。" + "后面的话。" * 60
    shown = to_html(snippet(text, wanted("首席质量官")))
    assert shown.startswith("…推行<mark>首席质量官</mark>制度。")
    assert shown.endswith("…")


def test_the_part_with_most_matches_is_shown() -> None:
    text = "标准一。" + "别的话。" * 100 + "标准二，标准三，标准四。"
    assert "标准</mark>四" in to_html(snippet(text, wanted("标准")))


def test_a_part_that_holds_all_pieces_is_shown_before_one_with_more_matches() -> None:
    text = "标准一，标准二，标准三。" + "别的话。" * 100 + "绿色标准。"
    assert to_html(snippet(text, wanted("标准 绿色"))).endswith("<mark>绿色标准</mark>。")


def test_pieces_that_stand_far_apart_are_each_shown() -> None:
    text = "质量设施一，质量设施二。" + "别的话。" * 60 + "服务中小企业。" + "别的话。" * 60
    pieces = snippet(text, wanted("质量设施 中小企业"))
    shown = to_html(pieces)
    assert shown.startswith("<mark>质量设施</mark>一")
    assert "…服务<mark>中小企业</mark>。" in shown
    assert shown.endswith("…")
    assert len("".join(piece.text for piece in pieces).replace("…", "")) <= LENGTH


def test_the_words_of_a_piece_are_shown_where_they_stand_together() -> None:
    text = "缺陷一，缺陷二，缺陷三。" + "别的话。" * 100 + "缺陷产品召回。"
    asked = want(parse("缺陷召回"), frequencies={"缺陷": 1, "召回": 1}, number=10)
    assert to_html(snippet(text, asked)).endswith("<mark>缺陷</mark>产品<mark>召回</mark>。")


@pytest.mark.parametrize("typed", ["量" * 200, '"' + "量" * 200 + '" 标准', "量 标 准 质"])
def test_what_is_longer_than_a_snippet_is_shown_from_its_beginning(typed: str) -> None:
    text = "前言。" * 60 + "量" * 300 + "标准" * 50 + "质"
    shown = "".join(piece.text for piece in snippet(text, wanted(typed)))
    assert "量" * 10 in shown
    assert len(shown.replace("…", "")) <= LENGTH


@given(st.text("质量強國标准，。、 \n<&x", max_size=400), st.text("质量标准", min_size=1, max_size=4))
def test_a_snippet_is_a_piece_of_the_text(text: str, typed: str) -> None:
    asked = wanted(typed)
    shown = "".join(piece.text for piece in snippet(text, asked)).strip("…")
    assert shown in text
    assert len(shown) <= LENGTH
    assert "".join(piece.text for piece in marked(text, asked)) == text
    ends = places(text, asked)
    assert all(start < end for start, end in ends)
    assert all(one[1] < other[0] for one, other in pairwise(ends))


@pytest.mark.parametrize(
    ("text", "wanted", "html"),
    [
        ("推进施工管理，实施工程。", {"施工"}, "推进<mark>施工</mark>管理，实施工程。"),  # not within 实施工程
        ("推進施工 管理", {"施工", "管理"}, "推進<mark>施工</mark> <mark>管理</mark>"),
        ("“双随机、一公开”监管", {"双随机一公开"}, "“<mark>双随机、一公开</mark>”监管"),
        ("", {"施工"}, ""),
    ],
)
def test_whole_words_are_marked_where_they_stand(text: str, wanted: set[str], html: str) -> None:
    found = places_of_words(text, words_of(cut("", text)), wanted)
    assert to_html(marked_at(text, found)) == html


def test_words_of_another_text_mark_nothing() -> None:
    assert places_of_words("推进施工管理", ["施工", "管理"], {"施工"}) == []

"""Anchors are short, tell where a section stands, and are given once."""

from __future__ import annotations

import pytest

from documents.anchors import LONGEST, Anchors, value_of


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("一、", 1), ("第三章", 3), ("(二十一)", 21), ("（八）", 8), ("12.", 12), ("3.1", 1), ("⑫", 12), ("㈢", 3),
        ("專欄2", 2), ("附件 3", 3), ("一是", 1), ("附件", None), ("", None), (None, None), ("\ud800", None),
    ],
)  # fmt: skip
def test_it_counts_what_a_number_says(number: str | None, value: int | None) -> None:
    assert value_of(number) == value


@pytest.mark.parametrize(
    ("parent", "kind", "number", "anchor"),
    [
        (None, "heading", "二、", "s-2"),
        ("s-2", "task", "2.", "s-2-2"),
        ("s-3", "box", "專欄2", "s-3-b2"),
        ("s-3-b2", "project", None, "s-3-b2-1"),
        ("s-1", "paragraph", None, "s-1-p1"),
        ("s-1", "table", "專欄1", "s-1-t1"),
        ("s-1", "table", None, "s-1-t1"),
        (None, "heading", None, "s-h1"),
        (None, "heading", "附件2", "s-a2"),
    ],
)
def test_an_anchor_is_the_path_of_numbers(parent: str | None, kind: str, number: str | None, anchor: str) -> None:
    assert Anchors().give(parent, kind, number) == anchor


def test_what_has_no_number_is_counted() -> None:
    anchors = Anchors()
    assert [anchors.give("s-1", "paragraph", None) for _ in range(3)] == ["s-1-p1", "s-1-p2", "s-1-p3"]


def test_a_number_that_is_printed_twice_gets_a_suffix() -> None:
    anchors = Anchors.besides(["s-2-2"])
    assert [anchors.give("s-2", "task", "2.") for _ in range(2)] == ["s-2-2_2", "s-2-2_3"]


def test_a_taken_anchor_is_never_given_again() -> None:
    assert Anchors.besides(["s-1-p1", "s-1-p2"]).give("s-1", "paragraph", None) == "s-1-p3"


def test_an_anchor_stays_short_however_deep_the_section_stands() -> None:
    anchors, anchor = Anchors(), ""
    for _ in range(200):
        anchor = anchors.give(anchor or None, "task", "999999999")
        assert len(anchor) < 120
    assert LONGEST < 120
    assert len(anchors.taken) == 200

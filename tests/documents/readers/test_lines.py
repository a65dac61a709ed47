"""Lines make a text that is fit to be shown and stored."""

from __future__ import annotations

import pytest

from documents.readers.lines import clean, put_together


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["一", "二"], "一\n二"),
        (["", "", "一", "", " ", "", "二", ""], "一\n\n二"),
        (["　　一　", "二 \t"], "　　一\n二"),
        (["一\n\n\n二"], "一\n\n二"),
        (["一\x0b二\x0c三\x00\x07"], "一\n二\n三"),
    ],
)
def test_blank_lines_and_ends_are_trimmed(lines: list[str], expected: str) -> None:
    assert put_together(lines) == expected


@pytest.mark.parametrize(("text", "expected"), [("\ud83d\ude00", "😀"), ("a\ud83db", "a\ufffdb"), ("\udc00", "\ufffd")])
def test_no_half_of_a_surrogate_pair_is_left(text: str, expected: str) -> None:
    assert clean(text) == expected

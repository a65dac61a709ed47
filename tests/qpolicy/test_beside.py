"""Facts beside a text fold where they would be longer than the text."""

from __future__ import annotations

import pytest

from qpolicy.beside import fitting

SHORT, LONG = ("质" * 60,), ("质" * 600, "量" * 600)
TARGET = "产品质量合格率≥95%"


@pytest.mark.parametrize(
    ("paragraphs", "duties", "number", "expected"),
    [
        (SHORT, [], 1, 1),
        (SHORT, [], 3, 3),
        (SHORT, [], 8, 2),
        (SHORT, [["市工信局"] * 12], 8, 2),
        (LONG, [["市工信局"] * 12], 8, 8),
        (LONG, [], 60, 33),
        ((), [], 4, 2),
        (SHORT, [], 0, 0),
    ],
)
def test_as_many_targets_are_open_as_have_room(
    paragraphs: tuple[str, ...], duties: list[list[str]], number: int, expected: int
) -> None:
    assert fitting(paragraphs, duties, [TARGET] * number) == expected


def test_a_long_name_takes_more_room() -> None:
    assert fitting(LONG, [], ["指" * 100] * 60) < fitting(LONG, [], [TARGET] * 60)

"""Positions stay where they are as long as there is room."""

from __future__ import annotations

import pytest

from documents.ordering import merged_order, positions


@pytest.mark.parametrize(
    ("current", "expected"),
    [
        ([], []),
        ([None, None], [10, 20]),
        ([10, 20, 30], [10, 20, 30]),
        ([10, None, 20], [10, 15, 20]),
        ([10, None, None, None, 20], [10, 12, 14, 16, 20]),
        ([10, None, 11], [10, 20, 30]),
        ([20, 10], [10, 20]),
        ([None, 10, None], [5, 10, 20]),
        ([-3, 10], [10, 20]),
        ([10, 20, None], [10, 20, 30]),
    ],
)
def test_new_members_find_room_between_the_others(current: list[int | None], expected: list[int]) -> None:
    assert positions(current) == expected


@pytest.mark.parametrize(
    ("order", "kept", "expected"),
    [
        ([1, 2, 3], [1, 2, 3], [1, 2, 3]),
        ([1, 2, 3], [1, 9, 2, 3], [1, 9, 2, 3]),
        ([3, 1, 2], [9, 1, 8, 2], [9, 3, 1, 8, 2]),
        ([1], [], [1]),
    ],
)
def test_what_an_order_lacks_stays_behind_its_neighbour(order: list[int], kept: list[int], expected: list[int]) -> None:
    assert merged_order(order, kept) == expected

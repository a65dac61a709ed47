"""What is plainly about duties."""

from __future__ import annotations

import pytest

from tasks.meaning import bracket_is_meant, label_is_meant


@pytest.mark.parametrize(
    "label",
    [
        "责任单位",
        "牵头部门",
        "主要责任单位",
        "责任单位(部门)",
        "牵头(责任)单位",
        "牵头和配合部门",
        "责任分工",
        "协办单位",
    ],
)
def test_a_label_of_duties_is_known(label: str) -> None:
    assert label_is_meant(label)


@pytest.mark.parametrize("label", ["有关单位", "各成员单位", "相关部门", "责任落实", "责任", "完成时限"])
def test_other_labels_tell_nothing(label: str) -> None:
    assert not label_is_meant(label)


@pytest.mark.parametrize("piece", ["由", "负责", "落实", "责任", "抓好", "责任(", "按照各自"])
def test_a_bracket_is_judged_in_a_short_time(piece: str) -> None:
    assert not bracket_is_meant(piece * 20_000 + "人", ends_sentence=True, stands_apart=True)

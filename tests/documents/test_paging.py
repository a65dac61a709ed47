"""Whatever page is asked for, there is one."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from documents.paging import paged


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("3", 3), ("0", 30), ("-1", 30), ("99999", 30), ("abc", 1), ("２", 2), ("9" * 5000, 1), ("1.5", 1)],
)
def test_any_page_number_gives_a_page(rf: RequestFactory, asked: str, number: int) -> None:
    shown = paged(rf.get("/", {"page": asked}), range(299), 10)
    assert shown["page"].number == number
    assert number in shown["numbers"]
    assert {1, 30} < set(shown["numbers"])


def test_a_known_total_is_not_counted_again(rf: RequestFactory) -> None:
    shown = paged(rf.get("/"), range(15), 10, total=40)
    assert shown["page"].paginator.num_pages == 4

"""Dates are read in the forms official documents use."""

from __future__ import annotations

import pytest

from documents.dates import iso_date
from documents.text import fold


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年4月28日", "2024-04-28"),
        ("２０２４年４月２８日", "2024-04-28"),
        ("2024 年 4 月 28 日", "2024-04-28"),
        ("二〇二四年四月二十八日", "2024-04-28"),
        ("二○一二年十二月三十一日", "2012-12-31"),
        ("二0二一年十月十日", "2021-10-10"),
        ("发布日期：2021-06-18 09:30", "2021-06-18"),
        ("2023.1.9", "2023-01-09"),
        ("2023/11/09", "2023-11-09"),
        ("2023年2月30日", None),
        ("2023年13月1日", None),
        ("到2025年", None),
        ("6月6日", None),
        ("2021-2023年", None),
        ("2024.1-5", None),
        ("12024-04-28", None),
    ],
)
def test_a_date_is_read(text: str, date: str | None) -> None:
    assert iso_date(fold(text)) == date

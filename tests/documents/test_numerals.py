"""Chinese numerals and enclosed numbers have values; other words have none."""

import pytest

from documents.numerals import to_int


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("7", 7),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十四", 34),
        ("一百零三", 103),
        ("二〇二五", 2025),
        ("⑫", 12),
        ("㈡", 2),
        ("⑴", 1),
        ("⒊", 3),
        ("㉑", 21),
    ],
)
def test_it_reads_the_value(numeral: str, value: int) -> None:
    assert to_int(numeral) == value


@pytest.mark.parametrize("numeral", ["", "甲", "1a", "一x"])
def test_it_gives_none_for_other_words(numeral: str) -> None:
    assert to_int(numeral) is None

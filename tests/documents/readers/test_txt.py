"""Plain text stays as decoded."""

from __future__ import annotations

import pytest

from documents.readers.reading import Limits, Reading, UnreadableFile
from documents.readers.txt import read_txt

LIMITS = Limits()


def test_nothing_but_the_byte_order_mark_is_removed() -> None:
    text = "　　湖(hú)北\t质量强省  \n\n\n一、\x0c总体要求 \n"
    assert read_txt(text.encode("utf-8-sig"), LIMITS) == Reading(text, (), "txt")


def test_zero_bytes_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="空字节"):
        read_txt("质量\0强国".encode(), LIMITS)


def test_zero_bytes_of_utf_16_are_welcome() -> None:
    assert read_txt("1. 质量\n2. 强国\n".encode("utf-16-le"), LIMITS).text == "1. 质量\n2. 强国\n"


def test_what_must_be_too_long_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(UnreadableFile, match="1,000,000"):
        read_txt(b"\xff" * 8_000_001, LIMITS)

"""Every encoding that Chinese texts come in is told apart."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.readers.encodings import decode
from documents.readers.reading import UnreadableFile

SIMPLIFIED = "一、总体要求\n到2025年，全市质量整体水平明显提高，制造业产品质量合格率达到94%以上。（市市场监管局牵头）\n"
TRADITIONAL = (
    "一、總體要求\n到2025年，全市質量整體水平明顯提高，製造業產品質量合格率達到94%以上。（市市場監管局牽頭）\n"
)
SHORT = ("质量强国", "质量强市建设实施方案", "第一章 总则", "质量")
SHORT_TRADITIONAL = ("質量強國", "質量強市建設實施方案", "第一章 總則", "質量")


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
@pytest.mark.parametrize(
    ("codec", "note"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("gb18030", ("文件编码为 GB18030。",)),
        ("utf-16", ("文件编码为 UTF-16。",)),
        ("utf-16-le", ("文件编码为 UTF-16。",)),
        ("utf-16-be", ("文件编码为 UTF-16。",)),
        ("utf-32", ("文件编码为 UTF-32。",)),
    ],
)
def test_it_decodes_both_scripts_and_says_which_encoding_it_was(text: str, codec: str, note: tuple[str, ...]) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.notes) == (text, note)


def test_it_decodes_big5() -> None:
    decoded = decode(TRADITIONAL.encode("big5"))
    assert (decoded.text, decoded.notes) == (TRADITIONAL, ("文件编码为 Big5。",))


def test_it_decodes_characters_of_hong_kong() -> None:
    text = TRADITIONAL + "深水埗、鰂魚涌、𠝹"
    assert decode(text.encode("big5hkscs")).text == text


@pytest.mark.parametrize("text", [*SHORT, *SHORT_TRADITIONAL])
def test_short_texts_in_gb18030_are_not_taken_for_big5(text: str) -> None:
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize("text", SHORT_TRADITIONAL)
def test_short_texts_in_big5_are_not_taken_for_gb18030(text: str) -> None:
    assert decode(text.encode("big5")).text == text


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_the_byte_order_mark_is_no_part_of_the_text(mark: bytes) -> None:
    codec = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}[mark]
    assert decode(mark + "质量".encode(codec)).text == "质量"


def test_mixed_line_ends_become_line_feeds() -> None:
    assert decode("一\r\n二\r三\n四\r\r\n五".encode()).text == "一\n二\n三\n四\n\n五"


def test_a_few_damaged_bytes_are_replaced_and_said() -> None:
    content = (SIMPLIFIED * 5).encode("gb18030").replace("提高".encode("gb18030"), b"\xff\xb8\xdf", 1)
    decoded = decode(content)
    assert decoded.encoding == "gb18030"
    assert decoded.text.count("\ufffd") == decoded.damaged == 1
    assert "已用 \ufffd 代替" in decoded.notes[-1]


def test_a_text_that_was_cut_inside_a_character_is_still_read_as_utf_8() -> None:
    decoded = decode(SIMPLIFIED.encode()[:-2])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(SIMPLIFIED[:-2])


@pytest.mark.parametrize(
    "content",
    [
        "質量は大切です。".encode("shift-jis"),
        "О качестве продукции".encode("koi8-r"),
        bytes(range(128, 256)) * 20,
        b"\xff\xfe\x00",
        b"\xfe\xff\xd8\x00",
        b"\xff\xfe\x00\xd8a\x00",
    ],
)
def test_what_is_no_chinese_text_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="UTF-8"):
        decode(content)


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=400))
def test_decoded_text_has_no_surrogates_and_nothing_else_is_raised(content: bytes) -> None:
    try:
        text = decode(content).text
    except UnreadableFile:
        return
    text.encode()
    assert "\r" not in text


def test_large_texts_are_decoded_quickly() -> None:
    content = TRADITIONAL.encode("big5") * 10_000
    begun = time.process_time()
    assert decode(content).encoding == "cp950"
    assert time.process_time() - begun < 20

"""PDF files give their text layer; those without one are refused."""

from __future__ import annotations

import io
import logging
import zlib
from dataclasses import replace

import pypdf
import pytest

from documents.readers.pdf import read_pdf
from documents.readers.reading import Limits, UnreadableFile
from tests.documents.readers.portable import pdf_file, written

LIMITS = Limits()
PAGE = ("某市质量强市建设实施方案", "一、总体要求", "到2025年，制造业产品质量合格率达到94%。")
TABLES = "PDF 文件不保存表格的结构，请核对表格中的指标。"


def with_stream(content: bytes) -> bytes:
    """Return a file of one page whose content unpacks to this."""
    packed = zlib.compress(content, 9)
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<<>>>>/Contents 4 0 R>>"
    return written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream])


def test_lines_are_read_page_by_page() -> None:
    reading = read_pdf(pdf_file(PAGE, ("二、主要任务", "— 2 —")), LIMITS)
    assert reading.text == "\n".join((*PAGE, "二、主要任务", "— 2 —"))
    assert (reading.notes, reading.format) == ((TABLES,), "pdf")


def test_pages_without_text_are_named() -> None:
    reading = read_pdf(pdf_file(PAGE, (), PAGE, ()), LIMITS)
    assert reading.notes == (TABLES, "第 2、4 页没有文字，可能是图片，请核对。")


def test_radicals_gaps_and_pronunciations_are_mended() -> None:
    lines = ("⼀、总体要求", "到 2025 年 ，湖(hú)北质量强省建设取得显著成效。")
    reading = read_pdf(pdf_file(lines), LIMITS)
    assert reading.text == "一、总体要求\n到2025年，湖北质量强省建设取得显著成效。"
    assert "已去除 1 处注音。" in reading.notes


def test_a_scanned_file_is_refused_with_advice() -> None:
    with pytest.raises(UnreadableFile, match=r"扫描件.*OCR"):
        read_pdf(pdf_file((), ("— 2 —",)), LIMITS)


def test_a_text_layer_without_known_characters_is_refused() -> None:
    glyphs = ["".join(chr(ord(char) % 900 + 0x400) for char in line) for line in PAGE]
    with pytest.raises(UnreadableFile, match="乱码"):
        read_pdf(pdf_file(glyphs, with_table=False), LIMITS)


def test_an_encrypted_file_is_refused() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("密码", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(UnreadableFile, match="加密的 PDF"):
        read_pdf(file.getvalue(), LIMITS)


def test_a_file_encrypted_with_a_cipher_that_is_not_at_hand_is_refused_alike() -> None:
    keys = b"/O(%s)/U(%s)/OE(%s)/UE(%s)/Perms(%s)" % (b"a" * 48, b"a" * 48, b"a" * 32, b"a" * 32, b"a" * 16)
    cipher = b"/CF<</StdCF<</CFM/AESV3/Length 32>>>>/StmF/StdCF/StrF/StdCF"
    lock = b"<</Filter/Standard/V 5/R 6%s/P -1/Length 256%s>>" % (keys, cipher)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>", lock]
    with pytest.raises(UnreadableFile, match="加密的 PDF"):
        read_pdf(written(objects, b"/Encrypt 3 0 R"), LIMITS)


@pytest.mark.parametrize("kept", [10, 200, 600])
def test_a_truncated_file_is_refused(kept: int) -> None:
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_pdf(pdf_file(PAGE)[:kept], LIMITS)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"1 0 obj<<" * 1000,
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"]),
        written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"]),
        with_stream(b"[" * 100_000),
    ],
)
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_pdf(content, LIMITS)


@pytest.mark.parametrize(
    ("content", "limits", "message"),
    [
        (pdf_file(PAGE, PAGE, PAGE), replace(LIMITS, max_pages=2), "超过 2 页"),
        (pdf_file(PAGE, PAGE, PAGE), replace(LIMITS, max_characters=60), "超过 60 字"),
        (pdf_file(PAGE, PAGE), replace(LIMITS, max_seconds=-1), "没有读完"),
        (with_stream(bytes(50_000_000)), LIMITS, "过于庞大"),
        (with_stream(b"q " * 2_000_000), LIMITS, "过于庞大"),
    ],
)
def test_what_exceeds_a_limit_is_refused(content: bytes, limits: Limits, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read_pdf(content, limits)


def test_oddities_of_a_file_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    odd = pdf_file(PAGE).replace(b"startxref\n", b"startxref\n9")
    with caplog.at_level(logging.DEBUG):
        assert read_pdf(odd, LIMITS).text.startswith(PAGE[0])
    assert not caplog.records

"""Read PDF files (.pdf) by their text layer."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pypdf
from pypdf.errors import DependencyError, LimitReachedError

from documents.readers.encodings import common_share
from documents.readers.glosses import note_of, without_glosses
from documents.readers.layout import without_gaps, without_lookalikes
from documents.readers.lines import clean, put_together, visible_length
from documents.readers.reading import Limits, Reading, UnreadableFile

VISIBLE_ON_A_PAGE = 20  # characters, on average: a scanned page has none, or a stamp and a page number
COMMON_AT_LEAST = 0.6
PAGES_NAMED = 20
CONTENT_OPERATIONS = 500_000  # of one page

LOCKED = "文件是加密的 PDF，无法读取。请取消密码和权限限制，另存后再导入。"
BROKEN = "PDF 文件不完整或已损坏，无法读取。请重新下载，或用阅读器打开并另存后再导入。"
TOO_MANY_PAGES = "PDF 文件超过 {most} 页。请拆分后分别导入。"
TOO_COMPLEX = "PDF 文件的内部结构过于庞大，为安全起见不予读取。请复制正文，另存为 .docx 或 .txt 后再导入。"
TOO_SLOW = "PDF 文件过于复杂，在 {most:.0f} 秒内没有读完。请复制正文，另存为 .docx 或 .txt 后再导入。"
TOO_LONG = "文件的文字超过 {most:,} 字。请拆分后分别导入。"
SCANNED = "PDF 文件里几乎没有文字，应是扫描件。请先作文字识别（OCR），另存为 .docx 或 .txt 后再导入。"
GARBLED = "PDF 文件的字体没有文字对照表，读出的是乱码。请作文字识别（OCR），或复制正文另存为 .docx 后再导入。"
TABLES = "PDF 文件不保存表格的结构，请核对表格中的指标。"
EMPTY_PAGES = "第 {pages} 页没有文字，可能是图片，请核对。"

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # oddities of a file are told by notes and refusals


def read_pdf(content: bytes, limits: Limits) -> Reading:
    """Read the text of every page, line by line as it is laid out; page numbers stay."""
    with pypdf.apply_configuration(
        zlib_maximum_output_length=limits.max_part,
        lzw_maximum_output_length=limits.max_part,
        run_length_maximum_output_length=limits.max_part,
        array_based_stream_maximum_output_length=limits.max_part,
        stream_parsing_work_maximum_count=CONTENT_OPERATIONS,
    ):
        pages = _pages(content, limits)
    _check_text(pages)
    text, glosses = without_glosses(put_together(pages))
    return Reading(text, (TABLES, *_note_on_empty(pages), *note_of(glosses)), "pdf")


def _pages(content: bytes, limits: Limits) -> list[str]:
    """Return the text of every page. What pypdf raises on broken files is of many kinds: all mean that it is broken."""
    try:
        return list(_read_pages(content, limits))
    except UnreadableFile:
        raise
    except DependencyError as error:  # a cipher that is not at hand
        raise UnreadableFile(LOCKED) from error
    except LimitReachedError as error:
        raise UnreadableFile(TOO_COMPLEX) from error
    except Exception as error:
        raise UnreadableFile(BROKEN) from error


def _read_pages(content: bytes, limits: Limits) -> Iterator[str]:
    check_time = _clock(limits)
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise UnreadableFile(LOCKED)
    if len(reader.pages) > limits.max_pages:
        raise UnreadableFile(TOO_MANY_PAGES.format(most=limits.max_pages))
    length = 0
    for page in reader.pages:
        text = without_gaps(without_lookalikes(clean(page.extract_text(visitor_operand_before=check_time))))
        length += len(text)
        if length > limits.max_characters:
            raise UnreadableFile(TOO_LONG.format(most=limits.max_characters))
        yield text.strip("\n")


def _clock(limits: Limits) -> Callable[..., None]:
    ends = time.monotonic() + limits.max_seconds

    def check(*operation: Any) -> None:
        if time.monotonic() > ends:
            raise UnreadableFile(TOO_SLOW.format(most=limits.max_seconds))

    return check


def _check_text(pages: list[str]) -> None:
    if not pages:
        raise UnreadableFile(BROKEN)
    if sum(map(visible_length, pages)) < VISIBLE_ON_A_PAGE * len(pages):
        raise UnreadableFile(SCANNED)
    if common_share("".join(pages)) < COMMON_AT_LEAST:  # glyph numbers were taken for characters
        raise UnreadableFile(GARBLED)


def _note_on_empty(pages: list[str]) -> tuple[str, ...]:
    empty = [str(at) for at, page in enumerate(pages, start=1) if not page.strip()]
    named = "、".join(empty[:PAGES_NAMED]) + (" 等" if len(empty) > PAGES_NAMED else "")
    return (EMPTY_PAGES.format(pages=named),) if empty else ()

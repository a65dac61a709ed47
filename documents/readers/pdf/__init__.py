"""Read PDF files (.pdf) by their text layer."""

from __future__ import annotations

import io
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdf
from pypdf.errors import DependencyError, LimitReachedError

from documents.readers.encodings import common_share
from documents.readers.glosses import note_of, without_glosses
from documents.readers.layout import without_gaps, without_lookalikes
from documents.readers.lines import clean, put_together, visible_length
from documents.readers.measure import TOO_LONG
from documents.readers.pdf.drawing import Drawing, Fonts
from documents.readers.pdf.page import Block, Table, blocks_of, lines_of_table
from documents.readers.pdf.page import put_together as put_pages_together
from documents.readers.pdf.paragraphs import Line
from documents.readers.reading import Limits, Reading, UnreadableFile

VISIBLE_ON_A_PAGE = 20  # characters, on average: a scanned page has none, or a stamp and a page number
COMMON_AT_LEAST = 0.6
PAGES_NAMED = 20
CONTENT_OPERATIONS = 500_000  # of one page
GLYPHS = 200_000  # of one page

LOCKED = "文件是加密的 PDF，无法读取。请取消密码和权限限制，另存后再导入。"
BROKEN = "PDF 文件不完整或已损坏，无法读取。请重新下载，或用阅读器打开并另存后再导入。"
TOO_MANY_PAGES = "PDF 文件超过 {most} 页。请拆分后分别导入。"
TOO_COMPLEX = "PDF 文件的内部结构过于庞大，为安全起见不予读取。请复制正文，另存为 .docx 或 .txt 后再导入。"
TOO_SLOW = "PDF 文件过于复杂，在 {most:.0f} 秒内没有读完。请复制正文，另存为 .docx 或 .txt 后再导入。"
SCANNED = "PDF 文件里几乎没有文字，应是扫描件。请先作文字识别（OCR），另存为 .docx 或 .txt 后再导入。"
GARBLED = "PDF 文件的字体没有文字对照表，读出的是乱码。请作文字识别（OCR），或复制正文另存为 .docx 后再导入。"
RULED_TABLES = "按表格线读出 {count} 个表格，请核对其中的指标。"
TABLES = "PDF 文件不保存表格的结构，请核对表格中的指标。"
EMPTY_PAGES = "第 {pages} 页没有文字，可能是图片，请核对。"

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # oddities of a file are told by notes and refusals


@dataclass(frozen=True, slots=True)
class _Page:
    """The text as pypdf reads it, and the same as lines and tables with their places."""

    plain: str
    blocks: list[Block]


def read_pdf(content: bytes, limits: Limits) -> Reading:
    """Read the text of every page, line by line as it is laid out, and ruled tables row by row; page numbers stay."""
    with pypdf.apply_configuration(
        zlib_maximum_output_length=limits.max_part,
        lzw_maximum_output_length=limits.max_part,
        run_length_maximum_output_length=limits.max_part,
        array_based_stream_maximum_output_length=limits.max_part,
        stream_parsing_work_maximum_count=CONTENT_OPERATIONS,
    ):
        pages = _pages(content, limits)
    plain = [page.plain for page in pages]
    _check_text(plain)
    blocks = put_pages_together([page.blocks for page in pages])
    tables = [block for block in blocks if isinstance(block, Table)]
    text, glosses = without_glosses(put_together(line for block in blocks for line in _lines(block)))
    note = RULED_TABLES.format(count=len(tables)) if tables else TABLES
    return Reading(text, (note, *_note_on_empty(plain), *note_of(glosses)), "pdf")


def _pages(content: bytes, limits: Limits) -> list[_Page]:
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


def _read_pages(content: bytes, limits: Limits) -> Iterator[_Page]:
    check_time = _clock(limits)
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise UnreadableFile(LOCKED)
    if len(reader.pages) > limits.max_pages:
        raise UnreadableFile(TOO_MANY_PAGES.format(most=limits.max_pages))
    length = 0
    fonts: Fonts = {}
    for page in reader.pages:
        read = _read_page(page, fonts, check_time)
        length += len(read.plain)
        if length > limits.max_characters:
            raise UnreadableFile(TOO_LONG.format(most=limits.max_characters))
        yield read


def _read_page(page: pypdf.PageObject, fonts: Fonts, check_time: Callable[[], None]) -> _Page:
    drawing = Drawing(page.get_inherited("/Resources", {}), fonts)

    def before(*operation: Any) -> None:
        check_time()
        if drawing.length > GLYPHS:
            raise UnreadableFile(TOO_COMPLEX)
        drawing.before(*operation)

    text = page.extract_text(visitor_operand_before=before, visitor_operand_after=drawing.after)
    plain = without_gaps(without_lookalikes(clean(text))).strip("\n")
    blocks = blocks_of(drawing)
    return _Page(plain, blocks if _holds_all(blocks, plain) else [Line(plain)])


def _holds_all(blocks: Iterable[Block], plain: str) -> bool:
    """Tell whether what is laid out shows every character that pypdf reads, in whatever order, and no other."""
    return _counted(text for block in blocks for text in _words(block)) == _counted([plain])


def _words(block: Block) -> Iterable[str]:
    return [block.text] if isinstance(block, Line) else (text for row in block.rows for cell in row for text in cell)


def _lines(block: Block) -> Sequence[str]:
    return [block.text] if isinstance(block, Line) else lines_of_table(block)


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(char for text in texts for char in text if not char.isspace())


def _clock(limits: Limits) -> Callable[..., None]:
    ends = time.thread_time() + limits.max_seconds

    def check(*operation: Any) -> None:
        if time.thread_time() > ends:
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

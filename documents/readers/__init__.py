"""Read files that plans come in: bytes to text, guarded against what hostile files do.

One module for each format; `read` chooses it.
"""

from __future__ import annotations

from collections.abc import Callable

from documents.readers.docx import read_docx
from documents.readers.formats import recognise
from documents.readers.html import read_html
from documents.readers.measure import check_length
from documents.readers.pdf import read_pdf
from documents.readers.reading import MEGABYTE, Limits, Reading, UnreadableFile
from documents.readers.txt import read_txt

__all__ = ["Limits", "Reading", "UnreadableFile", "check_length", "read"]

READERS: dict[str, Callable[[bytes, Limits], Reading]] = {
    "txt": read_txt,
    "docx": read_docx,
    "html": read_html,
    "pdf": read_pdf,
}

STANDARD = Limits()

EMPTY = "文件是空的。请确认文件已保存或已下载完整。"
TOO_LARGE = "文件超过 {most} MB。请删去图片，或拆分后再导入。"
NO_TEXT = "文件里没有文字。如果正文是图片或由网页脚本载入，请复制正文，另存为 .txt 后再导入。"
UNEXPECTED = "文件无法读取，可能已损坏。请用原来的软件打开，另存为 .docx 或 .txt 后再导入。"


def read(name: str, content: bytes, limits: Limits = STANDARD) -> Reading:
    """Read the file as what it begins with shows it to be, else by its name's ending.

    Raises UnreadableFile, and no other exception, for what cannot or should not be read.
    """
    if not content:
        raise UnreadableFile(EMPTY)
    if len(content) > limits.max_bytes:
        raise UnreadableFile(TOO_LARGE.format(most=limits.max_bytes // MEGABYTE))
    try:
        reading = READERS[recognise(name, content, limits)](content, limits)
    except UnreadableFile:
        raise
    except Exception as error:  # the promise above, whatever a parser makes of a hostile file
        raise UnreadableFile(UNEXPECTED) from error
    if not reading.text.strip():
        raise UnreadableFile(NO_TEXT)
    check_length(reading.text, limits)
    return reading

"""Read plain text: it stays as decoded."""

from __future__ import annotations

from documents.readers.encodings import decode
from documents.readers.measure import TOO_LONG
from documents.readers.reading import Limits, Reading, UnreadableFile

LARGEST_CHARACTER = 4  # bytes, in every encoding that is read
BINARY = "文件含有空字节，不是文本文件。请用原来的软件打开，另存为 .txt 或 .docx 后再导入。"


def read_txt(content: bytes, limits: Limits) -> Reading:
    """Decode the text. Nothing is removed but the BOM."""
    if len(content) > LARGEST_CHARACTER * limits.max_characters:
        raise UnreadableFile(TOO_LONG.format(most=limits.max_characters))
    decoded = decode(content)
    if "\0" in decoded.text:
        raise UnreadableFile(BINARY)
    return Reading(decoded.text, decoded.notes, "txt")

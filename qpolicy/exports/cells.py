"""What a cell may hold: no characters that files cannot have, nothing that a spreadsheet would compute, nothing cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.text import with_plain_ends
from qpolicy.exports.sheets import NAMES_JOINT, Value

# What XML 1.0 forbids, halves of surrogate pairs among it, and the control characters that it discourages.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as A.
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# A spreadsheet that opens a CSV file takes what begins so for a formula.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
# A cell of Excel holds 32,767 units of UTF-16, of which a character takes two at most.
LONGEST_CELL, LONGEST_PIECE = 32_767, 16_000


def clean(text: str) -> str:
    """Return the text without what no file can hold, with plain line ends."""
    return UNWRITABLE.sub("", with_plain_ends(text))


def said(value: Value, joint: str = NAMES_JOINT) -> str:
    """Return the value as it is read; names stand between 、, or between ； where one of them has a 、 within."""
    if isinstance(value, tuple):
        parts = list(map(clean, value))
        is_unclear = joint == NAMES_JOINT and any(joint in part for part in parts)
        return ("；" if is_unclear else joint).join(parts)
    return "" if value is None else clean(str(value))


def plain(value: Value) -> object:
    """Return the value for JSON: names as a list."""
    if isinstance(value, tuple):
        return list(map(clean, value))
    return clean(value) if isinstance(value, str) else value


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet computes it."""
    return f"'{text}" if FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """Return the text so that Excel shows what it says."""
    return ESCAPED.sub("_x005F_", text)


def pieces(text: str) -> Iterator[str]:
    """Cut what is too long for a cell; nothing is lost."""
    if len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL:
        yield text
        return
    for at in range(0, len(text), LONGEST_PIECE):
        yield text[at : at + LONGEST_PIECE]

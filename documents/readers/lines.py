"""Put the lines that a reader found together to one text."""

from __future__ import annotations

from collections.abc import Iterable

from documents.text import with_plain_ends

KEPT_CONTROLS = {"\t": "\t", "\n": "\n", "\v": "\n", "\f": "\n"}
CONTROLS = {code: KEPT_CONTROLS.get(chr(code), "") for code in range(32)}
BLANKS = " \t\n\u00a0\u3000"


def put_together(lines: Iterable[str]) -> str:
    """Return the lines as a text: no blanks at their ends, no two blank lines in a row, nothing unprintable."""
    kept: list[str] = []
    for line in map(_without_end, clean("\n".join(lines)).split("\n")):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n")


def clean(text: str) -> str:
    """Return the text without control characters; halves of surrogate pairs are joined or become U+FFFD."""
    plain = with_plain_ends(text).translate(CONTROLS)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def visible_length(text: str) -> int:
    """Return how many characters are not blank."""
    return len(text) - sum(map(str.isspace, text))


def _without_end(line: str) -> str:
    return line.rstrip(BLANKS)

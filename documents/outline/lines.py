"""Physical lines of a source, and what can be told of each on its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from documents.passage import Span
from documents.text import is_blank

# A sentence ends here, closing marks included: …发展。 …发展。” …如下： …;
TERMINAL = re.compile(r"[。!?;:…][”’)〕】》]*$")
# Nothing is over yet: …检验检测、 …平台, …《质量
OPEN_END = re.compile(r"[,、(《“〔·/]$")
# ## 一、总体要求: the mark of a heading in Markdown
HASHES = re.compile(r"#{1,6} +")
BRACKETS = {"(": ")", "〔": "〕", "【": "】", "《": "》", "“": "”", "[": "]"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it: its place in the source, its folded text, blanks before it on the line."""

    start: int
    end: int
    folded: str
    indent: int
    gap: int  # empty lines before it

    @property
    def is_finished(self) -> bool:
        return bool(TERMINAL.search(self.folded))


def split_lines(source: str, folded: str) -> tuple[list[Line], list[Span]]:
    """Return the lines that show anything, in order, and the marks of Markdown around them (## **…**), which are none of it."""
    lines, marks, at, gap = [], [], 0, 0
    for raw in source.split("\n"):
        begin, end = at, at + len(raw)
        at = end + 1
        outer = _trimmed(source, begin, end)
        start, end = _without_marks(source, *outer)
        marks += [span for span in ((outer[0], start), (end, outer[1])) if span[0] < span[1]]
        if start == end:
            gap += 1
            continue
        lines.append(Line(start, end, folded[start:end], start - begin, gap))
        gap = 0
    return lines, marks


def _without_marks(source: str, start: int, end: int) -> Span:
    """## 一、总体要求 / **（一）指导思想** : only the text between the marks is the plan's."""
    if source[start:end].startswith("#") and (found := HASHES.match(source, start, end)):
        start, end = found.end(), start + len(source[start:end].rstrip("# "))
    inner = source[start:end]
    if len(inner) > 4 and inner.startswith("**") and inner.endswith("**") and inner.count("**") == 2:
        start, end = start + 2, end - 2
    return _trimmed(source, start, max(start, end))


def _trimmed(source: str, start: int, end: int) -> Span:
    while start < end and is_blank(source[start]):
        start += 1
    while end > start and is_blank(source[end - 1]):
        end -= 1
    return start, end


def wrapping_width(lines: list[Line]) -> int | None:
    """Return the number of characters at which lines were wrapped by hand or by a PDF, None where they were not.

    Wrapped text has many lines of nearly one length that end in the middle of a sentence.
    """
    unfinished = Counter(len(line.folded) for line in lines if not line.is_finished and len(line.folded) >= 15)
    total = sum(unfinished.values())
    if total < 8:
        return None
    width, best = 0, 0
    for length in unfinished:
        near = sum(unfinished[length - less] for less in range(4))
        if (near, length) > (best, width):
            width, best = length, near
    return width if best >= 0.4 * total and best >= 0.15 * len(lines) else None


def open_bracket(folded: str) -> str:
    """Return the closing mark that is still missing at the end of the text, "" where none is. Looks 120 characters back."""
    waiting: list[str] = []
    for char in folded[-120:]:
        if char in BRACKETS:
            waiting.append(BRACKETS[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
    return waiting[-1] if waiting else ""

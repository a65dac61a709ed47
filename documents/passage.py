"""Text cut from a source, that still knows where in the source each of its characters stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces of a source put together: lines broken inside a sentence mended, paragraphs divided by line ends.

    `text` is as published and `folded` the same in simplified script and half width, of the same length: recognise
    in `folded`, cut from `text`, and ask `locate` for the place in the source.
    """

    text: str = ""
    folded: str = ""
    spans: tuple[Span, ...] = ()
    starts: tuple[int, ...] = field(default=(), repr=False)

    def locate(self, start: int, end: int) -> Span:
        """Return the span of the source that text[start:end] was cut from. Blanks put in between belong to neither side."""
        if end <= start:
            at = self._place(start)
            return at, at
        return self._place(start), self._place(end - 1) + 1

    def pieces(self, start: int, end: int) -> list[tuple[Span, str]]:
        """Return text[start:end] as pieces for `gather`: spans of the source, each with what stands before it."""
        found: list[tuple[Span, str]] = []
        last = max(start, 0)
        for at, (begin, stop) in zip(self.starts, self.spans, strict=True):
            low, high = max(start, at), min(end, at + stop - begin)
            if low < high:
                found.append(((begin + low - at, begin + high - at), self.text[last:low]))
                last = high
        return found

    def _place(self, at: int) -> int:
        index = max(0, bisect_right(self.starts, at) - 1)
        begin, end = self.spans[index]
        return min(begin + at - self.starts[index], end)

    def __bool__(self) -> bool:
        return bool(self.text)


def gather(source: str, folded: str, pieces: Sequence[tuple[Span, str]]) -> Passage:
    """Build a passage of spans of the source, each with what is put before it ("", " " or a line end)."""
    texts: list[str] = []
    folds: list[str] = []
    spans: list[Span] = []
    starts: list[int] = []
    length = 0
    for (begin, end), before in pieces:
        glue = before if spans else ""
        texts += [glue, source[begin:end]]
        folds += [glue, folded[begin:end]]
        starts.append(length + len(glue))
        spans.append((begin, end))
        length += len(glue) + end - begin
    return Passage("".join(texts), "".join(folds), tuple(spans), tuple(starts))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that touch made one and the empty ones left out."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if begin >= end:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return tuple(joined)

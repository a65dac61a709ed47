"""Put physical lines together to paragraphs, headings and items: lines broken inside a sentence are mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from documents.outline.lines import OPEN_END, Line, open_bracket, wrapping_width
from documents.outline.markers import ANNEX, BOX, DASH, Marker, Rank, bare_marker_of, marker_of
from documents.outline.tables import Table
from documents.passage import Span

# A line of its own that is never continued: a note of publication, a document number, a date, an addressee.
CLOSED = re.compile(
    r"\(此件.{2,12}\)|.{1,14}[〔\[(【]\d{4}[〕\])】] ?第?\d{1,4}号|(?:\d{4}|[二一]?[〇零○一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日(?: ?印发)?|.{0,80}:"
)
# 协办单位:市商务局 / 完成时限:2025年6月: a labelled line is a paragraph of its own.
LABELLED = re.compile(
    r"(?:牵头|责任|配合|协办|主办|协同|参与|参加|承办|实施|落实|完成|办结|分管)[^,。;:]{0,6}(?:单位|部门|处室|时限|时间|期限|领导|人)[^,。;:]{0,6}:"
)
# No paragraph begins so; the line above goes on.
SENTENCE_START = re.compile(r"[,。;、)〕】》”’!?:]")
# Titles of official documents end so; a line that does is whole.
TITLE_END = re.compile(
    r"(?:方案|计划|纲要|规划|意见|通知|决定|办法|措施|要点|解读|说明|细则|规定|公告|报告|条例|清单|目录)(?:[(〔].{1,20}[)〕])?$"
)
SHORT_HEADING = 40
LONGEST_PARAGRAPH = 8000  # keeps joining linear, whatever the text


class Form(StrEnum):
    """How a block is printed."""

    ITEM = "item"
    DASH = "dash"
    BOX = "box"
    ANNEX = "annex"
    TABLE = "table"
    CONTENTS = "contents"
    TEXT = "text"


@dataclass(slots=True)
class Block:
    """A paragraph: its pieces of the source with what goes between them, and its folded text put together."""

    form: Form
    pieces: list[tuple[Span, str]]
    folded: str
    indent: int
    marker: Marker | None = None
    table: Table | None = None
    lines: int = 1
    gap: int = field(default=0)

    @property
    def start(self) -> int:
        return self.pieces[0][0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][0][1]


def make_blocks(lines: Sequence[Line], tables: Sequence[Table]) -> list[Block]:
    """Return the paragraphs in order; every line stands in exactly one."""
    mender = _Mender(lines)
    starts = {table.first: table for table in tables}
    contents = _contents(lines)
    at = 0
    while at < len(lines):
        if at in starts:
            mender.add_rows(starts[at])
            at = starts[at].last + 1
        elif contents and at == contents[0]:
            mender.add_contents(contents[1])
            at = contents[1] + 1
        else:
            mender.add(lines[at])
            at += 1
    return mender.blocks


class _Mender:
    """Goes down the lines, joining each to the block above or opening a new one."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.last_value: dict[Rank, int] = {}
        self.width = wrapping_width(list(lines))
        indented = sum(line.indent >= 2 for line in lines)
        self.has_decimals = any(marker and marker.rank is Rank.DECIMAL for marker in map(_marker, lines))
        self.is_indented = 0.3 * len(lines) <= indented < len(lines)

    def add(self, line: Line) -> None:
        block = self._opened_by(line)
        above = self.blocks[-1] if self.blocks else None
        if above is not None and above.table is None and self._continues(above, line, block):
            self._join(above, line)
            return
        if block.marker is not None:
            self.last_value[block.marker.rank] = block.marker.value
            for rank in [rank for rank in self.last_value if rank > block.marker.rank]:
                del self.last_value[rank]
        self.blocks.append(block)

    def add_rows(self, table: Table) -> None:
        rows = self.lines[table.first : table.last + 1]
        pieces: list[tuple[Span, str]] = [((row.start, row.end), "\n") for row in rows]
        self.blocks.append(
            Block(Form.TABLE, pieces, "\n".join(row.folded for row in rows), rows[0].indent, table=table)
        )

    def add_contents(self, last: int) -> None:
        first = next(at for at, line in enumerate(self.lines) if line.folded.replace(" ", "") == "目录")
        entries = self.lines[first : last + 1]
        pieces: list[tuple[Span, str]] = [((entry.start, entry.end), "\n") for entry in entries]
        self.blocks.append(Block(Form.CONTENTS, pieces, "\n".join(entry.folded for entry in entries), 0))

    def _opened_by(self, line: Line) -> Block:
        pieces: list[tuple[Span, str]] = [((line.start, line.end), "")]
        block = Block(Form.TEXT, pieces, line.folded, line.indent, gap=line.gap)
        block.marker = marker_of(line.folded) or (bare_marker_of(line.folded) if self.has_decimals else None)
        if block.marker is not None:
            block.form = Form.ITEM
        elif BOX.match(line.folded) and not line.folded.rstrip("|】 ").endswith(("。", ",", ";")):
            block.form = Form.BOX
        elif _is_annex(line.folded):
            block.form = Form.ANNEX
        elif DASH.match(line.folded):
            block.form = Form.DASH
        return block

    def _continues(self, above: Block, line: Line, block: Block) -> bool:
        if above.form is Form.CONTENTS or len(above.folded) > LONGEST_PARAGRAPH:
            return False
        if CLOSED.fullmatch(line.folded) or CLOSED.fullmatch(above.folded):
            return False
        if SENTENCE_START.match(line.folded):
            return True
        unclosed = open_bracket(above.folded)
        is_torn = bool(unclosed) and unclosed in line.folded[:80]
        if _lists_annexes(above, block):
            return True
        if block.form is Form.DASH:
            return is_torn
        if block.form is not Form.TEXT:
            return (is_torn or bool(OPEN_END.search(above.folded))) and not self._is_next(block)
        if LABELLED.match(line.folded) or above.folded.startswith("附件"):
            return False
        if is_torn or OPEN_END.search(above.folded):
            return True
        return not _is_finished(above) and self._is_broken(above, line)

    def _is_next(self, block: Block) -> bool:
        """Whether a number goes on where the last of its rank stopped; signs without a value always may."""
        marker = block.marker
        return marker is None or marker.value == self.last_value.get(marker.rank, 0) + 1

    def _is_broken(self, above: Block, line: Line) -> bool:
        """Whether a paragraph without a final mark goes on in this line."""
        is_full = self.width is not None and self._last_length(above) >= self.width - 3
        if above.form in (Form.BOX, Form.ANNEX) or TITLE_END.search(above.folded):
            return False
        if above.form is Form.ITEM and "。" not in above.folded and len(above.folded) <= SHORT_HEADING:
            return is_full and line.gap == 0
        if not self.last_value and not re.search(r"[。,;]", above.folded):
            return False
        if self.is_indented and line.indent >= 2 and above.indent >= 2 and not is_full:
            return False
        if (
            self.width is not None
            and above.lines == 1
            and not is_full
            and len(above.folded) < self.width - 8
            and "。" not in above.folded
        ):
            return False
        return not (_is_label(above.folded) and _is_label(line.folded))

    def _last_length(self, above: Block) -> int:
        begin, end = above.pieces[-1][0]
        return end - begin

    def _join(self, above: Block, line: Line) -> None:
        glue = (
            " "
            if above.folded[-1:].isascii()
            and above.folded[-1:].isalnum()
            and line.folded[:1].isascii()
            and line.folded[:1].isalpha()
            else ""
        )
        if _lists_annexes(above, self._opened_by(line)):
            glue = "\n"
        above.pieces.append(((line.start, line.end), glue))
        above.folded += glue + line.folded
        above.lines += 1


def _marker(line: Line) -> Marker | None:
    return marker_of(line.folded)


def _is_annex(folded: str) -> bool:
    """附件2 / 附件 质量强市指标体系 heads an annex; 附件:1.… only names it."""
    found = ANNEX.match(folded)
    return found is not None and ":" not in folded[: found.end() + 3] and len(folded) - found.end() <= SHORT_HEADING


def _lists_annexes(above: Block, block: Block) -> bool:
    """Whether 2.… goes on in the list that 附件:1.… began."""
    if (
        above.form is not Form.TEXT
        or block.marker is None
        or block.marker.rank is not Rank.ARABIC
        or not above.folded.startswith("附件")
    ):
        return False
    last = [int(number) for number in re.findall(r"(?:^附件 ?:? ?|\n)(\d{1,2})[.、]", above.folded)]
    return bool(last) and block.marker.value == last[-1] + 1


def _is_finished(above: Block) -> bool:
    return bool(re.search(r"[。!?;:…|][”’)〕】》]*$|[。;][)〕】]$|[)〕】]$", above.folded))


def _is_label(folded: str) -> bool:
    """A short line without any mark of a sentence: a name, a word of a page's frame, a heading."""
    return len(folded) <= 20 and not re.search(r"[。,;:!?]", folded)


def _contents(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Return the first and last line of a table of contents: it ends where its first entry stands again."""
    first = next((at for at, line in enumerate(lines) if line.folded.replace(" ", "") == "目录"), None)
    if first is None or first + 2 >= len(lines):
        return None
    entry = _entry(lines[first + 1].folded)
    again = next(
        (at for at in range(first + 2, min(len(lines), first + 300)) if _entry(lines[at].folded) == entry), None
    )
    last = first
    while (
        again is not None
        and last + 1 < again
        and len(lines[last + 1].folded) <= 60
        and "。" not in lines[last + 1].folded
    ):
        last += 1
    if last > first:
        return first, last
    while last + 1 < len(lines) and re.search(r"(?:\.{2,}|…+|·{3,}| {2,})\s*\(?\d{1,3}\)?$", lines[last + 1].folded):
        last += 1
    return (first, last) if last > first else None


def _entry(folded: str) -> str:
    return re.sub(r"[ .…·\d()—-]+$", "", folded).replace(" ", "")

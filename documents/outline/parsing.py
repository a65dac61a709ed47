"""parse(): the text of a plan -> its outline. Never refuses a text and loses no character of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.outline import numbering
from documents.outline.blocks import Form, make_blocks
from documents.outline.kinds import Kinds
from documents.outline.lines import Line, split_lines
from documents.outline.markers import BOX
from documents.outline.noise import is_record, noise_in
from documents.outline.sections import Cell, Heading, Kind, Outline, Remark, Section
from documents.outline.tables import tables_in
from documents.outline.titles import title_end
from documents.outline.tree import Node, grow
from documents.outline.unfolding import unfold
from documents.passage import Passage, Span, gather, merged
from documents.text import fold, is_blank, script_of

CAPTION = re.compile(r"(?:专栏|表|附表|指标|清单|分工|任务|一览|目标)")
LONGEST_CAPTION = 40
# 责任单位:区委宣传部、区教育局 ends a plan without a full stop.
LABELLED_CLAUSE = re.compile(r".{0,6}(?:单位|部门|领导|时限|时间)[:】]")


def parse(source: str) -> Outline:
    """Read a plan's text as decoded (line ends are LF). Time grows linearly with the length; any text is read."""
    folded = fold(source)
    physical, marks = split_lines(source, folded)
    lines = unfold(physical)
    noise = noise_in(lines)
    kept = [line for at, line in enumerate(lines) if at not in noise]
    dropped = [line for at, line in enumerate(lines) if at in noise]
    root = grow(make_blocks(kept, tables_in(source, folded, kept)))
    assembly = _Assembly(source, folded, root)
    sections = assembly.sections()
    heading = Heading(script=script_of(source))
    remarks = sorted(
        [*assembly.remarks(), *_noise_remarks(dropped), *_whole_remarks(heading, sections)],
        key=lambda remark: (remark.start, remark.code),
    )
    spans = merged([*marks, *((line.start, line.end) for line in dropped)])
    return Outline(source, folded, heading, tuple(sections), spans, tuple(remarks))


class _Assembly:
    """Turns the tree into sections in reading order."""

    def __init__(self, source: str, folded: str, root: Node) -> None:
        self.source, self.folded, self.root = source, folded, root
        self.kinds = Kinds(root)
        self.absorbed = {part for parts in self.kinds.merged.values() for part in parts}
        self.captions: dict[Node, Node] = {}
        self._find_captions()

    def sections(self) -> list[Section]:
        made: list[Section] = []
        ids: dict[Node, int] = {}
        hidden = self.absorbed | set(self.captions.values())
        for node in self.root.walk():
            if node.block is None or node in hidden:
                continue
            ids[node] = len(made) + 1
            made.append(self._section(node, len(made) + 1, self._parent_id(node, ids)))
        return made

    def remarks(self) -> list[Remark]:
        return [*numbering.remarks(self.root), *numbering.count_remarks(self.root, self.kinds.kind)]

    def _parent_id(self, node: Node, ids: dict[Node, int]) -> int | None:
        above = node.parent
        while above is not None and above not in ids:
            above = above.parent
        return ids[above] if above is not None else None

    def _section(self, node: Node, id: int, parent: int | None) -> Section:
        kind = self.kinds.kind[node]
        if kind is Kind.TABLE:
            return self._table(node, id, parent)
        passage = self._passage(node)
        number, title, body_start = node.number, node.title, node.body_start
        if kind is Kind.PROJECT and node.form is Form.TEXT:
            end, start = title_end(passage.folded, has_more=False)
            title, body_start = (0, end), start
        if node.is_announcement:
            title, body_start = (0, len(passage.folded) - 1), len(passage.folded)
        if node.form in (Form.TEXT, Form.CONTENTS) and kind is Kind.PARAGRAPH:
            title, body_start = (0, 0), 0
        parts = self.kinds.merged.get(node, [])
        body = self._body(passage, body_start, parts)
        spans = merged([*passage.spans, *(span for part in parts for span in self._passage(part).spans)])
        return Section(id, parent, kind, _cut(passage, number), _cut(passage, title), body, spans, node.role)

    def _body(self, passage: Passage, start: int, parts: list[Node]) -> Passage:
        while start < len(passage.text) and is_blank(passage.text[start]):
            start += 1
        end = len(passage.text.rstrip("|｜ 　"))
        pieces = passage.pieces(start, end) if start < end else []
        for part in parts:
            below = self._passage(part)
            stop = len(below.text.rstrip("|｜ 　"))
            first, *rest = below.pieces(0, stop) or [((below.spans[0][0], below.spans[0][0]), "")]
            pieces += [(first[0], "\n"), *rest]
        return gather(self.source, self.folded, pieces)

    def _table(self, node: Node, id: int, parent: int | None) -> Section:
        assert node.block is not None
        assert node.block.table is not None
        passage, rows = self._passage(node), node.block.table.rows
        number, title, spans = None, None, list(passage.spans)
        caption = self.captions.get(node)
        if caption is not None:
            above = self._passage(caption)
            spans += above.spans
            number, title = _cut(above, caption.number), _cut(above, caption.title) or above.text.strip()
        elif sum(bool(cell.folded) for cell in rows[0]) == 1:
            first = next(cell for cell in rows[0] if cell.folded)
            number, title = self._caption_in(first)
            passage = gather(self.source, self.folded, passage.pieces(passage.text.find("\n") + 1, len(passage.text)))
            rows = rows[1:]
        return Section(id, parent, Kind.TABLE, number, title, passage, merged(spans), node.role, rows)

    def _caption_in(self, cell: Cell) -> tuple[str | None, str | None]:
        begin, end = cell.span
        found = BOX.match(cell.folded)
        if found is None:
            return None, self.source[begin:end]
        return self.source[begin : begin + found.end("number")], self.source[begin + found.end() : end] or None

    def _find_captions(self) -> None:
        """A 专栏 heading or a short line directly above a table is the table's own heading."""
        for node in list(self.root.walk()):
            for above, below in zip(node.children, node.children[1:], strict=False):
                if below.form is Form.TABLE and above.block is not None and self._is_caption(above):
                    self.captions[below] = above
                    self.absorbed.discard(above)

    def _is_caption(self, node: Node) -> bool:
        assert node.block is not None
        folded = node.block.folded
        if node.form is Form.BOX:
            return not node.children
        return (
            node.form is Form.TEXT
            and len(folded) <= LONGEST_CAPTION
            and not folded.endswith(("。", ":", ";"))
            and bool(CAPTION.search(folded))
        )

    def _passage(self, node: Node) -> Passage:
        assert node.block is not None
        return gather(self.source, self.folded, node.block.pieces)


def _cut(passage: Passage, part: Span) -> str | None:
    text = passage.text[part[0] : part[1]].strip("\u3000 \t|｜")
    return text or None


def _noise_remarks(dropped: list[Line]) -> list[Remark]:
    noise = [line for line in dropped if not is_record(line.folded)]
    if not noise:
        return []
    first = noise[0].folded
    shown = first if len(first) <= 24 else first[:24] + "…"
    message = f"略去 {len(noise)} 行不属于规划的文字（网页或下载站的内容），如“{shown}”"
    return [Remark("noise-dropped", message, noise[0].start, noise[-1].end)]


def _whole_remarks(heading: Heading, sections: list[Section]) -> Iterator[Remark]:
    """Yield what concerns the text as a whole: no title, no structure, broken off at the end."""
    if heading.title is None:
        yield Remark("no-title", "文中没有读到规划的标题，请填写", 0, 0)
    if not any(section.number for section in sections):
        yield Remark("no-structure", "文中没有读到编号的标题或条目，全文按段落保存", 0, 0)
    last = sections[-1] if sections else None
    if last is not None and last.kind is not Kind.TABLE and _is_cut_off(last):
        end = last.spans[-1][1]
        yield Remark("cut-off", "文字在句子中间结束，可能不完整", max(0, end - 20), end)


def _is_cut_off(last: Section) -> bool:
    """Whether the text stops inside a sentence; a signature, a date or a source behind the plan is a proper end."""
    if not last.text:
        return last.kind is not Kind.HEADING or last.parent is not None
    if (
        last.kind is Kind.PARAGRAPH
        and last.parent is None
        and len(last.text) <= 40
        and not re.search(r"[，,；;]", last.text)
    ):
        return False
    if LABELLED_CLAUSE.match(last.body.folded.rsplit("\n", 1)[-1]):
        return False
    return not re.search(r"[。！？；…!?.;][”’）)〕】》]*$|[）)〕】》]$", last.text.rstrip())

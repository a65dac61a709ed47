"""Turn the tree into sections in reading order, each cut from its places in the source."""

from __future__ import annotations

import re
from collections.abc import Collection

from documents.outline import numbering
from documents.outline.blocks import Form
from documents.outline.kinds import Kinds
from documents.outline.markers import BOX
from documents.outline.sections import Cell, Kind, Remark, Section
from documents.outline.titles import title_end
from documents.outline.tree import Node
from documents.passage import Passage, Span, gather, merged
from documents.text import is_blank

CAPTION = re.compile(r"(?:专栏|表|附表|指标|清单|分工|任务|一览|目标)")
LONGEST_CAPTION = 40
BARS = "|｜ 　"


class Assembly:
    """Makes the sections of one tree; `title_nodes` are the lines that form the plan's title."""

    def __init__(self, source: str, folded: str, root: Node, kinds: Kinds, title_nodes: Collection[Node]) -> None:
        self.source, self.folded, self.root, self.kinds = source, folded, root, kinds
        self.title_nodes = title_nodes
        self.absorbed = {part for parts in self.kinds.merged.values() for part in parts}
        self.captions: dict[Node, Node] = {}
        self.caption_nodes: set[Node] = set()
        self._find_captions()

    def sections(self) -> list[Section]:
        made: list[Section] = []
        ids: dict[Node, int] = {}
        hidden = self.absorbed | self.caption_nodes
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
        kind = Kind.HEADING if node in self.title_nodes else self.kinds.kind[node]
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
        if node in self.title_nodes:
            title, body_start = (0, len(passage.folded)), len(passage.folded)
        parts = [part for part in self.kinds.merged.get(node, []) if part not in self.caption_nodes]
        body = self._body(passage, body_start, parts)
        spans = merged([*passage.spans, *(span for part in parts for span in self._passage(part).spans)])
        return Section(id, parent, kind, _cut(passage, number), _cut(passage, title), body, spans, node.role)

    def _body(self, passage: Passage, start: int, parts: list[Node]) -> Passage:
        while start < len(passage.text) and is_blank(passage.text[start]):
            start += 1
        end = len(passage.text.rstrip(BARS))
        pieces = passage.pieces(start, end) if start < end else []
        for part in parts:
            below = self._passage(part)
            stop = len(below.text.rstrip(BARS))
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
                    self.caption_nodes.add(above)

    def _is_caption(self, node: Node) -> bool:
        assert node.block is not None
        folded = node.block.folded
        if node in self.title_nodes:
            return False
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

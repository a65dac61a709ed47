"""Decide what each node of the tree is: heading, work item, paragraph, or a part of the text above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.outline.blocks import Form
from documents.outline.clauses import clauses_at_end, has_clause_below
from documents.outline.closing import release_closing
from documents.outline.markers import Rank
from documents.outline.roles import assign_roles
from documents.outline.sections import Kind, Role
from documents.outline.tree import Node

# 1.完善标准体系;2.健全计量体系;… on one line: points of a text, not items
INLINE_SECOND = re.compile(r"[。;] ?(?:2[.、]|\(2\)|②)")


# 本方案自2025年1月1日起施行。 本意见由市市场监管局负责解释。 本办法所称…,是指…
ENACTING = re.compile(
    r"^本(?:办法|方案|意见|措施|规定|细则|计划|规划)(?:所称|自.{2,24}(?:施行|实施|执行)|由.{2,30}负责解释|有效期)"
)


class Kinds:
    """The kind of every node, and which nodes are merged into the text of another."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.kind: dict[Node, Kind] = {}
        self.merged: dict[Node, list[Node]] = {}
        self.clauses_at_end = clauses_at_end(root)
        assign_roles(root)
        release_closing(root)
        self._decide(root)

    def _decide(self, root: Node) -> None:
        waiting = [root]
        while waiting:
            node = waiting.pop()
            for child in node.children:
                if child not in self.kind:
                    self._decide_one(child, node)
                waiting.append(child)

    def _decide_one(self, node: Node, parent: Node) -> None:
        if node.form is Form.TABLE:
            self.kind[node] = Kind.TABLE
        elif node.form is Form.BOX:
            self._decide_box(node)
        elif node.form is Form.ITEM:
            self._decide_item(node)
        elif node.form is Form.ANNEX or node.is_announcement:
            self.kind[node] = Kind.HEADING
        else:
            self.kind[node] = Kind.PARAGRAPH

    def _decide_item(self, node: Node) -> None:
        if self._has_items(node):
            self.kind[node] = Kind.HEADING
        elif ENACTING.search(node.own_text or node.heading):
            self.kind[node] = Kind.PARAGRAPH
            self._merge_below(node)
        elif node.role is Role.TASKS or node.role is Role.SAFEGUARDS:
            is_chapter = node.rank <= Rank.HAN and node.rank not in (Rank.SUBCHAPTER, Rank.ARTICLE)
            if is_chapter and not _chapter_is_item(node):
                self.kind[node] = Kind.HEADING
            else:
                self.kind[node] = Kind.TASK if node.role is Role.TASKS else Kind.SAFEGUARD
                self._merge_below(node)
        else:
            self._decide_paragraph(node)

    def _decide_paragraph(self, node: Node) -> None:
        """An item of goals or principles: one paragraph with its text; a heading where several paragraphs follow."""
        texts = [child for child in node.children if child.form in (Form.TEXT, Form.DASH)]
        if node.rank <= Rank.HAN or len(texts) > 1 or (texts and node.own_text.strip()):
            self.kind[node] = Kind.PARAGRAPH if node.own_text.strip() else Kind.HEADING
            return
        self.kind[node] = Kind.PARAGRAPH
        if texts:
            self._merge(node, texts)

    def _decide_box(self, box: Node) -> None:
        self.kind[box] = Kind.BOX
        last: Node | None = None
        has_signs = any(child.form in (Form.DASH, Form.ITEM) for child in box.children)
        for child in box.children:
            if child.form in (Form.DASH, Form.ITEM):
                last = child
                self.kind[child] = Kind.PROJECT
                self._merge_below(child)
            elif child.form is Form.TEXT and last is not None:
                self._merge(last, [child])
            elif child.form is Form.TEXT and not has_signs and _heads_itself(child):
                self.kind[child] = Kind.PROJECT

    def _merge_below(self, node: Node) -> None:
        """Make everything below a work item but tables and boxes part of its text."""
        parts = [below for below in node.walk() if below is not node and below.form not in (Form.TABLE, Form.BOX)]
        self._merge(node, [part for part in parts if not _is_within(part, node, (Form.TABLE, Form.BOX))])

    def _merge(self, node: Node, parts: Sequence[Node]) -> None:
        for part in parts:
            self.kind[part] = Kind.PARAGRAPH
        self.merged.setdefault(node, []).extend(parts)

    def _has_items(self, node: Node) -> bool:
        """Whether the numbered nodes below are items of their own rather than points of this one's text."""
        below = node.numbered()
        if not below:
            return False
        if node.role not in (Role.TASKS, Role.SAFEGUARDS) or any(
            child.numbered() for child in below if child.rank <= Rank.HAN_PAREN
        ):
            return True
        if len(below) == 1 and (below[0].rank >= Rank.ARABIC_PAREN or INLINE_SECOND.search(below[0].own_text)):
            return False
        with_clause = [child for child in below if has_clause_below(child)]
        if len(with_clause) >= 2:
            return True
        if self.clauses_at_end[node.rank] >= 2 and (with_clause == [below[-1]] or not with_clause):
            return False
        if below[0].rank < Rank.ARABIC_PAREN:
            return not re.search(r"[:]$", node.own_text.strip()) or node.rank <= Rank.HAN
        if below[0].rank == Rank.SPOKEN and node.rank > Rank.HAN:
            return _is_beside_groups(node)
        return _is_beside_groups(node) or (
            node.rank <= Rank.HAN_PAREN and not _has_sentence(node) and all(_heads_itself(child) for child in below)
        )


def _chapter_is_item(node: Node) -> bool:
    """Whether a chapter without items is a work item itself: where it names who is responsible, or where none of
    several chapters has items."""
    if has_clause_below(node):
        return True
    if len(node.children) > 2 and not node.own_text.strip():
        return False
    if node.parent is None:
        return False
    chapters, groups, _ = _census(node.parent)[node.rank]
    return chapters >= 2 and not groups


def _is_beside_groups(node: Node) -> bool:
    """Whether another node on this level is a heading of items."""
    return node.parent is not None and _census(node.parent)[node.rank][2] > 0


def _census(parent: Node) -> dict[float, tuple[int, int, int]]:
    """Count, for every rank of numbered children: all, those with numbered nodes below, those with 1. or higher below."""
    if parent.census is None:
        parent.census = {}
        for child in parent.children:
            if child.form is Form.ITEM:
                below = child.numbered()
                counted = parent.census.get(child.rank, (0, 0, 0))
                is_group = any(other.rank < Rank.ARABIC_PAREN for other in below)
                parent.census[child.rank] = (counted[0] + 1, counted[1] + bool(below), counted[2] + is_group)
    return parent.census


def _has_sentence(node: Node) -> bool:
    return bool(node.own_text.strip()) or any(child.form is Form.TEXT for child in node.children)


def _heads_itself(node: Node) -> bool:
    """Whether a paragraph begins with a heading of its own: 质量基础设施升级行动。建设…"""
    if node.form is Form.ITEM:
        return node.title[1] > node.title[0]
    folded = node.block.folded if node.block else ""
    return (
        4 <= folded.find("。") <= 30 and "," not in folded[: folded.find("。")] and len(folded) > folded.find("。") + 10
    )


def _is_within(node: Node, limit: Node, forms: tuple[Form, ...]) -> bool:
    above = node.parent
    while above is not None and above is not limit:
        if above.form in forms:
            return True
        above = above.parent
    return False

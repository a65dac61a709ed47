"""Decide what each node of the tree is: heading, work item, paragraph, or a part of the text above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from documents.outline.blocks import Form
from documents.outline.markers import Rank
from documents.outline.roles import ACTION, CERTAIN_SAFEGUARDS, GENERAL, GOALS, TASKS, role_of
from documents.outline.sections import Kind, Role
from documents.outline.tree import BOX_RANK, Node

# …负责) / …牵头,…配合) / …落实。不再列出〕 / 责任单位:… / (各有关单位)
CLAUSE_END = re.compile(
    r"(?:负责|牵头|配合|落实|参与|参加|分工|协同|列出|下同|(?:单位|部门|政府|[局委办厅]))[^。(〔【]{0,10}[)〕】\]][。;]?$"
    r"|(?:责任|牵头|配合|主办|协办|参与|参加|承办|实施|落实)(?:单位|部门|处室|科室|领导)? ?[:】]"
)
# 1.完善标准体系;2.健全计量体系;… on one line: points of a text, not items
INLINE_SECOND = re.compile(r"[。;] ?(?:2[.、]|\(2\)|②)")
# 三、主要任务及保障措施
MIXED = re.compile(r"任务.{0,4}(?:和|及|与|、).{0,4}(?:保障|措施|要求)")
# What closes a plan behind its last item: 本方案自印发之日起施行。 / 附件:… / a signature
CLOSING = re.compile(
    r"(?:本|该)(?:方案|意见|办法|措施|计划|规划|纲要|细则|通知|文件)[^。]{0,30}(?:施行|实施|执行|印发|有效|解释|废止)|附件|附表|联系(?:人|电话|方式)|\(?此件|抄送|主题词"
    r"|以上(?:意见|方案|措施)|特此(?:通知|公告)|各(?:地|区|县|市|部门|单位)[^。]{0,40}(?:制定|报送|报告|抓好|认真)[^。]{0,60}(?:方案|细则|落实|执行)"
)
SIGNATURE = re.compile(r"[^。,;]{2,40}|.{0,12}\d{4}年\d{1,2}月\d{1,2}日.{0,6}")


class Kinds:
    """The kind of every node, and which nodes are merged into the text of another."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.kind: dict[Node, Kind] = {}
        self.merged: dict[Node, list[Node]] = {}
        self.clauses_at_end = _clauses_at_end(root)
        _assign_roles(root)
        _release_closing(root)
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
        below = _numbered_below(node)
        if not below:
            return False
        if node.role not in (Role.TASKS, Role.SAFEGUARDS) or any(
            _numbered_below(child) for child in below if child.rank <= Rank.HAN_PAREN
        ):
            return True
        if len(below) == 1 and (below[0].rank >= Rank.ARABIC_PAREN or INLINE_SECOND.search(below[0].own_text)):
            return False
        with_clause = [child for child in below if _has_clause_below(child)]
        if len(with_clause) >= 2:
            return True
        if self.clauses_at_end[node.rank] >= 2 and (with_clause == [below[-1]] or not with_clause):
            return False
        if below[0].rank < Rank.ARABIC_PAREN:
            return not re.search(r"[:]$", node.own_text.strip()) or node.rank <= Rank.HAN
        return _is_beside_groups(node) or (
            node.rank <= Rank.HAN_PAREN and not _has_sentence(node) and all(_heads_itself(child) for child in below)
        )


def _clauses_at_end(root: Node) -> Counter[float]:
    """Count, by rank, the nodes of which only the last item names who is responsible: there the node is the task.

    Empty where somewhere several items of one node name theirs: then every item does.
    """
    counted: Counter[float] = Counter()
    for node in root.walk():
        below = _numbered_below(node)
        with_clause = [child for child in below if _has_own_clause(child)]
        if len(with_clause) >= 2:
            return Counter()
        if len(below) >= 2 and (with_clause == [below[-1]] or (not with_clause and _has_own_clause(node))):
            counted[node.rank] += 1
    return counted


def _assign_roles(root: Node) -> None:
    tops = [node for node in root.walk() if node.form is Form.ITEM and _is_top(node)]
    for place, node in enumerate(tops):
        near_end = place >= max(1, len(tops) - 2)
        node.role = role_of(node.heading or node.own_text[:40], inherited=Role.TASKS, is_near_end=near_end)
        if MIXED.search(node.heading):
            node.role = Role.TASKS
    known = set(tops)
    for node in root.walk():
        last = next((child for child in reversed(node.children) if child.form is Form.ITEM), None)
        for child in node.children:
            if child not in known:
                child.role = _role_below(node, child, is_last=child is last)


def _is_top(node: Node) -> bool:
    """Whether no numbered node stands above: a chapter, or an item of a plan without chapters."""
    above = node.parent
    while above is not None:
        if above.form is Form.ITEM or above.rank == BOX_RANK:
            return False
        above = above.parent
    return True


def _role_below(parent: Node, child: Node, *, is_last: bool) -> Role:
    inherited = parent.role
    if child.form is not Form.ITEM or not child.heading:
        return inherited
    title = re.sub(r"[ \"“”]", "", child.heading)
    if inherited is Role.SAFEGUARDS:
        return inherited
    if inherited in (Role.GENERAL, Role.GOALS):
        if GOALS.search(title):
            return Role.GOALS
        if GENERAL.search(title) and len(title) <= 12:
            return Role.GENERAL
        return Role.TASKS if inherited is Role.GOALS and TASKS.search(title) else inherited
    if (
        len(title) <= 8
        and not ACTION.match(title)
        and (GENERAL.search(title) or (GOALS.search(title) and not TASKS.search(title)))
    ):
        return role_of(title, inherited=inherited, is_near_end=False)
    if MIXED.search(parent.heading) and is_last and "保障" in title:
        return Role.SAFEGUARDS
    return (
        Role.SAFEGUARDS
        if CERTAIN_SAFEGUARDS.search(title) and is_last and child.rank <= Rank.HAN_PAREN and _numbered_below(child)
        else inherited
    )


def _release_closing(root: Node) -> None:
    """Hang what closes the plan (signature, date, notes, a last sentence) at the root instead of under the last item."""
    numbered = [node for node in root.walk() if node.form is Form.ITEM]
    if not numbered:
        return
    last = numbered[-1]
    leaves = [node for node in numbered if not _numbered_below(node) and node.role in (Role.TASKS, Role.SAFEGUARDS)]
    alone = sum(
        not any(
            child.form is Form.TEXT and not CLAUSE_END.search(child.block.folded)
            for child in leaf.children
            if child.block
        )
        for leaf in leaves
    )
    is_inline = len(leaves) >= 3 and alone >= 0.7 * len(leaves) and bool(last.own_text.strip())
    texts = [child for child in last.children if child.form is Form.TEXT and child.block is not None]
    kept = 0
    for place, child in enumerate(texts):
        assert child.block is not None
        if CLAUSE_END.search(child.block.folded) or not (
            is_inline or _closes(child, texts[place:], place > 0 or bool(last.own_text.strip()))
        ):
            kept = place + 1
    for child in texts[kept:]:
        last.children.remove(child)
        child.parent = root
        root.children.append(child)


def _closes(child: Node, rest: Sequence[Node], has_text_before: bool) -> bool:
    assert child.block is not None
    folded = child.block.folded
    return has_text_before and bool(CLOSING.match(folded) or SIGNATURE.fullmatch(folded))


def _numbered_below(node: Node) -> list[Node]:
    below = []
    for child in node.children:
        if child.form is Form.ITEM:
            below.append(child)
        elif child.is_announcement:
            below.extend(other for other in child.children if other.form is Form.ITEM)
    return below


def _chapter_is_item(node: Node) -> bool:
    """Whether a chapter without items is a work item itself: where it names who is responsible, or where none of
    several chapters has items."""
    if _has_clause_below(node):
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
                below = _numbered_below(child)
                counted = parent.census.get(child.rank, (0, 0, 0))
                is_group = any(other.rank < Rank.ARABIC_PAREN for other in below)
                parent.census[child.rank] = (counted[0] + 1, counted[1] + bool(below), counted[2] + is_group)
    return parent.census


def _has_clause_below(node: Node) -> bool:
    return any(
        part.block is not None and CLAUSE_END.search(part.block.folded[-80:])
        for part in node.walk()
        if part.form in (Form.TEXT, Form.ITEM, Form.DASH)
    )


def _has_own_clause(node: Node) -> bool:
    own = [node, *(child for child in node.children if child.form is Form.TEXT)]
    return any(part.block is not None and CLAUSE_END.search(part.block.folded[-80:]) for part in own)


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

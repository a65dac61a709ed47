"""Hang paragraphs, items, boxes and tables into a tree by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from documents.outline.blocks import Block, Form
from documents.outline.markers import ANNEX, BOX, DASH, Marker, Rank
from documents.outline.sections import Role
from documents.outline.titles import title_end

BOX_RANK = 13.5
# 推动产品高端化发展,明确4项具体任务: an announcement that heads the items below it
ANNOUNCEMENT = re.compile(r".{2,60}:$")
COUNTED = re.compile(r"[\d一二三四五六七八九十][项条个大]")


@dataclass(slots=True, eq=False)
class Node:
    """A section in the making. Parts are offsets into the block's folded text: number, heading, text behind it."""

    block: Block | None
    rank: float
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    number: tuple[int, int] = (0, 0)
    title: tuple[int, int] = (0, 0)
    body_start: int = 0
    role: Role = Role.GENERAL
    is_announcement: bool = False
    census: dict[float, tuple[int, int, int]] | None = None  # of the numbered children, counted once
    items: list[Marker] = field(default_factory=list)  # first and last number among the children of a box

    @property
    def form(self) -> Form:
        return self.block.form if self.block else Form.TEXT

    @property
    def value(self) -> int:
        return self.block.marker.value if self.block and self.block.marker else 0

    @property
    def heading(self) -> str:
        """The folded heading."""
        return self.block.folded[slice(*self.title)] if self.block else ""

    @property
    def own_text(self) -> str:
        """The folded text on the node's own line, behind the heading."""
        return self.block.folded[self.body_start :] if self.block else ""

    @property
    def is_numbered(self) -> bool:
        return self.form is Form.ITEM

    def numbered(self) -> list[Node]:
        """Return the numbered nodes directly below, those under an announcement among them."""
        below: list[Node] = []
        for child in self.children:
            if child.form is Form.ITEM:
                below.append(child)
            elif child.is_announcement:
                below.extend(other for other in child.children if other.form is Form.ITEM)
        return below

    def walk(self) -> Iterator[Node]:
        """This node and all below it in reading order, without recursion."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def grow(blocks: Sequence[Block]) -> Node:
    """Return the root of the tree; every block stands in exactly one node."""
    grower = _Grower()
    for block, following in zip_longest(blocks, blocks[1:]):
        grower.add(block, following)
    return grower.root


class _Grower:
    """Hangs block after block: `current` is the item in whose text we are, `box` the box that is open."""

    def __init__(self) -> None:
        self.root = Node(None, -1)
        self.current = self.root
        self.box: Node | None = None
        self.captioned: Node | None = None  # where the table belongs whose 專欄 heading stands above it

    def add(self, block: Block, following: Block | None) -> None:
        node = _node(block, following)
        node.parent = self._parent_of(node, block, following)
        node.parent.children.append(node)
        if self.box is not None and block.marker is not None:
            self.box.items = [*self.box.items[:1], block.marker]
        if (block.form in (Form.ITEM, Form.ANNEX) and self.box is None) or node.is_announcement:
            self.current = node
        if self.box is not None and block.folded.endswith("|") and block is not self.box.block:
            self.box = None

    def _parent_of(self, node: Node, block: Block, following: Block | None) -> Node:
        if block.form is Form.BOX:
            return self._open_box(node, following)
        if block.form is Form.TABLE and self.captioned is not None:
            parent, self.captioned = self.captioned, None
            return parent
        if self.box is not None and _stays_in(self.box, block):
            return self.box
        if _is_announcement(block, following, self.current):
            node.is_announcement, node.rank = True, _announced_rank(following)
        if block.form in (Form.ITEM, Form.ANNEX) or node.is_announcement:
            self.box = None
            return _above(self.current, node.rank)
        return self.current

    def _open_box(self, node: Node, following: Block | None) -> Node:
        parent = _beside_leaf(self.current)
        is_caption = following is not None and following.form is Form.TABLE
        self.box, self.captioned = (None, parent) if is_caption else (node, None)
        return parent


def _node(block: Block, following: Block | None) -> Node:
    folded = block.folded
    node = Node(block, 99)
    if block.form is Form.ITEM and block.marker is not None:
        node.rank = float(block.marker.rank)
        node.number = (0, block.marker.number_end)
        _set_title(node, block.marker.text_start, has_more=_is_own_text(following, block))
    elif block.form is Form.ANNEX:
        node.rank = float(Rank.ANNEX)
        found = ANNEX.match(folded)
        assert found is not None
        node.number, node.title, node.body_start = found.span("number"), (found.end(), len(folded)), len(folded)
    elif block.form is Form.BOX:
        node.rank = BOX_RANK
        found = BOX.match(folded)
        assert found is not None
        node.number = found.span("number")
        node.title = (found.end(), len(folded.rstrip("| 】")))
        node.body_start = len(folded)
    elif block.form is Form.DASH:
        found = DASH.match(folded)
        assert found is not None
        node.number = (0, len(found.group().rstrip()))
        _set_title(node, found.end(), has_more=False)
    return node


def _set_title(node: Node, start: int, *, has_more: bool) -> None:
    assert node.block is not None
    end, body = title_end(node.block.folded[start:], has_more=has_more)
    node.title = (start, start + end)
    node.body_start = start + body


def _is_own_text(following: Block | None, block: Block) -> bool:
    """Whether what comes next belongs under this item, so that its line may be a heading of its own."""
    if following is None or block.marker is None:
        return False
    if following.marker is not None:
        return following.marker.rank > block.marker.rank
    return following.form in (Form.TEXT, Form.DASH, Form.TABLE)


def _above(current: Node, rank: float) -> Node:
    node = current
    while node.parent is not None and node.rank >= rank:
        node = node.parent
    return node


def _beside_leaf(current: Node) -> Node:
    """A box stands beside the item before it; under a heading that has no text of its own it stands below."""
    has_text = bool(current.own_text.strip()) or bool(current.children)
    is_chapter = current.rank <= Rank.HAN or current.parent is None
    return current if is_chapter or not has_text or current.parent is None else current.parent


def _stays_in(box: Node, block: Block) -> bool:
    """Whether a block below a box's heading is one of its items or paragraphs."""
    if block.form in (Form.DASH, Form.TEXT, Form.TABLE):
        return True
    marker = block.marker
    if marker is None or marker.rank < Rank.HAN_PAREN:
        return False
    if box.items:
        return marker.rank > box.items[0].rank or (
            marker.rank == box.items[0].rank and marker.value == box.items[-1].value + 1
        )
    if box.children and box.children[-1].form is Form.DASH:
        return False
    return marker.value == 1 and not _starts_group(box, marker.rank)


def _starts_group(box: Node, rank: Rank) -> bool:
    """Whether 1. below a box is the first item of the next group rather than of the box: never if a group must come first."""
    return (
        rank <= Rank.HAN_PAREN and box.parent is not None and any(node.rank == rank for node in box.parent.children[:1])
    )


def _is_announcement(block: Block, following: Block | None, current: Node) -> bool:
    """A line that ends with a colon above an item on the level of the items before it heads that item and its like."""
    if (
        block.form is not Form.TEXT
        or following is None
        or following.marker is None
        or not ANNOUNCEMENT.fullmatch(block.folded)
    ):
        return False
    if current.parent is None:
        return False
    return (following.marker.rank <= current.rank and following.marker.value > 1) or (
        following.marker.rank > current.rank >= Rank.HAN
        and following.marker.rank <= Rank.ARABIC
        and (bool(current.children) or bool(COUNTED.search(block.folded)))
    )


def _announced_rank(following: Block | None) -> float:
    assert following is not None
    assert following.marker is not None
    return following.marker.rank - 0.5

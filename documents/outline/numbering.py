"""Check the numbers of headings and items: missing ones, repeated ones, and announced counts that do not agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.numerals import NUMERAL, to_int
from documents.outline.blocks import Form
from documents.outline.markers import Rank
from documents.outline.sections import Kind, Remark
from documents.outline.tree import Node

# 明确4项具体任务 / 提出15项重点任务 / 部署三项措施
ANNOUNCED = re.compile(
    rf"(?P<count>\d{{1,3}}|{NUMERAL}{{1,3}})[项条个](?P<what>(?:具体|重点|主要|工作|保障|核心)?(?:任务|措施|举措))"
)
ANNOUNCING = re.compile(r"明确|提出|部署|确定|安排|包括|包含|分为|细化|形成|涵盖")


def remarks(root: Node) -> Iterator[Remark]:
    """Yield what is wrong with the numbering, in reading order."""
    last: dict[Rank, int] = {}
    seen: set[tuple[int, Rank, int]] = set()
    for node in root.walk():
        if node.form is not Form.ITEM or node.block is None or node.block.marker is None or _is_within_box(node):
            continue
        rank, value = node.block.marker.rank, node.block.marker.value
        if rank < Rank.SPOKEN:
            key = (id(node.parent), rank, value)
            yield from _compared(node, last.get(rank), value, is_repeated=key in seen)
            seen.add(key)
        for deeper in [deeper for deeper in last if deeper > rank and deeper >= Rank.ARABIC_PAREN]:
            del last[deeper]
        last[rank] = value


def _compared(node: Node, before: int | None, value: int, *, is_repeated: bool) -> Iterator[Remark]:
    assert node.block is not None
    assert node.block.marker is not None
    start, end = node.block.start, node.block.start + node.block.marker.number_end
    if before is None or value == before + 1 or value == 1:
        return
    if value > before + 1:
        missing = "、".join(str(number) for number in range(before + 1, min(value, before + 4)))
        yield Remark(
            "missing-number",
            f"编号 {before} 之后是 {value}，缺少 {missing}{' 等' if value > before + 4 else ''}",
            start,
            end,
        )
    elif is_repeated:
        yield Remark("repeated-number", f"编号 {value} 重复出现（前一个编号是 {before}）", start, end)


def _is_within_box(node: Node) -> bool:
    above = node.parent
    while above is not None:
        if above.form is Form.BOX:
            return True
        above = above.parent
    return False


def count_remarks(root: Node, kinds: dict[Node, Kind]) -> Iterator[Remark]:
    """Yield the announcements (明确4项具体任务) that are followed by another number of items.

    Counted are the items below the heading that announces them, or below the heading of the paragraph that does.
    """
    counts: dict[tuple[Node, Kind], int] = {}
    for node in root.walk():
        if node.block is None or kinds.get(node) not in (Kind.HEADING, Kind.PARAGRAPH):
            continue
        folded = node.block.folded
        for found in ANNOUNCED.finditer(folded):
            announced = to_int(found["count"])
            if not announced or not ANNOUNCING.search(folded, max(0, found.start() - 40), found.start()):
                continue
            wanted = Kind.SAFEGUARD if "保障" in found["what"] else Kind.TASK
            scope = node if node.is_announcement or node.form is Form.ITEM or node.parent is None else node.parent
            if (scope, wanted) not in counts:
                counts[scope, wanted] = sum(kinds.get(below) is wanted for below in scope.walk())
            counted = counts[scope, wanted]
            if counted and announced != counted:
                start = node.block.start + found.start()
                message = f"文中说“{found.group()}”，其下读到 {counted} 项"
                yield Remark("announced-count", message, start, start + len(found.group()))

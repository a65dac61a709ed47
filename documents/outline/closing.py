"""What closes a plan behind its last item is no part of that item: signature, date, notes, a last sentence."""

from __future__ import annotations

import re

from documents.outline.blocks import Form
from documents.outline.clauses import CLAUSE_END
from documents.outline.sections import Role
from documents.outline.tree import Node

# 本方案自印发之日起施行。 / 附件:… / a signature
CLOSING = re.compile(
    r"(?:本|该)(?:方案|意见|办法|措施|计划|规划|纲要|细则|通知|文件)[^。]{0,30}(?:施行|实施|执行|印发|有效|解释|废止)|附件|附表|联系(?:人|电话|方式)|\(?此件|抄送|主题词"
    r"|以上(?:意见|方案|措施)|特此(?:通知|公告)|各(?:地|区|县|市|部门|单位)[^。]{0,40}(?:制定|报送|报告|抓好|认真)[^。]{0,60}(?:方案|细则|落实|执行)"
)
SIGNATURE = re.compile(r"[^。,;]{2,40}|.{0,12}\d{4}年\d{1,2}月\d{1,2}日.{0,6}")


def release_closing(root: Node) -> None:
    """Hang what closes the plan, and each part of it before an annex, at the root instead of under the last item.

    It stays where it is printed: before the annex that follows.
    """
    inline = _is_inline(root)
    tops: list[Node] = []
    for at, top in enumerate(root.children):
        tops.append(top)
        below = root.children[at + 1] if at + 1 < len(root.children) else None
        if below is None or below.form is Form.ANNEX:
            tops += _closing_of(top, is_inline=inline)
    root.children = tops
    for top in tops:
        top.parent = root


def _is_inline(root: Node) -> bool:
    """Whether the items of the plan have their text on their own line, so that a line below is none of it."""
    leaves = [
        node
        for node in root.walk()
        if node.form is Form.ITEM and not node.numbered() and node.role in (Role.TASKS, Role.SAFEGUARDS)
    ]
    alone = sum(not any(_is_plain_text(child) for child in leaf.children) for leaf in leaves)
    return len(leaves) >= 3 and alone >= 0.7 * len(leaves)


def _closing_of(top: Node, *, is_inline: bool) -> list[Node]:
    """Take the closing lines from the last item at or below this node, and return them."""
    last = next((node for node in reversed(list(top.walk())) if node.form is Form.ITEM), None)
    if last is None:
        return []
    has_text = bool(last.own_text.strip()) or (last.block is not None and last.block.folded.endswith("。"))
    texts = [child for child in last.children if child.form is Form.TEXT]
    kept = 0
    for place, child in enumerate(texts):
        is_closing = (is_inline and bool(last.own_text.strip())) or ((place > 0 or has_text) and _closes(child))
        if not _is_plain_text(child) or not is_closing:
            kept = place + 1
    for child in texts[kept:]:
        last.children.remove(child)
    return texts[kept:]


def _is_plain_text(child: Node) -> bool:
    return child.form is Form.TEXT and child.block is not None and not CLAUSE_END.search(child.block.folded)


def _closes(child: Node) -> bool:
    assert child.block is not None
    return bool(CLOSING.match(child.block.folded) or SIGNATURE.fullmatch(child.block.folded))

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
    """Hang what closes the plan (signature, date, notes, a last sentence) at the root instead of under the last item."""
    numbered = [node for node in root.walk() if node.form is Form.ITEM]
    if not numbered:
        return
    last = numbered[-1]
    leaves = [node for node in numbered if not node.numbered() and node.role in (Role.TASKS, Role.SAFEGUARDS)]
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
            is_inline or _closes(child, has_text_before=place > 0 or bool(last.own_text.strip()))
        ):
            kept = place + 1
    for child in texts[kept:]:
        last.children.remove(child)
        child.parent = root
        root.children.append(child)


def _closes(child: Node, *, has_text_before: bool) -> bool:
    assert child.block is not None
    folded = child.block.folded
    return has_text_before and bool(CLOSING.match(folded) or SIGNATURE.fullmatch(folded))

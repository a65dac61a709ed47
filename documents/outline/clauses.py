"""Where a text names who is responsible: enough to tell items from points; who it is, the tasks app reads."""

from __future__ import annotations

import re
from collections import Counter

from documents.outline.blocks import Form
from documents.outline.tree import Node

# …负责) / …牵头,…配合) / …落实。不再列出〕 / 责任单位:… / (各有关单位)
CLAUSE_END = re.compile(
    r"(?:负责|牵头|配合|落实|参与|参加|分工|协同|列出|下同|(?:单位|部门|政府|[局委办厅]))[^。(〔【]{0,10}[)〕】\]][。;]?$"
    r"|(?:责任|牵头|配合|主办|协办|参与|参加|承办|实施|落实)(?:单位|部门|处室|科室|领导)? ?[:】]"
)


def clauses_at_end(root: Node) -> Counter[float]:
    """Count, by rank, the nodes of which only the last item names who is responsible: there the node is the task.

    Empty where somewhere several items of one node name theirs: then every item does.
    """
    counted: Counter[float] = Counter()
    for node in root.walk():
        below = node.numbered()
        with_clause = [child for child in below if has_own_clause(child)]
        if len(with_clause) >= 2:
            return Counter()
        if len(below) >= 2 and (with_clause == [below[-1]] or (not with_clause and has_own_clause(node))):
            counted[node.rank] += 1
    return counted


def has_clause_below(node: Node) -> bool:
    return any(
        part.block is not None and CLAUSE_END.search(part.block.folded[-80:])
        for part in node.walk()
        if part.form in (Form.TEXT, Form.ITEM, Form.DASH)
    )


def has_own_clause(node: Node) -> bool:
    own = [node, *(child for child in node.children if child.form is Form.TEXT)]
    return any(part.block is not None and CLAUSE_END.search(part.block.folded[-80:]) for part in own)

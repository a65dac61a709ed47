"""When a section is to be done: 完成时限:2025年6月底前, (市工信局负责,2025年底前完成)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.passage import Span
from tasks.clauses import Found
from tasks.timing import DATE, LASTING, SHORT_DATE, STEP, SURELY

LONGEST = 60
# 完成时限:2025年6月底前 / 【完成时间】长期坚持
LABELLED = re.compile(
    r"(?:(?:完成|办结|整改)(?:时限|时间|期限|节点)|时限要求|时间节点|时间要求)[】\]]? *[:∶】] *"
    rf"(?P<when>[^;,。\n()〔〕【】]{{2,{LONGEST}}})(?![^;,。\n()〔〕【】])"
)
DATED = re.compile(rf"[于在]?(?P<when>{DATE}|{SHORT_DATE})(?={SURELY}?(?:{STEP})|[,;。)〕】]|$)")
# 持续推进 as a piece of its own
ALWAYS = re.compile(rf"(?<=[,;。、(〔【])(?P<when>{LASTING}(?:{STEP}){{0,2}})(?=[,;。)〕】]|$)")


def deadline_in(body: str, clauses: Sequence[Found]) -> Span | None:
    """Return the place of the deadline in a folded body: the labelled one, else a date or 持续推进 within a clause."""
    if labelled := LABELLED.search(body):
        start, end = labelled.span("when")
        return start, end - (len(labelled["when"]) - len(labelled["when"].rstrip()))
    read = [clause for clause in clauses if clause.clause]
    for pattern in (DATED, ALWAYS):
        for clause in read:
            if when := pattern.search(body, clause.start, clause.end):
                return when.span("when")
    return None

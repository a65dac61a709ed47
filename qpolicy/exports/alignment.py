"""The sheet of two plans side by side: a row for each task of the first with each counterpart, then what only the second has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qpolicy.exports import columns
from qpolicy.exports.asked import Asked
from qpolicy.exports.sheets import MACHINE, Column, Row, Sheet, counted
from tasks.alignment import Comparison, Head, Side
from tasks.alignment import Row as Aligned
from tasks.alignment_views import VIEWS, Narrowed
from tasks.models import Alignment
from tasks.two_plans import TwoPlans

STATE = Column("state", "对应", 10)
FIRST, FIRST_TEXT = Column("first", "甲：任务", 24), Column("first_text", "甲：内容", 40)
RELATION = Column("relation", "关系", 14)
SECOND, SECOND_TEXT = Column("second", "乙：任务", 24), Column("second_text", "乙：内容", 40)
JUDGED = Column("judged", "人工核对", 12)
KEYS = (Column("first_key", "甲标识", 4, MACHINE), Column("second_key", "乙标识", 4, MACHINE))
SHOWN = (columns.NUMBER, STATE, columns.THEME, FIRST, FIRST_TEXT, RELATION, SECOND, SECOND_TEXT, JUDGED, *KEYS)
CONFIRMED = str(Alignment.Judgement.CONFIRMED.label)
NOTE = f"由文字算出，“{CONFIRMED}”的经人工核对；一条可以是对方几条的最相近者。"


def pairs(asked: Asked) -> Sheet:
    """Return the sheet; it is empty where there are no two plans."""
    plans = TwoPlans(asked.request.GET, asked.shelf)
    if not (plans.first and plans.second):
        return Sheet("compare-alignment", "任务对应", SHOWN, (), (), ("没有两份可以对照的现行规划。",), asked.script)
    comparison = Comparison(plans.first, plans.second, wanted=asked.wanted)
    narrowed = Narrowed(comparison, asked.request.GET)
    slugs = (plans.first.slug, plans.second.slug)
    return Sheet(
        "compare-alignment",
        "任务对应",
        SHOWN,
        counted(row for line in narrowed.lines for row in _rows(comparison.row(line), slugs)),
        (*_plans(comparison.heads()), *_conditions(narrowed)),
        (NOTE,),
        asked.script,
    )


def _plans(heads: Sequence[Head]) -> Iterator[tuple[str, str]]:
    yield from ((head.word, head.title) for head in heads)


def _conditions(narrowed: Narrowed) -> Iterator[tuple[str, str]]:
    if narrowed.theme:
        yield "主题", narrowed.theme.name
    if narrowed.view:
        yield "范围", VIEWS[narrowed.view]


def _rows(aligned: Aligned, slugs: tuple[str, str]) -> Iterator[Row]:
    """Yield a row for each counterpart, one where there is none."""
    first, theme = aligned.first, (aligned.first or aligned.second)
    before = (VIEWS[aligned.state], theme.theme if theme else "", *_said(first))
    for one in aligned.counterparts:
        judged = CONFIRMED if one.is_confirmed else ""  # by whom is no matter of the public
        yield (*before, one.relation, *_said(one.side), judged, *_keys(slugs, first, one.side))
    if not aligned.counterparts:
        yield (*before, "", *_said(aligned.second), "", *_keys(slugs, first, aligned.second))


def _said(side: Side | None) -> tuple[str, str]:
    if side is None:
        return "", ""
    return side.name, "\n".join("".join(piece.text for piece in paragraph) for paragraph in side.paragraphs)


def _keys(slugs: tuple[str, str], *sides: Side | None) -> Iterator[str]:
    return (f"{slug}#{side.anchor}" if side else "" for slug, side in zip(slugs, sides, strict=True))

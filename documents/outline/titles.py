"""Divide an item into its own heading and its text."""

from __future__ import annotations

import re

LONGEST_TITLE = 40
# （市市场监管局牵头）behind a heading without a full stop belongs to the text, not to the heading.
CLAUSE = re.compile(r"[(〔【\[](?:[^()〔〕【】\[\]]|\([^()]{0,60}\)){0,400}[)〕】\]]")
DUTY = re.compile(
    r"负责|牵头|配合|落实|责任单位|责任部门|主办|协办|参与|有关(?:单位|部门)|[局委办厅部](?:[、,)〕】\]]|$)"
)
# A phrase with a figure is a sentence: 培育100家企业,… A share or an amount always makes it one.
FIGURE = re.compile(r"\d+(?:\.\d+)? ?(?:%|家|个|项|亿|万|件|名|人|种|倍)")
LEADING = re.compile(r"(?:以下|如下|包括|主要有|分别为|分别是|即|例如|比如|其中|要求|提出|指出|强调)[^,]{0,6}$")
AMOUNT = re.compile(r"\d+(?:\.\d+)? ?(?:%|亿|万)")


def title_end(folded: str, *, has_more: bool) -> tuple[int, int]:
    """Return where the heading ends and where the text behind it begins; (0, 0) where there is no heading.

    `folded` is what stands behind the number on the same line (lines broken inside a sentence mended); `has_more`
    tells whether further paragraphs follow, for then a line of its own is the heading.
    """
    stop = _stop(folded)
    if stop < 0:
        return _whole_line(folded, has_more)
    title = folded[:stop]
    rest = folded[stop + 1 :].strip()
    is_alone = not has_more and (not rest or bool(CLAUSE.fullmatch(rest.rstrip("。"))))
    if not _is_heading(title) or (is_alone and not _stands_alone(title)):
        return 0, 0
    return stop, stop + 1


def _stop(folded: str) -> int:
    """Return the place of the 。 : or wide gap that ends the first phrase, -1 where there is none in reach."""
    depth = 0
    for at, char in enumerate(folded[: LONGEST_TITLE + 2]):
        depth += (char in "(《“〔") - (char in ")》”〕")
        if depth > 0:
            continue
        if char == "。" or (char == ":" and _ends_at_colon(folded, at)) or (char == " " and _is_gap(folded, at)):
            return at
    return -1


def _ends_at_colon(folded: str, at: int) -> bool:
    """指导思想:以… ends its heading; 主要包括: leads to points; a colon may also stand inside a heading."""
    return 2 <= at <= 30 and not LEADING.search(folded[:at]) and not _has_short_tail(folded, at)


def _has_short_tail(folded: str, at: int) -> bool:
    """Whether the colon stands inside a heading: 擦亮建造名片:从“建得快”到“建得好”。完善…"""
    tail, stop, behind = folded[at + 1 : at + 24].partition("。")
    is_whole = bool(stop and behind) or (not stop and 0 < len(tail) == len(folded) - at - 1)
    return is_whole and len(tail) <= 16 and "," not in tail


def _is_gap(folded: str, at: int) -> bool:
    """A blank after a short phrase without any mark divides it from a text: (一)指导思想 以习近平…"""
    before, behind = folded[:at], folded[at:].strip()
    return (
        3 <= at <= 24
        and not re.search(r"[,、。;\d A-Za-z]", before)
        and len(behind) >= 30
        and bool(re.search(r"[,。]", behind))
    )


def _whole_line(folded: str, has_more: bool) -> tuple[int, int]:
    clause = _closing_clause(folded)
    title = folded[:clause].rstrip() if clause else folded
    if len(title) <= LONGEST_TITLE and _is_heading(title) and (has_more or _stands_alone(title)):
        return len(title), clause or len(folded)
    return 0, 0


def _closing_clause(folded: str) -> int:
    """Return where a clause of duties begins with which the line ends, 0 where there is none."""
    for found in CLAUSE.finditer(folded[:600]):
        if found.start() > 0 and DUTY.search(found.group()) and len(found.group()) >= 5:
            return found.start()
    return 0


def _is_heading(phrase: str) -> bool:
    """Whether a phrase can be a heading at all; 统筹规划,协调推进 may have a comma, three clauses only if they are short."""
    parts = phrase.split(",")
    return (
        0 < len(phrase.strip()) <= LONGEST_TITLE
        and ";" not in phrase
        and (len(parts) <= 2 or (len(parts) == 3 and max(map(len, parts)) <= 9))
        and not (len(parts) > 1 and AMOUNT.search(phrase))
        and not re.match(r"(?:到|至)?\d{4}年", phrase)
    )


def _stands_alone(phrase: str) -> bool:
    """Whether a phrase with nothing behind it reads as a heading rather than as a sentence."""
    return len(phrase) <= 24 and "," not in phrase and not FIGURE.search(phrase)

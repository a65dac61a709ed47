"""Divide lines in which several items were run together, as copies without line ends have them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from documents.numerals import NUMERAL, to_int
from documents.outline.lines import Line

# …建设。(市科技局负责) ——开展数字化转型。面向…
DASHED = re.compile(r"[。;)〕】”] *(?=——[^。—]{4,40}(?:。|$))")
# 一是完善机制。…二是强化考核。…
SPOKEN = re.compile(r"[。;] *(?=[二三四五六七八九十]{1,2}[是要](?![否求点素]))")
# Where an item may begin inside a line: 一、 第一章 (一) 1. (1)
BEGINNING = re.compile(
    rf"(?P<chapter>第{NUMERAL}{{1,3}}章)|(?P<section>第{NUMERAL}{{1,3}}节)|(?P<han>(?<![第十百一-九]){NUMERAL}{{1,3}})、(?!{NUMERAL}{{1,2}}[、产])"
    rf"|\((?P<paren>{NUMERAL}{{1,3}})\)|(?<![\d.第年月至])(?P<arabic>\d{{1,2}})[.、](?![\d ]*[\d.、%年月日])"
)
DEPTH = {"chapter": 0, "section": 1, "han": 2, "paren": 3, "arabic": 4}
LONG_LINE = 600


def unfold(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those that hold several items divided; every character stays in its place."""
    texts = [line for line in lines if len(line.folded) > 20]
    is_run_on = bool(texts) and sum(len(line.folded) for line in texts) / len(texts) > LONG_LINE
    unfolded = []
    for line in lines:
        if "——" in line.folded:
            unfolded += _divided(line, (found.end() for found in DASHED.finditer(line.folded)))
        elif line.folded.startswith(("一是", "一要")):
            unfolded += _divided(line, (found.end() for found in SPOKEN.finditer(line.folded)))
        elif is_run_on and len(line.folded) > LONG_LINE:
            unfolded += _divided(line, _beginnings(line.folded))
        else:
            unfolded.append(line)
    return unfolded


def _beginnings(folded: str) -> Iterator[int]:
    """Yield where the next item of a running sequence begins; 一、 counts only where a 二、 follows somewhere."""
    last: dict[str, int] = {}
    has_chapters = "二、" in folded or "第二章" in folded
    for found in BEGINNING.finditer(folded):
        kind = str(found.lastgroup)
        value = to_int(re.sub("[第章节]", "", found[kind]))
        if value is None or (kind in ("chapter", "han") and not has_chapters):
            continue
        is_next = value == last.get(kind, 0) + 1
        if not is_next and not (value == 1 and kind not in ("chapter", "han")):
            continue
        if kind == "arabic" and value == 1 and not re.search(r"[。:;)】\d一-鿿]$", folded[: found.start()][-1:]):
            continue
        last = {
            other: number
            for other, number in last.items()
            if DEPTH[other] <= DEPTH[kind] or (other == "paren" and kind == "han")
        }
        last[kind] = value
        if kind in ("chapter", "han"):
            last.pop("arabic", None)
        yield found.start()


def _divided(line: Line, cuts: Iterator[int]) -> list[Line]:
    edges = [0, *(cut for cut in cuts if cut > 0), len(line.folded)]
    parts = []
    for begin, end in itertools.pairwise(edges):
        text = line.folded[begin:end]
        lead = len(text) - len(text.lstrip(" "))
        text = text.strip(" ")
        if text:
            gap, indent = (line.gap, line.indent) if begin == 0 else (0, 0)
            start = line.start + begin + lead
            parts.append(Line(start, start + len(text), text, indent, gap))
    return parts

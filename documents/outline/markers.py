"""Numbers and signs at the beginning of a line that make it a heading, an item, a box or an annex."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from documents.numerals import NUMERAL, to_int


class Rank(IntEnum):
    """How deep a numbering stands by the rules for official documents: 第一章 第一节 一、 （一） 1. （1） ① 一是 ——."""

    ANNEX = 0
    PART = 1
    CHAPTER = 2
    SUBCHAPTER = 3
    ARTICLE = 4
    HAN = 5
    HAN_PAREN = 6
    GROUP = 7
    DECIMAL = 8
    ARABIC = 9
    DECIMAL_DEEP = 10
    ARABIC_PAREN = 11
    CIRCLED = 12
    SPOKEN = 13
    DASH = 14


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line: its rank, its value, and where the text behind it begins."""

    rank: Rank
    value: int
    number_end: int
    text_start: int


HAN = rf"(?P<value>{NUMERAL}{{1,5}})"
PATTERNS = (
    # 第一篇 / 第一部分
    (Rank.PART, re.compile(rf"第(?P<value>{NUMERAL}{{1,4}}|\d{{1,2}})(?:篇|编|部分)(?P<gap> *)")),
    # 第一章 总则
    (Rank.CHAPTER, re.compile(rf"第 ?(?P<value>{NUMERAL}{{1,4}}|\d{{1,2}}) ?章(?P<gap> *)")),
    # 第二节 加强质量基础设施建设
    (Rank.SUBCHAPTER, re.compile(rf"第 ?(?P<value>{NUMERAL}{{1,4}}|\d{{1,2}}) ?节(?P<gap> *)(?!课)")),
    # 第三条 本办法所称…
    (Rank.ARTICLE, re.compile(rf"第(?P<value>{NUMERAL}{{1,5}}|\d{{1,3}})条(?P<gap> +)")),
    # （一）、 (一) 〔一〕 ㈠
    (Rank.HAN_PAREN, re.compile(rf"[(〔] ?{HAN} ?[)〕](?P<gap>[、.]? *)")),
    (Rank.HAN_PAREN, re.compile(r"(?P<value>[㈠-㈩])(?P<gap>[、.]? *)")),
    # 一是完善组织领导机制。 二要加强督导。
    (Rank.SPOKEN, re.compile(r"(?P<value>[一二三四五六七八九十]{1,2})(?P<gap>)(?:是(?!否)|要(?![求点素闻么]))")),
    # 行动一:产业质量攀升行动 / 专项四、 / 任务3 强化监管
    (
        Rank.GROUP,
        re.compile(
            rf"(?:行动|专项|工程|任务|举措)(?P<value>{NUMERAL}{{1,3}}|\d{{1,2}})(?P<gap>(?:[:、.] *| +))(?=[一-鿿“])"
        ),
    ),
    # 壹、总体要求
    (Rank.CHAPTER, re.compile(r"(?P<value>[壹贰叁肆伍陆柒捌玖拾]{1,3})(?P<gap>[、.] *)")),
    # 一、 十一. 二，, but not 一、二、三产业
    (Rank.HAN, re.compile(rf"{HAN}(?P<gap> ?[、.,:] *)(?!{NUMERAL}{{1,2}}[、])")),
    # 3.2.1 and 2.1
    (Rank.DECIMAL_DEEP, re.compile(r"\d{1,2}\.\d{1,2}\.(?P<value>\d{1,2})(?P<gap>(?:[.、] *| +))(?=[一-鿿“《])")),
    (Rank.DECIMAL, re.compile(r"\d{1,2}\.(?P<value>\d{1,2})(?P<gap>(?:[.、] *| +))(?=[一-鿿“《])")),
    # 1. 1、 12． 1 . 1,
    (Rank.ARABIC, re.compile(r"(?P<value>\d{1,3})(?P<gap> ?[.、·,](?!\d) *)")),
    (Rank.ARABIC, re.compile(r"(?P<value>[⒈-⒛])(?P<gap> *)")),
    # （1） 1） (1)、 ⑴
    (Rank.ARABIC_PAREN, re.compile(r"\( ?(?P<value>\d{1,2}) ?\)(?P<gap>[、.]? *)")),
    (Rank.ARABIC_PAREN, re.compile(r"(?P<value>\d{1,2})\)(?P<gap>[、.]? *)")),
    (Rank.ARABIC_PAREN, re.compile(r"(?P<value>[⑴-⒇])(?P<gap>[、.]? *)")),
    # ① ⑫
    (Rank.CIRCLED, re.compile(r"(?P<value>[①-⑳❶-❿➀-➉㉑-㉟])(?P<gap>[、.]? *)")),
)
# —— – - • ● ■ ◆ ※ ▲ at the start of a paragraph; a single hyphen needs a blank behind it.
DASH = re.compile(r"(?:—{1,3}(?! ?\d)|-{2,3}|–{1,2}|[•●■◆◇※▲★☆▪·](?= ?[一-鿿“])|- (?=\S)) *")
# 专栏2 重点产业质量倍增工程 / 【专栏一：…】 / 专栏 3 | …
BOX = re.compile(rf"[【\[(]?(?P<number>专栏 ?(?:\d{{1,2}}|{NUMERAL}{{1,3}}|(?=[: ]))(?!年))(?P<gap>[】\]):、. |-]*)")
# 附件1 / 附件：1.… / 附表2 / 附录
ANNEX = re.compile(
    rf"(?P<number>附(?:件|表|录|则) ?(?:\d{{1,2}}|{NUMERAL}{{1,2}})?)(?P<gap>(?:[::.、-] *| +|$|(?=\()))"
)
# 3 保障措施
BARE = re.compile(r"(?P<value>\d{1,2})(?P<gap> +)[一-鿿“][^。,;:|]{1,24}")
SPOKEN_END = 1  # 是 belongs to the printed number: 一是


def bare_marker_of(folded: str) -> Marker | None:
    """Return the number of 3 保障措施, a chapter where items are numbered 3.1 and 3.2; elsewhere it is no number."""
    found = BARE.fullmatch(folded)
    return Marker(Rank.HAN, int(found["value"]), found.end("value"), found.end("gap")) if found else None


def marker_of(folded: str) -> Marker | None:
    """Return the number that the line begins with, None where it begins with something else."""
    if not folded or folded[0] not in _BEGINNINGS:
        return None
    for rank, pattern in PATTERNS:
        found = pattern.match(folded)
        if found is None:
            continue
        value = to_int(found["value"])
        if value is None or value == 0:
            continue
        if rank == Rank.SPOKEN:
            end = found.end("value") + SPOKEN_END
            return Marker(rank, value, end, end)
        gap = found["gap"]
        return Marker(rank, value, found.end() - len(gap) + len(gap.rstrip(" ")), found.end())
    return None


_BEGINNINGS = frozenset(
    "第(〔行专工任举壹贰叁肆伍陆柒捌玖拾零〇一二三四五六七八九十百0123456789"
    + "".join(map(chr, (*range(0x2460, 0x24FF), *range(0x2776, 0x2794), *range(0x3220, 0x3260))))
)

"""Figures as plans print them and as they are looked for: ≥94%, 94%以上 and 不低于94% are one, 94 is not 9 or 9.4."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from documents.text import fold_each

# Words for a sign before the figure, and behind it; 及以上, 之内 and their like end alike.
BEFORE = {
    "≥": ("不低于", "不少于", "不小于", "至少"),
    "≤": ("不高于", "不超过", "不大于", "不多于", "至多"),
    ">": ("超过", "大于", "高于", "多于"),
    "<": ("低于", "小于", "少于"),
    "约": ("大约",),
}
BEHIND = {"以上": "≥", "以内": "≤", "之内": "≤", "以下": "≤", "左右": "约", "上下": "约"}
SIGN_OF = BEHIND | {word: sign for sign, words in BEFORE.items() for word in (sign, *words)}
WIDER = {">": "≥", "<": "≤"}  # what is over 180 is 180以上, too
# 3,300亿元, but not the enumeration 2025,100
THOUSANDS = re.compile(r"(?<!\d)[1-9]\d{0,2}(?:,\d{3})+(?!\d)")
NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
# 不低于94%, 180个以上, 1.2: what begins with 不 comes first.
FIGURE = re.compile(
    rf"(?P<before>{'|'.join(sorted((word for sign in BEFORE for word in (sign, *BEFORE[sign])), key=len, reverse=True))})?"
    r" ?(?P<number>\d+(?:\.\d+)?)(?P<percent>%?)"
    rf"(?:(?P<unit>[^\d\s,;]{{0,4}}?)(?P<behind>{'|'.join(BEHIND)}))?"
)


def figures_in(texts: Iterable[str]) -> frozenset[str]:
    """Return every number of the texts, with its percent sign and with its bound too: 94, 94%, ≥94 and ≥94% of 94%以上.

    So a text says a figure where it has all that the figure has.
    """
    return frozenset(figure for text in texts for figure in _figures(text))


def in_words(printed: str) -> str:
    """Return a printed figure with all words for its bound, with and without its unit: 至少 100家以上 100以上 of ≥100家."""
    sign = next((char for char in printed if char in BEFORE), "")
    figure = printed.replace(sign, "", 1)
    bare = NUMBER.search(figure)
    bounds = [word for word, meant in BEHIND.items() if meant == WIDER.get(sign, sign)]
    bounded = [f"{one}{word}" for one in dict.fromkeys((figure, bare[0] if bare else figure)) for word in bounds]
    return " ".join((*BEFORE.get(sign, ()), figure, *bounded))


def _figures(text: str) -> Iterator[str]:
    folded = THOUSANDS.sub(lambda found: found[0].replace(",", ""), fold_each(text))
    for found in FIGURE.finditer(folded):
        sign = SIGN_OF.get(found["before"] or found["behind"], "")
        for number in {found["number"], f"{found['number']}{found['percent']}"}:
            yield from {number, f"{sign}{number}", f"{WIDER.get(sign, sign)}{number}"}

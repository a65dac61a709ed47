"""Show a plan's text in simplified or traditional script; what is stored is never converted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

from documents.text import Script

LANGUAGES: dict[Script, str] = {"hans": "zh-Hans", "hant": "zh-Hant"}
# What OpenCC leaves as it is on the way to simplified script: 著力 is 着力 (著名 and 显著 stay), 陜西 is 陕西.
LEFT = re.compile(r"著(?=[力重眼手实陆落装])|陜")
SIMPLE = {"著": "着", "陜": "陕"}
# What OpenCC takes for another word on the way to traditional script: 更加|注重 (not 加注), 市场准入 and 不准 (not 准确),
# 西咸新区 and 里下河 (names keep their character); 污染 is written so by traditional plans themselves.
ASTRAY = re.compile(
    r"(?<=[更愈越倍]加)註(?=重)|(?<=加)註(?=站)|(?<=市場)準(?=入)|(?<=不)準(?![確備則時])"
    r"|(?<=西)鹹|裡(?=下河)|鬱(?=[南江])|汙"
)
MEANT = {"註": "注", "準": "准", "鹹": "咸", "裡": "里", "鬱": "郁", "汙": "污"}
# OpenCC's time grows with the square of a run without punctuation, so that a run is cut after so many characters.
PIECES = re.compile(r"[^。;；\n]{1,1000}[。;；\n]?|[。;；\n]")


def convert(text: str, *, written: Script, wanted: Script) -> str:
    """Return the text in the wanted script, and exactly as it is where it is written in that script already."""
    if written == wanted:
        return text
    return "".join(_converted(piece, wanted) for piece in PIECES.findall(text))


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes a plan's words, which are in one script, in another."""

    written: Script
    wanted: Script

    def __call__(self, text: str) -> str:
        return convert(text, written=self.written, wanted=self.wanted)


@lru_cache(maxsize=20_000)
def _converted(piece: str, wanted: Script) -> str:
    converted: str = _converter(wanted).convert(piece)
    wrong, right = (LEFT, SIMPLE) if wanted == "hans" else (ASTRAY, MEANT)
    return wrong.sub(lambda found: right[found.group()], converted)


@cache
def _converter(wanted: Script) -> OpenCC:
    # s2tw writes 為, 群, 眾 as readers know them and as traditional plans have them; s2t has 爲, 羣, 衆.
    return OpenCC("t2s" if wanted == "hans" else "s2tw")

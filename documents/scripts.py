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
    return LEFT.sub(lambda found: SIMPLE[found.group()], converted) if wanted == "hans" else converted


@cache
def _converter(wanted: Script) -> OpenCC:
    # s2tw writes 為, 群, 眾 as readers know them and as traditional plans have them; s2t has 爲, 羣, 衆.
    return OpenCC("t2s" if wanted == "hans" else "s2tw")

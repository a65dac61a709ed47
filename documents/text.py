"""Fold Chinese text to one script, width and punctuation, character for character.

Recognition and search work on the folded text; what is cut out, stored and shown is the source. Because folding
never changes the length, a place in the folded text is the same place in the source.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Literal

Script = Literal["hans", "hant"]

# Marks that stand for the same thing in official documents; 「」 are the quotation marks of traditional script.
PUNCTUATION = {
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
    "﹝": "〔",
    "﹞": "〕",
    "≧": "≥",
    "≦": "≤",
    "―": "—",
    "─": "—",
    "⸺": "—",
}
# Other shapes of a character that OpenCC leaves alone: 陜西 is 陕西, 著力 is 着力. Without regard to the words around it,
# so that any piece of a text folds as it does within the text.
GLYPHS = {"著": "着", "陜": "陕", "裡": "里", "衆": "众", "羣": "群", "峯": "峰", "靑": "青"} | dict(zip(
    "衞擡淸硏緖馀鑛飮敍吿囯寳尅攷旣昻欵氷畧竒稾菓葢蔴虗衹軆輭邨郞閙鬭鬪麤凖幇彛徃悳慿挿搆擧曁礟縂罸翺肎貭貮髙龢",
    "卫抬清研绪余矿饮叙告国宝克考既昂款冰略奇稿果盖麻虚只体软村郎闹斗斗粗准帮彝往德凭插构举暨炮总罚翱肯质贰高和",
    strict=True,
))  # fmt: skip
# Radicals that are characters of their own, but have no decomposition in Unicode; fonts of PDF files give them for others.
RADICALS = dict(zip("⺝⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳", "月母民虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟", strict=True))  # fmt: skip
# 二○二五年 is written with a circle, where 〇 is meant; m² is looked for as m2.
ALIKE = {"○": "〇", "²": "2", "³": "3"}
# Names written in simplified script in which 乾 is not 干.
PLACES = ("乾县", "乾安", "乾陵", "乾州")
# Invisible characters become blanks, so that they neither join nor hide anything.
INVISIBLE = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff"
CIRCLED = re.compile(r"[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]")


def fold(text: str) -> str:
    """Return the text in simplified script, half width and plain blanks, of the same length.

    Line ends stay; every other blank becomes a space. Idempotent.
    """
    table, phrases, phrase = _folding()
    folded = text.translate(table)
    if phrases.search(text):
        folded = _overlay(folded, text, phrases, phrase)
    return folded


def fold_each(text: str) -> str:
    """Return the text folded character by character, whatever stands around: any piece of a text folds as within it.

    For comparing only: 乾坤 becomes 干坤 here, on both sides, and a circle 〇.
    """
    return text.translate(_comparing())


def with_plain_ends(text: str) -> str:
    """Return the text with CRLF and CR made LF, as plans have it; browsers send CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def script_of(text: str) -> Script:
    """Tell the script: traditional where more characters have only that form than have only the simplified one."""
    traditional, simplified = _telling_characters()
    counted = sum((char in traditional) - (char in simplified) for char in text)
    return "hant" if counted > 0 else "hans"


def is_blank(char: str) -> bool:
    """Tell whether nothing is to be seen of this character."""
    return char.isspace() or char in INVISIBLE


def _overlay(folded: str, text: str, phrases: re.Pattern[str], phrase: dict[str, str]) -> str:
    """Put the phrases that are not converted character by character (乾坤, 瞭解) over the folded text."""
    pieces, at = [], 0
    for found in phrases.finditer(text):
        pieces += [folded[at : found.start()], phrase[found.group()]]
        at = found.end()
    return "".join([*pieces, folded[at:]])


@cache
def _folding() -> tuple[dict[int, str], re.Pattern[str], dict[str, str]]:
    chars = _dictionary("TSCharacters.txt")
    simplified = {char: chars.get(simple, simple) for char, simple in chars.items()}  # 薴 to 苧 and 苧 to 苎: fold once
    table = {ord(char): simple for char, simple in simplified.items()}
    for code in (*range(0x80, 0x3000), *range(0x3000, 0x3100), *range(0xF900, 0xFB00), *range(0xFE10, 0x10000)):
        wide = chr(code)
        narrow = unicodedata.normalize("NFKC", wide)
        if narrow != wide and len(narrow) == 1 and _is_width_only(wide):
            table[code] = PUNCTUATION.get(narrow, simplified.get(narrow, narrow))
    table |= {code: " " for code in range(0x3000) if chr(code).isspace() and chr(code) != "\n"}
    table |= {ord(char): " " for char in INVISIBLE + "\u3000"}
    table |= {ord(mark): plain for mark, plain in PUNCTUATION.items()}
    phrases = _dictionary("TSPhrases.txt") | {place: place for place in PLACES}
    table |= {ord(shape): simplified.get(char, char) for shape, char in other_shapes().items()}
    phrase = {
        long: simple
        for long, simple in phrases.items()
        if simple != "".join(simplified.get(char, char) for char in long)
    }
    longest_first = sorted(phrase, key=len, reverse=True)
    return table, re.compile("|".join(map(re.escape, longest_first))), phrase


@cache
def other_shapes() -> dict[str, str]:
    """Return the shapes of characters that are folded beside those that OpenCC simplifies, each with its usual one."""
    return _japanese_shapes() | GLYPHS | RADICALS


@cache
def _comparing() -> dict[int, str]:
    return _folding()[0] | {ord(sign): meant for sign, meant in ALIKE.items()}


def _japanese_shapes() -> dict[str, str]:
    """Return the characters that only Japanese texts should have (検, 対, 総), with the traditional ones.

    Keyboards and recognition put them into Chinese texts. What is Chinese as well (芸, 予) is left alone.
    """
    pairs = ((shape, char) for char, shape in _dictionary("JPVariants.txt").items())
    return {shape: char for shape, char in pairs if not _is_chinese(shape)}


def _is_chinese(char: str) -> bool:
    return char in _dictionary("TSCharacters.txt") or bool(char.encode("gb2312", "ignore"))


def _is_width_only(char: str) -> bool:
    """Circled numbers and superscripts mean something of their own; width and radical forms do not."""
    return not CIRCLED.match(char) and not unicodedata.decomposition(char).startswith("<super>")


@cache
def _telling_characters() -> tuple[frozenset[str], frozenset[str]]:
    simple_of = _dictionary("TSCharacters.txt")
    traditional = {char for char, simple in simple_of.items() if char != simple}
    return frozenset(traditional), frozenset(
        set(simple_of.values()) - traditional - set(_dictionary("STCharacters.txt").values())
    )


@cache
def _dictionary(name: str) -> dict[str, str]:
    """Read one of OpenCC's dictionaries: each key with its first conversion, where that keeps the length."""
    lines = resources.files("opencc").joinpath("dictionary", name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {key: first for key, values in pairs if len(first := values.split(" ")[0]) == len(key)}

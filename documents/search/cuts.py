"""What the index holds of a text: its folded words with the places where clauses and sentences end.

The alphabet is letters, digits and ideographs, and five signs of one byte: a blank between words, `,` between
clauses, `/` between the members of an enumeration, `.` between sentences, `|` between title and text.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import cache

from documents.search.words import joined_terms, segment, vocabulary_digest
from documents.text import fold_each

VERSION = 1
TITLE_END = "|"
SENTENCE_ENDS = "。！？!?\n"
SEPARATORS = re.compile(r"[,./]+")
CHINESE_SIGNS = re.compile(r" ?[。、，][。、， ]*")
LONGEST_WORD = 40
MOST_ASKED = 12  # pieces of a long run
# How much a word weighs in a section: its frequency, dampened and set against the section's length, as in BM25
# (Robertson and Zaragoza 2009), with the usual k1 and b and a fixed usual length, so that no other section matters.
K1, B, USUAL_LENGTH, TITLE_WEIGHT = 1.2, 0.75, 120, 3
SHORTEST = 40  # words; in what is shorter a word weighs no more
LEVELS = 16
LOWEST_LEVEL = 10  # below lies what is said once
LAST_IDEOGRAPH = 0x323AF
LEVEL_SIGN = 0xE000  # private use: no text has a word that ends in it


def letters(text: str) -> str:
    """Return what of a text counts when it is looked for: folded, in lower case, without blanks and punctuation."""
    return "".join(filter(str.isalnum, lowered(fold_each(text))))


def lowered(text: str) -> str:
    """Return the text in lower case, of the same length; no letter depends on those around it, as Greek ς does."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return lower.replace("ς", "σ")


def cut(title: str, text: str) -> str:
    """Return the cuts of a section."""
    return f"{_cut(title)}{TITLE_END}{_cut(text)}"


def run_of(cuts: str) -> str:
    """Return the letters alone, the title's divided from the text's by `|`."""
    return cuts.replace(" ", "").replace(",", "").replace(".", "").replace("/", "")


def sentences_of(cuts: str) -> list[str]:
    """Return the letters of each sentence; the title is one."""
    plain = cuts.replace(" ", "").replace(",", "").replace("/", "").replace(TITLE_END, ".")
    return [sentence for sentence in plain.split(".") if sentence]


def words_of(cuts: str) -> list[str]:
    """Return the words of title and text in their order."""
    return SEPARATORS.sub(" ", cuts.replace(TITLE_END, " ")).split()


def marks(cuts: str) -> str:
    """Return the words that weigh much in the section, each with the sign of its level."""
    title, _, text = cuts.partition(TITLE_END)
    in_title, in_text = words_of(title), words_of(text)
    counts = Counter(in_text)
    counts.update(dict.fromkeys(in_title, TITLE_WEIGHT))
    norm = K1 * (1 - B + B * max(SHORTEST, len(in_title) + len(in_text)) / USUAL_LENGTH)
    levels = {word: int(LEVELS * count / (count + norm)) for word, count in counts.items() if len(word) > 1}
    return " ".join(marked(word, level) for word, level in levels.items() if level >= LOWEST_LEVEL)


def marked(word: str, level: int) -> str:
    """Return what stands in the index for a word that weighs so much."""
    return f"{word}{chr(LEVEL_SIGN + level)}"


def levels_from(lowest: int) -> range:
    return range(max(lowest, LOWEST_LEVEL), LEVELS)


def pairs(run: str) -> list[str]:
    """Return each pair of neighbouring characters once, in order; nothing for a single one."""
    return grams(run, 2)


def grams(run: str, length: int) -> list[str]:
    """Return each piece of so many letters once, in order."""
    return list(dict.fromkeys(run[at : at + length] for at in range(len(run) - length + 1)))


def spread(found: Sequence[str]) -> list[str]:
    """Return of many pieces as many as suffice to be asked for, evenly spread."""
    step = max(1, len(found) / MOST_ASKED)
    return [found[int(at * step)] for at in range(min(len(found), MOST_ASKED))]


@cache
def fingerprint() -> str:
    """Tell which rules an index was made by: these, the words, and how each character is folded."""
    folded = letters("".join(map(chr, range(LAST_IDEOGRAPH + 1))))
    return f"{VERSION}-{vocabulary_digest()}-{zlib.crc32(folded.encode()):08x}"


def rarity(frequency: int, number: int) -> float:
    """Return the weight of a word (idf of BM25) that stands in so many of a number of sections; never below 0."""
    return math.log(1 + (number - min(frequency, number) + 0.5) / (frequency + 0.5))


def _cut(text: str) -> str:
    """Segment the whole text at once, its signs still those of Chinese, which no word takes in."""
    words = segment(_with_signs(lowered(fold_each(text))))
    if len(max(words, key=len, default="")) > LONGEST_WORD:
        words = [word[at : at + LONGEST_WORD] for word in words for at in range(0, len(word), LONGEST_WORD)]
    return CHINESE_SIGNS.sub(_strongest, " ".join(words)).strip(" ,/.")


def _with_signs(folded: str) -> str:
    """Put one of the signs 。、， wherever something is neither letter nor digit; blanks vanish."""
    plain = folded.translate(_signs(frozenset(folded)))
    for expression, term in joined_terms():
        plain = expression.sub(term, plain)
    return plain


def _signs(chars: frozenset[str]) -> dict[int, str | None]:
    return {ord(char): _sign(char) for char in chars if not char.isalnum()}


@cache
def _sign(char: str) -> str | None:
    if char in SENTENCE_ENDS:
        return "。"
    if char == "、":
        return "、"
    return None if char.isspace() else "，"


def _strongest(signs: re.Match[str]) -> str:
    """Return the sign that divides most of those that stand together."""
    return next(sign for sign, chinese in ((".", "。"), ("/", "、"), (",", "，")) if chinese in signs.group())

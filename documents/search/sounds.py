"""How words sound: the pinyin of ideographs without tones, and what of it is often confused."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, product

MOST_SIGNS, MOST_SOUNDS = 2, 4  # of an ideograph and of a word; further ones are rare
# zhi sounds like zi to many, ying like yin, na like la.
CONFUSED = re.compile(r"(?<=[zcs])h|(?<=n)g+")
LATIN = re.compile(r"[a-z]+")


@cache
def readings(char: str) -> tuple[str, ...]:
    """Return every pinyin of an ideograph, the commonest first, or the character itself."""
    from pypinyin import Style, pinyin  # takes a third of a second and 60 MB: only for whoever needs it

    [found] = pinyin(char, style=Style.NORMAL, heteronym=True) or [[char]]
    return tuple(found)


def sounds_of(word: str) -> list[str]:
    """Return the ways a word may sound to a listener who confuses some of them: one sign for each character."""
    return ["".join(signs) for signs in islice(product(*map(_signs, word)), MOST_SOUNDS)]


def difference(typed: str, meant: str) -> float:
    """Return how unlike two characters are: nothing for the same one, less than 1 where they sound alike."""
    if typed == meant:
        return 0.0
    if set(readings(typed)) & set(readings(meant)):
        return 0.3
    return 0.5 if set(_signs(typed)) & set(_signs(meant)) else 1.0


def spelled(word: str) -> tuple[str, str]:
    """Return how the word is spelled in latin letters, confused ones as one (强国 is qianuo), and its initials (qg)."""
    syllables = _spelling(word)
    return confused("".join(syllables)), "".join(syllable[0] for syllable in syllables)


def confused(latin: str) -> str:
    """Return a spelling without what is often confused."""
    return CONFUSED.sub("", latin)


def is_latin(run: str) -> bool:
    return LATIN.fullmatch(run) is not None


def _spelling(word: str) -> list[str]:
    """Ask pypinyin only where an ideograph is read in several ways, for it looks at the phrase and takes its time."""
    known = [readings(char) for char in word]
    if all(len(ways) == 1 for ways in known):
        return [reading for [reading] in known]
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(word))


@cache
def _signs(char: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_sign(reading) for reading in readings(char)))[:MOST_SIGNS]


def _sign(reading: str) -> str:
    """Return one character for a reading, so that what sounds alike is compared letter by letter."""
    if len(reading) == 1:
        return reading
    heard = CONFUSED.sub("", reading)
    return _numbered("l" + heard[1:] if heard[0] == "n" else heard)


_known: dict[str, str] = {}


def _numbered(heard: str) -> str:
    return _known.setdefault(heard, chr(0xF0000 + len(_known)))

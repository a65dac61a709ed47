"""Remove what tells the pronunciation of a character: 湖(hú)北 is 湖北."""

from __future__ import annotations

import re
import unicodedata

TONES = dict.fromkeys(map(ord, "\u0304\u0301\u030c\u0306\u0300"))  # macron, acute, caron (or breve), grave
LOOKALIKES = str.maketrans("ɑɡ", "ag")
SYLLABLE_AT_MOST = 6
BETWEEN_SYLLABLES = re.compile(r"[ \u00a0'’·,，-]+")
IDEOGRAPH = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"

# 湖(hú)北, 重庆（Chóng qìng）, 質(ㄓˊ)量
GLOSS = re.compile(
    rf"(?<={IDEOGRAPH})[(（][ \u00a0]?"
    r"(?P<sound>[A-Za-zÀ-ÿĀ-ſǍ-ǜ\u0300-\u030cɑɡ '’·,，\u00a0-]{1,60}|[\u3105-\u312fˊˇˋ˙ ]{1,20})[)）]"
)
FINALS = {
    "[bpm]": "a|o|e|ai|ei|ao|ou|an|en|ang|eng|i|ie|iao|iu|ian|in|ing|u",
    "f": "a|o|ei|ou|an|en|ang|eng|u",
    "[dtnl]": "a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|u|uo|ui|uan|un|v|ve",
    "[gkh]|[zcs]h?|r": "a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang",
    "[jqx]": "i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un",
    "y": "a|e|i|o|ao|ou|an|in|ang|ing|ong|u|ue|uan|un",
    "w": "a|o|ai|ei|an|en|ang|eng|u",
    "": "a|o|e|ai|ei|ao|ou|an|en|ang|eng|er",
}
SYLLABLE = re.compile("|".join(f"(?:{initial})(?:{finals})" for initial, finals in FINALS.items()))


def without_glosses(text: str) -> tuple[str, int]:
    """Return the text without pinyin or bopomofo in brackets, and how many there were.

    Only what carries tone marks and consists of pinyin syllables is a gloss; (GDP), (café) and (hu) stay.
    """
    removed = 0

    def replace(found: re.Match[str]) -> str:
        nonlocal removed
        if not _is_sound(found["sound"]):
            return found.group()
        removed += 1
        return ""

    return GLOSS.sub(replace, text), removed


def note_of(removed: int) -> tuple[str, ...]:
    """Tell an editor how many glosses were removed."""
    return (f"已去除 {removed} 处注音。",) if removed else ()


def _is_sound(sound: str) -> bool:
    if any("\u3105" <= char <= "\u312f" for char in sound):
        return True
    spread = unicodedata.normalize("NFD", sound.translate(LOOKALIKES).lower())
    plain = spread.translate(TONES).replace("u\u0308", "v")
    words = BETWEEN_SYLLABLES.split(plain.strip())
    return plain != spread.replace("u\u0308", "v") and all(map(_is_pinyin, words))


def _is_pinyin(word: str) -> bool:
    """Tell whether the word can be cut into syllables: xian is one, or xi and an. Linear in its length."""
    reached = {0}
    for start in range(len(word)):
        if start in reached:
            ends = range(start + 1, min(start + SYLLABLE_AT_MOST, len(word)) + 1)
            reached |= {end for end in ends if SYLLABLE.fullmatch(word, start, end)}
    return bool(word) and len(word) in reached

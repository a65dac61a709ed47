"""A large corpus out of the five plans: their sentences drawn again and again, many with other words put in.

The words of plans fall off as in Zipf's law (质量 stands in nine sections of ten), and the words put in are drawn by
their frequency in the language, so that there are tens of thousands of rare ones.
"""

from __future__ import annotations

import bisect
import random
import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from documents.text import fold

SOURCES = Path(__file__).resolve().parents[2] / "fixtures" / "sources"
SENTENCE = re.compile(r"[^。；;\n]{8,200}[。；;]")
DIVIDED = re.compile(r"[，,、]")
USUAL_LENGTH = (120, 420)  # characters
CHANGED, LONGEST_TITLE = 0.5, 14


def sections(number: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield (title, text) of as many sections, 270 characters long on average."""
    dice = random.Random(seed)
    known, word = _sentences(), _drawn_words(dice)
    for _ in range(number):
        length, drawn = dice.randint(*USUAL_LENGTH), ""
        while len(drawn) < length:
            sentence = dice.choice(known)
            drawn += _changed(sentence, word, dice) if dice.random() < CHANGED else sentence
        yield re.sub(r"\W", "", dice.choice(known))[:LONGEST_TITLE], drawn


def _changed(sentence: str, word: Callable[[], str], dice: random.Random) -> str:
    """Put another word into every third clause or so, in the place of two characters."""
    clauses = DIVIDED.split(sentence)
    for place, clause in enumerate(clauses):
        if len(clause) > 4 and dice.random() < 1 / 3:
            at = dice.randrange(len(clause) - 3)
            clauses[place] = clause[:at] + word() + clause[at + 2 :]
    return "，".join(clauses)


def _sentences() -> list[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt")))
    return list(dict.fromkeys(SENTENCE.findall(fold(text))))


def _drawn_words(dice: random.Random) -> Callable[[], str]:
    import jieba

    tokenizer = jieba.Tokenizer()
    frequencies, _ = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    known = [(word, number) for word, number in frequencies.items() if number and len(word) > 1]
    reached = list(accumulate(number for _, number in known))
    return lambda: known[bisect.bisect(reached, dice.random() * reached[-1])][0]

"""A large corpus out of the five plans: their clauses drawn again and again, changed, and mixed with words of jieba."""

from __future__ import annotations

import bisect
import random
import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from documents.text import fold

SOURCES = Path(__file__).resolve().parents[2] / "fixtures" / "sources"
CLAUSE = re.compile(r"[^，,。；;\n]{4,60}[，,。；;]")
USUAL_CLAUSES = (8, 20)
TAKEN, CHANGED = 0.4, 0.35  # of the clauses; the rest are words of the language by their frequency


def sections(number: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield (title, text) of as many sections; word frequencies fall off as in Zipf's law."""
    dice = random.Random(seed)
    clause, word = _drawn(_clauses(), dice), _drawn_words(dice)
    for _ in range(number):
        drawn = [_clause(clause, word, dice) for _ in range(dice.randint(*USUAL_CLAUSES))]
        title = re.sub(r"\W", "", clause())[:14]
        yield title, "".join(drawn)[:-1] + "。"


def _clause(clause: Callable[[], str], word: Callable[[], str], dice: random.Random) -> str:
    kind = dice.random()
    if kind < TAKEN:
        return clause()
    if kind < TAKEN + CHANGED:
        taken = clause()
        at = dice.randrange(max(1, len(taken) - 3))
        return taken[:at] + word() + taken[at + 2 :]
    return "".join(word() for _ in range(dice.randint(4, 9))) + "，"


def _clauses() -> list[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt")))
    return list(dict.fromkeys(CLAUSE.findall(fold(text).replace(",", "，"))))


def _drawn(choices: list[str], dice: random.Random) -> Callable[[], str]:
    """Draw the n-th of them, in an order of chance, with a weight of 1/n."""
    dice.shuffle(choices)
    reached = list(accumulate(1 / (place + 1) for place in range(len(choices))))
    return lambda: choices[bisect.bisect(reached, dice.random() * reached[-1])]


def _drawn_words(dice: random.Random) -> Callable[[], str]:
    import jieba

    known = [
        (word, n)
        for word, n in jieba.Tokenizer().gen_pfdict(jieba.dt.get_dict_file())[0].items()
        if n and len(word) > 1
    ]
    reached = list(accumulate(n for _, n in known))
    return lambda: known[bisect.bisect(reached, dice.random() * reached[-1])][0]

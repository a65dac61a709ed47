"""Words of folded text: jieba with the terms of quality policy, its own tokenizer and no cache file.

jieba would keep its dictionary in the shared temporary folder, where anybody may plant another one; loading it anew
takes little longer.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from documents.text import fold_each

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
SHORTEST_DIVIDED = 4  # letters
TERMS, FUNCTIONS = FIXTURES / "terms.txt", FIXTURES / "functions.json"
# Too common in any Chinese text to tell sections apart.
EMPTY_WORDS = frozenset(
    """
    的 了 和 与 及 或 等 在 是 对 为 以 于 由 把 被 将 从 到 向 按 并 也 都 就
    而 但 其 之 中 上 下 内 外 这 那 有 无 不 各 该 每 可 要 应 使 让 给 所 者
    个 项 年 月 日 如何 怎么 怎样 什么 哪些 以及 进行 通过 关于 相关 有关 其他
    哪里 哪个 哪种 哪 怎 谁 几 多少 为什么 为何 是否 能否 可否 可以 能够 应当 需要 吗 呢 吧 来 去 我 我们 你 您 他 它 请 想 帮 把 做 怎么办
    """.split()  # noqa: SIM905  a hundred quotation marks say no more
)
BOUNDS = frozenset({"以上", "以下", "以内", "左右", "之间"})  # of a figure; beside it they say nothing


def segment(run: str) -> list[str]:
    """Return the words of a run of folded letters; joined, they are the run."""
    words: list[str] = _tokenizer().words(run) if run else []
    return words


def finely(run: str) -> list[str]:
    """Return the words of a run, those terms divided that consist of two words of the language: 质量安全 is 质量, 安全."""
    return [part for word in segment(run) for part in _divided(word)]


def parts_of(word: str) -> list[str]:
    """Return the two words of the language that a long word consists of: 国际标准 is 国际, 标准; none for others."""
    if len(word) < SHORTEST_DIVIDED:
        return []
    known = _tokenizer().FREQ
    ways = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
    number, *both = max((min(known.get(one, 0), known.get(other, 0)), one, other) for one, other in ways)
    return both if number else []


def vocabulary_digest() -> str:
    """Return what changes when a text may be divided otherwise: jieba, its dictionary or the terms."""
    parts = (metadata.version("jieba"), metadata.version("opencc-python-reimplemented"), *terms())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@cache
def terms() -> tuple[str, ...]:
    """Return the terms that are one word: those of quality policy and the names of functions, folded letters only."""
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    names = [
        name for record in json.loads(FUNCTIONS.read_text(encoding="utf-8")) for name in record["fields"]["aliases"]
    ]
    known = (line.strip() for line in lines if not line.startswith("#"))
    return tuple(dict.fromkeys(filter(None, map(_letters, (*known, *names)))))


@cache
def joined_terms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the terms that are written with a sign within (双随机、一公开), as they stand in text with signs."""
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    broken = [
        line.strip() for line in lines if not line.startswith("#") and not line.strip().isalnum() and line.strip()
    ]
    parts = [re.findall(r"\w+", fold_each(line)) for line in broken]
    return tuple((re.compile("[，、]".join(map(re.escape, part))), "".join(part)) for part in parts)


def _divided(word: str) -> list[str]:
    both = parts_of(word) if word in _own_terms() else []
    return [part for half in both for part in _divided(half)] or [word]


@cache
def _own_terms() -> frozenset[str]:
    """Return the terms that jieba does not know."""
    _tokenizer()
    return frozenset(_added)


_added: set[str] = set()


def _letters(term: str) -> str:
    return "".join(filter(str.isalnum, fold_each(term).lower()))


@cache
def _tokenizer() -> Any:
    from documents.search.tokenizer import Tokenizer  # only for whoever needs words

    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    _added.update(term for term in terms() if not tokenizer.FREQ.get(term))
    for term in terms():
        tokenizer.add_word(term)
    return tokenizer

"""Find what was typed in text of either script, of any width, and across blanks."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from documents.text import INVISIBLE, fold

MOST_WORDS, LONGEST_TYPED = 16, 200
BLANKS = f"[ \t\n\u00a0\u2002\u2003\u3000{INVISIBLE}]*"
BEFORE, EXCERPT = 24, 72


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `is_found` where it is what was looked for."""

    text: str
    is_found: bool = False


def patterns(typed: str) -> tuple[str, ...]:
    """Return an expression for each word, case aside, that Python (and so SQLite) and PostgreSQL read alike.

    Every character of the word stands for all that are folded as it is, and blanks between them count nothing.
    """
    words = dict.fromkeys(typed[:LONGEST_TYPED].lower().split())
    return tuple(filter(None, map(_pattern, list(words)[:MOST_WORDS])))


def excerpt(text: str, wanted: tuple[str, ...]) -> tuple[Piece, ...]:
    """Return the text's beginning, or where it does not reach so far, the part in which something wanted stands first."""
    plain = " ".join(text.split())
    first = re.search("|".join(wanted), plain, re.IGNORECASE) if wanted else None
    start = max(0, first.start() - BEFORE) if first and first.end() > EXCERPT else 0
    end = start + EXCERPT
    return (
        *([Piece("…")] if start else []),
        *marked(plain[start:end], wanted),
        *([Piece("…")] if end < len(plain) else []),
    )


def marked(text: str, wanted: tuple[str, ...]) -> tuple[Piece, ...]:
    """Return the whole text in pieces, those marked that are wanted."""
    if not wanted:
        return (Piece(text),)
    pieces, at = [], 0
    for found in re.finditer("|".join(wanted), text, re.IGNORECASE):
        pieces += [Piece(text[at : found.start()]), Piece(found.group(), is_found=True)]
        at = found.end()
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def _pattern(word: str) -> str:
    return BLANKS.join(_any_of(char, folded) for char, folded in zip(word, fold(word), strict=True) if folded != " ")


def _any_of(char: str, folded: str) -> str:
    forms = sorted({char, folded, *_forms()[folded], *_forms()[fold(char)]})
    return re.escape(forms[0]) if len(forms) == 1 else f"[{''.join(map(re.escape, forms))}]"


@cache
def _forms() -> defaultdict[str, tuple[str, ...]]:
    """Return what is folded to each character, other than itself."""
    chars = [chr(code) for code in range(0x80, 0x30000) if not 0xD800 <= code < 0xE000]
    forms: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for char, folded in zip(chars, fold("\n".join(chars))[::2], strict=True):
        if folded not in (char, " ", "\n"):
            forms[folded] += (char,)
    return forms

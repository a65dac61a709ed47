"""What was typed: pieces, "exact pieces", -exclusions and fields such as 地区:西安 in either script and width.

Anything that can be typed is a query; what it cannot be read as is read as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.search.cuts import letters
from documents.text import fold

LONGEST, MOST_PIECES = 4000, 16
LONG_PIECE = 60  # letters; nobody types that many, so they were pasted
# Names of fields as they may be typed, folded.
FIELDS = {
    "地区": "region", "区域": "region", "部门": "department", "单位": "department", "规划": "plan", "文件": "plan",
    "年份": "year", "年": "year", "类型": "kind", "类别": "kind", "主题": "theme", "层级": "level", "分工": "role", "角色": "role",
}  # fmt: skip
CLOSING = {'"': '"', "“": "”", "‘": "’"}
MINUS = "-－−﹣"
# 地区:西安 部门: “市工信局”
FIELD = re.compile(rf"(?P<name>{'|'.join(sorted(FIELDS, key=len, reverse=True))}) ?: ?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece that is wanted: `letters` is what of it counts; an exact one stands as one run or not at all."""

    text: str
    letters: str
    is_exact: bool = False

    @property
    def is_long(self) -> bool:
        return len(self.letters) > LONG_PIECE


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on where the text stands; `text` is its value as typed."""

    name: str
    text: str
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """`pieces` are all wanted, `excluded` none; what was typed beyond the bounds is named by `is_cut`."""

    typed: str
    pieces: tuple[Piece, ...] = ()
    excluded: tuple[Piece, ...] = ()
    fields: tuple[Field, ...] = ()
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.pieces or self.fields)

    @property
    def is_pasted(self) -> bool:
        return any(piece.is_long for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_exact: bool = False
    is_excluded: bool = False
    field: str = ""


def parse(typed: str) -> Query:
    """Read what was typed. Linear in its length; of more than LONGEST characters the rest is left out."""
    tokens = list(_tokens(typed[:LONGEST]))
    wanted = [piece for token in tokens if not token.field and not token.is_excluded for piece in _pieces(token)]
    excluded = [piece for token in tokens if not token.field and token.is_excluded for piece in _pieces(token)]
    fields = [Field(token.field, token.text, token.is_excluded) for token in tokens if token.field]
    pasted = _pasted(wanted)
    pieces = pasted or tuple(dict.fromkeys(wanted))[:MOST_PIECES]
    is_cut = len(typed) > LONGEST or (not pasted and len(set(wanted)) > MOST_PIECES)
    return Query(typed, pieces, tuple(excluded[:MOST_PIECES]), tuple(dict.fromkeys(fields))[:MOST_PIECES], is_cut)


def _pasted(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return many pieces that look like running text as one."""
    plain = [piece for piece in pieces if not piece.is_exact]
    together = "".join(piece.letters for piece in plain)
    if len(plain) < 2 or len(plain) != len(pieces) or not (any(p.is_long for p in plain) or len(plain) > MOST_PIECES):
        return ()
    return (Piece(" ".join(piece.text for piece in plain), together),)


def _pieces(token: _Token) -> Iterator[Piece]:
    if kept := letters(token.text):
        yield Piece(token.text, kept, token.is_exact)


def _tokens(typed: str) -> Iterator[_Token]:
    folded, at = fold(typed).replace("\n", " "), 0
    while at < len(typed):
        if folded[at] == " ":
            at += 1
            continue
        is_excluded = folded[at] in MINUS and folded[at + 1 : at + 2] not in ("", " ", "-")
        at += is_excluded
        field = FIELD.match(folded, at)
        start = field.end() if field else at
        text, is_exact, end = _value(typed, folded, start)
        if field and text.strip():
            yield _Token(text, is_exact, is_excluded, FIELDS[field["name"]])
        elif field:  # 年份: and nothing behind it
            yield _Token(typed[at:end])
        else:
            yield _Token(text, is_exact, is_excluded)
        at = max(end, at + 1)


def _value(typed: str, folded: str, start: int) -> tuple[str, bool, int]:
    """Return what stands from there to the closing quotation mark or the next blank, and where that ends."""
    closing = CLOSING.get(folded[start : start + 1])
    if closing:
        end = folded.find(closing, start + 1)
        if end > start + 1:
            return typed[start + 1 : end], True, end + 1
    ends = [at for at in (folded.find(" ", start), _quote_after_blankless(folded, start)) if at >= 0]
    end = min(ends, default=len(typed))
    return typed[start:end], False, end


def _quote_after_blankless(folded: str, start: int) -> int:
    """A straight quotation mark that opens within a word and closes later divides it: 质量"首席质量官"."""
    at = folded.find('"', start + 1)
    return at if at > start and folded.find('"', at + 1) > at else -1

"""What was typed: pieces, "exact pieces", -exclusions and fields such as 地区:西安 in either script and width.

Anything that can be typed is a query; what it cannot be read as is read as text. A field is one whatever its value:
where nothing is called by that, its letters can be looked for as text (Field.as_text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.search.cuts import letters
from documents.text import fold

LONGEST, MOST_PIECES = 4000, 16
LONG_PIECE = 60  # letters; nobody types that many, so they were pasted
# Names of fields as they may be typed, folded.
FIELDS = {
    "地区": "region", "区域": "region", "部门": "department", "单位": "department", "规划": "plan", "文件": "plan",
    "年份": "year", "年": "year", "类型": "kind", "类别": "kind", "主题": "theme", "层级": "level", "分工": "role", "角色": "role",
}  # fmt: skip
LONGEST_NUMBERED = 500  # characters that are looked through for a 文号
# 荣昌府发〔2024〕16号, 国发[2023]第3号
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,20} ?[〔(\[【] ?(?:19|20)\d{2} ?[〕)\]】] ?第? ?\d{1,5} ?号")
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

    @property
    def is_number(self) -> bool:
        return _is_number(self.text)


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on where the text stands; `text` is its value as typed, `typed` all of it: 单位：万元."""

    name: str
    text: str
    is_excluded: bool = False
    typed: str = field(default="", compare=False)

    @property
    def as_text(self) -> Piece:
        return Piece(self.typed, letters(self.typed), is_exact=True)


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
        """Tell whether it is running text; what is quoted is wanted letter by letter, however long it is."""
        return any(piece.is_long and not piece.is_exact for piece in self.pieces)

    @property
    def is_number(self) -> bool:
        """Tell whether nothing but a 文号 is looked for, whatever fields stand beside it."""
        return _is_number(self.typed) or _is_number(" ".join(piece.text for piece in self.pieces))


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_exact: bool = False
    is_excluded: bool = False
    field: str = ""
    typed: str = ""


def parse(typed: str) -> Query:
    """Read what was typed. Linear in its length; of more than LONGEST characters the rest is left out."""
    tokens = list(_tokens(typed[:LONGEST]))
    wanted = [piece for token in tokens if not token.field and not token.is_excluded for piece in _pieces(token)]
    excluded = [piece for token in tokens if not token.field and token.is_excluded for piece in _pieces(token)]
    fields = [Field(token.field, token.text, token.is_excluded, token.typed) for token in tokens if token.field]
    pasted = _pasted(wanted)
    pieces = pasted or tuple(dict.fromkeys(wanted))[:MOST_PIECES]
    is_cut = len(typed) > LONGEST or (not pasted and len(set(wanted)) > MOST_PIECES)
    return Query(typed, pieces, tuple(excluded[:MOST_PIECES]), tuple(dict.fromkeys(fields))[:MOST_PIECES], is_cut)


def numbered_in(typed: str) -> str:
    """Return the 文号 that was typed among other words, with any brackets; empty where there is none."""
    found = NUMBER.search(fold(typed[:LONGEST_NUMBERED]))
    return typed[found.start() : found.end()] if found else ""


def _is_number(typed: str) -> bool:
    return bool(NUMBER.fullmatch(fold(typed[:LONGEST_NUMBERED]).strip().strip('《》“”"')))


def _pasted(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return pieces that look like running text as one: a long one is, and many that are long together, or single letters."""
    plain = [piece for piece in pieces if not piece.is_exact]
    together = "".join(piece.letters for piece in plain)
    if len(plain) < 2 or len(plain) != len(pieces):
        return ()
    one = Piece(" ".join(piece.text for piece in plain), together)
    are_many = len(plain) > MOST_PIECES and (one.is_long or len(one.letters) < 2 * len(plain))
    is_running = are_many or any(piece.is_long for piece in plain)
    return (one,) if is_running else ()


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
        named = FIELD.match(folded, at)
        start = named.end() if named else at
        text, is_exact, end = _value(typed, folded, start)
        if named and text.strip():
            yield _Token(text, is_exact, is_excluded, FIELDS[named["name"]], typed[at:end])
        elif named:  # 年份: and nothing behind it
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

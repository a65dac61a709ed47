"""The clauses of a passage, with everything in quotation marks and brackets out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

QUOTED, BRACKETED = "□", "■"
# “3·15”, 《…》 and (…), but not 台(套), hide their numbers and commas; a five-year plan (“十五五”) says when.
ENCLOSED = re.compile(
    r"“(?!十[一二三四五六]五”)[^“”\n]{0,60}+”|‘[^‘’\n]{0,60}+’|《[^《》\n]{0,100}+》|"
    r"\((?!其中)(?![套次件个]\))[^()\n]{0,400}+\)|〔[^〔〕\n]{0,400}+〕|【[^【】\n]{0,100}+】"
)
# 建成绿色工厂100家(其中国家级30家): part of a number, told behind it.
PART = re.compile(r"\((?P<inside>其中[^()\n]{1,100})\)(?![^,;:。、\n]{0,8}\d)")
COUNT_BEFORE = re.compile(r"\d[^\d,;:。!?\n]{1,20}$")
OUTER = re.compile(r"\((?![套次件个]\))[^()\n]{0,400}+\)|〔[^〔〕\n]{0,400}+〕")
# 达到1,234家, 指数:88: no clause ends inside or before a number.
CLAUSE_END = re.compile(r"[;。!?\n“”|]|:(?! ?[\d≥≤><])|——|(?<!\d),|,(?!\d{3}(?!\d))")
SENTENCE_ENDS = frozenset("。!?\n|—")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the masked passage between two marks. `opens`: a sentence begins with it."""

    start: int
    end: int
    opens: bool


def mask(folded: str) -> str:
    """Return the text, of the same length, with what stands in quotation marks or brackets hidden.

    Brackets that tell a part of the number before them (其中 …) become a clause of their own.
    """
    return OUTER.sub(_hide, PART.sub(_open, ENCLOSED.sub(_hide, folded)))


def clauses(masked: str) -> Iterator[Clause]:
    """Yield the clauses that are not blank."""
    start, opens = 0, True
    for mark in CLAUSE_END.finditer(masked):
        if masked[start : mark.start()].strip():
            yield Clause(start, mark.start(), opens)
            opens = False
        opens = opens or mark.group()[0] in SENTENCE_ENDS
        start = mark.end()
    if masked[start:].strip():
        yield Clause(start, len(masked), opens)


def _open(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 24) : found.start()]
    return f",{found['inside']}{BRACKETED}" if COUNT_BEFORE.search(before) else _hide(found)


def _hide(found: re.Match[str]) -> str:
    return (QUOTED if found.group()[0] in "“‘《" else BRACKETED) * len(found.group())

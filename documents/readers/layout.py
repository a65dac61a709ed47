"""Undo what only the layout of a PDF file puts into its text: characters for others, blanks for narrow gaps."""

from __future__ import annotations

import re
import unicodedata

from documents.text import RADICALS

# ⼀ looks like 一 and is meant to be it, but is another character.
KANGXI: dict[int, str] = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
# Fonts draw the two dashes of —— as one, name — a bar, and give 〈 〉 the codes of mathematical brackets.
MARKS: dict[int, str] = {0x2015: "—", 0x2E3A: "——", 0x2E3B: "———", 0x2329: "〈", 0x232A: "〉"}
LOOKALIKES = KANGXI | str.maketrans(RADICALS) | MARKS

HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
STOP = r"[，。；,;]"
# 到2025年 ，( 一 ) “ 一站式 ” 服务, 《意见》 ，2024年 4月
GAP_AT_MARK = re.compile(
    rf" (?=[、，。；：,;:！？)）〕】》〉”’」』])|(?<=[、，。；：！？]) "
    rf"|(?<=[,;:》〉”’」』]) (?=[（(〔【《〈“‘「『]|{HAN})|(?<={HAN}) (?=[（(〔【《〈“‘「『])"
    rf"|(?<=[（(〔【《〈“‘「『]) (?=[《〈“‘「『]|{HAN})"
    r"|(?<=[0-9]) (?=[年月日])|(?<=[年月]) (?=[0-9])"
)
# 到 2025 年达到 95% 以上，…; in a row of a table the same blanks divide cells
GAP_IN_PROSE = re.compile(rf"(?<={HAN}) (?=[A-Za-z0-9—])|(?<=[A-Za-z0-9%％）)〕】—]) (?={HAN})")


def without_lookalikes(text: str) -> str:
    """Return the text with the characters that the codes of its font stand for."""
    return text.translate(LOOKALIKES)


def without_gaps(text: str) -> str:
    """Return the text without single blanks at marks, and between Han characters and numbers in lines with a stop."""
    return "\n".join(map(_closed, GAP_AT_MARK.sub("", text).split("\n")))


def _closed(line: str) -> str:
    return GAP_IN_PROSE.sub("", line) if re.search(STOP, line) else line

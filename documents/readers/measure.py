"""Measure a text before it is parsed: what is many times as long as any plan costs more than it can be worth."""

from __future__ import annotations

import re
from itertools import islice

from documents.readers.reading import Limits, UnreadableFile

HAN = "〇零一二三四五六七八九十百"
# （一） (1) 一、 1. 第一章 —— 专栏2 ①
MARK = re.compile(
    rf"[（(][{HAN}\d]{{1,4}}[)）]|[{HAN}]{{1,4}}、|\d{{1,3}}[.．、]|第[{HAN}\d]{{1,5}}[章节節条條篇]|——|[专專][栏欄]|[①-⑳]"
)
LINE = re.compile(r"^[ \t　]*\S", re.MULTILINE)

TOO_LONG = "文件的文字超过 {most:,} 字。请拆分后分别导入。"
TOO_MANY_LINES = "文件的文字超过 {most:,} 行，不是通常的规划文本。请拆分后分别导入。"
TOO_MANY_MARKS = "文件中的编号超过 {most:,} 处，不是通常的规划文本。请拆分后分别导入。"


def check_length(text: str, limits: Limits) -> None:
    """Refuse what is too much to parse. Linear in the length of the text."""
    if len(text) > limits.max_characters:
        raise UnreadableFile(TOO_LONG.format(most=limits.max_characters))
    if _has_more(LINE, text, limits.max_lines):
        raise UnreadableFile(TOO_MANY_LINES.format(most=limits.max_lines))
    if _has_more(MARK, text, limits.max_marks):
        raise UnreadableFile(TOO_MANY_MARKS.format(most=limits.max_marks))


def _has_more(pattern: re.Pattern[str], text: str, most: int) -> bool:
    return next(islice(pattern.finditer(text), most, None), None) is not None

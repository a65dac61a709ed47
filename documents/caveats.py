"""What a reader should know of the text before reading: that it is not the published plan itself, or its title supplied."""

from __future__ import annotations

import re

# The editor's notes of where the text comes from; their first clause says it:
# 来源是报纸刊登的主要内容，由简体转换为繁体；首行照录。 标题：原文未印标题，编者据文中所说补写。
ORIGIN = re.compile(r"\s*(?P<said>(?:来源|标题)(?:[是为系取：:]|由编者)[^；;。]*)")
FILE_ENDING = re.compile(r"\.(?:docx?|wps|pdf|html?|mht|txt|json|rtf|odt|ofd|md)$", re.IGNORECASE)
# 区政府网站政策解读, 报纸摘登, 网络文本,原文无标题
NOT_THE_PLAN = re.compile(r"解读|摘登|摘要|摘编|摘录|节选|主要内容|报道|范文|无标题|征求意见稿")


def caveats(source_name: str, notes: str) -> tuple[str, ...]:
    """Return what the notes say of the source and the title, or the source's name where it tells of another text."""
    said = tuple(found["said"].rstrip() for line in notes.splitlines() if (found := ORIGIN.match(line)))
    if said:
        return said
    return (f"来源是{FILE_ENDING.sub('', source_name)}",) if NOT_THE_PLAN.search(source_name) else ()


def described_source(source_name: str) -> str:
    """Return what an editor wrote of the source, empty where that is only the name of the file that was read."""
    return "" if FILE_ENDING.search(source_name) else source_name

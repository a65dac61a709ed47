"""Cite a place of a plan as official papers do: 《…方案》（市政办发〔2024〕16号）第四部分第（八）项."""

from __future__ import annotations

import re
from collections.abc import Iterable

from documents.numerals import NUMERAL
from documents.reading import ReadSection
from documents.text import Script, fold

# 一、 十二. (八) （3） 12. 3、 ② 一是
COUNTED = re.compile(
    rf"(?P<bracket>\(?)(?P<numeral>{NUMERAL}{{1,6}}|\d{{1,4}}|[\u2460-\u2473])\)?(?P<sign>[、.．是,:]?)"
)
PART = "部分"  # in either script
STEPS = {"hans": ("项", "目", "点"), "hant": ("項", "目", "點")}  # as laws count: 第一条第（二）项第3目
# 《〈质量强国建设纲要〉实施方案》: titles within a title change their brackets.
INNER = str.maketrans("《》〈〉", "〈〉《》")


def cite(title: str, document_number: str, place: str) -> str:
    """Return the citation; without a document number the title stands alone."""
    number = f"（{document_number}）" if document_number else ""
    return f"《{title.translate(INNER)}》{number}{place}"


def place(numbers: Iterable[str], script: Script) -> str:
    """Return how the section with these numbers, from the top down, is called: 第四部分第（八）项第3目."""
    named: list[str] = []
    steps = 0
    for number in numbers:
        found = COUNTED.fullmatch(fold(number).strip())
        if not found:
            named.append(_said(number))
            continue
        is_part = not named and not found["bracket"] and not found["numeral"].isdigit()
        named.append(_counted(number.strip(), found, PART if is_part else _step(found, steps, script)))
        steps += not is_part
    return "".join(named)


def place_of(section: ReadSection, script: Script) -> str:
    """Name the section's place by its numbers; what has none of its own also by its title or its first words."""
    is_numbered = bool(section.path) and section.path[-1] == section.number
    return place(section.path, script) + ("" if is_numbered else quoted(section.label))


def quoted(words: str) -> str:
    """Return the words in the quotation marks of the citation."""
    return f"“{words}”" if words else ""


def _counted(number: str, found: re.Match[str], unit: str) -> str:
    numeral = number[found.start("numeral") : found.end("numeral")]
    return f"第（{numeral}）{unit}" if found["bracket"] else f"第{numeral}{unit}"


def _step(found: re.Match[str], steps: int, script: Script) -> str:
    words = STEPS[script]
    return words[-1] if found["sign"] == "是" else words[min(steps, len(words) - 1)]


def _said(number: str) -> str:
    """Return 第一章, 专栏2, 附件1 as they are; a dash counts nothing."""
    return number.strip(" 　、.．:：") if any(map(str.isalnum, number)) else ""

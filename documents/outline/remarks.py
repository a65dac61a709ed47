"""What an editor should know of a text as a whole: noise left out, no title, no structure, broken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from documents.outline.lines import Line
from documents.outline.noise import is_record
from documents.outline.sections import Heading, Kind, Remark, Section

# 责任单位:区委宣传部、区教育局 ends a plan without a full stop.
LABELLED_CLAUSE = re.compile(r".{0,6}(?:单位|部门|领导|时限|时间)[:】]")


def noise_remarks(dropped: Sequence[Line]) -> list[Remark]:
    noise = [line for line in dropped if not is_record(line.folded)]
    if not noise:
        return []
    first = noise[0].folded
    shown = first if len(first) <= 24 else first[:24] + "…"
    message = f"略去 {len(noise)} 行不属于规划的文字（网页或下载站的内容），如“{shown}”"
    return [Remark("noise-dropped", message, noise[0].start, noise[-1].end)]


def whole_remarks(source: str, heading: Heading, sections: Sequence[Section]) -> Iterator[Remark]:
    """Yield what concerns the text as a whole: no title, no structure, broken off at the end."""
    if heading.title is None:
        yield Remark("no-title", "文中没有读到规划的标题，请填写", 0, 0)
    if not any(section.number for section in sections):
        yield Remark("no-structure", "文中没有读到编号的标题或条目，全文按段落保存", 0, 0)
    last = sections[-1] if sections else None
    if last is not None and last.kind is not Kind.TABLE and _is_cut_off(source, last):
        start, end = last.spans[-1]
        yield Remark("cut-off", "文字在句子中间结束，可能不完整", max(start, end - 20), end)


def _is_cut_off(source: str, last: Section) -> bool:
    """Whether the text stops inside a sentence; a signature, a date or a source behind the plan is a proper end."""
    printed = source[last.spans[-1][0] : last.spans[-1][1]].rstrip()
    if not last.text and last.kind is Kind.HEADING:
        return last.parent is not None
    if (
        last.kind is Kind.PARAGRAPH
        and last.parent is None
        and len(last.text) <= 40
        and not re.search(r"[，,；;]", last.text)
    ):
        return False
    if LABELLED_CLAUSE.match(last.body.folded.rsplit("\n", 1)[-1]):
        return False
    return not re.search(r"[。！？；…!?.;][”’）)〕】》]*$|[）)〕】》]$", printed)

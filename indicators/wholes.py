"""Targets without a number of their own: 全覆盖, 全部, 超过全省平均水平, 翻一番."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.passage import Span
from indicators.clauses import Clause
from indicators.names import LONGEST, Name, find_name, take_apart
from indicators.phrases import Text
from indicators.wording import SHARED, peel
from indicators.years import Marker

# 全区工业增加值增速超过全市平均水平; 国际标准数量较2022年翻一番.
RELATIVE = re.compile(
    r"(?P<verb>超过|高于|优于|不低于|低于|达到)(?:全[国省市县区州]|同期|同类)[^,;]{0,6}?平均(?:水平|值|数|线)?|"
    r"(?:实现)?翻[一两]?番"
)
SHORTEST_BEFORE = 4
COVERED = re.compile(r"全覆盖")
# What can be counted, so that covering all of it is 100 %.
POPULATION = re.compile(
    r"企业|单位|机构|园区|聚集区|集聚区|开发区|乡镇|街道|社区|村|学校|医院|门店|商场|市场|项目|工地|平台|品种|批次|人员|"
    r"场所|设备|部门|品牌|景区|网点|抽检|农户|家庭|家|户|车辆"
)
# 全省规模以上工业企业全部设立首席质量官.
WHOLLY = re.compile(
    r"(?P<population>(?:全[省市县区州国]|规模以上|规上|所有)[^,;、]{0,24}?"
    r"(?:企业|单位|机构|学校|医院|园区|市场|门店|县区|乡镇))全部(?P<done>[^,;、 ]{2,20})"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """A target of 100 %, or one measured by something else (no value)."""

    name: Name
    operator: str
    value: str | None
    basis: str | None
    span: Span


def wholes(text: Text, clause: Clause, start: int, markers: tuple[Marker, ...]) -> Iterator[Whole]:
    """Yield the targets of a clause that are told in words; the names begin not before `start`."""
    relative = RELATIVE.search(text.masked, start, clause.end)
    if relative:
        yield from _relative(text, relative, start, markers)
    covered = COVERED.search(text.masked, clause.start, clause.end)
    if covered:
        yield from _covered(text, clause, covered.start(), markers)
    wholly = WHOLLY.search(text.masked, clause.start, clause.end)
    if wholly:
        name = (wholly.span("population"), wholly.span("done"))
        yield Whole(name, "=", "100", None, (clause.start, wholly.end()))


def _relative(text: Text, found: re.Match[str], start: int, markers: tuple[Marker, ...]) -> Iterator[Whole]:
    peeled = peel(text.masked, start, found.end("verb") if found["verb"] else found.start())
    span = find_name(text.masked, start, peeled.start, markers, is_counted=False)
    if not 1 < span[1] - span[0] <= LONGEST:
        return
    words = {word for _, word in peeled.words}
    for name in take_apart(text.folded, span, is_shared=bool(words & SHARED)):
        yield Whole(name, peeled.operator(None), None, None if found["verb"] else "increase", (start, found.end()))


def _covered(text: Text, clause: Clause, end: int, markers: tuple[Marker, ...]) -> Iterator[Whole]:
    """抽检实现类别、品种全覆盖: what is covered stands before 实现, where anything does."""
    verb = text.masked.rfind("实现", clause.start, end)
    span = find_name(text.masked, clause.start, max(verb, clause.start), markers, is_counted=False)
    if span[1] - span[0] < SHORTEST_BEFORE:
        span = find_name(text.masked, clause.start, end, markers, is_counted=False)
    if 1 < span[1] - span[0] <= LONGEST and POPULATION.search(text.masked, *span):
        yield Whole((span,), "=", "100", None, (clause.start, end + len("全覆盖")))

"""Year markers in the text of a plan, and which of them look ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.outline.sections import Outline
from documents.text import fold
from indicators.wording import BRINGING_AT_START

# 三年内, 半年内, 明年底前: not the year of issue.
SPAN = "零一二三四五六七八九十百两几数多半近当每同往历上下前后去明次翌"
# 力争到2025年底前; 2023-2025年; 到“十四五”末; 截至2022年底.
MARKER = re.compile(
    r"(?P<lead>(?:力争|争取|确保|预计|计划)?(?:到|至|在|于)?|截[至止]到?) ?"
    r"(?P<first>20\d\d年? ?(?:[-~–至到]|—{1,2}+) ?)?"
    rf"(?:(?P<this>(?<![\d年])(?:今年|本年度?|(?<![{SPAN}])(?<!\d )(?:年内|年底(?=前))))|(?P<year>20\d\d) ?年|“?十(?P<plan>[一二三四五六])五”?(?=规划期?末|期?末|期间|时期))"
    r"(?P<tail>(?:1?\d月)?(?:年?[底末]|规划期?末|期?末|期间|时期)?(?:之?前)?)"
)
# What goes before or after a year that is only compared with, or a date.
COMPARED = re.compile(r"(?:[比较与同自从由以]|相比|对比|完成)$")
BACKWARD = re.compile(r" ?(?:\d{1,2} ?[月日]|的?基础上|以来|相比|同期|度|版|实际|基期|起)")
# 2023年工作要点: a plan for one year.
TITLE_YEAR = re.compile(r"^[^\d]{0,30}(?<![到至—-])(?P<year>20\d\d)年(?![-—~至到])")
AIMING = re.compile(r"力争|争取|确保|预计|计划|[到至]")
PAST = re.compile(r"截[至止]")
# 2017年全市经济社会发展主要预期目标是: a year without 到 aims where its goals are named.
GOALS_OF_YEAR = re.compile(r"[^,;。\n]{0,24}?(?:目标|力争|确保|计划)")
LAST_YEARS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}


@dataclass(frozen=True, slots=True)
class Marker:
    """A year and where it is named. `is_ahead`: it does not lie behind the plan.

    `is_due`: something is due by it (到, 前); `is_aim`: that, or its goals are announced (2025年的目标是).
    """

    year: int
    start: int
    end: int
    is_ahead: bool
    is_due: bool
    is_aim: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """From which year on a year lies ahead of the plan, and the only year of a plan for one; None where it does not tell.

    `is_told`: the plan says so itself (date, period), it is not only the nearest year that it aims at.
    """

    begins: int | None = None
    only: int | None = None
    issued: int | None = None
    is_told: bool = True

    def is_ahead(self, year: int, *, is_aimed: bool) -> bool:
        if self.begins is not None and self.is_told:
            return year >= self.begins
        return is_aimed or (self.begins is not None and year >= self.begins)


def calendar_of(outline: Outline) -> Calendar:
    """The year of issue, or the first of the plan's period, or else the nearest year that the text aims at."""
    issued = int(outline.heading.issued_on[:4]) if outline.heading.issued_on else None
    titled = TITLE_YEAR.search(fold(outline.heading.title or ""))
    if outline.heading.period:
        first, last = outline.heading.period
        return Calendar(
            issued if issued and first <= issued <= last else first, last if first == last else None, issued
        )
    if titled:
        return Calendar(int(titled["year"]), int(titled["year"]), issued)
    if issued:
        return Calendar(issued, issued=issued)
    aimed = [marker.year for marker in markers(outline.folded, Calendar()) if marker.is_due]
    return Calendar(min(aimed, default=None), is_told=False)


def markers(folded: str, calendar: Calendar) -> Iterator[Marker]:
    """Yield the years that say when; those compared with (比2020年) and dates are left out."""
    if "年" not in folded and "五" not in folded:
        return
    for found in MARKER.finditer(folded):
        if COMPARED.search(folded, max(0, found.start() - 2), found.start()) or BACKWARD.match(folded, found.end()):
            continue
        year = _year(found, calendar)
        if year is None:
            continue
        is_past = bool(PAST.match(found["lead"]))
        is_due = not is_past and bool(AIMING.search(found["lead"]) or "前" in found["tail"])
        is_aim = is_due or bool(found["this"]) or (not is_past and bool(GOALS_OF_YEAR.match(folded, found.end())))
        is_set = is_aim or bool(found["first"] or BRINGING_AT_START.match(folded, found.end()))
        is_ahead = not is_past and calendar.is_ahead(year, is_aimed=is_set)
        yield Marker(year, found.start(), found.end(), is_ahead, is_due, is_aim)


def _year(found: re.Match[str], calendar: Calendar) -> int | None:
    if found["this"]:
        return calendar.issued
    return int(found["year"]) if found["year"] else LAST_YEARS[found["plan"]]

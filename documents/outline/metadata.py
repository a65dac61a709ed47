"""What a plan says about itself: title, number, issuer, date, region, kind, period and script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.gazetteer import Place
from documents.outline import issuing
from documents.outline.front import KIND, FrontLine, Mark, bodies_in, front_lines
from documents.outline.headlines import Headline, explained_by, headlines_in, issued_by, line_over_the_text
from documents.outline.sections import Heading
from documents.outline.territory import territory_of_body, territory_of_title, territory_spoken_of
from documents.passage import Passage
from documents.text import fold, script_of

# 为…,制定本方案。 现…提出以下实施意见 制定了《行动计划》
KIND_MADE = re.compile(rf"(?:制[定订]|编制|提出|出台)了?(?:本|以下|如下|《)(?P<kind>{KIND})")
# (2021-2023年) 2023—2025年 2023年至2025年
YEARS = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d{2}) ?年? ?[-—–~至到]{1,2} ?(?P<last>(?:19|20)\d{2})(?!\d)")
# 规划期为2021年至2025年 实施期限:2023-2025年
TERM = re.compile(r"(?:(?:规划|实施|行动|计划)期限?|(?:方案|纲要|工作)期限)[^。;\d]{0,8}(?=(?:19|20)\d{2})")
# “十四五”: the eleventh five-year plan and later ones follow each other without a gap.
FIVE_YEARS = re.compile(r"十(?P<ordinal>[一二三四五六])五(?!年)|第十(?P<written>[一二三四五六])个五年")
ELEVENTH_BEGINS = 2006


@dataclass(frozen=True, slots=True)
class Reading:
    """The heading of a plan, and which lines of the front form its title (none where a sentence holds it)."""

    heading: Heading
    title_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Front:
    """The lines around the text, with the titles and announcements found among those in front."""

    lines: list[FrontLine]
    tail: list[FrontLine]
    headlines: list[Headline]
    announcements: list[issuing.Announcement]


def read(front: Sequence[Passage], tail: Sequence[Passage], body: str) -> Reading:
    """Read what stands before the first chapter, what stands after the last work item, and the whole folded text.

    Unknown values are None. The script is told from front and tail, for `body` is simplified already.
    """
    lines = front_lines(front)
    found = _Front(lines, front_lines(tail), headlines_in(lines), list(issuing.announcements_in(lines)))
    title = _title(found)
    issuer = _issuer(found, title)
    place = _place(found, title, issuer, body)
    heading = Heading(
        title=title.text if title else None,
        document_number=_number(found, title),
        issuer=issuer,
        issued_on=_day(found, title),
        region=place.name if place else None,
        region_code=place.code if place else None,
        level=place.level if place else None,
        kind=_kind(found, title),
        period=_period(found, title),
        script=script_of("".join(passage.text for passage in (*front, *tail))),
    )
    return Reading(heading, title.indices if title else ())


def entitled(heading: Heading, title: str, opening: str) -> Heading:
    """Return the heading with what a title tells that an editor gives to the text: region, kind and period.

    An issuer tells the region better. `title` itself stays as printed; `opening` is the folded beginning of the text.
    """
    folded = fold(title)
    place = None if heading.issuer else territory_of_title(folded, near=opening)
    known = heading
    if place:
        known = replace(heading, region=place.name, region_code=place.code, level=place.level)
    kind, period = _kind_in(folded) or heading.kind, _years_in(folded) or heading.period
    return replace(known, kind=kind, period=period)


def _title(found: _Front) -> Headline | None:
    """The plan's own title line wins over what a reading, a notice, a sentence or a label calls it.

    Of several the last stands over the text.
    """
    own = [headline for headline in found.headlines if headline.is_own]
    explained = [plan for headline in found.headlines if headline.is_reading and (plan := explained_by(headline))]
    issued = [plan for headline in found.headlines if (plan := issued_by(headline))]
    announced = sorted(found.announcements, key=lambda each: each.bodies is None)
    called = [Headline(each.title, each.folded_title) for each in announced]
    labelled = [Headline(*value) for value in issuing.recorded(found.lines, issuing.TITLES)]
    candidates = (own[-1:], explained[-1:], issued[-1:], called, [line_over_the_text(found.lines)], labelled)
    return next((title for titles in candidates for title in titles[:1] if title), None)


def _own_announcements(found: _Front, title: Headline | None) -> Iterator[issuing.Announcement]:
    return (each for each in found.announcements if title is not None and _is_same(each.folded_title, title.folded))


def _is_same(one: str, other: str) -> bool:
    """Whether two titles name one paper: a notice may leave out the region or the years."""
    one, other = (re.sub(r"[\W\d]|年", "", title) for title in (one, other))
    return bool(one) and bool(other) and (one in other or other in one)


def _number(found: _Front, title: Headline | None) -> str | None:
    on_a_line = issuing.number_on_a_line(found.lines)
    if on_a_line or title is None:
        return on_a_line
    announced = (each.number for each in _own_announcements(found, title) if each.number)
    return issuing.number_behind(title.folded, found.lines) or next(announced, None)


def _issuer(found: _Front, title: Headline | None) -> str | None:
    """Signature, label, head of a notice, sentence, title: the nearer to the act of issuing, the better."""
    signature = issuing.signature_in(found.lines) or issuing.signature_in(found.tail)
    if signature:
        return signature.bodies
    candidates = (
        _recorded_bodies(found, issuing.ISSUERS),
        issuing.letterhead_in(found.lines),
        next((each.bodies for each in _own_announcements(found, title) if each.bodies), None),
        next((bodies for each in found.headlines if (bodies := issuing.bodies_before(each.text, each.folded))), None),
        issuing.bare_signature_in(found.lines, found.tail),
        _recorded_bodies(found, issuing.PUBLISHERS),
    )
    return next((bodies for bodies in candidates if bodies), None)


def _recorded_bodies(found: _Front, labels: Sequence[str]) -> str | None:
    return next((text for text, folded in issuing.recorded(found.lines, labels) if bodies_in(folded)), None)


def _day(found: _Front, title: Headline | None) -> str | None:
    signature = issuing.signature_in(found.lines) or issuing.signature_in(found.tail)
    if signature and signature.day:
        return signature.day
    candidates = (
        issuing.recorded_day(found.lines, issuing.ISSUE_DAYS),
        issuing.day_on_a_line([*found.lines, *found.tail], is_written_out=True),
        next((each.day for each in _own_announcements(found, title) if each.day), None),
        issuing.recorded_day(found.lines, issuing.PUBLISHED_DAYS),
        issuing.day_on_a_line(found.lines, is_written_out=False),
    )
    return next((day for day in candidates if day), None)


def _place(found: _Front, title: Headline | None, issuer: str | None, body: str) -> Place | None:
    opening = "\n".join(line.folded for line in found.lines)
    return (
        (territory_of_body(fold(issuer), near=opening) if issuer else None)
        or (territory_of_title(title.folded, near=opening) if title else None)
        or territory_spoken_of(opening, body)
    )


def _kind(found: _Front, title: Headline | None) -> str | None:
    """The last kind in the title, or what the preamble says is made: 制定本方案."""
    if title and (named := _kind_in(title.folded)):
        return named
    made = (KIND_MADE.search(line.folded) for line in found.lines if line.mark is Mark.PROSE)
    return next((each.group("kind") for each in made if each), None)


def _kind_in(title: str) -> str | None:
    named = re.findall(KIND, re.sub(r"\([^()]*\)$", "", title))
    return str(named[-1]) if named else None


def _period(found: _Front, title: Headline | None) -> tuple[int, int] | None:
    if title and (YEARS.search(title.folded) or FIVE_YEARS.search(title.folded)):
        return _years_in(title.folded)
    years = next(filter(None, (_term(line.folded) for line in found.lines)), None)
    return _span(years) if years else None


def _years_in(title: str) -> tuple[int, int] | None:
    if years := YEARS.search(title):
        return _span(years)
    if plan := FIVE_YEARS.search(title):
        first = ELEVENTH_BEGINS + 5 * "一二三四五六".index(plan.group("ordinal") or plan.group("written"))
        return first, first + 4
    return None


def _span(years: re.Match[str]) -> tuple[int, int] | None:
    first, last = int(years.group("first")), int(years.group("last"))
    return (first, last) if first <= last else None


def _term(folded: str) -> re.Match[str] | None:
    term = TERM.search(folded)
    return YEARS.match(folded, term.end()) if term else None

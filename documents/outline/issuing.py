"""Who issued a plan, when and under which number: from signatures, labels of the page, notices and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise

from documents.dates import DATE, iso_date, to_iso
from documents.outline.front import NUMBER, SIGNED, FrontLine, Mark, bodies_in, unspaced, values_in
from documents.outline.headlines import PREAMBLE, quoted_from
from documents.text import fold

# 近日,中共河北省委、河北省人民政府印发《…》
ISSUE = re.compile(r"(?:印发|出台|下发|发布|公布|审议通过|制[定订](?:出台|印发)?)(?:实施)?了? ?(?=《)")
CITING = re.compile(r"根据|按照|依据|依照|贯彻|落实|遵照|对照|围绕|执行|继|此前|先后|曾")
# 《质量强国建设纲要》以来 《…》精神: cited, not issued
CITED_BEHIND = re.compile(r" ?(?:\([^()]{0,40}\))? ?(?:以来|之后|后[,的]|精神|有关|要求|部署|的)")
# 新华社北京3月1日电 近日… / …联合印发
LEADING = re.compile(
    r"\S{0,20}(?:讯|电) ?|\([^()]{1,30}\)|近日|日前|近期|最近|今天|(?:\d{4}年)?\d{1,2}月\d{1,2}日|由|经| "
)
TRAILING = ("联合", "正式", "近日", "日前", "共同", "制定", "研究", "已经", "现已", "批准", "关于", "已", "现", " ")
# 《…行动计划》(荣昌府发〔2024〕16号,以下简称《行动计划》)
NUMBERED = re.compile(rf" ?[(〔](?P<number>{NUMBER.pattern})")
# 《安徽省质量强省建设纲要实施方案》(以下简称《实施方案》)
SHORTENED = re.compile(r"《(?P<full>[^《》]{4,100})》[^。《》]{0,30}?以下(?:简)?称[《“](?P<short>[^《》“”]{2,20})[》”]")
UNFINISHED = re.compile(r"[^。;:!?)》”]$")
# A bureau may stand over a date in a table of duties; these govern.
STRONG = re.compile(r"(?:政府|国务院|办公厅|办公室|委员会|领导小组|[省市区县州盟旗]委|中共中央)$")

ISSUERS = ("发文机关", "发文机构", "发文单位", "制发机关", "制定机关", "成文机关", "印发机关")
PUBLISHERS = ("发布机关", "发布机构", "发布单位")
TITLES = ("标题", "信息名称", "文件名称", "名称")
NUMBERS = ("发文字号", "发文号", "文件编号", "文号")
ISSUE_DAYS = ("成文日期", "成文时间", "印发日期", "印发时间", "发文日期", "发文时间")
PUBLISHED_DAYS = ("发布日期", "发布时间", "公开日期", "公开时间", "生成日期")
MOST_SIGNATORIES, MOST_WORDS, LONGEST_LEAD = 6, 5, 200


@dataclass(frozen=True, slots=True)
class Signature:
    bodies: str
    day: str | None


@dataclass(frozen=True, slots=True)
class Announcement:
    """A sentence that says that a plan was issued: what it is called, by whom, when, and under which number."""

    title: str
    folded_title: str
    bodies: str | None
    day: str | None
    number: str | None


def signature_in(lines: Sequence[FrontLine]) -> Signature | None:
    """Return the first bodies over a date (西安市人民政府办公厅 / 2024年4月28日), those that govern before others."""
    signatures = list(_signatures(lines))
    strong = (signature for signature in signatures if STRONG.search(fold(signature.bodies)))
    return next(strong, None) or next(iter(signatures), None)


def bare_signature_in(front: Sequence[FrontLine], tail: Sequence[FrontLine]) -> str | None:
    """Return the body that signs without a date below a text, where its name leaves no doubt that it governs."""
    below = dropwhile(lambda line: line.mark is not Mark.PROSE, front)
    signed = (line for line in (*tail, *below) if line.mark is Mark.BODIES and STRONG.search(line.folded))
    return next((unspaced(line.text) for line in signed), None)


def letterhead_in(lines: Sequence[FrontLine]) -> str | None:
    """Return the bodies at the head of a notice: 巫山县人民政府 / 关于印发…的通知, or 西安市人民政府文件."""
    for at, (line, below) in enumerate(pairwise(lines)):
        if line.mark is not Mark.BODIES:
            continue
        if line.folded.endswith("文件"):
            return unspaced(line.text).removesuffix("文件").rstrip()
        if below.folded.startswith("关于") or below.mark is Mark.NUMBER:
            return _bodies_above(lines, at + 1)
    return None


def bodies_before(text: str, folded: str) -> str | None:
    """Return the bodies a title begins with: 某市人民政府关于…的意见."""
    end = folded.find("关于")
    return text[:end].strip() if end > 0 and bodies_in(folded[:end].strip()) else None


def announcements_in(lines: Sequence[FrontLine]) -> Iterator[Announcement]:
    """Yield the sentences that issue a paper; those that only cite one (根据…印发《…》, the preamble) are left out.

    A paper that is called by its short name (《实施方案》) is given the full one that the lines say it stands for.
    """
    paragraphs = list(_paragraphs(lines))
    full = {
        found["short"]: (text[slice(*found.span("full"))], found["full"])
        for text, folded in paragraphs
        for found in SHORTENED.finditer(folded)
    }
    for text, folded in paragraphs:
        if not PREAMBLE.search(folded):
            for each in (each for verb in ISSUE.finditer(folded) if (each := _announcement(text, folded, verb))):
                title, folded_title = full.get(each.folded_title, (each.title, each.folded_title))
                yield replace(each, title=title, folded_title=folded_title)


def number_on_a_line(lines: Sequence[FrontLine]) -> str | None:
    """Return the number that stands on a line of its own, in the page's record or behind a title."""
    on_its_own = (_number(line.text, line.folded) for line in lines if line.mark is Mark.NUMBER)
    labelled = (_number(text, folded) for text, folded in recorded(lines, NUMBERS))
    titles = (line for line in lines if line.mark is Mark.TITLE and NUMBERED.search(line.folded))
    behind = (_number(line.text, line.folded) for line in titles)
    return next((number for numbers in (on_its_own, labelled, behind) for number in numbers if number), None)


def number_behind(title: str, lines: Sequence[FrontLine]) -> str | None:
    """Return the number in brackets behind the plan's own title in a sentence."""
    for text, folded in _paragraphs(lines):
        at = folded.find(f"《{title}》")
        number = _number_at(text, folded, at + len(title) + 2) if at >= 0 else None
        if number:
            return number
    return None


def recorded(lines: Sequence[FrontLine], labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the values of these labels of a page's record, as published and folded: 发文机关:西安市人民政府."""
    for line in lines:
        if line.mark is Mark.RECORD:
            for label, (start, end) in values_in(line.folded):
                if label in labels:
                    yield line.text[start:end], line.folded[start:end]


def recorded_day(lines: Sequence[FrontLine], labels: Sequence[str]) -> str | None:
    return next((day for _, folded in recorded(lines, labels) if (day := iso_date(folded))), None)


def day_on_a_line(lines: Sequence[FrontLine], *, is_written_out: bool) -> str | None:
    """Return the first date on a line of its own: written out (2024年4月28日), or as a web page stamps it."""
    days = (line.folded for line in lines if line.mark is Mark.DATE and ("年" in line.folded) == is_written_out)
    return next((day for folded in days if (day := iso_date(folded))), None)


def _signatures(lines: Sequence[FrontLine]) -> Iterator[Signature]:
    for at, line in enumerate(lines):
        if line.mark is Mark.SIGNED and (found := SIGNED.fullmatch(line.folded)):
            yield Signature(unspaced(line.text[: found.end("bodies")].strip()), iso_date(line.folded))
        elif line.mark is Mark.DATE and "年" in line.folded:
            is_sealed = at > 0 and lines[at - 1].mark is Mark.REMARK  # (代章)
            bodies = _bodies_above(lines, at - 1 if is_sealed else at)
            if bodies:
                yield Signature(bodies, iso_date(line.folded))


def _bodies_above(lines: Sequence[FrontLine], at: int) -> str:
    """Return the bodies on the lines directly above, in order, a blank between two lines."""
    start = at
    while start > 0 and at - start < MOST_SIGNATORIES and lines[start - 1].mark is Mark.BODIES:
        start -= 1
    return " ".join(unspaced(line.text) for line in lines[start:at])


def _announcement(text: str, folded: str, verb: re.Match[str]) -> Announcement | None:
    nearest = max(0, verb.start() - LONGEST_LEAD)
    begin = max(nearest, *(folded.rfind(stop, nearest, verb.start()) + 1 for stop in "。;!?"))
    clause = slice(max(begin, folded.rfind(",", begin, verb.start()) + 1), verb.start())
    title = quoted_from(text, folded, verb.end())
    if title is None or CITING.search(folded[clause]):
        return None
    behind = folded.find("》", verb.end() + len(title[1])) + 1
    if CITED_BEHIND.match(folded, behind):
        return None
    day = DATE.search(folded, begin, verb.start())
    return Announcement(
        *title,
        bodies=_bodies_of(text[clause], folded[clause]),
        day=to_iso(day) if day else None,
        number=_number_at(text, folded, behind),
    )


def _bodies_of(text: str, folded: str) -> str | None:
    """Return the bodies of a clause such as 近日西安市人民政府办公厅正式 without the words around them."""
    start, end = 0, len(folded)
    for _ in range(MOST_WORDS):
        leading = LEADING.match(folded, start, end)
        trailing = next((word for word in TRAILING if folded.endswith(word, start, end)), "")
        start, end = leading.end() if leading else start, end - len(trailing)
    return text[start:end].strip() if start < end and bodies_in(folded[start:end].strip()) else None


def _number_at(text: str, folded: str, at: int) -> str | None:
    found = NUMBERED.match(folded, at)
    return _number(text[at : found.end()], folded[at : found.end()]) if found else None


def _number(text: str, folded: str) -> str | None:
    found = NUMBER.search(folded)
    return "".join(text[found.start() : found.end()].split()) if found else None


def _paragraphs(lines: Sequence[FrontLine]) -> Iterator[tuple[str, str]]:
    """Yield titles and prose, lines broken inside a sentence put together."""
    text = folded = ""
    for line in lines:
        is_prose = line.mark in (Mark.PROSE, Mark.TITLE)
        if folded and (not is_prose or not UNFINISHED.search(folded)):
            yield text, folded
            text = folded = ""
        if is_prose:
            text, folded = text + line.text, folded + line.folded
    if folded:
        yield text, folded

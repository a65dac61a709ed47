"""Find the titles among the lines before a plan's first chapter, and the titles that other titles name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.outline.front import KIND, NUMBER, FrontLine, Mark

CLOSING = r"[)》〉”’]*"
# …实施方案 …三年行动计划(2021-2023年) …意见(试行) 《…行动计划》
COMPLETE = re.compile(rf"(?:{KIND}|的函){CLOSING}(?:\([^()]{{1,30}}\))?{CLOSING}$")
# A line that ends so is continued on the next one: …关于加快推进农业机械化和 / …关于印发
UNFINISHED = re.compile(r"(?:印发|转发|发布|关于|贯彻|落实|实施|推进|推动|加快|促进|加强|开展|[的和及与、《〈“(—-])$")
CONTINUING = re.compile(rf"[的和及与、》〉()]|\d{{4}}年(?:度|至)?.{{0,12}}(?:{KIND})$|(?:的?(?:{KIND}))$")
# 西安市人民政府关于… 《… 中共…: how a title begins, so that a line before it is another one.
BEGINNING = re.compile(
    r"《|关于|中共|国务院"
    r"|[一-龥]{2,9}?(?:省|市|自治区|自治州|县|区)(?:人民政府|委|关于|贯彻|质量|推进|深[入化]|加快|建设)"
)
# 关于印发西安市质量强市建设实施方案的通知 / 关于印发《…》的通知
NOTICE = re.compile(r"(?:印发|转发|发布|下达|公布|征求)(?P<issued>.*?)的?(?:通知|函)$")
ISSUING = re.compile(r"关于(?:印发|转发|发布|下达|公布|公开征求|征求)")
# 《质量强区建设行动计划》解读 / 关于《…》的政策解读 / 一图读懂《…》
READING = re.compile(r"解读|图解|一图读懂|一图看懂|问答|答记者问|起草说明|编制说明|新闻发布会")
READING_BEFORE = re.compile(r"(?:一图读懂|一图看懂|图解|(?:政策|文件)?解读)[:|]?|关于")
READING_BEHIND = re.compile(r"的?(?:政策|文件|图文|文字|起草|编制)?(?:解读|图解|说明|问答)(?:材料|稿|说明)?$")
# 为…,制定本方案。: the preamble; what stands behind it is no title of the plan.
PREAMBLE = re.compile(r"制[定订](?:了)?本|编制本|特制[定订]|提出(?:以下|如下)|(?:以下|如下)(?:意见|措施|决定)")
OF_A_NOTICE = re.compile(r"印发|转发|同意|通知|解读|遵照|征求|发布|报道")
# 工作方案:某市人民政府关于… / …的通知(荣昌府发〔2024〕16号) …方案(市政府第3次常务会议通过)
LABEL = re.compile(rf"(?:标题|名称|附件\d{{0,2}}|{KIND}): ?(?=.)")
BEHIND = re.compile(rf" ?(?:[(〔]{NUMBER.pattern}[)〕]|\([^()]{{0,40}}(?:通过|同意|公开|发布|印发)[^()]{{0,10}}\))$")
# 质量强市建设三年行动; not 西安市人民政府网, not 本报讯
PLAIN_TITLE = re.compile(r"[一-龥\d][一-龥\d、,“”《》()—-]{7,59}(?<![网讯报])")
# What is left of 政策文件, 保障措施 or 专项规划 without these words is no title.
EMPTY_WORDS = re.compile(rf"{KIND}|政策|文件|相关|规章|工作|法规|专项|信息|公开|保障|组织|主要|重点|[\s\W\d]")
MOST_PIECES, LONGEST_TITLE, SHORTEST_REST, SHORTEST_PIECE, SHORTEST_TEXT = 6, 160, 3, 6, 40


@dataclass(frozen=True, slots=True)
class Headline:
    """A title as printed, its folded text, and the passages of the front it stands on (none for a title cited)."""

    text: str
    folded: str
    indices: tuple[int, ...] = ()

    @property
    def is_notice(self) -> bool:
        return NOTICE.search(self.folded) is not None

    @property
    def is_reading(self) -> bool:
        return READING.search(self.folded) is not None

    @property
    def is_own(self) -> bool:
        """Whether the paper itself is called so, not one that issues or explains it."""
        return not self.is_notice and not self.is_reading


def headlines_in(lines: Sequence[FrontLine]) -> list[Headline]:
    """Return the titles that stand on lines of their own, in order, those of notices and readings (解读) included."""
    found: list[Headline] = []
    group: list[FrontLine] = []
    for at, line in enumerate(lines):
        is_suffix = line.mark in (Mark.PERIOD, Mark.EDITION)
        if _is_text(line, found):
            break
        if is_suffix and not group and found and found[-1].indices[-1] == lines[at - 1].index:
            found[-1] = _lengthened(found[-1], line)
        elif line.mark is Mark.TITLE or (is_suffix and group) or _leads(lines, at):
            group = [*_kept(group, line), line]
            if _is_complete(group, lines[at + 1] if at + 1 < len(lines) else None):
                found += _titled(group)
                group = []
        else:
            group = []
    return found


def line_over_the_text(lines: Sequence[FrontLine]) -> Headline | None:
    """Return the line over the preamble that names no kind of paper but reads as a title: …三年行动."""
    above: list[FrontLine] = []
    for line in lines:
        if line.mark is Mark.PROSE and PREAMBLE.search(line.folded):
            reads_so = above and PLAIN_TITLE.fullmatch(above[0].folded) and not READING.search(above[0].folded)
            return _join(above) if reads_so else None
        is_suffix = line.mark in (Mark.PERIOD, Mark.EDITION) and above
        above = [*above, line] if is_suffix else [line] if line.mark is Mark.TITLE else []
    return None


def explained_by(headline: Headline) -> Headline | None:
    """Return the title of the plan that a reading explains: 《质量强区建设行动计划》解读."""
    quoted = quoted_from(headline.text, headline.folded, 0)
    if quoted is not None:
        return Headline(*quoted, headline.indices)
    before, behind = READING_BEFORE.match(headline.folded), READING_BEHIND.search(headline.folded)
    return _part(headline, before.end() if before else 0, behind.start() if behind else len(headline.folded))


def issued_by(headline: Headline) -> Headline | None:
    """Return the title of the plan that a notice issues: 关于印发《…》的通知."""
    notice = NOTICE.search(headline.folded)
    if notice is None:
        return None
    quoted = quoted_from(headline.text, headline.folded, notice.start("issued"))
    return Headline(*quoted, headline.indices) if quoted else _part(headline, *notice.span("issued"))


def quoted_from(text: str, folded: str, start: int) -> tuple[str, str] | None:
    """Return what the first 《》 from `start` on holds, as published and folded, inner quotation marks kept."""
    begin = folded.find("《", start)
    end = _closing(folded, begin) if begin >= 0 else -1
    if end < 0:
        return None
    return text[begin + 1 : end].replace("\n", ""), folded[begin + 1 : end].replace("\n", "")


def _part(headline: Headline, start: int, end: int) -> Headline | None:
    folded = headline.folded[start:end]
    return Headline(headline.text[start:end], folded, headline.indices) if COMPLETE.search(folded) else None


def _is_text(line: FrontLine, found: Sequence[Headline]) -> bool:
    """Whether the plan's own text begins: a preamble, or below the plan's title any longer sentence."""
    if line.mark is not Mark.PROSE:
        return False
    if PREAMBLE.search(line.folded):
        return True
    is_long = len(line.folded) >= SHORTEST_TEXT and not OF_A_NOTICE.search(line.folded)
    return is_long and any(headline.is_own for headline in found)


def _leads(lines: Sequence[FrontLine], at: int) -> bool:
    """中共西安市委 / 西安市人民政府 / 关于印发…的通知: the bodies are the title's first lines."""
    if lines[at].mark is not Mark.BODIES:
        return False
    below = next((line for line in lines[at : at + MOST_PIECES] if line.mark is not Mark.BODIES), None)
    return below is not None and below.mark is Mark.TITLE and below.folded.startswith("关于")


def _kept(group: list[FrontLine], line: FrontLine) -> list[FrontLine]:
    """Return the lines before that belong to one title with this line; a headline of the page does not."""
    if not group or len(group) >= MOST_PIECES:
        return []
    before = group[-1]
    if before.mark is Mark.BODIES or UNFINISHED.search(before.folded) or _is_open(group):
        return group
    return [] if BEGINNING.match(line.folded) or len(before.folded) < SHORTEST_PIECE else group


def _is_complete(group: Sequence[FrontLine], below: FrontLine | None) -> bool:
    folded = BEHIND.sub("", "".join(line.folded for line in group))
    if _is_open(group) or not (COMPLETE.search(folded) or READING.search(group[-1].folded)):
        return False
    if folded.endswith("》") and not folded.startswith("《"):
        return False  # 关于印发《…》 goes on: 的通知
    if ISSUING.search(folded) and not NOTICE.search(folded):
        return False  # 关于印发…行动计划 / (2023-2025年) / 的通知
    return below is None or below.mark is not Mark.TITLE or not CONTINUING.match(below.folded)


def _is_open(group: Sequence[FrontLine]) -> bool:
    folded = "".join(line.folded for line in group)
    return any(folded.count(begin) > folded.count(end) for begin, end in ("《》", "〈〉", "()", "“”"))


def _titled(group: Sequence[FrontLine]) -> list[Headline]:
    """Return the title of these lines, without what stands around it; words of a page's menu (政策文件) are none."""
    headline = _bared(_join(group))
    is_title = len(headline.folded) <= LONGEST_TITLE and len(EMPTY_WORDS.sub("", headline.folded)) >= SHORTEST_REST
    return [headline] if is_title and ">" not in headline.folded else []


def _bared(headline: Headline) -> Headline:
    """《…行动计划》, 附件:…方案, …的通知(荣昌府发〔2024〕16号): without the marks, the label and the number."""
    label, behind = LABEL.match(headline.folded), BEHIND.search(headline.folded)
    start, end = label.end() if label else 0, behind.start() if behind else len(headline.folded)
    if headline.folded[start] == "《" and _closing(headline.folded, start) == end - 1:
        start, end = start + 1, end - 1
    return Headline(headline.text[start:end], headline.folded[start:end], headline.indices)


def _closing(folded: str, begin: int) -> int:
    """Return the place of the 》 that closes the 《 at `begin`, -1 where none does within reach."""
    depth = 0
    for at in range(begin, min(len(folded), begin + LONGEST_TITLE)):
        depth += (folded[at] == "《") - (folded[at] == "》")
        if depth == 0:
            return at
    return -1


def _join(lines: Sequence[FrontLine]) -> Headline:
    text = folded = ""
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        gap = " " if below is not None and line.mark is below.mark is Mark.BODIES else ""
        text, folded = text + line.text + gap, folded + line.folded + gap
    return Headline(text, folded, tuple(dict.fromkeys(line.index for line in lines)))


def _lengthened(headline: Headline, line: FrontLine) -> Headline:
    """上海市…三年行动计划 / (2021-2023年): the years on a line of their own belong to the title."""
    return Headline(headline.text + line.text, headline.folded + line.folded, (*headline.indices, line.index))

"""Tell what each line around a plan's text is: title, number, signature, date, addressee, label or prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from documents.dates import DATE
from documents.passage import Passage, Span


class Mark(Enum):
    TITLE = auto()  # a title or a piece of one
    NUMBER = auto()
    DATE = auto()
    BODIES = auto()
    SIGNED = auto()  # bodies and a date on one line
    ADDRESSEE = auto()
    PERIOD = auto()
    EDITION = auto()
    REMARK = auto()
    ANNEX = auto()
    RECORD = auto()
    PROSE = auto()


# The kinds of official papers, longer ones first: 三年行动计划 is a 行动计划, 若干措施 are 措施.
KIND = (
    "实施方案|行动方案|工作方案|总体方案|行动计划|实施计划|工作计划|实施意见|指导意见|工作要点|实施细则"
    "|方案|计划|意见|纲要|规划|决定|通知|办法|措施|规定|条例|决议|要点|细则|安排|分解表|分工表|任务清单|责任清单"
)
KIND_LAST = re.compile(rf"(?:{KIND})[)》〉”]*$")
LONGEST_TITLE_LINE = 80
LONGEST_BODY = 30
LONGEST_ADDRESSEE = 400
MOST_LINES = 400

# 荣昌府发〔2024〕16号 国发[2018]42号 冀政办字(2023)5号 京发【2024】3号
NUMBER = re.compile(r"[A-Z]{0,4}[一-龥]{1,14} ?[〔\[(【] ?(?:19|20)\d{2} ?[〕\])】] ?第? ?\d{1,5} ?号")
NUMBER_LINE = re.compile(rf"[(〔]?(?:{NUMBER.pattern})[)〕]?(?: .{{0,30}})?")
# 2024年4月28日 (2024年4月28日) 2024-04-28 09:30 2024年4月28日印发
DATE_LINE = re.compile(rf"[(〔]?(?:{DATE.pattern})(?: ?印发)?(?: \d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[)〕]?")
# 西安市人民政府 2024年4月28日
SIGNED = re.compile(rf"(?P<bodies>\S.{{1,80}}?) ?(?:{DATE.pattern})(?: ?印发)?")
# 各区、县人民政府,市人民政府各工作部门、各直属机构:
ADDRESSEE = re.compile(r"各|有关|[一-龥]{2,12}(?:人民政府|委|局|厅|办|部)[,、]")
# 附件 附件1: / 附件:西安市…任务分工表
ANNEX = re.compile(r"附 ?[件录表] ?[\d一二三四五六七八九十]{0,3} ?[:.]?")
ANNEX_LIST = re.compile(r"附 ?[件录表] ?\d{0,2} ?:.+")
# (2021-2023年) (2023—2025年) / (试行) (征求意见稿)
PERIOD_LINE = re.compile(r"\(?[^()]{0,6}(?:19|20)\d{2} ?年? ?[-—–~至到]{1,2} ?(?:19|20)\d{2} ?年?\)?")
EDITION_LINE = re.compile(r"\((?:试行|暂行|征求意见稿|送审稿|讨论稿|草案|修订[版稿]?|(?:19|20)\d{2}年?(?:版|修订))\)")
REMARK_LINE = re.compile(r"[(〔【\[][^()]{1,120}[)〕】\]]")
FORMS = (
    (Mark.NUMBER, NUMBER_LINE),
    (Mark.DATE, DATE_LINE),
    (Mark.ANNEX, ANNEX),
    (Mark.ANNEX, ANNEX_LIST),
    (Mark.PERIOD, PERIOD_LINE),
    (Mark.EDITION, EDITION_LINE),
    (Mark.REMARK, REMARK_LINE),
)

# - **发布日期**:2021-06-18 / 发文机关:西安市人民政府 成文日期:…
LABELS = (
    "发文机关|发文机构|发文单位|制发机关|制定机关|成文机关|印发机关|发布机关|发布机构|发布单位|公开责任部门"
    "|发文字号|发文号|文件编号|文 *号|成文日期|成文时间|印发日期|印发时间|发文日期|发文时间|生成日期|发布日期"
    "|发布时间|公开日期|公开时间|标 *题|信息名称|文件名称|名 *称|索 *引 *号|主题分类|体裁分类|组配分类"
    "|主 *题 *词|关 *键 *词|有 *效 *性|信息来源|来 *源|文档类型|原文链接|签发人|作者|编辑"
)
RECORD = re.compile(rf"(?P<label>{LABELS})(?: ?\*{{0,2}} ?[:|] ?| +)")
# Blanks and the marks of Markdown around a line.
FRAME = " \t#*>|"

SENTENCE = re.compile(r"[。;!?]|[,:]$")
# 为深入贯彻… 根据… 近日: begins a sentence, even where the line breaks off before its end.
SENTENCE_OPENING = re.compile(
    r"为(?:了|深入|全面|贯彻|落实|进一步|加快|推进|推动|扎实|认真|切实|统筹|促进)"
    r"|根据|按照|近日|日前|现将|现就|经"
)

# 中共河北省委 国家市场监督管理总局 西安市人民政府办公厅 市市场监管局等16部门
BODY = re.compile(
    r"(?!各|有关|相关|本|全)[一-龥()]{0,26}(?:政府|国务院|中共中央|委|局|厅|部|署|办|办公室|委员会|常委会|监会|理事会"
    r"|协会|联合会|领导小组|指挥部|联席会议|银行|分行|法院|检察院|中心)"
    r"(?:文件)?(?:等[\d一二三四五六七八九十]{0,3}个?(?:部门|单位))?"
)
NO_BODY = re.compile(r"相关|有关|关于|印发|的|通知|方案|部门(?!$)")


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line that shows anything: which passage it is of, as published and folded, without the blanks around it."""

    index: int
    text: str
    folded: str
    mark: Mark


def front_lines(passages: Sequence[Passage]) -> list[FrontLine]:
    """Return the lines of these passages that show anything, the first few hundred at most."""
    lines: list[FrontLine] = []
    for index, passage in enumerate(passages[:MOST_LINES]):
        at = 0
        for folded in passage.folded.split("\n", MOST_LINES)[:MOST_LINES]:
            shown = folded.strip(FRAME)
            start = at + folded.find(shown)
            if shown:
                lines.append(FrontLine(index, passage.text[start : start + len(shown)], shown, mark_of(shown)))
            at += len(folded) + 1
    return lines[:MOST_LINES]


def mark_of(folded: str) -> Mark:
    """Tell what a folded line is, taken alone."""
    is_short = len(folded) <= LONGEST_TITLE_LINE
    form = next((mark for mark, form in FORMS if form.fullmatch(folded)), None) if is_short else None
    if form is not None:
        return form
    if _is_record(folded):
        return Mark.RECORD
    if is_short and bodies_in(folded):
        return Mark.BODIES
    if is_short and (signed := SIGNED.fullmatch(folded)) and bodies_in(signed.group("bodies")):
        return Mark.SIGNED
    if _is_addressee(folded):
        return Mark.ADDRESSEE
    return Mark.TITLE if is_short and not _is_prose(folded) else Mark.PROSE


def bodies_in(folded: str) -> list[str]:
    """Return the bodies that a phrase lists and nothing else (中共河北省委、河北省人民政府), [] where it is no list."""
    bodies = [piece for piece in re.split(r"[、, ]", unspaced(folded)) if piece]
    return bodies if all(_is_body(piece) for piece in bodies) else []


def values_in(folded: str) -> Iterator[tuple[str, Span]]:
    """Yield label and place of the value of each entry of a page's record: 发文机关:西安市人民政府 成文日期:…"""
    labels = list(RECORD.finditer(folded))
    for at, found in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(folded)
        value = folded[found.end() : end].rstrip(FRAME)
        yield found.group("label").replace(" ", ""), (found.end(), found.end() + len(value))


def unspaced(text: str) -> str:
    """西 安 市 人 民 政 府 is printed with blanks for show only."""
    words = text.split()
    return "".join(words) if len(words) > 3 and all(len(word) == 1 for word in words) else text


def _is_body(piece: str) -> bool:
    return 2 <= len(piece) <= LONGEST_BODY and BODY.fullmatch(piece) is not None and not NO_BODY.search(piece)


def _is_record(folded: str) -> bool:
    found = RECORD.search(folded[:LONGEST_TITLE_LINE])
    return found is not None and not folded[: found.start()].strip("-" + FRAME)


def _is_addressee(folded: str) -> bool:
    return folded.endswith(":") and len(folded) <= LONGEST_ADDRESSEE and ADDRESSEE.match(folded) is not None


def _is_prose(folded: str) -> bool:
    """A line broken off inside a sentence has commas, and no kind of paper stands last in it."""
    if SENTENCE.search(folded) or SENTENCE_OPENING.match(folded):
        return True
    return "," in folded and not KIND_LAST.search(folded)

"""The grammar of department clauses: (市工信局牵头,市商务局按职责分工负责) to names with their roles.

A clause is read as names between labels (牵头单位:) and verbs (按职责分工负责). A label holds for the names after it
until the next one, a verb for the names before it since the last verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from documents.passage import Span
from tasks.bodies import LONGEST_NAME, MASK, divide, is_body, is_office
from tasks.timing import DATE, ONGOING, SHORT_DATE, STEP, SURELY

Role = Literal["lead", "participant", "responsible"]
STRENGTH: dict[Role, int] = {"lead": 3, "responsible": 2, "participant": 1}

LEADING = r"总牵头|牵头|主办|主责"
HELPING = r"配合|协办|协同|协助|参加|参与|支持|会同|协作|指导"
DOING = r"责任|负责|承办|落实|实施|组织|主管|完成|承担|推进|监管|相关|有关|执行"
UNIT = r"单位|部门|机构|主体|地区|处室|科室|成员"
# 责任单位(部门): 牵头(责任)单位: as they stand, or masked
ASIDE = rf"(?:{MASK}++|[(\[〔](?:{LEADING}|{HELPING}|{DOING}|{UNIT}|[及和与、/或]){{1,4}}[)\]〕])?+"
# 牵头单位: 配合部门: 责任(配合)单位: 责任单位及部门: 责任分工:
LABEL = (
    rf"(?:总|主要|共同|具体|联合|第一|直接|各)?(?:{LEADING}|{HELPING}|{DOING})(?:责任|负责|实施|落实|配合|推进|主体)?"
    rf"(?:[及和与、/或]?(?:{LEADING}|{HELPING}|{DOING}))?{ASIDE}(?:{UNIT})(?:[及和与、/或]?(?:{UNIT}))?{ASIDE}"
    r"|(?:责任|部门|任务|职责|工作|单位)分工|(?:责任|职责)落实"
)
# 牵头单位市工信局, without a colon
BARE_LABEL = rf"(?:{LEADING}|{HELPING}|责任|负责|承办|实施|落实)(?:责任)?(?:单位|部门)"
SHORT_LABEL = rf"{LEADING}|{HELPING}|负责|承办|落实|实施|责任"
# 完成时限: 责任领导: or any other short word before a colon ends a list.
OTHER_CHAR = rf"[^,;。、:∶{MASK}•·●■◆★▲※#*—-]"
OTHER_LABEL = rf"{OTHER_CHAR}{{1,10}}"
# These end a list even where the line end before them was lost.
KNOWN_OTHER = (
    r"(?:完成|办结|整改|推进|落实|实施|工作|计划|达成|序时)(?:时限|时间|期限|节点|进度|目标|措施|要求|安排)"
    r"|时间(?:节点|要求|进度|安排)|时限(?:要求)?|联系(?:电话|方式)|备注"
    r"|(?:责任|牵头|分管|包保|包抓|挂牌|联系|督办|主管|协管|负责){1,2}[省市区县州]?(?:级|委|政府)?(?:领导|人)"
)
# 按照各自职责分工
ACCORDING = (
    r"(?:按照?|依据?|依照|根据)(?:各自|部门|工作|相关|有关|自身|法定)*+的?(?:职责|责任|职能|职权|权限|任务|分工)"
    r"(?:任务|权限|范围|要求)?(?:分工)?(?:任务|要求)?"
)
HOW = (
    rf"{ACCORDING}|均[需应须要]?|结合(?:各自)?(?:实际|职责|职能)|分别|共同|各自|具体|联合|统一|积极|密切|大力|全力"
    r"|认真|抓好|做好|切实|分头|分工|主要|全面|直接|给予|予以|双|总|组织|协同|协调|统筹"
)
STRONG = r"牵头|负责|配合|参与|参加|协助|各负其责"
WEAK = r"贯彻|落实|实施|推进|推动|承担|承办|主办|主抓|抓总|组织|协调|协办|协同|支持|协作|指导|完成|执行|推广"
# What can stand before a weak verb: the end of a body (省经协办 has none).
BEFORE_WEAK = rf"(?<=[部局委办厅署院会府司心团行位业学校社站所队区县市州盟旗镇乡道室组处关联协等方地{MASK}])"
VERB = (
    rf"(?:{HOW})*+(?:{STRONG})(?!人|同志|的|方|{UNIT})(?:{STRONG}|{WEAK})*+"
    rf"|(?:(?:{HOW})++|{BEFORE_WEAK})(?:{WEAK})++(?=[,;。、]|$)"
    rf"|{ACCORDING}(?=[,;。]|$)"
    rf"|均?作?为(?:主要|共同)?(?:{LEADING}|{HELPING}|{DOING})(?:责任)?(?:{UNIT})(?=[,;。]|$)"
)
# 6月底前完成, 持续推进: with what is to be done by then, if that is said
REST = rf"(?:(?!{STRONG})[^,;。、|{MASK}]){{0,30}}(?=[,;。、|]|$)"
WHEN = rf"(?:{DATE}|{SHORT_DATE}){SURELY}?(?:{STEP}){REST}|(?<![^,;。、|]){ONGOING}{REST}"
TOKEN = re.compile(
    rf"(?P<label>(?:{LABEL}|(?<![^,;。、])(?:{SHORT_LABEL}))(?:为|是|有|包括)?[:∶]"
    rf"|(?<![^,;。]){BARE_LABEL}(?:为|是)?(?![,;。、及和与]|$|{VERB}))"
    rf"|(?P<other>(?:{KNOWN_OTHER}|(?<![^,;。、])(?:(?!(?:{KNOWN_OTHER}|{LABEL})[:∶]){OTHER_CHAR}){{1,10}}))[:∶]"
    rf"|(?P<when>{WHEN})"
    rf"|(?P<verb>{VERB})"
    r"|(?P<with>会同|联合(?=[市省区县各])|协同(?=[市省区县各]))"
    rf"|(?P<cut>[,;。|]|{DATE}|{SHORT_DATE})"
)
FIRST_KIND = re.compile(rf"(?P<lead>{LEADING})|(?P<participant>{HELPING})|(?P<responsible>.)")
MARK = re.compile(rf"[(\[〔【](?P<role>(?:{LEADING}|{HELPING}|负责|责任)(?:{UNIT})?)[)\]〕】]$")
NOBODY = re.compile(r"待定|暂无|另行|详见|见附|持续|长期|全年")
BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
BRACKET = re.compile(r"[()\[\]【】〔〕]")


@dataclass(frozen=True, slots=True)
class Assignment:
    """A body named at start:end of the clause. `is_said`: a label or verb says the role, it is not only the default."""

    start: int
    end: int
    role: Role
    is_said: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """What a clause says, and how plainly.

    `labels` and `verbs` are counted, `doubts` are names that end like no body, `objects` are verbs with what is to be
    done behind them (市工信局负责标准制定), `timings` say when it is to be done (年内完成).
    """

    assignments: tuple[Assignment, ...]
    labels: int
    verbs: int
    doubts: int
    objects: int
    timings: int

    @property
    def distinguishes(self) -> bool:
        """Whether the text itself tells who leads or helps."""
        return any(assignment.role != "responsible" for assignment in self.assignments)


def read(clause: str) -> Clause:
    """Read a clause (folded, without blanks and without its own brackets). Linear in its length."""
    masked = mask(clause)
    reader = _Reader(clause, masked)
    for token in TOKEN.finditer(masked):
        reader.take(token)
    return reader.finish()


def mask(clause: str) -> str:
    """Put MASK for every character that stands in brackets, and for the brackets. Brackets without a partner stay."""
    pieces: list[str] = []
    opened: list[int] = []
    at = 0
    for found in BRACKET.finditer(clause):
        if found.group() in BRACKETS:
            opened.append(found.start())
        elif opened:
            begin = opened.pop()
            if not opened:
                pieces += [clause[at:begin], MASK * (found.end() - begin)]
                at = found.end()
    return "".join([*pieces, clause[at:]])


@dataclass(slots=True)
class _Reader:
    """Goes through a clause token by token; `waiting` are the names whose role is not yet known."""

    clause: str
    masked: str
    at: int = 0
    label: Role | None = None
    is_loose: bool = False  # the label is a verb before its names: 牵头市工信局
    is_other: bool = False  # after 完成时限: and the like
    is_object: bool = False  # after A负责, without a comma: what A is to do
    waiting: list[Span] = field(default_factory=list)
    subjects: list[Span] = field(default_factory=list)  # A in A会同B负责
    is_joined: bool = False
    found: list[Assignment] = field(default_factory=list)
    labels: int = 0
    verbs: int = 0
    doubts: int = 0
    objects: int = 0
    timings: int = 0

    def take(self, token: re.Match[str]) -> None:
        self._take_names(token.start(), before_verb=token.lastgroup == "verb")
        self.at = token.end()
        match token.lastgroup:
            case "label":
                self._close(None)
                self.label, self.labels = _role(token["label"]), self.labels + 1
                self.is_other, self.is_loose = False, token.group()[-1] not in ":∶"
            case "other":
                self._close(None)
                self.is_other = True
            case "verb":
                self._take_verb(
                    _role_of_verb(token["verb"]), begins=self.masked[token.start() - 1 : token.start()] in ",;。"
                )
            case "when":
                self._take_when(token["when"])
            case "with":
                self.subjects += self.waiting
                self.waiting, self.is_joined, self.is_object = [], True, False
            case _:
                self.is_object = False
                if token.group() in ";。|":
                    self._close(None)
                    self.is_other = False

    def finish(self) -> Clause:
        self._take_names(len(self.masked), before_verb=False)
        self._close(None)
        return Clause(tuple(self.found), self.labels, self.verbs, self.doubts, self.objects, self.timings)

    def _take_names(self, end: int, *, before_verb: bool) -> None:
        """Take the names between the last token and this one."""
        if self.at >= end or self.is_other:
            return
        names = divide(self.masked, self.at, end)
        if self.is_object and not (before_verb and all(is_office(self.masked[slice(*name)]) for name in names)):
            self.objects += 1
        else:
            self.waiting += names
        self.is_object = False

    def _take_verb(self, role: Role, *, begins: bool) -> None:
        if self.is_other:
            return
        self.verbs += 1
        if self.is_loose and begins:  # 牵头市工信局,配合市商务局
            self._close(None)
            self.label = None
        if not self.waiting and not self.subjects:
            if self.label is None:
                self.label, self.is_loose = role, True
            return
        self._close(role)
        self.is_object = True

    def _take_when(self, when: str) -> None:
        """市工信局,2025年底前完成 gives it a duty; 市工信局,持续推进 only ends the list."""
        if self.is_other:
            return
        self.timings += 1
        is_duty = when.endswith("完成") and bool(self.waiting)
        self.verbs += is_duty
        self._close("responsible" if is_duty else None)

    def _close(self, verb: Role | None) -> None:
        """Give the names that wait the role of the verb, or of the label: 牵头单位:市工信局负责 leads."""
        role = self.label if verb in (None, "responsible") and self.label else verb
        for name in self.subjects:
            self._assign(name, role)
        for name in self.waiting:
            self._assign(name, "participant" if self.is_joined else role)
        self.subjects, self.waiting, self.is_joined = [], [], False

    def _assign(self, name: Span, role: Role | None) -> None:
        start, end = name
        marked = MARK.search(self.clause, start, end)
        if marked:
            role, end = _role(marked["role"]), marked.start()
        text = self.masked[start:end]
        if self.is_loose and not is_body(text):
            return
        is_doubtful = not is_body(text)
        self.doubts += is_doubtful
        if _can_be_name(text) and not (is_doubtful and (role is None or "的" in text)):
            self.found.append(Assignment(start, end, role or "responsible", role is not None))


def _can_be_name(text: str) -> bool:
    is_long_enough = len(text.strip(MASK)) >= 2 and not NOBODY.match(text)
    return is_long_enough and len(text) <= LONGEST_NAME and text.isprintable() and not BRACKET.search(text)


def _role(label: str) -> Role:
    """The first kind that a label names tells: 牵头责任单位 leads, 协同责任单位 helps."""
    for found in FIRST_KIND.finditer(label):
        if found.lastgroup != "responsible":
            return "lead" if found.lastgroup == "lead" else "participant"
        if label.startswith(("责任", "负责", "承办", "落实", "实施")):
            break
    return "responsible"


def _role_of_verb(verb: str) -> Role:
    if re.search(LEADING, verb):
        return "lead"
    return "participant" if re.search(HELPING, verb) else "responsible"

"""The words of department clauses: labels (牵头单位:), verbs (按职责分工负责) and the roles that they tell."""

from __future__ import annotations

import re
from typing import Literal

from tasks.bodies import MASK
from tasks.timing import DATE, ONGOING, SHORT_DATE, STEP, SURELY

Role = Literal["lead", "participant", "responsible"]
# 配合 says more of a body than that it stands in a list of 责任单位.
STRENGTH: dict[Role, int] = {"lead": 3, "participant": 2, "responsible": 1}

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
    r"|按(?:时间节点|时限|时序|进度|期|时|规定|要求)(?:要求)?|限期|如期"
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


def role_of_label(label: str) -> Role:
    """The first kind that a label names tells: 牵头责任单位 leads, 协同责任单位 helps."""
    for found in FIRST_KIND.finditer(label):
        if found.lastgroup != "responsible":
            return "lead" if found.lastgroup == "lead" else "participant"
        if label.startswith(("责任", "负责", "承办", "落实", "实施")):
            break
    return "responsible"


def role_of_verb(verb: str) -> Role:
    if re.search(LEADING, verb):
        return "lead"
    return "participant" if re.search(HELPING, verb) else "responsible"

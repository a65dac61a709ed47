"""Names of public bodies: what ends like one, and where a list of them divides.

Everything here works on masked text: folded, without blanks, with whatever stands in brackets replaced by MASK.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.passage import Span

MASK = "□"
LONGEST_NAME = 60

# 部门 局 委 …, but not 全部, 交办, 社会, 格局, 场所.
OFFICE = (
    r"部门|(?<![全内外干])部|(?<![格布大全结])局|委|(?<![交承举督兴创])办|厅|署|(?<!病)院|政府|(?<![社机大展览峰])会"
    r"|公司|中心|集团|(?:银|分|支|总|商|人|农|工|建|中|交)行|单位|企业|机构|组织|团体|媒体"
    r"|大学|(?:学|高|院|党|技)校|社|站|(?<!场)所"
    r"|(?<![之好])处|(?<!部)队|组|室|馆|厂|司|海关|机关|(?:电视|广播电|气象|地震)台|兵团|(?:妇|残|侨|文|商|科|台)联"
    r"|(?:科|政|消|记|作)协|人大|专班|联盟|联合体|基地|(?<![学专百理工文本医])科|股"
)
COMMON_ZONE = r"开发区|园区|功能区"
ZONE = rf"{COMMON_ZONE}|新区|高新区|经开区|保税区|示范区|管理区|度假区|试验区|合作区|实验区|集聚区|产业园"
LEVEL = (
    r"自治[区县州旗]|直辖市|设区的?市|省辖市|(?:省|自治区)?直管(?:试点)?[县市]|地级(?:以上)?市|县级市|市辖区|计划单列市"
    r"|省级?|市级?|县级?|区级?|州|盟|旗|乡|镇|街道|街|村|社区|地区|特区|林区|苏木"
)
BARE = (
    r"(?:牵头|责任|配合|参与|主办|协办|实施|落实)?(?:单位|部门)|政府|人民政府|企业|机构|组织|团体|媒体|党委|党工委"
    r"|管委会|办事处|中心|公司|集团|大学|高校|院校|学校|医院|机关|科研院所|科研机构|行业协会|协会|商会|银行"
    r"|部|局|委|办|厅|会|院|所|站|社|处|组|室"
)
BARE_TAIL = r"(?:部门|单位|政府|人民政府|机构|党委|党工委|管委会)"
GENERIC_START = (
    r"各|其他|其它|每|全(?![椒南州])|本(?!溪)|该|所有"
    r"|[省市县区州]?(?:有关|相关|级|直|属)|[省市县区乡镇]{1,3}(?:两|三|四)级|县级以上|地方"
)

ENDS_AS_OFFICE = re.compile(rf"(?:{OFFICE}|{ZONE}){MASK}*+$")
ENDS_AS_BODY = re.compile(rf"(?:{OFFICE}|{ZONE}|{LEVEL}|地方|各地|方面|主体|成员){MASK}*+$")
IS_BARE = re.compile(rf"(?:{BARE}){MASK}*+$")
IS_BARE_TAIL = re.compile(rf"{BARE_TAIL}{MASK}*+$")
IS_GENERIC = re.compile(GENERIC_START)
IS_HALF = re.compile(rf"(?:企业|组织|机构|团体|媒体|主体){MASK}*+$")
ENDS_AS_KIND = re.compile(rf"(?:部门|单位|机构|企业|组织|团体|媒体|主体){MASK}*+$")
LEVELS = re.compile(rf"(?:{LEVEL}|{MASK}|、)++$")
GOVERNING = r"人民政府|政府|党委|党工委|管委会|办事处|行政公署|行署"
LEVELS_GOVERNED = re.compile(rf"(?:{LEVEL}|{COMMON_ZONE}|{MASK})++(?:{GOVERNING})?{MASK}*+$")
EVERY_LEVEL = re.compile(rf"(?:各地$|各地、(?=[州市])|各|每个?)(?:{LEVEL}|{COMMON_ZONE}|{MASK}|、)*+$")
# 各盟行政公署 and 各区政府 before another level of government
EVERY_GOVERNED = re.compile(rf"各(?:{LEVEL}|{GOVERNING}|{MASK}|、)*+$")
LEVELS_ONLY = re.compile(rf"(?!(?:省|自治区)(?!直管))(?:{LEVEL}|{MASK})++(?:{GOVERNING})?{MASK}*+$")
PARTY = re.compile(r"(?:中共)?(?P<every>各)?(?P<level>[省市区县州旗]{1,3}|自治区)委$")
CONJUNCTION = re.compile(r"以及|及(?!其)|和|与")
# 成立专班, 设在市市场监管局 end like bodies and are none.
IS_PHRASE = re.compile(
    r"(?:成立|组建|建立|设立|加强|强化|推进(?!办)|推动|促进(?![会局])|鼓励|支持|引导|完善|健全|落实|实施|开展|形成|依托|围绕|聚焦|发挥|打造"
    r"|建设(?![局厅委部银])|培育|明确|组织(?![部人])|统筹(?![办局])|提升|提高|确保|坚持|督促|要求|优化|扩大|加快|深化|构建|整合|发展(?![改和]))"
    r"|.*(?:设在|要(?!素)|将(?!乐)|应当|必须)"
)
# 市财政局等有关部门: the names end before 等; 高等院校 is a name.
OTHERS = re.compile(
    r"(?<=[^高中初平同])等(?:[\d一二三四五六七八九十]{1,3}[个家]?)?(?:[省市区县州]|国家|中央)?[级直]?"
    rf"(?:各|有关|相关|主管|职能|成员|责任|牵头|行业|其他)*+(?:部门|单位|机构|企业|方面|地区|院校|高校)?(?:和单位)?{MASK}*+$"
)
# The number of a heading, or of a note: 市财政局3, 市财政局(三), 市财政局三 before a 、
NUMBER = re.compile(r"\d++(?:\.\d++)*+|[(\[〔][\d一二三四五六七八九十]{1,3}[)\]〕]|[一二三四五六七八九十]{1,3}$")
# 以及市财政局, 由市发改委: the name begins after them; 和平区 and 和田地区 are names.
LEADING = re.compile(
    rf"[、:•·●■◆★▲※#*{MASK}—-]*+(?:\d{{1,2}}[.、])?(?:其中)?(?:(?:具体|主要|统一|分别|共同|并|交|任务|每年|长期)?由|请|以及|及|与|和(?![平田县林顺龙硕政])|包括)?"
)


def divide(masked: str, start: int, end: int) -> list[Span]:
    """Return the places of the names in a list at start:end, such as 市委宣传部、市发展和改革委及各区、县级市政府等."""
    names: list[Span] = []
    for piece in _pieces(masked, start, end):
        begin, stop = _trimmed(masked, *piece)
        left, right = masked[slice(*names[-1])] if names else "", masked[begin:stop]
        if names and (_is_one_name(left, right) or (masked[piece[0] - 1] == "、" and _is_next_level(left, right))):
            names[-1] = names[-1][0], stop
        elif begin < stop:
            names.append((begin, stop))
    return names


def is_body(name: str) -> bool:
    """Tell whether this ends like a body or a part of the country."""
    return 2 <= len(name) <= LONGEST_NAME and ENDS_AS_BODY.search(name) is not None and not IS_PHRASE.match(name)


def is_office(name: str) -> bool:
    """Tell whether this ends like a body and says which: 市财政局, 各有关单位, 各区县, but not 企业 or 部门 alone."""
    if not 2 <= len(name) <= LONGEST_NAME or IS_BARE.match(name) or IS_PHRASE.match(name):
        return False
    return (ENDS_AS_BODY if name[0] in "各每" else ENDS_AS_OFFICE).search(name) is not None


def is_particular(name: str) -> bool:
    """Tell whether this is one certain body: 市财政局, not 各有关部门 or 生产企业."""
    return is_office(name) and not IS_GENERIC.match(name) and not ENDS_AS_KIND.search(name)


def number_behind(text: str, masked: str) -> Span | None:
    """Where behind a whole body a number stands that is no part of a longer name: 市财政局3保障措施, not 市公安局110中心."""
    if len(text) > 2 * LONGEST_NAME or is_body(masked):
        return None
    places = (found.span() for found in NUMBER.finditer(text))
    return next((place for place in places if is_office(masked[: place[0]])), None)


def _pieces(masked: str, start: int, end: int) -> Iterator[Span]:
    """Cut at every 、 and at the 和 and 及 that follow a body."""
    for first, stop in _split(masked, start, end):
        begin = first
        if stop - begin <= 2 * LONGEST_NAME:
            for found in CONJUNCTION.finditer(masked, begin + 1, stop - 1):
                if _is_whole(masked[begin : found.start()]):
                    yield begin, found.start()
                    begin = found.end()
        yield begin, stop


def _split(masked: str, start: int, end: int) -> Iterator[Span]:
    while (at := masked.find("、", start, end)) >= 0:
        yield start, at
        start = at + 1
    yield start, end


def _is_whole(left: str) -> bool:
    """市财政局 before 和 is a name; 人力资源 is not, nor is 中小企业 in 中小企业和民营经济发展局."""
    if EVERY_LEVEL.match(left):
        return True
    if OTHERS.search(left):
        return True
    return is_office(left) and (IS_GENERIC.match(left) is not None or not IS_HALF.search(left))


def _is_one_name(left: str, right: str) -> bool:
    """各区、县级市政府; 市、县人民政府; 各级党委、政府; 市委、市政府有关部门."""
    if len(left) > LONGEST_NAME or len(right) > LONGEST_NAME:
        return False
    if IS_BARE_TAIL.match(right) or LEVELS.match(left):
        return True
    if EVERY_LEVEL.match(left):
        return LEVELS_GOVERNED.match(right) is not None
    party = PARTY.match(left)
    if party is None:
        return False
    more = "" if party["every"] else "."
    return re.match(rf"{party['level']}(?:人民)?政府{more}", right) is not None


def _is_next_level(left: str, right: str) -> bool:
    """各盟行政公署、市人民政府; 各设区市政府、县政府."""
    if len(left) > LONGEST_NAME or len(right) > LONGEST_NAME:
        return False
    return EVERY_GOVERNED.match(left) is not None and LEVELS_ONLY.match(right) is not None


def _trimmed(masked: str, start: int, end: int) -> Span:
    leading = LEADING.match(masked, start, end)
    start = leading.end() if leading else start
    others = OTHERS.search(masked, max(start, end - LONGEST_NAME), end)
    return start, others.start() if others else end

"""The name of an indicator, cut out of the clause that sets its value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.passage import Span
from indicators.wording import (
    ACTOR,
    BRINGING_AT_START,
    COMPARISON,
    LEADING,
    MAKING_AT_END,
    MAKING_AT_START,
    SCOPE,
    SETTING,
)
from indicators.years import Marker

# 能耗、排放分别|比2020年: left behind by the comparison.
TRAILING = re.compile(r"(?:分别|均|都|力争|将|要|预计)$")
# A name is pieces of the text, as 花生种植、收获机械化率 gives 花生 + 收获机械化率.
Name = tuple[Span, ...]

LONGEST = 90
MOST_LEADING = 12
EDGES = " 、,;:·—-的"
# 合格率, 占比, 总产值: a name that ends so can be reached by itself.
MEASURE = re.compile(
    r"(?:率|占比|比重|比例|指数|(?:满意|知晓|安全|诚信|美誉|参与|信任|认可|知名|便利|集中|信用|公信|舒适|忠诚)度|[数总容产销货流存]量|[金总额]额|交易额|成交额|产值|增加值|规模|面积|增速|增幅|收入|水平|强度|浓度|里程|投入|支出|拥有量|授权量|数|得分|评分|税收|投资)$"
)
COUNT_OF = re.compile(r"(?:人数|人次|数|数量|总量|面积|产值|投资额?|装机容量|[金总]额)$")
# What stands before 率 and is shared by all that 和 joins: 制造业产品和消费品|质量合格率.
SHARED_TAIL = re.compile(
    r"(?:产品|质量|安全|服务|例行|监督|抽检|抽查|监测|检测|评价性?|综合|一次|竣工|验收|交付|检验|机械化|规模化|标准化|数字化|信息化|智能化|覆盖|合格|普及|利用|达标|"
    r"优良|满意|贡献|参保|签约|入学|入园|处理|处置|回收|办结|及时|有效|增长|面积|生产|年均|保有|拥有|授权|持有|品牌|数量|公众|社会|顾客|总体|平均|自给|绿化|城镇化)*"
    r"(?:率|占比|比重|比例|指数|满意度|数量|总量|产量|产值|增加值|规模|面积|增速)$"
)
# What of 加油站在用计量器具受检率 can go to another name is not 率 alone.
BARE_RATE = re.compile(r"率|比例|比重|占比|指数")
# 集贸市场 is a place, 加油站在用计量器具 what stands in one.
PLACE = re.compile(
    r"(?:市场|超市|商[场店超]|[门药]店|眼镜店|[油气电车]站|医院|学校|幼儿园|食堂|餐厅|酒店|宾馆|景区|园区|机场|码头|工地|场所|仓库|"
    r"社区|街道|乡镇|村|企业|机构|单位)$"
)
# 马铃薯种植、收获机械化率: a verb of two characters takes what stands before the first one.
PROCESS = re.compile(
    r"(?:种植|收获|播种|采收|养殖|加工|销售|出口|进口|研发|处理|回收|收集|运输|储存|采购|建设|管理|运行|维护|新增|净增)$"
)
LAYOUT = re.compile(r"(?<![A-Za-z0-9\s])\s++|(?<=[A-Za-z0-9])\s++(?![A-Za-z0-9])")
JOINT = re.compile(r"以及|[、和及与]")
# 年均增速15%以上 is that of what was named before.
BARE_GROWTH = re.compile(r"(?:年均|平均)?(?:增速|增幅|增长率|增长)")
# 形成2个千亿级、5个百亿级产业集群: the noun comes once, at the end.
ADJECTIVE = re.compile(
    r"(?:[十百千万]亿元?级|国家级|部级|省部?级|市级|县级|区级|自治区级|国内|国际|(?:省|市|国家)级(?:及)?以上|[^的、]{2,6}[型类级])"
)
BARE_MEASURE = re.compile(
    r"(?:全[省市县区州国])?(?:年|总|建筑|年均|占地)?(?:面积|规模|总?产值|产量|营业收入|销售收入|主营业务收入|比重|占比|比例|数量|总数|总量|人数|投资|投资额|增速|增幅|增加值|覆盖率|合格率|满意度|利税|税收|容量|里程)"
)
LEVEL_ONLY = re.compile(
    r"(?:国家级?|部级|省级?|市级?|县级?|区级?|自治区级?|国内|国际|省部级?|行业|地方|规上|规模以上)(?:以上|及以上)?的?"
)
LIST_BEFORE_COUNT = re.compile(r".{2,80}等(?=(?:[一二三四五六七八九十两\d]{1,3})(?:大|个|类|项|家|条|种))")
NUMBERED = re.compile(r" *(?:[\d]{1,2}[.、]|[(（]?[一二三四五六七八九十]{1,3}[)）、])")


def find_name(masked: str, start: int, end: int, markers: Sequence[Marker], *, is_counted: bool) -> Span:
    """Return where the name stands within masked[start:end]; an empty span where nothing but leading words is left."""
    start, end = _without_year(start, end, markers)
    end = _without_comparison(masked, start, end)
    trailing = TRAILING.search(masked, max(start, end - 6), end)
    end = trailing.start() if trailing else end
    start, end = _trim(masked, start, end)
    start = _after_leading(masked, start, end, is_counted=is_counted)
    start = _after_list(masked, start, end)
    start = _after_inner_verb(masked, start, end)
    start, end = _trim(masked, start, end)
    if SCOPE.fullmatch(masked, start, end):
        return end, end
    return start, end


def sets_going(masked: str, start: int, end: int) -> bool:
    """Whether masked[start:end] ends in a verb that brings forth what is counted (建设|15家)."""
    return bool(MAKING_AT_END.search(masked, max(start, end - 6), end))


def starts_making(masked: str, start: int, end: int, markers: Sequence[Marker]) -> bool:
    """Whether masked[start:end] opens with a verb that sets something going (力争, 推动, 培育)."""
    start, end = _without_year(start, end, markers)
    begin = _after_leading(masked, start, end, is_counted=False)
    return bool(MAKING_AT_START.match(masked, begin, end) or SETTING.search(masked, start, begin))


def take_apart(folded: str, span: Span, *, is_shared: bool, values: int = 1) -> list[Name]:
    """Return the names that 和 or 、 joins in one: each a measure of its own, or with `is_shared` (均, 分别) all of one tail."""
    parts = _parts(folded, span)
    if len(parts) == 1:
        return [(span,)]
    if all(MEASURE.search(folded, *part) for part in parts):
        return [(part,) for part in parts]
    return _with_shared_tail(folded, parts, values) if is_shared else [(span,)]


def completed(folded: str, span: Span, subject: Name) -> Name:
    """Return the name with the subject that its clause leaves out: 占总产值的比重, 面积, 国家级 say not of what."""
    start, end = span
    if not subject:
        return (span,)
    if folded[start] == "占" or BARE_GROWTH.fullmatch(folded, start, end):
        return (*subject, span)
    if BARE_MEASURE.fullmatch(folded, start, end) and not MEASURE.search(folded, *subject[-1]):
        return (*subject, span)
    if LEVEL_ONLY.fullmatch(folded, start, end):
        return (span, *_without_level(folded, subject))
    return (span,)


def actor_last(masked: str, noun: Span) -> Name:
    """企业申报质量奖 is 申报质量奖企业: those who are counted stand behind what they do."""
    actor = ACTOR.match(masked, *noun)
    return ((actor.end(), noun[1]), actor.span()) if actor else (noun,)


def cut_name(text: str, name: Name) -> str:
    """Return the name as printed, blanks of the layout left out."""
    return without_blanks("".join(text[start:end] for start, end in name)).strip(EDGES)


def without_blanks(printed: str) -> str:
    """Leave out blanks of the layout; those between two Latin words stay."""
    return LAYOUT.sub("", printed.strip())


def _without_level(folded: str, name: Name) -> Name:
    start, end = name[0]
    level = LEVEL_ONLY.match(folded, start, end)
    return ((level.end() if level and level.end() < end else start, end), *name[1:])


def _without_year(start: int, end: int, markers: Sequence[Marker]) -> Span:
    for marker in markers:
        if start <= marker.start and marker.end <= end:
            if end - marker.end < 2:
                return start, marker.start
            start = marker.end
    return start, end


def _without_comparison(masked: str, start: int, end: int) -> int:
    found = COMPARISON.search(masked, max(start, end - 24), end)
    return found.start() if found else end


def _trim(masked: str, start: int, end: int) -> Span:
    while start < end and masked[start] in EDGES:
        start += 1
    while start < end and masked[end - 1] in EDGES:
        end -= 1
    return start, end


def _after_leading(masked: str, start: int, end: int, *, is_counted: bool) -> int:
    for _ in range(MOST_LEADING):
        found = LEADING.match(masked, start, end)
        if not found or found.end() == start:
            found = BRINGING_AT_START.match(masked, start, end) if is_counted else None
        if not found:
            return start
        start = found.end()
    return start


def _after_list(masked: str, start: int, end: int) -> int:
    """电子信息、汽车等六大支柱产业 are the 六大支柱产业."""
    found = LIST_BEFORE_COUNT.match(masked, start, min(end, start + LONGEST))
    return found.end() if found else start


def _after_inner_verb(masked: str, start: int, end: int) -> int:
    """专项成果在本市实现产业化项目: what is reached stands behind 实现."""
    at = masked.rfind("实现", start, end)
    return at + 2 if at > start and end - at > 4 else start


def _parts(folded: str, span: Span) -> list[Span]:
    start, end = span
    parts = []
    for joint in JOINT.finditer(folded, start, end):
        if joint.start() > start:
            parts.append((start, joint.start()))
        start = joint.end()
    return [*parts, (start, end)] if start < end else parts


def _with_shared_tail(folded: str, parts: list[Span], values: int) -> list[Name]:
    last_start, last_end = parts[-1]
    tail = _tail(folded, parts)
    if tail is None:
        return [(part,) for part in parts] if len(parts) == values else [((parts[0][0], last_end),)]
    shared = _shared_head(folded, parts[0], folded[last_start:tail])
    names: list[Name] = []
    for index, (start, end) in enumerate(parts[:-1]):
        own = ((start, end),) if index == 0 else (*shared, (start, end))
        names.append((*own, (tail, last_end)))
    return [*names, (*shared, (last_start, last_end))]


def _tail(folded: str, parts: list[Span]) -> int | None:
    """Where in the last part begins what all parts share; None where that cannot be told."""
    start, end = parts[-1]
    if all(LEVEL_ONLY.fullmatch(folded, *part) for part in parts[:-1]):
        level = LEVEL_ONLY.match(folded, start, end)
        return level.end() if level and level.end() < end else None
    tail = SHARED_TAIL.search(folded, start, end)
    if not tail or tail.start() == start or any(MEASURE.search(folded, *part) for part in parts[:-1]):
        return None
    heads = [*parts[:-1], (start, tail.start())]
    return tail.start() if _are_of_one_kind(folded, heads) and not BARE_RATE.fullmatch(tail.group()) else None


def _are_of_one_kind(folded: str, heads: list[Span]) -> bool:
    """集贸市场、加油站在用计量器具 are not: one is a place, the other is not."""
    return len({bool(PLACE.search(folded, *head)) for head in heads}) == 1


def _shared_head(folded: str, first: Span, head: str) -> Name:
    start, end = first
    if PROCESS.fullmatch(head) and PROCESS.search(folded[start:end]) and end - start > len(head):
        return ((start, end - len(head)),)
    return ()

"""Tell which region a plan is for: from the body that issued it, its title, or what the text says of itself."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from documents.gazetteer import Mention, Place, called, country, innermost, mentions_in

MINISTRIES = (
    "外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源和社会保障|人力资源社会保障|自然资源|生态环境|环境保护"
    "|住房和城乡建设|住房城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游|文化|退役军人事务|应急管理"
)
NATIONAL = re.compile(
    r"国务院|中共中央|中央[一-龥]{0,8}(?:部|办公厅|委员会|委|办)|全国(?:人大|人民代表大会|政协)|中国(?:人民银行|民用航空局|气象局|证券监督管理委员会|银行保险监督管理委员会)|审计署|海关总署|最高人民"
    r"|国家[一-龥]{2,14}?(?:总局|局|委员会|委|部|署)"
    rf"|(?<![市省区县])(?:{MINISTRIES})部(?!门)"
    r"|(?:市场监督管理|市场监管|质量监督检验检疫|质检|税务|体育|广播电视|广电)总局"
)
# 工业和信息化部、国家发展改革委牵头: the bodies that do a plan's work.
NATIONAL_DUTY = re.compile(rf"(?:{NATIONAL.pattern})(?=[、,)〕】;(]|牵头|会同|按职责|负责|等)")
# 西安高新区管委会, 湖南湘江新区: no region of the catalogue, and not the city around it either.
ZONE = re.compile(
    r"(?!推进|加快|促进|支持|建设|加强|关于|实施|深化|规范)[一-龥]{0,4}?"
    r"(?:高新区|经开区|(?:经济|高新|产业|技术)[一-龥]{0,6}开发区|新区|保税区|自贸区|自由贸易试验区|自贸试验区|示范区"
    r"|生产建设兵团)"
)
# 贯彻落实《质量强国建设纲要》实施方案: the paper carried out says nothing of the plan's own region.
CITED = re.compile(r"(?:贯彻|落实|实施|执行|推进|推动|根据|按照)[一-龥]{0,4}《[^《》]{0,120}》")
BESTOWED = re.compile(r"(?:支持|援助|对口[一-龥]{0,4}|援|赴)$")
OPENING = re.compile(r"(?:[《〈“(\s]|中共|关于|印发|转发|推进|加快|深入|全面|进一步|开展|打造|建设)*")
# 结合荣昌实际,制定本方案。
ADAPTED = re.compile(r"结合(?P<region>[一-龥]{2,14}?)的?(?:发展|工作|具体)?实际")
# 我市 全省; 全市场 全区域 speak of something else.
SELF = re.compile(r"[我全](?P<word>[省市区县州盟旗])(?![场域间级面])")
LEAST_MENTIONS = 3
LEAST_BODIES = 3
MOST_ADAPTED = 20


def territory_of_body(name: str, *, near: str = "") -> Place | None:
    """Return the region of a body (荣昌区人民政府); `near` is text that may tell two regions of one name apart."""
    mentions = mentions_in(name)
    if mentions:
        place, end = innermost(mentions, 0, name, near=mentions_in(near))
        return None if ZONE.match(name, end) else place
    return country() if NATIONAL.match(name) else None


def territory_of_title(title: str, *, near: str = "") -> Place | None:
    """Return the region a plan's title names as its own."""
    if title.startswith("全国") or NATIONAL.match(title):
        return country()
    text = CITED.sub(lambda cited: " " * len(cited.group()), title)
    mentions = mentions_in(text)
    first = next((at for at, mention in enumerate(mentions) if _is_own(mention, text)), None)
    if first is None:
        return None
    place, end = innermost(mentions, first, text, near=mentions_in(near))
    return None if ZONE.match(text, end) else place


def territory_spoken_of(opening: str, body: str) -> Place | None:
    """Return the region a plan speaks of as its own: 结合荣昌实际, or one that is named above all others.

    `opening` is what stands before the first chapter, `body` the whole text. None where the text does not tell.
    """
    ending = _own_ending(body)
    return _adapted_to(opening, ending) or (_named_most(ending, body) if ending else _national(body))


def _own_ending(body: str) -> str:
    """Return what the name of the plan's own region ends in; 我区 is a district's word, or an autonomous region's."""
    words = Counter(found.group("word") for found in SELF.finditer(body))
    word = words.most_common(1)[0][0] if words else ""
    return "自治区" if word == "区" and body.count("自治区") >= LEAST_MENTIONS else word


def _is_own(mention: Mention, title: str) -> bool:
    """Short names of cities are words too (安康, 大同): they count where the title begins with them."""
    before = title[: mention.start]
    if BESTOWED.search(before):
        return False
    is_province = any(place.level == "province" for place in mention.places)
    return mention.is_full or is_province or OPENING.fullmatch(before) is not None


def _adapted_to(opening: str, ending: str) -> Place | None:
    near = mentions_in(opening)
    for found in islice(ADAPTED.finditer(opening), MOST_ADAPTED):
        name = found.group("region")
        mentions = mentions_in(name)
        place = innermost(mentions, 0, name)[0] if len(mentions) > 1 else called(name, ending, near=near)
        if place is not None:
            return place
    return None


def _named_most(ending: str, body: str) -> Place | None:
    counted = Counter(
        place
        for mention in mentions_in(body)
        for place in mention.places
        if place.name.endswith(ending) and place.level != "national"
    )
    ranked = counted.most_common(2)
    if not ranked or ranked[0][1] < LEAST_MENTIONS:
        return None
    runner_up = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0] if ranked[0][1] >= 2 * runner_up else None


def _national(body: str) -> Place | None:
    """A text that never says 我市 or 全省 and gives its work to ministries is the country's."""
    bodies = {found.group() for found in NATIONAL_DUTY.finditer(body)}
    return country() if len(bodies) >= LEAST_BODIES else None

"""Numbers with their units, as plans print them: 1,234家, 3.5万亿元, 90%至95%, 八成以上, 千亿元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from documents.numerals import to_int

_COUNTED = (
    "个 家 起 宗 项 件 种 类 名 人 人次 位 户 张 例 批 批次 家次 户次 场次 座 所 处 条 款 部 台 台套 套 辆 艘 架 架次 场 次 期 篇 "
    "对 支 只 头 羽 株 棵 本 册 份 间 栋 幢 片 块 段 轮 门 枚 道 组 床 张床位 个床位 标箱 标准箱 字"
)
_MEASURED = (
    "吨标准煤 吨 公斤 克 毫克 微克 升 毫升 平方公里 平方米 立方米 公顷 亩 亩次 公里 海里 米 厘米 毫米 瓦 瓦时 兆瓦 标准煤 倍 成 分 岁 "
    "年 天 小时 分钟 个月 工作日 个工作日 GW MW kW KW kWh km TB PB GB EB Gbps Mbps GWh MWh"
)
COUNTED, MEASURED = frozenset(_COUNTED.split()), frozenset(_MEASURED.split())
MONEY = ("元", "美元", "欧元", "港元")
PERCENT = ("个百分点", "百分点", "%", "‰")
TIMES = ("年", "天", "小时", "分钟", "个月", "工作日", "个工作日")

# 10部门, 5名牌 and 3片区 go on with a word of their own.
_WORDS = r"(?!(?<=部)门|(?<=名)[牌优特]|(?<=组)织|(?<=家)庭|(?<=场)[所景馆]|(?<=道)路|(?<=本)[科地市]|(?<=支)持|(?<=片)区|(?<=分)别|(?<=成)[本果立])"
_NAMES = "(?:" + "|".join(sorted((*COUNTED, *MEASURED, *MONEY), key=len, reverse=True)) + ")" + _WORDS
_MAGNITUDE = "[十百千万亿]{0,3}+"
_PER = rf"(?: ?/ ?{_MAGNITUDE}(?:人口|人|年|月|日|{_NAMES}))?+"
UNIT = rf"(?:{'|'.join(PERCENT)}|{_MAGNITUDE}{_NAMES}(?:\([套次件个]\))?+{_PER}|[百千万亿]{{1,3}}+)"
NUMBER = r"(?:\d{1,3}(?:,\d{3})++(?:\.\d{1,6}+)?+|\d{1,12}+(?:\.\d{1,6}+)?+)"
TO = r" ?(?:[-~–]|—{1,2}+|至|到) ?"
BOUND = r"(?: ?(?P<bound>\(?含\)?|及?以上|或以上|及?以下|以内|之内|左右|上下|之间))?+"

# 达到1,234家以上; 90%至95%; 1-2个. PM2.5, 5G, 第3, 3·15 and 4+N are names of things.
PRINTED = re.compile(
    rf"(?:(?<=GDP)|(?<![\dA-Za-z.+×·*/第-]))(?P<low>{NUMBER})(?: ?(?P<low_unit>{UNIT}))?+"
    rf"(?:{TO}(?P<high>{NUMBER})(?: ?(?P<high_unit>{UNIT}))?+)?{BOUND}(?![\dA-Za-z+×·*/])"
)
# 突破万亿元大关: one 万亿元.
ROUND = re.compile(
    rf"(?<=[破过到上越超达])(?P<unit>[百千万]?[亿](?:元|美元)?|[百千]万(?:{_NAMES}))(?P<bound>以上|左右)?(?!级)"
)
# 八成以上的企业; 新增两家; 三十个以上.
SPELLED = re.compile(
    rf"(?<![一二三四五六七八九十百千万第几数])(?P<low>[一二三四五六七八九十百两]{{1,5}}+)(?P<unit>{'|'.join(COUNTED)}|成){BOUND}"
)
HALF = re.compile(r"(?P<low>一半)(?P<bound>以上|左右)")
# 三分之二以上, 百分之九十五: in per cent.
FRACTION = re.compile(
    rf"(?P<whole>[二三四五六七八九十百千]{{1,3}}+)分之(?P<part>[零一二三四五六七八九十百两]{{1,5}}+)(?![点千万亿\d]){BOUND}"
)
LAYOUT_OF_DATES = re.compile(r" ?(?:年|月|日|号|时|点|级|届|版|世纪|周年|周岁|后|期|:)")
# More than any clause holds: a text that goes on is no prose.
MOST = 400
HINT = re.compile(r"\d|[百千万]亿|[百千]万|[一二三四五六七八九十两][百]?(?:个|家|项|成|名)|一半|分之")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed and where it stands. `bound` is the word behind it (以上, 左右 …)."""

    value: str
    upper: str | None
    unit: str | None
    bound: str | None
    start: int
    end: int
    unit_span: tuple[int, int] | None = None
    is_spelled: bool = False

    @property
    def is_counted(self) -> bool:
        """家, 个, 万人: what is counted follows or precedes without a verb."""
        return self.unit is not None and self.unit.lstrip("十百千万亿").partition("(")[0] in COUNTED

    @property
    def is_material(self) -> bool:
        """Something that can be made: 家, 万亩, 公里; not a share, not money, not time."""
        return self.unit is not None and not (self.is_share or self.is_money or self.is_time or self.unit in PERCENT)

    @property
    def is_share(self) -> bool:
        return self.unit in ("%", "‰", "成")

    @property
    def is_money(self) -> bool:
        return self.unit is not None and self.unit.partition("/")[0].rstrip(" ").endswith("元")

    @property
    def is_time(self) -> bool:
        return self.unit in TIMES


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Return the first quantities of text[start:end] in order; dates, versions and levels are none."""
    if not HINT.search(text, start, end):
        return []
    kinds = _printed(text, start, end), _round(text, start, end), _spelled(text, start, end)
    found = [quantity for kind in kinds for quantity in islice(kind, MOST)]
    return sorted(found, key=lambda quantity: quantity.start)


def plain_number(number: str) -> str:
    """1,234 is 1234."""
    return number.replace(",", "")


def _printed(text: str, start: int, end: int) -> Iterator[Quantity]:
    for found in PRINTED.finditer(text, start, end):
        name = "high_unit" if found["high_unit"] else "low_unit"
        if _is_date(text, found, found[name]):
            continue
        high = plain_number(found["high"]) if found["high"] else None
        bound = found["bound"] if found["bound"] not in ("之间", "含", "(含)") else None
        yield Quantity(
            plain_number(found["low"]),
            high,
            found[name],
            bound,
            *found.span(),
            found.span(name) if found[name] else None,
        )


def _is_date(text: str, found: re.Match[str], unit: str | None) -> bool:
    """2025年, 6月, 3级, 20世纪; a number without a unit before one of the signs of a date."""
    if unit == "年":
        last = found["high"] or found["low"]
        return len(last) == 4 and last.startswith(("19", "20"))
    return unit is None and bool(LAYOUT_OF_DATES.match(text, found.end()))


def _round(text: str, start: int, end: int) -> Iterator[Quantity]:
    for found in ROUND.finditer(text, start, end):
        yield Quantity("1", None, found["unit"], found["bound"], *found.span(), found.span("unit"), True)


def _spelled(text: str, start: int, end: int) -> Iterator[Quantity]:
    for found in SPELLED.finditer(text, start, end):
        value = to_int(found["low"])
        if value:
            yield Quantity(str(value), None, found["unit"], found["bound"], *found.span(), found.span("unit"), True)
    for found in FRACTION.finditer(text, start, end):
        whole, part = to_int(found["whole"]), to_int(found["part"])
        if whole and part and part <= whole:
            yield Quantity(_per_cent(part, whole), None, "%", found["bound"], *found.span(), None, True)
    for found in HALF.finditer(text, start, end):
        yield Quantity("50", None, "%", found["bound"], *found.span(), None, True)


def _per_cent(part: int, whole: int) -> str:
    """To two places: 三分之二 is 66.67."""
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".")

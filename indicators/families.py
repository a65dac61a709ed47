"""Which indicators measure nearly the same under other names: variants, to be laid side by side and never to be merged.

食品安全评价性抽检合格率, 食品安全抽检合格率 and 食品抽检合格率 are three indicators of one family: they differ in words that say
how it is measured and of whom, not what. The words are those of statistical indicators in general.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from documents.text import fold

SHORTEST = 3  # letters; a stem that says no more than 合格率 is none
NOT_LETTERS = re.compile(r"[^\w%]|_")
# 规模以上工业企业, 大中型工程, 流通领域药品: of whom, where.
SCOPES = re.compile(
    r"规模以上|规上|限额以上|限上|大中型|中小微?型?(?=企业)|重点|主要|重大|骨干|流通领域|流通环节|生产环节|全社会|地方|区域内|"
    r"(?<![农林])(?:工业|制造业)(?=企业)|^(?:全[国省市县区州]|本[省市县区])"
)
# 例行监测, 评价性抽检, 竣工验收: how it is looked at.
WAYS = re.compile(
    r"(?:例行|评价性|监督性|风险|定量|定期|日常|专项|市级|省级|国家级?)+(?=监测|抽检|抽查|检测|检验|抽样)|"
    r"(?:监督)?(?:监测|抽检|抽查|检测|检验|抽样检验|抽样)+(?=合格率|达标率)|(?:竣工|一次)*验收(?=合格率)"
)
# 产品质量合格率, 食品安全合格率, 农产品质量安全合格率: what is looked at says nothing more before 合格率.
OF_QUALITY = re.compile(r"(?:质量安全|质量|安全)(?=合格率|达标率)")
# 绿色建筑面积占比, 绿色建筑所占比例: names of a share.
SHARES = re.compile(r"(?:面积|数量)?(?:所占)?(?:的)?(?:占比|比重|比例|面积比|比率)$")
# 专精特新企业数量, 质量奖拥有量: names of a number.
NUMBERS = re.compile(r"(?:拥有|保有|累计)?(?:总数量?|数量|总量|个数|家数|户数|拥有量|保有量|数)$")
SAME = (
    (re.compile(r"地区生产总值|国内生产总值|生产总值"), "GDP"),
    (re.compile(r"能源消耗|能源消费"), "能耗"),
    (re.compile(r"研究与试验发展|研发|R&?D", re.IGNORECASE), "研发"),
    (re.compile(r"下降|减少|压减"), "降低"),
    (re.compile(r"增长率|增长|增幅"), "增速"),
)


@lru_cache(maxsize=20_000)
def stem(name: str) -> str:
    """Return what indicators of one family have in common; where that would be next to nothing, the name. Linear."""
    plain = NOT_LETTERS.sub("", fold(name))
    short = WAYS.sub("", SCOPES.sub("", plain))
    short = OF_QUALITY.sub("", short)
    for expression, word in SAME:
        short = expression.sub(word, short)
    short = NUMBERS.sub("", SHARES.sub("占比", short))
    return short if len(short) >= SHORTEST and not short.startswith(("合格率", "占比")) else plain


def label_of(names: Sequence[str]) -> str:
    """Return what all names begin and end with (食品…抽检合格率), or their stem where that says too little."""
    if len(set(names)) == 1:
        return names[0]
    first, last = _beginning(names), _beginning([name[::-1] for name in names])[::-1]
    shortest = min(map(len, names))
    last = last[max(0, len(first) + len(last) - shortest) :]
    return f"{first}…{last}" if first and last and len(first) + len(last) > SHORTEST else stem(names[0])


def _beginning(names: Sequence[str]) -> str:
    """Return the characters that all names begin with."""
    return "".join(chars[0] for chars in takewhile(lambda chars: len(set(chars)) == 1, zip(*names, strict=False)))

"""Say which indicator a name as printed means: 全市製造業質量競爭力指數 is 制造业质量竞争力指数 in every plan."""

from __future__ import annotations

import re

from documents.text import fold

LONGEST_NAME = 200
# 全市制造业产品质量合格率, 我省万人有效发明专利拥有量
SCOPE = re.compile(r"(?:到 ?)?(?:全[国省市区县州盟旗]|全自治区|[我本][省市区县州]|本自治区|我自治区)的?")
# 全员劳动生产率(万元/人), 首席质量官覆盖率(%)
UNIT = re.compile(r"\([^()]{1,20}\)$")


def canonical(name: str) -> str:
    """Return the name in simplified script without blanks, place words in front and unit behind; never empty."""
    folded = re.sub(r"\s", "", fold(name[:LONGEST_NAME]))
    plain = UNIT.sub("", SCOPE.sub("", folded, count=1) if SCOPE.match(folded) else folded)
    return plain or folded or name[:LONGEST_NAME]

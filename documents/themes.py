"""Propose what part of a quality plan a section belongs to, from its heading."""

from __future__ import annotations

import re

from documents.text import fold

# In one heading the first of these words decides, of two at the same place the longer one. 工程 alone may be any
# project (质量提升工程), and 保障 any support, so they count only in company.
WORDS = {
    "economy": "经济 动能 效益",
    "industry": "产业 农业 工业 制造业 集群 区域",
    "product": "产品 农产品 食品 药品 消费品 工业品 特种设备",
    "engineering": "建设工程 工程质量 工程品质 工程建设 工程高品质 工程、 建筑 建材 建造 住宅",
    "service": "服务 服务业 工业设计服务 旅游 物流",
    "enterprise": "企业 工业企业 质量管理能力 质量官",
    "brand": "品牌 名牌 商标 地理标志 产品品牌 区域品牌 产业品牌 企业品牌 服务品牌",
    "infrastructure": "基础设施 质量基础 技术基础 标准 计量 测量 认证 认可 检验 检测",
    "governance": "治理 监管 共治 法治 信用 诚信 风险防控 维权 消费者 政策 质量文化 营商环境 执法 社会监督 质量安全",
    "safeguard": "保障措施 组织保障 保障体系 强化保障 工作保障 组织领导 组织实施 考核 督查 督导 经费 资金保障 宣传",
}
# 三、主要任务及保障措施 is about all parts at once.
EVERYTHING = "主要任务 重点任务 工作任务 主要措施"
_THEMES: dict[str, str | None] = {word: theme for theme, words in WORDS.items() for word in words.split()}
_THEMES |= dict.fromkeys(EVERYTHING.split())
_WORD = re.compile("|".join(sorted(map(re.escape, _THEMES), key=len, reverse=True)))


def theme_of(heading: str | None) -> str | None:
    """Return the slug of the theme a heading speaks of, in any script; None where it speaks of none."""
    found = _WORD.search(fold(heading[:200])) if heading else None
    return _THEMES[found.group()] if found else None

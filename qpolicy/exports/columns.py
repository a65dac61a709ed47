"""The columns that sheets have in common."""

from __future__ import annotations

from qpolicy.exports.sheets import MACHINE, SCREEN, Column

NUMBER = Column("number", "序号", 7)
KIND = Column("kind", "类型", 9)
CONTENT = Column("content", "任务内容", 48)
LEAD = Column("lead", "牵头单位", 16)
RESPONSIBLE = Column("responsible", "负责单位", 18)
PARTICIPANT = Column("participant", "配合单位", 16)
DEADLINE = Column("deadline", "完成时限", 12)
TARGETS = Column("targets", "指标值", 20, joint="\n")
THEME = Column("theme", "主题", 7)
PATH = Column("path", "所属章节", 18, joint=" › ")
PLAN = Column("plan", "来源规划", 20)
DOCUMENT_NUMBER = Column("document_number", "发文字号", 14)
REGION = Column("region", "地区", 10)
ADDRESS = Column("url", "网址", 30, SCREEN)
KEY = Column("key", "标识", 4, MACHINE)
ROLES = (LEAD, RESPONSIBLE, PARTICIPANT)

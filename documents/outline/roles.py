"""Tell from headings what chapters and groups are about."""

from __future__ import annotations

import re

from documents.outline.blocks import Form
from documents.outline.clauses import has_clause_below
from documents.outline.markers import Rank
from documents.outline.sections import Role
from documents.outline.tree import BOX_RANK, Node

# 一、总体要求 (一)指导思想 (二)基本原则 第一章 发展基础 一、背景和意义 一、现状与形势
GENERAL = re.compile(
    r"^.{0,12}(?:思路|思想|原则|理念|方针|背景|形势|意义|依据|总则|前言|序言|引言)$"
    r"|^(?:总体|基本)(?:要求|思路|考虑|部署)|^指导思想|^(?:基本|工作|实施|总体)原则|^(?:编制|制定|起草|出台|决策|文件|政策)的?(?:背景|依据|过程|目的|说明|情况)"
    r"|^(?:发展|工作|现实|现有|建设)?(?:基础|现状|成效|成就|回顾|环境|形势)(?:现状|条件|与.{1,8}|和.{1,8}|及.{1,8})?$|^(?:面临|存在)的?.{0,6}(?:形势|问题|挑战|机遇|困难)"
    r"|重要(?:性|意义)|^(?:充分|深刻|统一|提高|切实提高)(?:思想)?认识|^前言|^概述|^序言|^附则|^名词解释|^术语|^适用范围|^主要特点|^有关说明|^主要依据"
)
# A heading that begins with what is to be done is no general one, whatever it ends with: 树立质量第一理念
ACTION = re.compile(
    r"(?:树立|坚持|践行|贯彻|落实|加强|强化|推进|推动|提升|提高|夯实|优化|完善|健全|构建|建设|打造|实施|深化|加快|着力|大力|全面)(?!认识)"
)
# 二、主要目标 (二)发展目标 三、目标要求 (三)2025年目标 二、主要指标
GOALS = re.compile(
    r"目标(?:任务|指标|要求|定位|体系|愿景)?$|^(?:主要|核心|发展|预期)指标$|^目标|^(?:工作|主要|发展|总体|战略|预期|阶段性?)目标|^\d{4}年.{0,6}目标|^远景|^愿景"
)
# 三、重点任务 二、主要任务 二、工作措施: tasks, although 目标任务 is not
TASKS = re.compile(r"(?:主要|重点|工作|具体|核心)(?:任务|工作|举措|措施|内容|行动|工程)")
# 三、保障措施 十一、组织保障 四、组织实施 五、工作要求 六、强化组织领导
SAFEGUARDS = re.compile(
    r"保障(?:措施|机制|体系|条件|工作)?$|^保障|组织(?:实施|保障|领导|推进|落实|管理|机制)|^工作(?:要求|保障|机制|推进)|实施(?:保障|机制|要求)|推进(?:机制|措施)$"
    r"|^(?:有关|具体|相关|几点)要求$|^(?:强化|加强|狠抓|抓好|压实|确保)?(?:责任|工作|任务|规划|组织|贯彻|跟踪)?(?:落实|实施)$|^监督(?:考核|检查|评估|管理)|^(?:督促|督导|督查|考核|评估)|^实施步骤|^工作步骤|^进度安排|^时间安排|^步骤"
)
# Sure of their place wherever they stand; the others are safeguards only near the end.
CERTAIN_SAFEGUARDS = re.compile(
    r"(?:组织|实施|工作|政策|服务|支撑)?保障(?:措施|机制|体系)$|^(?:组织|实施)(?:保障|实施)$|^(?:强化|加强|完善|健全)?组织(?:领导|保障|实施)(?:和|与|及|,|、)?.{0,8}$|^工作要求$|^实施保障$"
)

# 二、目标引领行动 二、组织实施质量提升行动: what ends so is to be done, whatever it begins with
WORK = re.compile(r"(?<!^)(?:行动|工程|专项|攻坚|计划)$")

# 三、主要任务及保障措施
MIXED = re.compile(r"任务.{0,4}(?:和|及|与|、).{0,4}(?:保障|措施|要求)")


def role_of(title: str, *, inherited: Role, is_near_end: bool) -> Role:
    """Return what a heading (folded, without its number) announces; `inherited` where it says nothing of its own.

    A chapter of tasks and safeguards together (主要任务及保障措施) is one of tasks; its groups tell them apart.
    """
    title = re.sub(r"[ \"“”]|[。:]$", "", title)
    if TASKS.search(title) or WORK.search(title):
        return Role.TASKS if inherited is not Role.SAFEGUARDS else inherited
    if GOALS.search(title) and "保障" not in title:
        return Role.GOALS
    if len(title) <= 24 and GENERAL.search(title) and not ACTION.match(title):
        return Role.GENERAL
    if len(title) <= 24 and (CERTAIN_SAFEGUARDS.search(title) or (is_near_end and SAFEGUARDS.search(title))):
        return Role.SAFEGUARDS
    return inherited


def assign_roles(root: Node) -> None:
    tops = [node for node in root.walk() if node.form is Form.ITEM and _is_top(node)]
    for place, node in enumerate(tops):
        near_end = place >= max(1, len(tops) - 2)
        node.role = role_of(node.heading or node.own_text[:40], inherited=Role.TASKS, is_near_end=near_end)
        if MIXED.search(node.heading):
            node.role = Role.TASKS
    known = set(tops)
    for node in root.walk():
        last = next((child for child in reversed(node.children) if child.form is Form.ITEM), None)
        for child in node.children:
            if child not in known:
                child.role = _role_below(node, child, is_last=child is last)


def _is_top(node: Node) -> bool:
    """Whether no numbered node stands above: a chapter, or an item of a plan without chapters."""
    above = node.parent
    while above is not None:
        if above.form is Form.ITEM or above.rank == BOX_RANK:
            return False
        above = above.parent
    return True


def _role_below(parent: Node, child: Node, *, is_last: bool) -> Role:
    inherited = parent.role
    if child.form is not Form.ITEM or not child.heading:
        return inherited
    title = re.sub(r"[ \"“”]", "", child.heading)
    if inherited is Role.SAFEGUARDS:
        return inherited
    if inherited in (Role.GENERAL, Role.GOALS):
        if GOALS.search(title):
            return Role.GOALS
        if GENERAL.search(title) and len(title) <= 12:
            return Role.GENERAL
        return Role.TASKS if inherited is Role.GOALS and TASKS.search(title) else inherited
    if (
        len(title) <= 8
        and not ACTION.match(title)
        and not has_clause_below(child)
        and (GENERAL.search(title) or (GOALS.search(title) and not TASKS.search(title)))
    ):
        return role_of(title, inherited=inherited, is_near_end=False)
    if MIXED.search(parent.heading) and is_last and "保障" in title:
        return Role.SAFEGUARDS
    return (
        Role.SAFEGUARDS
        if CERTAIN_SAFEGUARDS.search(title) and is_last and child.rank <= Rank.HAN_PAREN and child.numbered()
        else inherited
    )

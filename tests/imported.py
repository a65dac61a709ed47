"""Plans as they are imported: read from a text, with their places in it."""

from __future__ import annotations

from documents.models import Plan
from qpolicy.importing import Wish, import_plan
from tests import builders

TEXT = """某市质量强市建设实施方案
某府发〔2024〕16号
一、总体要求
到2025年,制造业产品质量合格率达到94%,消费品质量合格率达到95.5%以上。
二、重点任务
(一)提升农产品质量安全水平。加强农产品质量安全监测,完善追溯体系,2025年底前全覆盖。(市农业农村局牵头,市市场监管局配合)
(二)培育区域品牌。开展品牌培育行动,打造区域公用品牌。(市市场监管局、市工信局按职责分工负责)
三、保障措施
(一)加强组织领导。各区县要健全工作机制,确保任务落实。(各区县政府负责)
"""


def imported(slug: str = "some-city", text: str = TEXT, **changes: object) -> Plan:
    """Return the plan that is made of the text, published."""
    region = builders.region("some-city", "某市", code="990100")
    plan = import_plan(text, Wish(slug=slug, region=region.slug, is_published=True)).plan
    Plan.objects.filter(pk=plan.pk).update(**changes)
    plan.refresh_from_db()
    return plan

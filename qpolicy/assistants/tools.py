"""The tools: what each is told to be, what it takes, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent
from pydantic import AfterValidator, Field

from documents.quotations.verdict import LONGEST
from qpolicy.assistants import duties, plans, quotations, shapes, targets, tasks
from qpolicy.assistants.asked import Asked, Site, Wrong
from qpolicy.assistants.asking import ask

TOLD = {
    "list_plans": (
        "列出规划",
        (
            "列出本库收录的已发布规划（质量强国、强省、强市、强区的纲要、行动计划、实施方案等），可按标题、文号或发文机关中的词，以及地区、层级、"
            "成文年份、文种、有效性筛选。默认只列最新版本，成文日期新的在前。返回每份规划的标识 plan，供其他工具使用。"
        ),
    ),
    "get_plan": (
        "查看规划",
        "一份规划的发文信息（文号、机关、日期、规划期、有效性、来源、新旧版本）和目录。目录中的 section 供 get_section 使用。",
    ),
    "get_section": (
        "读取一条的全文",
        f"一份规划中某一条（章、节、任务、段落、专栏、表）连同其下各条的原文，照原文字形。每次最多 {plans.MOST_TEXT} 字，余下的用 next_offset 继续取。",
    ),
    "search_tasks": (
        "检索任务",
        (
            "在全部已发布规划的任务、保障措施和专栏工程中检索。query 是用空格分开的几段文字，要求都含；加引号的按原样连续出现；前面加 - 的排除；"
            "可加条件 地区:西安 部门:市场监管局 规划:河北 年份:2025 主题:服务 层级:省级 分工:牵头。最相关的在前，只含一部分的列在后面。"
            "kind 为 all 时也检索标题、段落和表格。返回的 cited.plan 和 cited.section 供 get_task 使用。"
        ),
    ),
    "get_task": (
        "查看任务",
        "一项任务（或保障措施、专栏工程）的全文、责任部门（牵头、负责、配合）、时限、目标值、所在位置，以及其他规划中相近的任务。",
    ),
    "compare_indicator": (
        "比较指标",
        (
            "一项指标在各份规划中的目标值并列：关系、数值、单位、年份、口径、约束性或预期性、原句，以及与上级规划相比高于、持平还是低于。"
            "名称只在统计方式或范围上不同的指标归为一组，不合并；单位照原文。indicator 是名称中的词，如 制造业产品质量合格率。"
        ),
    ),
    "list_duties": (
        "查部门职责",
        (
            "一个部门，或各地履行同一职能的部门，在各份规划中承担的任务：角色、时限、出处。department 是部门名称或其中的词（如 市场监管局），"
            "function 是职能名称（如 市场监管）；两者给出其中一个。规划统一写明、适用于每项任务的分工标为 is_default。"
        ),
    ),
    "verify_quotation": (
        "核对引文",
        (
            "一句话是否在某份规划或任一份已发布规划的原文中、在哪里。繁简、全角半角、标点和空白不同不算不同，数字不同算不同。"
            "没有时给出最相近的句子和不同的字。引用前请用它核对。"
        ),
    ),
}


def _readable(text: str) -> str:
    """Leave out null characters, which PostgreSQL does not take, and replace what is no character at all."""
    return text.replace("\0", "").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


Text = Annotated[str, AfterValidator(_readable)]
Words = Annotated[Text, Field(max_length=200)]
Slug = Annotated[Text, Field(max_length=80, description="规划的标识，由 list_plans 给出；空为全部规划")]
OneSlug = Annotated[Text, Field(min_length=1, max_length=80, description="规划的标识，由 list_plans 给出")]
Anchor = Annotated[Text, Field(min_length=1, max_length=120, description="章节条的标识，如 s-2-1")]
Region = Annotated[Text, Field(max_length=60, description="地区的标识，如 shaanxi，含其下各地；空为全部")]
Level = Literal["", "national", "province", "city", "district"]
Kind = Literal["", "task", "safeguard", "project", "heading", "paragraph", "table", "box", "all"]
RoleName = Literal["", "lead", "responsible", "participant"]
Page = Annotated[int, Field(ge=1, le=100_000, description="第几页")]
Size = Annotated[int, Field(ge=1, le=50, description="每页几项")]


async def _answered(make: Callable[[], shapes.Answer]) -> CallToolResult:
    """Return the answer as data, and the same as text for those who read nothing else. Raises ToolError."""
    try:
        answer = await ask(make)
    except Wrong as wrong:
        raise ToolError(str(wrong)) from wrong
    text = answer.model_dump_json(exclude_defaults=True)
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content=answer.model_dump(mode="json")
    )


class Tools:
    """Each method is a tool of its name."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def list_plans(
        self,
        *,
        query: Annotated[Words, Field(description="标题、文号或发文机关中的词")] = "",
        region: Region = "",
        level: Level = "",
        year: Annotated[int | None, Field(ge=1900, le=2200, description="成文年份")] = None,
        kind: Annotated[Text, Field(max_length=30, description="文种，如 实施方案")] = "",
        validity: Annotated[Literal["", "in_force", "expired"], Field(description="现行有效或已失效")] = "",
        edition: Annotated[Literal["", "superseded", "all"], Field(description="空为最新版本")] = "",
        page: Page = 1,
        page_size: Size = 20,
    ) -> Annotated[CallToolResult, shapes.PlanList]:
        chosen = {"q": query, "region": region, "level": level, "kind": kind, "validity": validity, "edition": edition}
        asked = Asked(self.site, page, page_size)
        return await _answered(lambda: plans.list_plans(asked, year=str(year or ""), **chosen))

    async def get_plan(self, *, plan: OneSlug, page: Page = 1) -> Annotated[CallToolResult, shapes.PlanDetail]:
        return await _answered(lambda: plans.get_plan(self.site, plan, page))

    async def get_section(
        self,
        *,
        plan: OneSlug,
        section: Anchor,
        offset: Annotated[int, Field(ge=0, le=10_000_000, description="从第几个字开始")] = 0,
    ) -> Annotated[CallToolResult, shapes.SectionText]:
        return await _answered(lambda: plans.get_section(self.site, plan, section, offset))

    async def search_tasks(
        self,
        *,
        query: Annotated[Text, Field(min_length=1, max_length=2000, description="检索词，写法见说明")],
        plan: Slug = "",
        kind: Annotated[Kind, Field(description="章节条的类型，空为任务、保障措施和专栏工程")] = "",
        page: Page = 1,
        page_size: Size = 10,
    ) -> Annotated[CallToolResult, shapes.TaskHits]:
        asked = Asked(self.site, page, page_size)
        return await _answered(lambda: tasks.search_tasks(asked, query, plan=plan, kind=kind))

    async def get_task(
        self,
        *,
        plan: OneSlug,
        task: Annotated[Anchor, Field(description="任务的标识，即 cited.section，如 s-2-1")],
    ) -> Annotated[CallToolResult, shapes.TaskDetail]:
        return await _answered(lambda: tasks.get_task(self.site, plan, task))

    async def compare_indicator(
        self,
        *,
        indicator: Annotated[Words, Field(min_length=1, description="指标名称中的词，用空格分开的都要有")],
        plans: Annotated[list[Text], Field(max_length=50, description="规划的标识；空为全部规划的最新版本")] = [],  # noqa: B006  never changed
        region: Region = "",
        level: Level = "",
        attribute: Annotated[Literal["", "expected", "binding"], Field(description="预期性或约束性")] = "",
        page: Page = 1,
        page_size: Size = 20,
    ) -> Annotated[CallToolResult, shapes.Comparison]:
        chosen = {"region": region, "level": level, "attribute": attribute}
        asked = Asked(self.site, page, page_size)
        return await _answered(lambda: targets.compare_indicator(asked, indicator, plans=plans, **chosen))

    async def list_duties(
        self,
        *,
        department: Annotated[Words, Field(description="部门名称或其中的词")] = "",
        function: Annotated[Words, Field(description="职能的名称或标识")] = "",
        plan: Slug = "",
        role: Annotated[RoleName, Field(description="牵头、负责或配合；空为全部")] = "",
        page: Page = 1,
        page_size: Size = 20,
    ) -> Annotated[CallToolResult, shapes.DutyList]:
        asked = Asked(self.site, page, page_size)
        return await _answered(
            lambda: duties.list_duties(asked, department=department, function=function, plan=plan, role=role)
        )

    async def verify_quotation(
        self,
        *,
        quote: Annotated[Text, Field(min_length=1, max_length=LONGEST, description="要核对的一句或一段话")],
        plan: Slug = "",
        page: Page = 1,
        page_size: Size = 10,
    ) -> Annotated[CallToolResult, shapes.Verification]:
        asked = Asked(self.site, page, page_size)
        return await _answered(lambda: quotations.verify_quotation(asked, quote, plan=plan))

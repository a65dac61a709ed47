"""The server: its tools with what they are told to be, and answers to wrong questions in words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import ValidationError

from qpolicy.assistants import complaints
from qpolicy.assistants.asked import Site
from qpolicy.assistants.tools import TOLD, Tools

READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
INSTRUCTIONS = (
    "{name}收录各级政府公开发布的质量强国、强省、强市、强区规划（纲要、行动计划、实施方案等），"
    "从文本中读出章节、任务、目标、指标和责任部门。只收录已导入并发布的规划，没有收录不等于没有发布；收录了哪些以 list_plans 为准。"
    "繁体、简体都可以输入，回答中的文字照原文字形。每项回答都带 cited：引用时请写明其中的 citation 并附 url，逐字引用 quote；"
    "引用前可用 verify_quotation 核对。列表分页，total 是总数，next_page 是下一页。各工具只读，不修改任何内容。"
)
CRASHED = "处理时出错，已记入服务器日志；请稍后再试，或换一种问法。"


class Server(MCPServer[Any]):
    """Tells in Chinese what is wrong with a call, and nothing of what went wrong inside."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        await self._look_at(name, arguments)
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            raise UnexpectedToolError(CRASHED) from error.__cause__
        except ToolError as error:
            cause = error.__cause__
            raise ToolError(complaints.said(cause) if isinstance(cause, ValidationError) else str(cause)) from cause

    async def _look_at(self, name: str, arguments: dict[str, Any]) -> None:
        """Refuse tools and arguments that there are not. Raises ToolError."""
        known = {tool.name: list(tool.input_schema["properties"]) for tool in await self.list_tools()}
        if name not in known:
            raise ToolError(f"没有工具 {name}；可用的工具有：{'、'.join(known)}。")
        if strange := set(arguments) - set(known[name]):
            raise ToolError(complaints.unknown(strange, known[name]))


def make_server(site: Site) -> Server:
    server = Server(
        "qpolicy",
        title=settings.SITE_NAME,
        instructions=INSTRUCTIONS.format(name=settings.SITE_NAME),
        website_url=site.address,
        log_level="WARNING",
    )
    tools = Tools(site)
    for name, (title, description) in TOLD.items():
        server.add_tool(getattr(tools, name), name=name, title=title, description=description, annotations=READ_ONLY)
    return server

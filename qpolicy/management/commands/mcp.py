"""mcp: serve the knowledge base to AI assistants by the Model Context Protocol."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from documents.models import Plan
from qpolicy.assistants.asked import Site, site_address
from qpolicy.management.base import refusal
from qpolicy.serving import Address, address_of, trouble_with

USUAL = "127.0.0.1:8001"


class Command(BaseCommand):
    help = "以模型上下文协议（MCP）为 AI 助手提供查询，只读；默认经标准输入输出，--http 时经 HTTP"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--http", nargs="?", const=USUAL, metavar="地址:端口", help=f"经 HTTP，默认 {USUAL}")
        parser.add_argument("--site", default="", metavar="网址", help="网站的网址，如 https://plans.example.gov.cn")

    def handle(self, *args: Any, http: str | None, site: str, **options: Any) -> None:
        where = _listening(http) if http else None
        known = _site(site)
        _look_at_the_database()
        from qpolicy.assistants.server import make_server
        from qpolicy.assistants.transports import PATH, serve_http, serve_stdio

        server = make_server(known)
        with suppress(KeyboardInterrupt):
            if where is None:
                serve_stdio(server)
            else:
                self.stderr.write(
                    f"MCP 已启动，按 Ctrl+C 停止：{where.url.rstrip('/')}{PATH}（网页的网址为 {known.address}）"
                )
                serve_http(server, where)


def _listening(http: str) -> Address:
    where = address_of(http)
    if where is None:
        raise CommandError(f"地址应写作 8001 或 127.0.0.1:8001 的样子，现为 {http!r}。")
    if trouble := trouble_with(where):
        raise CommandError(f"MCP 未启动：{trouble}。")
    return where


def _site(given: str) -> Site:
    address = site_address(given)
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname:
            return Site(address)
    raise CommandError(f"网址应以 http:// 或 https:// 开头，如 https://plans.example.gov.cn，现为 {address!r}。")


def _look_at_the_database() -> None:
    """Say before anybody asks that nothing can be answered."""
    try:
        Plan.objects.published().exists()
    except DatabaseError as error:
        raise refusal(error) from error
    finally:
        connections.close_all()

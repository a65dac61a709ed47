"""search: look for tasks, and print what was found."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser

from documents.headings import heading
from documents.models import Section
from qpolicy.management.base import DatabaseCommand
from tasks.searching import EVERY_KIND, find, to_json

KINDS = [*Section.Kind.values, EVERY_KIND]


class Command(DatabaseCommand):
    help = "检索任务；查询用 - 时从标准输入读取，每行一条"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "query", nargs="+", metavar="QUERY", help="检索词，每个参数是一条查询；- 表示从标准输入读取"
        )
        parser.add_argument("--json", action="store_true", help="每条查询输出一行 JSON")
        parser.add_argument("--limit", type=int, default=20, help="最多列出多少条（默认 20）")
        parser.add_argument("--kind", choices=KINDS, help="章节条的类型（默认任务、保障措施和专栏工程）")

    def handle(self, *args: Any, query: list[str], limit: int, kind: str | None, **options: Any) -> None:
        for typed in map(_readable, _lines_of_input() if query == ["-"] else query):
            begun = time.perf_counter()
            found = find(typed, kind=kind, most=max(0, limit))
            record = to_json(found, limit=max(0, limit), milliseconds=(time.perf_counter() - begun) * 1000)
            self.stdout.write(json.dumps(record, ensure_ascii=False) if options["json"] else "\n".join(_lines(record)))


def _lines_of_input() -> Iterator[str]:
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return (line.rstrip("\r\n") for line in sys.stdin)


def _readable(typed: str) -> str:
    """Return what was typed, bytes that are no text replaced: they could not be written out again."""
    return typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _lines(record: dict[str, Any]) -> Iterator[str]:
    yield f"{record['query']}：{record['total']} 条，另有部分匹配 {record['partial_total']} 条"
    for hit in record["hits"]:
        sign = "≈" if hit["partial"] else " "
        yield f"{sign} {hit['score']:6.2f}  {hit['url']}  {heading(hit['number'], hit['title'])}"

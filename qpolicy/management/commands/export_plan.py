"""export_plan: write stored plans as files that import_plan takes back unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from documents.models import Plan
from qpolicy.audit import Kind, record
from qpolicy.export import write
from qpolicy.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = "把知识库中的规划连同校订、分工、指标写成 <网址标识>.json，可用 import_plan 原样取回"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="规划的网址标识")
        parser.add_argument("--all", action="store_true", dest="is_all", help="所有规划，包括草稿")
        parser.add_argument("--to", type=Path, default=Path(), help="写到哪个文件夹，默认为当前文件夹")

    def handle(self, *args: Any, slugs: list[str], is_all: bool, to: Path, **options: Any) -> None:
        if is_all == bool(slugs):
            raise CommandError("请指明规划的网址标识，或用 --all 导出所有规划。")
        plans = {plan.slug: plan for plan in Plan.objects.order_by("slug") if is_all or plan.slug in slugs}
        if missing := [slug for slug in slugs if slug not in plans]:
            raise CommandError(f"知识库中没有网址标识为 {'、'.join(missing)} 的规划。")
        try:
            to.mkdir(parents=True, exist_ok=True)
            for plan in plans.values():
                path = write(plan, to)
                record(Kind.EXPORT, by="export_plan", subject=plan, details=f"文件 {path.name}")
                self.stdout.write(f"已写入 {path}")
        except OSError as error:
            raise CommandError(f"无法写入文件夹 {to}：{error.strerror or error}。") from error
        self.stdout.write(f"共导出 {len(plans)} 份规划。")

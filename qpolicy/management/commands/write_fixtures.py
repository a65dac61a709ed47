"""write_fixtures: write stored plans as the fixtures that quickstart loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from documents.models import Plan
from qpolicy.fixtures import FOLDER, write_indicators, write_plan
from qpolicy.management.base import DatabaseCommand

CATALOGUES = {"regions", "functions", "themes", "indicators"}


class Command(DatabaseCommand):
    help = "把知识库中的规划连同指标写成 fixtures/<网址标识>.json 与 fixtures/indicators.json，供 quickstart 装入"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="+", metavar="slug", help="规划的网址标识")
        parser.add_argument("--to", type=Path, default=FOLDER, help="写到哪个文件夹")

    def handle(self, *args: Any, slugs: list[str], to: Path, **options: Any) -> None:
        plans = {plan.slug: plan for plan in Plan.objects.filter(slug__in=slugs)}
        if missing := [slug for slug in slugs if slug not in plans]:
            raise CommandError(f"知识库中没有网址标识为 {'、'.join(missing)} 的规划。")
        if taken := CATALOGUES.intersection(slugs):
            raise CommandError(f"{'、'.join(taken)}.json 是目录的文件名，请先改换规划的网址标识。")
        for slug in slugs:
            self.stdout.write(f"已写入 {write_plan(plans[slug], to)}")
        self.stdout.write(f"已写入 {write_indicators(to)}")

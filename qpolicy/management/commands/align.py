"""align: lay the tasks of all current plans side by side, as far as that is not done, or tell where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from documents.models import Plan
from documents.quoting import quoted
from qpolicy.management.base import DatabaseCommand
from tasks.aligning import Faults, align, align_anew, check
from tasks.models import Alignment

MOST_NAMED = 20
KINDS = {"missing": "尚未对应", "stale": "内容已变", "orphaned": "已不公开或已被替代"}


class Command(DatabaseCommand):
    help = "将各现行规划的任务与其他规划的任务逐一对应：补上缺少的，更新内容已变的；人工核对的结果保留"

    def add_arguments(self, parser: CommandParser) -> None:
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--all", action="store_true", dest="is_all", help="全部重新计算")
        way.add_argument("--check", action="store_true", dest="is_check", help="只核对；有缺少或过时的，以状态 1 结束")

    def handle(self, *args: Any, is_all: bool, is_check: bool, **options: Any) -> None:
        if is_check:
            self._check()
            return
        number = align_anew() if is_all else align()
        self.stdout.write(f"任务对应：重新计算 {number} 份规划，共有 {Alignment.objects.count()} 对")

    def _check(self) -> None:
        faults = check()
        for line in _lines(faults):
            self.stdout.write(line)
        if faults:
            raise CommandError("任务对应不是最新，可运行 align 更新。", returncode=1)
        self.stdout.write(f"任务对应无误：{Alignment.objects.count()} 对")


def _lines(faults: Faults) -> Iterator[str]:
    for kind, words in KINDS.items():
        keys = sorted(getattr(faults, kind))
        for plan in Plan.objects.without_source().filter(pk__in=keys[:MOST_NAMED]):
            yield f"{words}：{quoted(plan.title)}（{plan.slug}）"
        if len(keys) > MOST_NAMED:
            yield f"{words}：另有 {len(keys) - MOST_NAMED} 份"

"""check_index: compare the search index with the stored plans, and mend it if asked to."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from documents.models import Section
from documents.search.indexing import Faults, check, repair
from qpolicy.management.base import DatabaseCommand

MOST_NAMED = 20
KINDS = {"missing": "未建立索引", "stale": "索引与正文不符", "orphaned": "正文已不存在"}


class Command(DatabaseCommand):
    help = "核对检索索引与已存规划；有不符时列出，并以状态 1 结束"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="重建索引，使之与正文一致")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = check()
        for line in _lines(faults):
            self.stdout.write(line)
        if faults and not options["repair"]:
            raise CommandError("检索索引有误，可用 --repair 修复。", returncode=1)
        if faults:
            number = repair(thoroughly=True)
            self.stdout.write(f"已重建：{number} 个章节条")
        else:
            self.stdout.write(f"检索索引无误：{Section.objects.count()} 个章节条")


def _lines(faults: Faults) -> list[str]:
    named = {key: str(section) for key, section in Section.objects.in_bulk(_first(faults)).items()}
    lines = ["索引由其他规则建立（词典或程序已更新），或数据库缺少维护索引的触发器"] if faults.is_outdated else []
    for kind, words in KINDS.items():
        keys = sorted(getattr(faults, kind))
        lines += [f"{words}：{key} {named.get(key, '')}".rstrip() for key in keys[:MOST_NAMED]]
        if len(keys) > MOST_NAMED:
            lines.append(f"{words}：另有 {len(keys) - MOST_NAMED} 个")
    return lines


def _first(faults: Faults) -> list[int]:
    return [key for kind in KINDS for key in sorted(getattr(faults, kind))[:MOST_NAMED]]

"""import_plan: read a plan's file, or a folder of them, and store it, as a draft or published."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from documents.quoting import quoted
from qpolicy.audit import Kind, record
from qpolicy.folders import files_in, import_all, summary, told
from qpolicy.importing import Refused, Wish, import_plan
from qpolicy.management.base import DatabaseCommand
from qpolicy.management.commands.parse_plan import content_of, reading_of
from qpolicy.restoring import restore
from qpolicy.storing import Stored
from tasks.aligning import postponed

OF_ONE_PLAN = ("slug", "title", "document_number", "issued_on", "source_url")


class Command(DatabaseCommand):
    help = "读取规划文件（.txt .docx .html .pdf，或 export_plan 导出的 .json）或整个文件夹，存入知识库；未指明的各项取自文中"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="规划文件，或存放规划文件的文件夹")
        parser.add_argument("--slug", help="网址标识，如 xian；默认取自地区")
        parser.add_argument("--title", help="标题")
        parser.add_argument("--region", help="地区：行政区划代码（610100）或标识（xian）")
        parser.add_argument("--issuer", help="发文机关")
        parser.add_argument("--document-number", help="发文字号")
        parser.add_argument("--issued-on", help="成文日期，如 2024-04-28")
        parser.add_argument("--kind", help="文种，如 实施方案")
        parser.add_argument("--source-url", help="来源网址")
        parser.add_argument("--publish", action="store_true", dest="is_published", help="直接发布（默认存为草稿）")
        parser.add_argument("--replace", action="store_true", dest="replaces", help="更新已有的同一规划，保留人工校订")
        parser.add_argument(
            "--anyway", action="store_true", dest="is_certain", help="与 --replace 同用：即使像是另一份文件也替换"
        )

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        wish = Wish(**{name: options[name] for name in Wish.__slots__ if name in options})
        if os.path.isdir(path):  # Path.is_dir raises where a name is too long
            self._import_folder(path, wish)
            return
        try:
            stored = _take(path, wish)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("\n".join(report(stored)))

    def _import_folder(self, folder: Path, wish: Wish) -> None:
        if named := [name for name in OF_ONE_PLAN if getattr(wish, name)]:
            option = f"--{named[0].replace('_', '-')}"
            raise CommandError(f"{option} 只能用于一个文件，不能用于文件夹 {folder}。")
        paths = files_in(folder)
        if not paths:
            raise CommandError(f"文件夹 {folder} 中没有文件。")
        outcomes = []
        with postponed():
            for outcome in import_all(paths, lambda path: _take(path, wish)):
                outcomes.append(outcome)
                self.stdout.write("\n".join(told(outcome, folder)))
        self.stdout.write(summary(outcomes))
        if any(outcome.stored is None for outcome in outcomes):
            raise CommandError("有文件未能导入，原因见上。其余文件已照常处理。")


def _take(path: Path, wish: Wish) -> Stored:
    """Store one file. Raises Refused, or CommandError where it cannot be read."""
    if path.suffix.lower() == ".json":
        return _take_back(path, wish)
    reading = reading_of(path)
    named = replace(wish, source_name=path.name[-200:])
    return import_plan(reading.text, named, notes=reading.notes, then=partial(write_down, named))


def _take_back(path: Path, wish: Wish) -> Stored:
    if given := [name for name in (*OF_ONE_PLAN, "region", "issuer", "kind") if getattr(wish, name)]:
        raise Refused(f"--{given[0].replace('_', '-')} 不能用于 .json 文件：它已写明规划的各项。")
    named = replace(wish, source_name=path.name[-200:])
    then = partial(write_down, named)
    return restore(content_of(path), replaces=wish.replaces, is_published=wish.is_published, then=then)


def write_down(wish: Wish, stored: Stored) -> None:
    """Tell the audit log of what is stored, unless nothing has changed."""
    if stored.is_changed:
        details = f"文件 {wish.source_name}" + ("，更新已有规划" if wish.replaces else "")
        record(Kind.IMPORT, by="import_plan", subject=stored.plan, details=details)
        if wish.is_published:
            record(Kind.PUBLICATION, by="import_plan", subject=stored.plan)


def report(stored: Stored) -> list[str]:
    """Return what was done and what an editor should look at, a line each."""
    plan = stored.plan
    lines = [
        f"{quoted(plan.title)}（{plan.slug}，{plan.get_status_display()}）"
        + ("" if stored.is_changed else "：没有变化")
    ]
    lines += [
        f"  {name}：新增 {counts.created}，修改 {counts.changed}，删除 {counts.removed}"
        for name, counts in stored.counts.items()
        if counts
    ]
    return [*lines, *(f"  提示 {warning['code']}：{warning['message']}" for warning in stored.warnings)]

"""parse_plan: read a plan's file and print what was read; writes nothing."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.readers import Reading, UnreadableFile
from qpolicy.files import read_file
from qpolicy.ingest import Draft, read_plan, to_json, with_notes

TROUBLES = (
    (FileNotFoundError, "文件不存在。"),
    (PermissionError, "没有读取权限。"),
    (IsADirectoryError, "这是文件夹，不是文件。"),
    (NotADirectoryError, "路径中有一段不是文件夹。"),
)


class Command(BaseCommand):
    help = "读取一份规划文件（.txt .docx .html .pdf），输出读到的结构；不写入知识库"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="规划文件")
        parser.add_argument("--json", action="store_true", help="输出 JSON（默认输出供人阅读的提纲）")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        reading = reading_of(path)
        for note in reading.notes:
            self.stderr.write(f"{path.name}：{note}")
        draft = read_plan(reading.text)
        if options["json"]:
            noted = with_notes(draft, reading.notes)
            self.stdout.write(json.dumps(to_json(noted), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_listing(draft))


def reading_of(path: Path) -> Reading:
    """Return the text of a plan's file and the reader's notes; a file that cannot be read is a CommandError in Chinese."""
    try:
        return read_file(path.name, content_of(path))
    except UnreadableFile as error:
        raise CommandError(f"{path.name}：{error}") from error


def content_of(path: Path) -> bytes:
    """Return what is in a file; one that cannot be opened is a CommandError in Chinese."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"无法打开文件 {path}：{_trouble(error)}") from error


def _trouble(error: OSError) -> str:
    """Say in Chinese why a file cannot be opened; what is seldom is left to its number."""
    return next((words for kind, words in TROUBLES if isinstance(error, kind)), None) or (
        "文件名太长。" if error.errno == errno.ENAMETOOLONG else f"读取失败（系统错误 {error.errno}）。"
    )


def _listing(draft: Draft) -> str:
    heading = draft.outline.heading
    depth: dict[int, int] = {}
    lines = [
        f"{heading.title or '（无标题）'}  {heading.document_number or ''}  {heading.issuer or ''}  {heading.issued_on or ''}".rstrip()
    ]
    for section in draft.outline.sections:
        depth[section.id] = depth.get(section.parent or 0, -1) + 1
        names = "、".join(duty.name for duty in draft.duties.get(section.id, ()))
        shown = section.title or section.text[:30].replace("\n", " ")
        lines.append(
            f"{'  ' * depth[section.id]}[{section.kind}] {section.number or ''}{shown}"
            + (f"  〔{names}〕" if names else "")
        )
    lines += [
        f"指标 {target.name} {target.operator} {target.value or ''}{target.unit or ''} {target.year or ''}"
        for target in draft.targets
    ]
    lines += [f"提示 {remark.code}：{remark.message}" for remark in draft.remarks]
    return "\n".join(lines)

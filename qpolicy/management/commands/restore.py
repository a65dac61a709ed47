"""restore: make the knowledge base what a backup holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from qpolicy.backup import FOLDER, back_up, check_fits, is_worth_keeping, put_back, read_manifest
from qpolicy.copying import CannotCopy
from qpolicy.turns import StillBusy, in_turn


class Command(BaseCommand):
    help = "用 backup 写的备份恢复整个知识库；先备份现有内容。备份之后的修改都会撤销，所有人须重新登录"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE", help="备份文件（.zip）")
        parser.add_argument("--yes", action="store_true", dest="is_certain", help="确认用备份取代现有的全部内容")

    def handle(self, *args: Any, path: Path, is_certain: bool, **options: Any) -> None:
        try:
            manifest = read_manifest(path)
            check_fits(manifest)
            if not is_certain:
                raise CommandError(
                    f"{path.name} 完好，备份于 {manifest.made_at}。恢复将取代现有的全部内容；确认请加 --yes。没有改动任何内容。"
                )
            with in_turn(waiting=self._say_that_it_waits):
                self._keep()
                for line in put_back(path, manifest):
                    self.stdout.write(line)
        except (CannotCopy, StillBusy) as error:
            raise CommandError(str(error) or "另一个命令一直在准备同一个知识库，请稍后再试。") from error
        except DatabaseError as error:
            raise CommandError(f"数据库无法恢复：{str(error).strip()}") from error
        except OSError as error:
            raise CommandError(f"无法读取 {path}：{error.strerror or error}。") from error

    def _keep(self) -> None:
        """Whoever restored the wrong file can go back."""
        if is_worth_keeping():
            self.stdout.write(f"现有内容已先备份到 {back_up(FOLDER)}")

    def _say_that_it_waits(self) -> None:
        self.stdout.write("另一个命令正在准备同一个知识库，等待它完成……")
        self.stdout.flush()

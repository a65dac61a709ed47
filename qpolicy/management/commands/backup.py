"""backup: write the whole knowledge base to one file, while the site goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from documents.models import Plan
from qpolicy.backup import FOLDER, back_up
from qpolicy.copying import CannotCopy


class Command(BaseCommand):
    help = "备份整个知识库（数据库与审计日志）到一个文件，附校验值；网站不必停止，旧备份保留"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", type=Path, default=FOLDER, metavar="FOLDER", help="写到哪个文件夹，默认为 DATA_DIR 下的 backups"
        )

    def handle(self, *args: Any, to: Path, **options: Any) -> None:
        try:
            path = back_up(to)
            number = Plan.objects.count()
        except CannotCopy as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"数据库无法备份：{str(error).strip()}") from error
        except OSError as error:
            raise CommandError(f"无法写入文件夹 {to}：{error.strerror or error}。") from error
        self.stdout.write(
            f"已备份到 {path}（{path.stat().st_size / 1e6:.1f} MB，{number} 份规划），校验值在 {path.name}.sha256"
        )
        self.stdout.write("请另存一份到别的机器。密钥不在备份中，换机恢复后所有人须重新登录。")

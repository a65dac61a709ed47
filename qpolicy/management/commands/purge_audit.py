"""purge_audit: delete from the audit log what is older than it has to be kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from qpolicy.audit import Kind, record
from qpolicy.management.base import DatabaseCommand
from qpolicy.models import AuditEvent


class Command(DatabaseCommand):
    help = "清理早于若干天的审计日志；依法至少保存 180 天"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than", type=int, required=True, metavar="DAYS", help="清理多少天以前的（至少 180）"
        )

    @transaction.atomic
    def handle(self, *args: Any, older_than: int, **options: Any) -> None:
        try:
            number = AuditEvent.objects.forget(older_than)
        except ValueError as error:
            raise CommandError(str(error)) from error
        except OverflowError as error:
            raise CommandError(f"天数过大：{older_than}。") from error
        if number:
            record(Kind.PURGE, by="purge_audit", details=f"清理 {older_than} 天以前的 {number} 条")
        self.stdout.write(f"已清理 {older_than} 天以前的审计日志 {number} 条")

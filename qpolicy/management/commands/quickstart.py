"""quickstart: from nothing to a knowledge base in the browser, in one command that may be repeated."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from qpolicy.beginning import first_administrator, prepare
from qpolicy.importing import Refused
from qpolicy.serving import Address, address_of, serve, trouble_with
from qpolicy.turns import LOCK, StillBusy, in_turn


class Command(BaseCommand):
    help = "建库、装入初始规划、建立管理员，然后在浏览器中打开；可重复运行，不会覆盖任何修改"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "address", nargs="?", default="127.0.0.1:8000", metavar="地址:端口", help="默认 127.0.0.1:8000"
        )
        parser.add_argument("--no-serve", action="store_true", help="只作准备，不启动网站")

    def handle(self, *args: Any, address: str, no_serve: bool, **options: Any) -> None:
        where = address_of(address)
        if where is None:
            raise CommandError(f"地址应写作 8000 或 127.0.0.1:8000 的样子，现为 {address!r}。")
        try:
            self._prepare()
        except StillBusy as error:
            raise CommandError(
                f"另一个 quickstart 一直在准备同一个知识库，请待它结束后再试（锁文件 {LOCK}）。"
            ) from error
        except Refused as refusal:
            raise CommandError(f"初始规划无法装入：{refusal}") from refusal
        except DatabaseError as error:
            raise CommandError(f"数据库无法使用，请检查 DATABASE_URL 与数据库服务：{str(error).strip()}") from error
        if settings.PROD and not no_serve:
            self.stdout.write("PROD=1：准备完毕。请先运行 collectstatic，再用 gunicorn qpolicy.wsgi 启动网站。")
        elif not no_serve:
            self._serve(where)

    def _prepare(self) -> None:
        """In turn, for two that make the same tables at once hinder each other."""
        with in_turn(waiting=self._say_that_it_waits):
            for line in prepare():
                self.stdout.write(line)
            self._let_in()

    def _say_that_it_waits(self) -> None:
        self.stdout.write("另一个 quickstart 正在准备同一个知识库，等待它完成……")
        self.stdout.flush()

    def _let_in(self) -> None:
        account = first_administrator()
        if account is None:
            self.stdout.write("管理员：已有，未作改动")
            return
        name, password = account
        self.stdout.write(f"管理员：已建立 {name}，一次性密码 {password}")
        self.stdout.write("　　　　密码只显示这一次，首次登录管理页时须换成您自己的密码")

    def _serve(self, where: Address) -> None:
        if trouble := trouble_with(where):
            raise CommandError(f"网站未启动：{trouble}。")
        self.stdout.write(f"网站已启动，按 Ctrl+C 停止。管理页 {where.url}admin/")
        self.stdout.write(f"请在浏览器中打开 {where.url}")
        self.stdout.flush()
        try:
            serve(where)
        except KeyboardInterrupt:
            self.stdout.write("\n网站已停止。")

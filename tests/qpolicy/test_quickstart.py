"""quickstart: from nothing to a usable knowledge base, as often as one likes, without undoing anything."""

from __future__ import annotations

import io
import re
import socket
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import RequestFactory
from django.utils import timezone

from documents.models import Department, Plan, Region, SearchLog, Section
from qpolicy.beginning import PLANS, reviewed_plans
from qpolicy.fixtures import load_catalogues
from qpolicy.serving import Address, address_of, trouble_with
from qpolicy.turns import one_at_a_time
from tasks.models import DefaultResponsibility
from tests.builders import full_plan, region
from tests.drafts import read


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("quickstart", *arguments, stdout=out)
    return out.getvalue()


def few_regions() -> list[str]:
    for slug, wish in PLANS.items():
        key = wish.region or slug
        region(slug, slug, code=key if key.isdigit() else None)
    return []


@pytest.mark.django_db
class TestPreparing:
    @pytest.fixture(autouse=True)
    def _reading(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Read by simple rules and without the three thousand regions: these tests are about quickstart alone."""
        monkeypatch.setattr("qpolicy.importing.read_plan", lambda text: read(text, title=f"规划 {hash(text)}"))
        monkeypatch.setattr("qpolicy.beginning.load_catalogues", few_regions)
        monkeypatch.setattr("qpolicy.beginning.reviewed_plans", list)

    def test_it_fills_an_empty_knowledge_base(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("qpolicy.beginning.load_catalogues", load_catalogues)
        monkeypatch.setattr("qpolicy.beginning.reviewed_plans", reviewed_plans)
        out = run("--no-serve")
        assert sorted(Plan.objects.published().values_list("slug", flat=True)) == sorted(PLANS)
        assert Section.objects.filter(plan__slug="xian", kind="task").count() == 30
        assert Region.objects.filter(code="610100", plans__slug="xian").exists()
        assert "目录：已装入地区、职能、主题、同义词" in out

    def test_each_row_it_loads_has_a_first_state(self) -> None:
        run("--no-serve")
        assert Section.history.filter(history_type="+").count() == Section.objects.count()

    def test_it_forgets_searches_of_long_ago(self) -> None:
        for days in (1, 200):
            when = timezone.now() - timedelta(days=days)
            SearchLog.objects.create(query="质量", hits=1, milliseconds=1, created_at=when)
        assert "检索记录：已清理 180 天以前的 1 条" in run("--no-serve")
        assert SearchLog.objects.count() == 1
        assert "检索记录" not in run("--no-serve")

    def test_a_model_that_is_given_a_history_has_a_first_state_after_its_migration(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        full_plan("xian", 1)
        DefaultResponsibility.history.all().delete()
        monkeypatch.setattr("qpolicy.beginning.MigrationExecutor.migration_plan", lambda *_: ["one"])
        monkeypatch.setattr("qpolicy.beginning.call_command", lambda *_, **__: None)
        assert "已执行 1 个迁移" in run("--no-serve")
        assert DefaultResponsibility.history.count() == 1

    def test_the_password_it_prints_opens_the_admin_and_is_printed_once(self) -> None:
        found = re.search(r"已建立 (?P<name>\S+)，一次性密码 (?P<password>\S+)", run("--no-serve"))
        assert found
        assert authenticate(RequestFactory().post("/"), username=found["name"], password=found["password"])
        assert "管理员：已有" in run("--no-serve")
        assert get_user_model().objects.count() == 1

    def test_a_taken_name_is_left_to_its_owner(self) -> None:
        get_user_model().objects.create_user("admin", password="x")
        assert "已建立 admin2" in run("--no-serve")

    def test_a_second_run_undoes_nothing(self) -> None:
        run("--no-serve")
        Section.objects.filter(plan__slug="xian", kind="task").update(title="改过的标题")
        Plan.objects.filter(slug="hebei").delete()
        out = run("--no-serve")
        assert "数据库：已是最新" in out
        assert "规划：已有 4 份，未作改动" in out
        assert Section.objects.filter(title="改过的标题").count() == 30

    def test_what_was_entered_without_a_plan_is_not_overwritten_either(self) -> None:
        Department.objects.create(name="市工信局")
        assert "未装入初始规划" in run("--no-serve")
        assert not Plan.objects.exists()

    def test_a_database_that_does_not_answer_is_a_clear_message(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unreachable() -> str:
            raise OperationalError("connection refused")

        monkeypatch.setattr("qpolicy.beginning.migrate", unreachable)
        with pytest.raises(CommandError, match="请检查 DATABASE_URL"):
            run("--no-serve")

    def test_it_is_done_in_turn(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("qpolicy.turns.LONGEST_WAIT", 0)
        with (
            one_at_a_time(settings.DATA_DIR / "quickstart.lock", waiting=pytest.fail),
            pytest.raises(CommandError, match="另一个 quickstart 一直在准备同一个知识库"),
        ):
            run("--no-serve")
        assert not Plan.objects.exists()

    def test_a_busy_port_is_a_clear_message(self) -> None:
        with socket.socket() as busy:
            busy.bind(("127.0.0.1", 0))
            busy.listen()
            with pytest.raises(CommandError, match="已被占用"):
                run(f"127.0.0.1:{busy.getsockname()[1]}")

    def test_it_ends_with_the_address_to_open(self, monkeypatch: pytest.MonkeyPatch) -> None:
        served: list[Address] = []
        monkeypatch.setattr("qpolicy.management.commands.quickstart.serve", served.append)
        monkeypatch.setattr("qpolicy.management.commands.quickstart.trouble_with", lambda _: None)
        assert run().splitlines()[-1] == "请在浏览器中打开 http://127.0.0.1:8000/"
        assert served == [Address("127.0.0.1", 8000)]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("8080", "http://127.0.0.1:8080/"),
        ("0.0.0.0:80", "http://127.0.0.1:80/"),
        ("localhost:8000", "http://localhost:8000/"),
        ("[::1]:8000", "http://[::1]:8000/"),
    ],
)
def test_an_address_is_read(written: str, url: str) -> None:
    address = address_of(written)
    assert address
    assert address.url == url


@pytest.mark.parametrize("written", ["", "port", "127.0.0.1", "1:2:3", "99999", "0", "127.0.0.1:8000/", "::1:8000"])
def test_what_is_no_address_is_none(written: str) -> None:
    assert address_of(written) is None


def test_a_wrong_address_is_said_before_anything_is_done() -> None:
    with pytest.raises(CommandError, match="地址应写作"):
        run("nonsense")


def test_an_address_of_another_machine_is_no_place_to_serve() -> None:
    assert "本机没有地址" in (trouble_with(Address("192.0.2.1", 8000)) or "")

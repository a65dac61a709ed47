"""Two who bring back ledgers at the same moment: what both name is made once, and nobody gets an error."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import Client

from documents.models import Department
from documents.store import departments
from indicators import store as indicators
from indicators.models import Indicator, Target
from tasks.models import Responsibility, Task
from tests import builders
from tests.qpolicy.test_bringing import HERE, changes, confirmed, edited, put
from tests.roles import SUPER, account
from tests.troubles import deadlock

PATIENCE = 1.0  # seconds for the other to come as far: on SQLite it waits from the beginning
NEW = {"牵头单位": "市農業農村局", "指标值": "品牌企业 新增20-30家（2027年）"}


def editor(name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account(SUPER, name))
    return client


def shown(client: Client, slug: str, **cells: str) -> Any:
    """Return what is shown of a ledger in which a plan of one task gets what the cells say."""
    builders.sections(builders.published(slug), ("task", "(一)", "提升农产品质量"))
    return client.post(HERE, {"file": edited(client, put(f"{slug}#s-1", **cells))})


def at_once(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Let each go on only when the other, too, has found that there is none."""
    make, both = getattr(module, name), threading.Barrier(2)

    def wait(*arguments: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            both.wait(PATIENCE)
        return make(*arguments)

    monkeypatch.setattr(module, name, wait)


@pytest.mark.usefixtures("own_connections")
@pytest.mark.parametrize(
    ("title", "module", "name"),
    [("牵头单位", departments, "_made"), ("指标值", indicators, "bulk_create_with_history")],
    ids=["Department", "Indicator"],
)
def test_what_two_ledgers_name_that_nobody_has_named_before_is_made_once(
    monkeypatch: pytest.MonkeyPatch, title: str, module: Any, name: str
) -> None:
    clients = editor("甲"), editor("乙")
    pages = [shown(client, slug, **{title: NEW[title]}) for client, slug in zip(clients, ("one", "two"), strict=True)]
    at_once(monkeypatch, module, name)
    answers: list[Any] = []

    def confirm(client: Client, page: Any) -> None:
        answers.append(client.post(HERE, {"lines": page.context["lines"]}).status_code)
        connection.close()

    threads = [threading.Thread(target=confirm, args=pair) for pair in zip(clients, pages, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [302, 302]
    model, given = (Department, Responsibility) if title == "牵头单位" else (Indicator, Target)
    assert (model.objects.count(), given.objects.count()) == (1, 2)


@pytest.mark.django_db
def test_a_department_that_somebody_has_made_since_it_was_shown_as_new_is_taken() -> None:
    client = editor("甲")
    page = shown(client, "xian", 牵头单位="市農業農村局")
    assert changes(page) == ["增加牵头单位 市農業農村局（目录中没有，将新建）"]
    made = builders.department("市农业农村局")
    assert "已写入 1 项任务的 1 处改动" in confirmed(client, page).content.decode()
    assert Responsibility.objects.get().department == made


def failing(monkeypatch: pytest.MonkeyPatch, error: DatabaseError, times: int) -> None:
    make, failures = departments._made, [error] * times

    def made(*arguments: Any) -> Any:
        if failures:
            raise failures.pop()
        return make(*arguments)

    monkeypatch.setattr(departments, "_made", made)


TROUBLES = [lambda: IntegrityError("UNIQUE constraint failed: documents_department.name"), deadlock]


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", TROUBLES, ids=["taken", "deadlock"])
def test_trouble_that_passes_is_not_even_noticed(
    monkeypatch: pytest.MonkeyPatch, trouble: Callable[[], DatabaseError]
) -> None:
    client = editor("甲")
    page = shown(client, "xian", **NEW)
    failing(monkeypatch, trouble(), 1)
    assert "已写入 1 项任务的 2 处改动" in confirmed(client, page).content.decode()
    assert (Responsibility.objects.count(), Target.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", TROUBLES, ids=["taken", "deadlock"])
def test_trouble_that_lasts_is_told_in_words_and_what_was_seen_can_be_confirmed_again(
    monkeypatch: pytest.MonkeyPatch, trouble: Callable[[], DatabaseError]
) -> None:
    client = editor("甲")
    page = shown(client, "xian", 完成时限="2027年", **NEW)
    failing(monkeypatch, trouble(), 2)
    again = confirmed(client, page)
    assert again.status_code == 200
    assert f"没有存入任何内容。如有他人正在导入，请稍后再试；数据库的说明：{trouble()}" in again.content.decode()
    assert changes(again) == changes(page)
    assert Task.objects.get().deadline == "" and not Responsibility.objects.exists()
    assert "已写入 1 项任务的 3 处改动" in confirmed(client, again).content.decode()


@pytest.mark.django_db
def test_trouble_that_another_try_does_not_mend_is_no_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    client = editor("甲")
    page = shown(client, "xian", **NEW)
    failing(monkeypatch, OperationalError("database is locked"), 1)
    assert confirmed(client, page).status_code == 500
    assert not Responsibility.objects.exists()

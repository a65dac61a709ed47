"""Two people who save one row at the same moment: one is saved, the other refused, whatever the row and the database."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client

from documents.admin.locking import CHANGED_MEANWHILE
from documents.models import Department, Function, Plan, Region, Section, Synonym, Theme
from indicators.models import Goal, Indicator, Target
from tasks.models import Alignment, DefaultResponsibility, Responsibility, Task
from tests.builders import full_plan, function, published, sections
from tests.documents.test_locking import address, opened, shown

# Of each form that is guarded: a field for the one, another for the other.
FORMS: list[tuple[Any, tuple[str, Any], tuple[str, Any]]] = [
    (Plan, ("issuer", "市人民政府"), ("notes", "说明")),
    (Section, ("title", "一人的标题"), ("text", "另一人的正文")),
    (Task, ("text", "一人的正文"), ("notes", "另一人的备注")),
    (Responsibility, ("role", "participant"), ("name", "市某局")),
    (DefaultResponsibility, ("role", "lead"), ("name", "各区")),
    (Target, ("unit", "家"), ("quote", "达到95%")),
    (Goal, ("year", "2027"), ("text", "到2027年，全面提升。")),
    (Indicator, ("unit", "个"), ("direction", "up")),
    (Department, ("is_confirmed", "on"), ("aliases", "市某局")),
    (Region, ("short_name", "西安"), ("name", "西安")),
    (Function, ("order", "7"), ("aliases", "市监")),
    (Theme, ("order", "7"), ("name", "产品质量")),
    (Synonym, ("note", "说明"), ("words", "规上\n规模以上\n大型")),
]
# Where there is only one field, the one overrules the other.
RIVALS = [*FORMS, (Alignment, ("judgement", "confirmed"), ("judgement", "rejected"))]


def row_of(model: Any) -> Any:
    full_plan("xian", 1)
    function()
    Theme.objects.create(name="产品", slug="products")
    Synonym.objects.create(words=["规上", "规模以上"])
    if model is Alignment:
        tasks = [sections(published(slug), ("task", "(一)", "提升质量"))[0].task for slug in ("hebei", "xinjiang")]
        Alignment.objects.get_or_create(task=tasks[0], counterpart=tasks[1])
    rows = model.objects.order_by("pk")
    return rows.filter(kind="task").first() if model is Section else rows.first()


def page_of(client: Client, row: models.Model) -> dict[str, Any]:
    sent = opened(client, row)
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in sent.items()}


def said(value: Any) -> str:
    return "True" if value == "on" else str(value)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "mine", "theirs"), FORMS, ids=[model.__name__ for model, *_ in FORMS])
def test_whoever_saves_an_older_state_is_told_in_every_form(
    admin_client: Client, model: Any, mine: tuple[str, Any], theirs: tuple[str, Any]
) -> None:
    row = row_of(model)
    pages = page_of(admin_client, row), page_of(admin_client, row)
    assert admin_client.post(address(row), pages[0] | dict([theirs])).status_code == 302
    refused = admin_client.post(address(row), pages[1] | dict([mine]))
    assert refused.status_code == 200
    assert CHANGED_MEANWHILE in refused.content.decode()
    assert admin_client.post(address(row), shown(refused)).status_code == 302
    kept = page_of(admin_client, row)
    for name, value in (mine, theirs):
        assert str(kept[name]) == said(value)


@pytest.mark.usefixtures("own_connections")
@pytest.mark.parametrize(("model", "mine", "theirs"), RIVALS, ids=[model.__name__ for model, *_ in RIVALS])
def test_of_two_saves_at_the_same_moment_one_is_refused(
    model: Any, mine: tuple[str, Any], theirs: tuple[str, Any]
) -> None:
    row = row_of(model)
    clients = Client(), Client()
    for number, client in enumerate(clients):
        client.force_login(User.objects.create_superuser(f"editor{number}"))
    sent = [page_of(client, row) | dict([change]) for client, change in zip(clients, (mine, theirs), strict=True)]
    both, answers = threading.Barrier(2), []

    def save(client: Client, fields: dict[str, Any]) -> None:
        both.wait(10)
        answers.append(client.post(address(row), fields).status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in zip(clients, sent, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [200, 302]
    kept = page_of(clients[0], row)
    assert [said(kept[name]) == said(value) for name, value in (mine, theirs)].count(True) == 1
    if hasattr(model, "history"):
        assert model.history.filter(**{model._meta.pk.attname: row.pk}, history_type="~").count() <= 1


def test_every_guarded_form_is_among_them() -> None:
    from django.contrib import admin

    from documents.admin.locking import LockedAdmin

    guarded = {model for model, owner in admin.site._registry.items() if isinstance(owner, LockedAdmin)}
    assert guarded == {model for model, *_ in RIVALS}

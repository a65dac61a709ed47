"""Whoever edits what belongs to a plan and whoever stores the plan lock it in one order: none waits in a circle.

On SQLite whoever writes has the whole database.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from documents.models import Department, Plan, Section
from documents.models.plans import PlanQuerySet
from indicators.merging import merge as merge_indicators
from indicators.models import Goal, Indicator, Target
from qpolicy.export import exported
from qpolicy.restoring import restore
from qpolicy.storing import lock_plan
from tasks.merging import merge as merge_departments
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests.builders import department, full_plan
from tests.documents.test_locking import address
from tests.documents.test_together import page_of

pytestmark = [
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite there is one lock"),
    pytest.mark.usefixtures("own_connections"),
]
PATIENCE = 1.0  # seconds for the other to lock what it can
CHANGES: list[tuple[Any, dict[str, Any]]] = [
    (Plan, {"notes": "说明"}),
    (Section, {"title": "另一标题"}),
    (Task, {"notes": "备注"}),
    (Responsibility, {"name": "市某局"}),
    (DefaultResponsibility, {"name": "各区"}),
    (Target, {"quote": "达到95%"}),
    (Goal, {"text": "到2027年，全面提升。"}),
]
ADDED: list[tuple[Any, Callable[[], dict[str, Any]]]] = [
    (Section, lambda: {"plan": plan().pk, "parent": first().parent_id, "kind": "task", "text": "新增。", "rows": ""}),
    (
        Responsibility,
        lambda: {"task": first().pk, "department": department("市某局").pk, "role": "lead", "position": 9},
    ),
    (Goal, lambda: {"section": first().pk, "year": 2030, "text": "到2030年，再提升。", "position": 9}),
]


def plan() -> Plan:
    return Plan.objects.get()


def first() -> Section:
    return Section.objects.filter(kind="task").in_order()[0]


def editor() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("editor"))
    return client


def everything(of: Plan) -> None:
    """Change what a plan has, as storing it may."""
    for rows in (
        Target.objects.filter(section__plan=of),
        Goal.objects.filter(plan=of),
        Responsibility.objects.filter(task__section__plan=of),
        DefaultResponsibility.objects.filter(plan=of),
    ):
        for row in rows:
            row.save()


def storing(of: Plan, change: Callable[[Plan], None] = everything) -> Callable[[threading.Event], None]:
    def store(locked: threading.Event) -> None:
        with transaction.atomic():
            lock_plan(of)
            locked.set()
            change(of)

    return store


def at_once(
    monkeypatch: pytest.MonkeyPatch,
    edit: Callable[[], Any],
    other: Callable[[threading.Event], None],
    *,
    counted: bool = False,
) -> Any:
    """Let the other begin when the edit is made but for counting it, or `counted` too, and return what is answered."""
    begun, locked, failed = threading.Event(), threading.Event(), []
    count, here = PlanQuerySet.mark_edited, threading.current_thread()

    def count_later(plans: PlanQuerySet) -> int:
        if threading.current_thread() is not here:
            return count(plans)
        number = count(plans) if counted else 0
        begun.set()
        locked.wait(PATIENCE)
        return number if counted else count(plans)

    def run() -> None:
        begun.wait(10)
        try:
            other(locked)
        except Exception as error:
            failed.append(error)
        connection.close()

    monkeypatch.setattr(PlanQuerySet, "mark_edited", count_later)
    thread = threading.Thread(target=run)
    thread.start()
    answer = edit()
    thread.join(30)
    assert begun.is_set() and failed == []
    return answer


@pytest.mark.parametrize(("model", "change"), CHANGES, ids=[model.__name__ for model, _ in CHANGES])
def test_a_row_is_changed_while_its_plan_is_stored(
    monkeypatch: pytest.MonkeyPatch, model: Any, change: dict[str, Any]
) -> None:
    full_plan("xian", 2)
    client = editor()
    row = first() if model is Section else model.objects.order_by("pk")[0]
    sent = page_of(client, row) | change
    answer = at_once(monkeypatch, lambda: client.post(address(row), sent), storing(plan()))
    assert answer.status_code == 302


@pytest.mark.parametrize(("model", "fields"), ADDED, ids=[model.__name__ for model, _ in ADDED])
def test_a_row_is_added_while_its_plan_is_stored(
    monkeypatch: pytest.MonkeyPatch, model: Any, fields: Callable[[], dict[str, Any]]
) -> None:
    full_plan("xian", 2)
    client, sent = editor(), fields()
    here = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    answer = at_once(monkeypatch, lambda: client.post(here, sent), storing(plan()), counted=True)
    assert answer.status_code == 302, answer.content.decode()


@pytest.mark.parametrize("model", [Responsibility, DefaultResponsibility, Target, Goal, Section])
def test_a_row_is_deleted_while_its_plan_is_stored(monkeypatch: pytest.MonkeyPatch, model: Any) -> None:
    full_plan("xian", 2)
    client = editor()
    row = first() if model is Section else model.objects.order_by("pk")[0]
    here = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[row.pk])
    assert at_once(monkeypatch, lambda: client.post(here, {"post": "yes"}), storing(plan())).status_code == 302
    assert not model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("model", "merge"),
    [(Department, merge_departments), (Indicator, merge_indicators)],
    ids=["Department", "Indicator"],
)
def test_what_a_plan_names_is_merged_while_the_plan_is_stored(
    monkeypatch: pytest.MonkeyPatch, model: Any, merge: Callable[[Any, list[Any]], None]
) -> None:
    full_plan("xian", 2)
    kept, other = model.objects.order_by("pk")[:2]
    at_once(monkeypatch, lambda: merge(kept, [other]), storing(plan()))
    assert not model.objects.filter(pk=other.pk).exists()


def test_a_section_is_changed_while_its_plan_comes_back_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    full_plan("xian", 2)
    file = json.dumps(exported(plan())).encode()
    client, row = editor(), first()
    sent = page_of(client, row) | {"title": "另一标题"}

    def come_back(locked: threading.Event) -> None:
        restore(file, replaces=True)

    assert at_once(monkeypatch, lambda: client.post(address(row), sent), come_back).status_code == 302
    assert first().title == "任务1", "the file, which came later, is what counts"


def test_a_section_is_brought_back_while_its_plan_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    full_plan("xian", 2)
    client, row = editor(), first()
    key = row.pk
    row.delete()
    record = Section.history.filter(id=key).latest()
    page = reverse("admin:documents_section_simple_history", args=[key, record.pk])
    answer = at_once(monkeypatch, lambda: client.post(page), storing(plan()), counted=True)
    assert answer.status_code == 302 and first().pk == key


def test_an_older_state_of_a_row_is_restored_while_its_plan_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    full_plan("xian", 2)
    client, row = editor(), Target.objects.order_by("pk")[0]
    state = row.history.latest()
    row.quote = "达到95%"
    row.save()
    page = reverse("admin:indicators_target_simple_history", args=[row.pk, state.pk])
    shown = client.get(page).context["adminform"].form
    sent = {name: value for name, value in shown.initial.items() if value is not None}
    answer = at_once(monkeypatch, lambda: client.post(page, sent), storing(plan()))
    assert answer.status_code == 302 and Target.objects.get(pk=row.pk).quote == ""

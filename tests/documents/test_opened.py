"""A page that is saved as it was opened changes nothing; browsers send CRLF and cut blanks all the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client

from documents.models import Plan, Section
from indicators.models import Goal, Target
from tasks.models import Task
from tests.builders import full_plan
from tests.documents.test_locking import address, opened

pytestmark = pytest.mark.django_db
LINES = "　　第一行。\n第二行。\n"


def as_a_browser(fields: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser makes of the values: CRLF at line ends."""
    return {
        name: value.replace("\n", "\r\n") if isinstance(value, str) and "seen" not in name else value
        for name, value in fields.items()
    }


def rows() -> list[models.Model]:
    plan = full_plan("xian", 1)
    Plan.objects.update(notes=LINES)
    task = Section.objects.get(kind="task")
    read = {"kind": "task", "number": "(1)", "title": "任务1", "text": LINES}
    Section.objects.filter(pk=task.pk).update(text=LINES, title="任务1", as_read=read)
    Task.objects.update(notes=LINES)
    Goal.objects.update(text=LINES)
    Target.objects.update(quote=LINES, value="21.5")
    found: list[models.Model] = [Plan.objects.get(), *plan.sections.in_order()]
    return [*found, Task.objects.get(), Goal.objects.get(), Target.objects.get()]


def test_saving_a_page_without_a_change_changes_nothing(admin_client: Client) -> None:
    for row in rows():
        model: Any = type(row)
        before = model.objects.filter(pk=row.pk).values().get()
        history = model.history.count()
        edits = Plan.objects.get().lock_version
        assert admin_client.post(address(row), as_a_browser(opened(admin_client, row))).status_code == 302
        assert model.objects.filter(pk=row.pk).values().get() == before, model
        assert model.history.count() == history, model
        assert Plan.objects.get().lock_version == edits, model
    assert not Section.objects.get(kind="task").is_corrected


def test_a_changed_text_is_stored_with_the_line_ends_of_plans(admin_client: Client) -> None:
    section = next(row for row in rows() if isinstance(row, Section) and row.kind == "task")
    for row in (section, section.task):
        sent = as_a_browser(opened(admin_client, row)) | {"text": "甲。\r\n乙。"}
        assert admin_client.post(address(row), sent).status_code == 302
        section.refresh_from_db()
        assert section.text == "甲。\n乙。"


def test_a_change_of_one_field_leaves_the_others_as_they_are(admin_client: Client) -> None:
    section = next(row for row in rows() if isinstance(row, Section) and row.kind == "task")
    for row in (section, section.task):
        sent = as_a_browser(opened(admin_client, row)) | {"title": f"改后的标题{type(row).__name__}"}
        assert admin_client.post(address(row), sent).status_code == 302
        section.refresh_from_db()
        assert (section.title, section.text) == (f"改后的标题{type(row).__name__}", LINES)


def test_an_untouched_task_leaves_no_history_when_its_text_is_changed(admin_client: Client) -> None:
    task = full_plan("xian", 1).sections.get(kind="task").task
    parts = task.responsibilities.count()
    before = Task.history.count()
    assert admin_client.post(address(task), opened(admin_client, task) | {"text": "改后的正文。"}).status_code == 302
    assert Task.history.count() == before
    assert task.responsibilities.model.history.count() == parts


def test_a_page_that_says_nothing_of_its_opening_is_saved_as_sent(admin_client: Client) -> None:
    section = full_plan("xian", 1).sections.get(kind="task")
    for seen in ("", "[]", "{", '{"fields": []}', '{"at": 3}'):
        sent = opened(admin_client, section) | {"text": f"正文{seen}", "seen": seen}
        assert admin_client.post(address(section), sent).status_code == 302
        section.refresh_from_db()
        assert section.text == f"正文{seen}"

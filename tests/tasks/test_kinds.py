"""A section of a working kind has a task, and no other has."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Section
from tasks.kinds import keep_tasks, responsibilities_lost, set_kind
from tasks.models import Responsibility, Task
from tests.builders import full_plan, task

pytestmark = pytest.mark.django_db


def test_a_paragraph_becomes_a_task_and_back() -> None:
    section = task().section
    set_kind(section, "paragraph")
    assert not Task.objects.filter(pk=section.pk).exists()
    set_kind(section, "safeguard")
    assert Task.objects.filter(pk=section.pk).exists()


def test_what_is_lost_leaves_its_history() -> None:
    section = full_plan("xian", 1).sections.get(kind="task")
    assert responsibilities_lost(section, "paragraph") == 2
    assert responsibilities_lost(section, "project") == 0
    set_kind(section, "paragraph")
    assert Responsibility.history.filter(history_type="-").count() == 2
    assert Task.history.filter(history_type="-").count() == 1


def test_keeping_what_is_right_changes_nothing(django_assert_num_queries: object) -> None:
    sections = list(full_plan("xian", 3).sections.all())
    with django_assert_num_queries(1):  # type: ignore[operator]
        keep_tasks(sections)


def test_an_editor_is_told_before_responsibilities_are_lost(admin_client: Client) -> None:
    section = full_plan("xian", 1).sections.get(kind="task")
    page = reverse("admin:documents_section_change", args=[section.pk])
    seen = admin_client.get(page).context["adminform"].form.initial["seen_version"]
    refused = admin_client.post(page, {"kind": "paragraph", "title": section.title, "seen_version": seen})
    assert "本章节条有 2 条责任分工" in refused.content.decode()
    assert Section.objects.get(pk=section.pk).kind == "task"


def test_deleting_a_task_deletes_its_section(admin_client: Client) -> None:
    section = full_plan("xian", 2).sections.filter(kind="task").first()
    assert section
    section.targets.all().delete()
    page = reverse("admin:tasks_task_delete", args=[section.pk])
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert not Section.objects.filter(pk=section.pk).exists()


def test_a_task_can_be_added_on_its_own_page(admin_client: Client) -> None:
    plan = full_plan("xian", 1)
    fields = {
        "plan": plan.pk, "kind": "task", "number": "(二)", "title": "提升食品质量", "text": "严把关口。",
        "deadline": "2025年底前", "responsibilities-TOTAL_FORMS": "1", "responsibilities-INITIAL_FORMS": "0",
        "responsibilities-0-department": Responsibility.objects.first().department.pk,  # type: ignore[union-attr]
        "responsibilities-0-role": "lead",
    }  # fmt: skip
    response = admin_client.post(reverse("admin:tasks_task_add"), fields)
    assert response.status_code == 302, response.content.decode()
    added = Task.objects.get(section__title="提升食品质量")
    assert (added.section.parent.anchor, added.section.anchor, added.deadline) == ("s-1", "s-1-2", "2025年底前")  # type: ignore[union-attr]
    assert [part.role for part in added.responsibilities.all()] == ["lead"]

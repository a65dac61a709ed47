"""What was deleted from a plan comes back, with what went with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from documents.models import Plan, Section
from indicators.models import Goal, Target
from qpolicy.models import AuditEvent
from qpolicy.roles import AUDIT, ENTRY
from tasks.merging import merge
from tasks.models import Responsibility, Task
from tests.builders import department, full_plan
from tests.pages import text_of
from tests.roles import signed_in

pytestmark = pytest.mark.django_db


def page_of(model: type[models.Model], key: int) -> str:
    record = model.history.filter(id=key).latest()  # type: ignore[attr-defined]
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_simple_history"
    return reverse(name, args=[key, record.pk])


@pytest.fixture
def section() -> Section:
    return full_plan("xian", 2).sections.get(title="任务1")


def state(key: int) -> dict[str, Any]:
    section = Section.objects.get(pk=key)
    return {
        "section": (section.parent_id, section.position, section.number, section.title, section.text, section.anchor),
        "task": list(Task.objects.filter(pk=key).values_list("deadline", "notes")),
        "parts": list(
            Responsibility.objects.filter(task=key).values_list("pk", "position", "department", "role", "name")
        ),
        "targets": list(Target.objects.filter(section=key).values_list("pk", "name", "value", "year")),
    }


def test_a_section_comes_back_as_it_was_with_all_that_went_with_it(admin_client: Client, section: Section) -> None:
    section.task.deadline = "2025年底前"
    section.task.save()
    key, before = section.pk, state(section.pk)
    section.delete()
    page = page_of(Section, key)
    assert "将一并恢复：责任分工 2 条、指标值 1 条" in text_of(admin_client.get(page))
    assert not Section.objects.filter(pk=key).exists()
    response = admin_client.post(page, follow=True)
    assert "已恢复章节条“(1)任务1”，连同责任分工 2 条、指标值 1 条。" in text_of(response)
    assert state(key) == before
    record = Section.history.filter(id=key).latest()
    assert (record.history_type, record.history_user.username) == ("+", "admin")
    assert AuditEvent.objects.filter(kind="restore").exists()
    assert Plan.objects.get().lock_version == 1


def test_it_finds_another_place_where_its_own_is_taken(admin_client: Client, section: Section) -> None:
    key, position, anchor = section.pk, section.position, section.anchor
    section.delete()
    Section.objects.create(plan=section.plan, position=position, anchor=anchor, title="占位", kind="paragraph")
    page = text_of(admin_client.post(page_of(Section, key), follow=True))
    assert "原来的网址已由另一条使用" in page
    back = Section.objects.get(pk=key)
    assert (back.position, back.anchor != anchor) == (position + 1, True)


def test_without_its_chapter_it_comes_back_on_top(admin_client: Client, section: Section) -> None:
    chapter, key = section.parent, section.pk
    assert chapter
    Goal.objects.all().delete()
    for row in Section.objects.order_by("-position"):
        row.delete()
    assert "本条置于最高层" in text_of(admin_client.post(page_of(Section, key), follow=True))
    assert Section.objects.get().parent is None


def test_a_department_that_was_merged_meanwhile_is_followed(admin_client: Client, section: Section) -> None:
    key = section.pk
    section.delete()
    kept, gone = department("市市场监管局"), department("市第1局")
    merge(kept, [gone])
    admin_client.post(page_of(Section, key))
    assert set(Responsibility.objects.filter(task=key).values_list("department", flat=True)) == {kept.pk}


@pytest.mark.parametrize("model", [Responsibility, Target, Goal])
def test_a_part_comes_back_alone(admin_client: Client, section: Section, model: Any) -> None:
    row = model.objects.earliest("pk")
    key = row.pk
    row.delete()
    assert admin_client.post(page_of(model, key)).status_code == 302
    assert model.objects.filter(pk=key).exists()


def test_a_part_waits_for_its_section(admin_client: Client, section: Section) -> None:
    target = Target.objects.get(section=section)
    section.delete()
    refused = admin_client.post(page_of(Target, target.pk))
    assert "请先恢复那一条" in text_of(refused)
    assert not Target.objects.filter(pk=target.pk).exists()


def test_only_those_who_may_bring_anything_back(section: Section) -> None:
    key = section.pk
    section.delete()
    page = page_of(Section, key)
    auditor = signed_in(AUDIT)
    assert auditor.get(page).status_code == 200
    assert auditor.post(page).status_code == 403
    Plan.objects.update(status="published")
    editor = signed_in(ENTRY)
    assert "没有恢复这条内容的权限" in text_of(editor.get(page))
    assert editor.post(page).status_code == 403
    Plan.objects.update(status="draft")
    assert signed_in("系统管理员").post(page).status_code == 302
    assert Client().get(page).status_code == 302

"""Two people edit one row: the second save is refused, says why, and keeps what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from documents.admin.locking import CHANGED_MEANWHILE
from documents.models import Department, Plan, Section
from tasks.models import Task
from tests.builders import department, full_plan, plan

pytestmark = pytest.mark.django_db


def address(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def opened(client: Client, row: models.Model) -> dict[str, Any]:
    """Return what the browser would send back for the page as it is."""
    page = client.get(address(row))
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    fields = {
        form.add_prefix(name): form.get_initial_for_field(field, name)
        for form in forms
        for name, field in form.fields.items()
    }
    prepared = {name: "\n".join(value) if name == "aliases" else value for name, value in fields.items()}
    return {name: getattr(value, "pk", value) for name, value in prepared.items() if value not in (None, [])}


def test_the_second_save_of_a_plan_is_refused_and_nothing_typed_is_lost(admin_client: Client) -> None:
    row = plan()
    mine, theirs = opened(admin_client, row), opened(admin_client, row)
    assert admin_client.post(address(row), theirs | {"issuer": "西安市人民政府"}).status_code == 302
    refused = admin_client.post(address(row), mine | {"notes": "我写了很久的说明"})
    assert refused.status_code == 200
    assert CHANGED_MEANWHILE in refused.content.decode()
    assert "我写了很久的说明" in refused.content.decode()
    row.refresh_from_db()
    assert (row.issuer, row.notes) == ("西安市人民政府", "")


def test_after_the_notice_a_second_click_saves(admin_client: Client) -> None:
    row = plan()
    mine, theirs = opened(admin_client, row), opened(admin_client, row)
    admin_client.post(address(row), theirs | {"issuer": "西安市人民政府"})
    refused = admin_client.post(address(row), mine | {"notes": "说明"})
    again = refused.context["adminform"].form["seen_version"].value()
    assert admin_client.post(address(row), mine | {"notes": "说明", "seen_version": again}).status_code == 302
    assert Plan.objects.get().notes == "说明"


def test_each_edit_is_counted_in_the_plan(admin_client: Client) -> None:
    row = full_plan("xian", 1)
    section = row.sections.get(kind="task")
    admin_client.post(address(row), opened(admin_client, row) | {"notes": "一"})
    admin_client.post(address(section), opened(admin_client, section) | {"text": "二"})
    admin_client.post(address(section.task), opened(admin_client, section.task) | {"text": "三"})
    row.refresh_from_db()
    assert row.lock_version == 3
    assert row.sections.get(kind="task").text == "三"


def test_a_plan_wide_rule_is_guarded_and_counted_as_its_siblings_are(admin_client: Client) -> None:
    row = full_plan("xian", 1).default_responsibilities.get()
    mine, theirs = opened(admin_client, row), opened(admin_client, row)
    admin_client.post(address(row), theirs | {"role": "lead"})
    assert CHANGED_MEANWHILE in admin_client.post(address(row), mine | {"name": "各区"}).content.decode()
    row.refresh_from_db()
    assert (row.role, row.name, row.plan.lock_version) == ("lead", "", 1)
    assert row.history.latest().role == "lead"


def test_a_section_edited_in_between_is_noticed_by_its_task_page(admin_client: Client) -> None:
    section = full_plan("xian", 1).sections.get(kind="task")
    mine = opened(admin_client, section.task)
    admin_client.post(address(section), opened(admin_client, section) | {"text": "别人的修改"})
    refused = admin_client.post(address(section.task), mine | {"text": "我的修改"})
    assert CHANGED_MEANWHILE in refused.content.decode()
    assert Section.objects.get(pk=section.pk).text == "别人的修改"


def test_a_catalogue_row_is_guarded_too(admin_client: Client) -> None:
    row = department()
    mine, theirs = opened(admin_client, row), opened(admin_client, row)
    admin_client.post(address(row), theirs | {"aliases": "市工信局\n市工業和信息化局"})
    assert CHANGED_MEANWHILE in admin_client.post(address(row), mine | {"aliases": "工信局"}).content.decode()
    assert Department.objects.get().aliases == ["市工信局", "市工業和信息化局"]


def test_an_older_state_can_be_restored(admin_client: Client) -> None:
    row = full_plan("xian", 1).sections.get(kind="task")
    before = row.text
    admin_client.post(address(row), opened(admin_client, row) | {"text": "改错了"})
    state = row.history.earliest()
    page = reverse("admin:documents_section_simple_history", args=[row.pk, state.pk])
    shown = admin_client.get(page).context["adminform"].form
    assert shown.initial["text"] == before
    fields = {name: value for name, value in shown.initial.items() if value is not None}
    assert admin_client.post(page, fields).status_code == 302
    row.refresh_from_db()
    assert row.text == before
    assert Task.objects.filter(pk=row.pk).exists()


def test_without_the_right_to_change_the_page_opens_all_the_same(client: Client, django_user_model: Any) -> None:
    from django.contrib.auth.models import Permission

    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    row = full_plan("xian", 1).sections.get(kind="task")
    for shown in (row, row.task, row.plan):
        page = client.get(address(shown))
        assert page.status_code == 200
        assert "een version" not in page.content.decode()

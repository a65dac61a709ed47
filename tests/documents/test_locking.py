"""Two people edit one row: the second save is refused, says why, and keeps what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from documents.admin import locking
from documents.admin.locking import CHANGED_MEANWHILE
from documents.models import Department, Plan, Section
from indicators.models import Target
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


def shown(refused: Any) -> dict[str, Any]:
    """Return what the browser sends back for the page of a refused form."""
    forms = [refused.context["adminform"].form]
    for formset in refused.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    fields = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields}
    return {name: value for name, value in fields.items() if value not in (None, [])}


def test_what_the_second_person_left_alone_stays_as_the_first_made_it(admin_client: Client) -> None:
    row = plan(document_number="旧号")
    mine, theirs = opened(admin_client, row), opened(admin_client, row)
    admin_client.post(address(row), theirs | {"issuer": "西安市人民政府", "document_number": "新号", "kind": "意见"})
    refused = admin_client.post(address(row), mine | {"notes": "说明", "kind": "方案"})
    said = refused.content.decode()
    assert "修改了“发文机关”：（空） → 西安市人民政府" in said
    assert "admin（" in said
    assert "您与他人都改动了“文种”" in said
    assert admin_client.post(address(row), shown(refused)).status_code == 302
    row.refresh_from_db()
    assert (row.issuer, row.document_number, row.kind, row.notes) == ("西安市人民政府", "新号", "方案", "说明")


def test_fields_sent_as_they_were_when_the_page_was_opened_do_not_undo_a_later_edit(admin_client: Client) -> None:
    row = plan()
    mine, theirs = opened(admin_client, row), opened(admin_client, row)
    admin_client.post(address(row), theirs | {"issuer": "西安市人民政府"})
    seen = admin_client.post(address(row), mine | {"notes": "说明"}).context["adminform"].form["seen_version"].value()
    admin_client.post(address(row), mine | {"notes": "说明", "seen_version": seen})
    row.refresh_from_db()
    assert (row.issuer, row.notes) == ("西安市人民政府", "说明")


def test_a_task_and_its_responsibilities_keep_what_others_have_changed(admin_client: Client) -> None:
    section = full_plan("xian", 1).sections.get(kind="task")
    task = section.task
    mine, theirs = opened(admin_client, task), opened(admin_client, task)
    role = next(name for name, value in theirs.items() if name.endswith("0-role"))
    admin_client.post(address(task), theirs | {"title": "别人的标题", role: "participant"})
    refused = admin_client.post(address(task), mine | {"text": "我的正文"})
    said = refused.content.decode()
    assert "修改了“标题”：任务1 → 别人的标题" in said
    assert "负责 → 配合" in said
    assert admin_client.post(address(task), shown(refused)).status_code == 302
    section.refresh_from_db()
    assert (section.title, section.text) == ("别人的标题", "我的正文")
    assert task.responsibilities.in_order()[0].role == "participant"


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


def test_a_row_that_is_deleted_while_its_form_waits_is_said_to_be_gone(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = full_plan("xian", 1).sections.get(kind="task")
    for shown in (row.targets.get(), row.task, row):
        sent = opened(admin_client, shown)
        monkeypatch.setattr(
            locking, "lock_plans", lambda plans, there=shown: type(there).objects.get(pk=there.pk).delete()
        )
        page = admin_client.post(address(shown), sent, follow=True)
        assert page.status_code == 200 and locking.GONE in page.content.decode(), type(shown)
        monkeypatch.undo()


def moved() -> tuple[Target, Plan, Plan]:
    """A value that stood in one plan, and stands in another now."""
    first, second = full_plan("xian", 1), full_plan("hebei", 1)
    row = Target.objects.get(section__plan=first)
    row.section, row.position = second.sections.get(kind="task"), 2
    row.save()
    return row, first, second


def test_a_row_that_is_moved_is_an_edit_of_both_plans(admin_client: Client) -> None:
    row, first, second = moved()
    sent = opened(admin_client, row) | {"section": first.sections.get(kind="task").pk}
    assert admin_client.post(address(row), sent).status_code == 302
    assert {Plan.objects.get(pk=plan.pk).lock_version for plan in (first, second)} == {1}


def test_an_older_state_of_a_row_that_was_moved_is_an_edit_of_both_plans(admin_client: Client) -> None:
    row, first, second = moved()
    older = restoring(row)
    assert admin_client.post(older, shown_of(admin_client, older)).status_code == 302
    assert Target.objects.get(pk=row.pk).section.plan == first
    assert {Plan.objects.get(pk=plan.pk).lock_version for plan in (first, second)} == {1}


def test_an_older_state_in_a_section_that_is_gone_is_shown_again_and_can_be_put_elsewhere(admin_client: Client) -> None:
    row, first, _ = moved()
    older = restoring(row)
    sent = shown_of(admin_client, older)
    first.sections.get(kind="task").delete()
    assert admin_client.post(older, sent).status_code == 200
    assert admin_client.post(older, sent | {"section": first.sections.get().pk}).status_code == 302
    assert Target.objects.get(pk=row.pk).section.plan == first


def test_a_row_that_is_deleted_while_its_older_state_waits_is_said_to_be_gone(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, *_ = moved()
    older = restoring(row)
    sent = shown_of(admin_client, older)
    monkeypatch.setattr(locking, "lock_plans", lambda plans: Target.objects.get(pk=row.pk).delete())
    assert locking.GONE in admin_client.post(older, sent, follow=True).content.decode()


def restoring(row: Target) -> str:
    """Return the address where the first state of a value can be restored."""
    return reverse("admin:indicators_target_simple_history", args=[row.pk, row.history.earliest().history_id])


def shown_of(client: Client, page: str) -> dict[str, Any]:
    """Return what the browser would send back for a page that shows an older state."""
    form = client.get(page).context["adminform"].form
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, [])}


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
    done = admin_client.post(page, fields, follow=True)
    assert done.redirect_chain == [(reverse("admin:documents_section_history", args=[row.pk]), 302)]
    assert "已还原章节条" in done.content.decode()
    row.refresh_from_db()
    assert row.text == before
    assert Task.objects.filter(pk=row.pk).exists()
    assert row.plan.lock_version == 2, "it is an edit of the plan, as the one that it takes back"


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

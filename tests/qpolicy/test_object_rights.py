"""What a form, an action or a choice is sent past the pages: rows of another plan, actions that were not offered, a status."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import reverse

from documents.admin.publishing import ONLY_BY_DRAFT
from documents.models import Department, Plan, Section
from indicators.models import Goal, Indicator, Target
from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests.admin_addresses import make_rows, models_of, row_of
from tests.builders import full_plan, region
from tests.qpolicy.test_publishing import as_shown, errors_of, url
from tests.qpolicy.test_roles import ACTIONS, COLUMNS, MODELS, may
from tests.roles import NOBODY, PLAIN, ROLES, SUPER, signed_in

pytestmark = pytest.mark.django_db

# By which field of its form a row is put elsewhere, and into what of the other plan.
MOVES = [
    (Section, "plan", "plan"),
    (Goal, "section", "section"),
    (Target, "section", "section"),
    (Responsibility, "task", "section"),
    (DefaultResponsibility, "plan", "plan"),
    (DefaultResponsibility, "section", "section"),
]
MOVES_IDS = [f"{model.__name__}-{name}" for model, name, _ in MOVES]


@pytest.fixture
def plans() -> tuple[Plan, Plan]:
    """One that may be edited, and one that is published."""
    return full_plan("mine", 1), _published(full_plan("public", 1))


def _published(plan: Plan) -> Plan:
    Plan.objects.filter(pk=plan.pk).update(status="published")
    return plan


def _of(plan: Plan, model: Any) -> Any:
    if model is Section:
        return plan.sections.get(kind="task")
    if model is Responsibility:
        return Responsibility.objects.filter(task__section__plan=plan)[0]
    return model.objects.filter(**{"section__plan" if model is Target else "plan": plan})[0]


@pytest.mark.parametrize(("model", "name", "into"), MOVES, ids=MOVES_IDS)
def test_nothing_is_moved_into_a_published_plan(plans: tuple[Plan, Plan], model: Any, name: str, into: str) -> None:
    mine, public = plans
    row, client = _of(mine, model), signed_in(ENTRY)
    sent = as_shown(client, url(model, "change", row.pk))
    target = public.pk if into == "plan" else public.sections.get(kind="task").pk
    response = client.post(url(model, "change", row.pk), {**sent, name: target})
    if response.status_code != 302:  # a section stays in its plan, whatever is sent
        assert ONLY_BY_DRAFT in response.content.decode() or "无效" in response.content.decode(), errors_of(response)
    assert model.objects.filter(pk=row.pk).values().get() == _values(row)


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_section_of_a_published_plan_is_no_parent_for_one_of_a_draft(plans: tuple[Plan, Plan]) -> None:
    mine, public = plans
    row, client = _of(mine, Section), signed_in(ENTRY)
    chapter = public.sections.get(kind="heading")
    sent = as_shown(client, url(Section, "change", row.pk)) | {"parent": chapter.pk}
    assert client.post(url(Section, "change", row.pk), sent).status_code == 200
    row.refresh_from_db()
    assert row.parent.plan == mine


def test_rows_of_another_task_are_not_changed_by_the_rows_of_a_form(plans: tuple[Plan, Plan]) -> None:
    mine, public = plans
    theirs = Responsibility.objects.filter(task__section__plan=public).order_by("position")[0]
    task, client = Task.objects.get(section__plan=mine), signed_in(ENTRY)
    sent = as_shown(client, url(Task, "change", task.pk))
    for change in ({"responsibilities-0-role": "lead"}, {"responsibilities-0-DELETE": "on"}):
        client.post(url(Task, "change", task.pk), {**sent, "responsibilities-0-id": theirs.pk, **change})
        assert Responsibility.objects.filter(pk=theirs.pk).values().get() == _values(theirs)


def test_sections_there_are_cannot_be_changed_by_those_to_be_added(plans: tuple[Plan, Plan]) -> None:
    mine, public = plans
    theirs, client = _of(public, Section), signed_in(ENTRY)
    sent = as_shown(client, url(Plan, "change", mine.pk))
    sent |= {"sections-INITIAL_FORMS": 1, "sections-0-id": theirs.pk, "sections-0-plan": mine.pk}
    sent |= {"sections-0-kind": "task", "sections-0-text": "改写"}
    client.post(url(Plan, "change", mine.pk), sent)
    assert Section.objects.filter(pk=theirs.pk).values().get() == _values(theirs)


@pytest.mark.parametrize(("role", "status"), [(ENTRY, "draft"), (REVIEW, "published")])
def test_a_new_plan_is_published_by_those_alone_who_may(role: str, status: str) -> None:
    fields = {"title": "新方案", "slug": "new", "status": "published", "validity": "in_force", "edition": 1}
    fields |= {"script": "hans", "region": region().pk, "sections-TOTAL_FORMS": 0, "sections-INITIAL_FORMS": 0}
    response = signed_in(role).post(url(Plan, "add"), fields)
    assert response.status_code == 302, errors_of(response)
    assert Plan.objects.get().status == status


def test_lock_version_and_source_cannot_be_sent(plans: tuple[Plan, Plan]) -> None:
    mine, client = plans[0], signed_in(ENTRY)
    sent = as_shown(client, url(Plan, "change", mine.pk)) | {"notes": "说明"}
    forged = {"lock_version": 77, "source_text": "伪造", "source_sha256": "0" * 64, "created_at_0": "2001-01-01"}
    client.post(url(Plan, "change", mine.pk), sent | forged)
    before = mine.created_at
    mine.refresh_from_db()
    assert (mine.notes, mine.lock_version, mine.source_text, mine.source_sha256) == ("说明", 1, "", "")
    assert mine.created_at == before


FORBIDDEN = [
    (role, label, action)
    for label, actions in ACTIONS.items()
    for action, roles in actions.items()
    for role in ROLES
    if role not in roles
]


@pytest.mark.parametrize(("role", "label", "action"), FORBIDDEN)
def test_an_action_that_is_not_offered_does_nothing(role: str, label: str, action: str) -> None:
    make_rows()
    rows = models_of(label)._default_manager
    Department.objects.update(is_confirmed=False)
    before = list(rows.order_by("pk").values())
    chosen = {"action": action, "_selected_action": [row.pk for row in rows.all()], "post": "yes", "index": 0}
    signed_in(role).post(url(models_of(label), "changelist"), chosen)
    known = [row["pk" if "pk" in row else "id"] for row in before]
    assert list(rows.filter(pk__in=known).order_by("pk").values()) == before


def _choices() -> list[tuple[type[models.Model], str]]:
    """Return every field of the admin whose rows are searched while typing."""
    return [(model, name) for model, owner in admin.site._registry.items() for name in owner.autocomplete_fields]


@pytest.mark.parametrize(("model", "name"), _choices(), ids=lambda one: getattr(one, "__name__", one))
def test_what_is_offered_while_typing_is_what_one_may_look_at(model: type[models.Model], name: str) -> None:
    make_rows()
    wanted = model._meta.get_field(name).related_model
    assert isinstance(wanted, type)
    query = {
        "app_label": str(model._meta.app_label),
        "model_name": str(model._meta.model_name),
        "field_name": name,
        "term": "",
    }
    for role in ROLES:
        response = signed_in(role).get(reverse("admin:autocomplete"), query)
        allowed = "v" in may(role, wanted._meta.label_lower)
        assert response.status_code == (302 if role == NOBODY else 200 if allowed else 403), role


@pytest.mark.parametrize("field", ["password", "is_superuser"])
def test_what_no_choice_is_of_cannot_be_searched(field: str) -> None:
    query = {"app_label": "auth", "model_name": "user", "field_name": field, "term": "a"}
    assert signed_in(SUPER).get(reverse("admin:autocomplete"), query).status_code == 403


@pytest.mark.parametrize(
    "lookup",
    ["history_user__password", "drafts__owner__password__startswith", "sections__plan__drafts__owner__password"],
)
@pytest.mark.parametrize("role", [ENTRY, AUDIT])
def test_a_list_is_not_narrowed_by_what_it_does_not_show(role: str, lookup: str) -> None:
    make_rows()
    response = signed_in(role).get(url(Plan, "changelist"), {lookup: "a"})
    assert response.status_code in (302, 400)


@pytest.mark.parametrize("role", [ENTRY, REVIEW, AUDIT, PLAIN])
def test_nobody_gives_himself_rights(role: str) -> None:
    client = signed_in(role)
    own = User.objects.get(username=role)
    sent = {"username": role, "is_superuser": "on", "is_staff": "on", "is_active": "on"}
    assert client.post(url(User, "change", own.pk), sent).status_code == 403
    assert client.post(url(User, "add"), sent).status_code == 403
    assert client.post(reverse("admin:auth_user_password_change", args=[own.pk]), {}).status_code == 403
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize("label", MODELS)
@pytest.mark.parametrize("role", COLUMNS)
def test_a_popup_shows_nobody_more(role: str, label: str) -> None:
    make_rows()
    client: Client = signed_in(role)
    for page, needed in (("changelist", "v"), ("add", "a"), ("change", "v"), ("delete", "d")):
        if label == "documents.draft" and page != "changelist":
            continue
        arguments = [row_of(label).pk] if page in ("change", "delete") else []
        response = client.get(url(models_of(label), page, *arguments), {"_popup": 1})
        assert response.status_code == (200 if needed in may(role, label) else 403), page


def test_indicators_and_departments_are_merged_by_those_alone_who_may() -> None:
    full_plan("xian", 2)
    for model in (Indicator, Department):
        number = model.objects.count()
        chosen = {"action": "merge", "_selected_action": [row.pk for row in model.objects.all()]}
        signed_in(ENTRY).post(url(model, "changelist"), chosen)
        assert model.objects.count() == number
        User.objects.all().delete()

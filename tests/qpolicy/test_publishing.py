"""What the public reads is changed by those who may publish; everybody else is told to prepare a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.admin.publishing import ONLY_BY_DRAFT
from documents.models import Plan, Section
from indicators.models import Goal, Target
from qpolicy.models import AuditEvent
from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests.builders import full_plan
from tests.roles import signed_in

pytestmark = pytest.mark.django_db

CONTENT = [Plan, Section, Task, Responsibility, DefaultResponsibility, Goal, Target]
EVERY = pytest.mark.parametrize("model", CONTENT, ids=lambda model: model._meta.model_name)


def url(model: type[models.Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def a_plan(status: str) -> Plan:
    plan = full_plan("xian", 2)
    Plan.objects.update(status=status)
    plan.refresh_from_db()
    return plan


def row_of(model: type[models.Model]) -> Any:
    return model._default_manager.latest("pk")


def as_shown(client: Client, address: str) -> dict[str, Any]:
    """Return what a browser would send back of a page to change that nobody has touched."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for formset in (inline.formset for inline in context["inline_admin_formsets"]):
        forms += [formset.management_form, *formset.forms]
    sent = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                sent[bound.html_name] = value() if callable(value) else value
    return sent


def errors_of(response: Any) -> Any:
    context = response.context
    return context and [context["adminform"].form.errors, context["errors"]]


@EVERY
def test_who_enters_plans_sees_of_a_published_one_what_cannot_be_changed_and_why(model: type[models.Model]) -> None:
    a_plan("published")
    client = signed_in(ENTRY)
    page = client.get(url(model, "change", row_of(model).pk))
    assert page.status_code == 200
    assert ONLY_BY_DRAFT in page.content.decode()
    assert 'name="_save"' not in page.content.decode()


@EVERY
@pytest.mark.parametrize("page", ["change", "delete"])
def test_nothing_of_a_published_plan_is_changed_or_deleted_past_the_page(model: type[models.Model], page: str) -> None:
    a_plan("published")
    before = list(model._default_manager.values())
    response = signed_in(ENTRY).post(url(model, page, row_of(model).pk), {"post": "yes"})
    assert response.status_code == 403
    if page == "change":
        assert ONLY_BY_DRAFT in response.content.decode()
    assert list(model._default_manager.values()) == before


@EVERY
def test_nor_by_the_action_that_deletes_many(model: type[models.Model]) -> None:
    a_plan("published")
    number = model._default_manager.count()
    chosen = {"action": "delete_selected", "_selected_action": [row_of(model).pk], "post": "yes"}
    assert signed_in(ENTRY).post(url(model, "changelist"), chosen).status_code == 403
    assert model._default_manager.count() == number


@EVERY
@pytest.mark.parametrize("role", [ENTRY, AUDIT])
def test_nor_by_putting_an_older_state_back(model: type[Any], role: str) -> None:
    a_plan("published")
    row = row_of(model)
    address = url(model, "simple_history", row.pk, row.history.earliest().pk)
    before = list(model._default_manager.values())
    assert signed_in(role).post(address, {}).status_code == 403
    assert list(model._default_manager.values()) == before


ADDED = [
    (Section, {"plan": "plan", "kind": "paragraph", "text": "新增。"}),
    (Goal, {"section": "section", "year": 2030, "text": "新增。", "position": 9}),
    (Target, {"section": "section", "indicator": "indicator", "name": "新增", "operator": "=", "value": 1, "source": "prose", "position": 9}),
    (Task, {"plan": "plan", "kind": "task", "title": "新增", "responsibilities-TOTAL_FORMS": 0, "responsibilities-INITIAL_FORMS": 0}),
    (Responsibility, {"task": "section", "department": "body", "role": "lead", "position": 9}),
    (DefaultResponsibility, {"plan": "plan", "department": "body", "role": "lead", "position": 9}),
]  # fmt: skip


@pytest.mark.parametrize(("model", "fields"), ADDED, ids=lambda one: getattr(one, "__name__", ""))
@pytest.mark.parametrize(("status", "is_taken"), [("published", False), ("draft", True)])
def test_nothing_is_added_to_a_published_plan(
    model: type[models.Model], fields: dict[str, Any], status: str, is_taken: bool
) -> None:
    plan = a_plan(status)
    task = Task.objects.earliest("pk")
    known = {
        "plan": plan.pk,
        "section": task.pk,
        "body": Responsibility.objects.latest("pk").department_id,
        "indicator": Target.objects.latest("pk").indicator_id,
    }
    number = model._default_manager.count()
    response = signed_in(ENTRY).post(
        url(model, "add"), {name: known.get(value, value) for name, value in fields.items()}
    )
    assert response.status_code == (302 if is_taken else 200), errors_of(response)
    assert model._default_manager.count() == number + is_taken
    assert is_taken or ONLY_BY_DRAFT in response.content.decode()


@EVERY
@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_who_enters_plans_may_change_what_is_not_published(model: type[models.Model], status: str) -> None:
    a_plan(status)
    client, address = signed_in(ENTRY), url(model, "change", row_of(model).pk)
    response = client.post(address, as_shown(client, address))
    assert response.status_code == 302, errors_of(response)


def test_a_plan_that_was_public_once_is_not_deleted_by_who_enters_plans() -> None:
    plan = a_plan("withdrawn")
    assert signed_in(ENTRY).post(url(Plan, "delete", plan.pk), {"post": "yes"}).status_code == 403
    Plan.objects.update(status="draft")
    plan.error_reports.all().delete()
    assert signed_in_again(ENTRY).post(url(Plan, "delete", plan.pk), {"post": "yes"}).status_code == 302
    assert not Plan.objects.exists()


def signed_in_again(role: str) -> Client:
    from django.contrib.auth.models import User

    client = Client()
    client.force_login(User.objects.get(username=role))
    return client


@pytest.mark.parametrize(("role", "shown"), [(ENTRY, False), (REVIEW, True)])
def test_the_status_is_set_by_those_who_may_publish(role: str, shown: bool) -> None:
    plan = a_plan("draft")
    client, address = signed_in(role), url(Plan, "change", plan.pk)
    fields = {**as_shown(client, address), "status": "published", "title": "新的标题"}
    assert ("status" in as_shown(client, address)) is shown
    assert client.post(address, fields).status_code == 302
    plan.refresh_from_db()
    assert plan.title == "新的标题"
    assert plan.is_public is shown


@pytest.mark.parametrize("action", ["publish", "withdraw"])
@pytest.mark.parametrize(("role", "status"), [(ENTRY, "review"), (AUDIT, "review"), (REVIEW, "")])
def test_plans_are_published_and_withdrawn_by_those_who_may(action: str, role: str, status: str) -> None:
    plan = a_plan("review")
    signed_in(role).post(url(Plan, "changelist"), {"action": action, "_selected_action": [plan.pk]})
    plan.refresh_from_db()
    assert plan.status == (status or {"publish": "published", "withdraw": "withdrawn"}[action])


def test_an_older_state_that_was_public_publishes_nothing() -> None:
    plan = a_plan("withdrawn")
    plan.status = "published"
    plan.save()
    plan.status = "withdrawn"
    plan.save()
    public = plan.history.filter(status="published").latest()
    client, address = signed_in(ENTRY), url(Plan, "simple_history", plan.pk, public.pk)
    form = client.get(address).context["adminform"].form
    sent = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    assert client.post(address, sent).status_code == 302
    plan.refresh_from_db()
    assert plan.status == "withdrawn"
    assert AuditEvent.objects.get(kind="restore").account == ENTRY


def test_what_may_not_be_changed_costs_no_more_where_there_is_more_of_it() -> None:
    clients = signed_in(ENTRY), signed_in(REVIEW)

    def queries(client: Client) -> int:
        chosen = {"action": "delete_selected", "_selected_action": list(Section.objects.values_list("pk", flat=True))}
        client.post(url(Section, "changelist"), chosen)
        with CaptureQueriesContext(connection) as captured:
            assert client.post(url(Section, "changelist"), chosen).status_code == 200
        return len(captured)

    full_plan("few", 2)
    few = [queries(client) for client in clients]
    full_plan("many", 9)
    many = [queries(client) for client in clients]
    assert many[0] - many[1] == few[0] - few[1] == 1

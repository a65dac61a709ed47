"""Keys and numbers that no database takes, posted by hand to every form of the admin: refused in words, never a 500."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import models
from django.test import Client
from django.urls import reverse

from documents.models import Function, SearchLog, Synonym, Theme
from qpolicy.audit import record
from qpolicy.drafting.opening import open_draft
from tests.builders import full_plan
from tests.roles import SUPER, signed_in

pytestmark = pytest.mark.django_db

TWENTY = "9" * 20
SENT = (TWENTY, f"-{TWENTY}", "²", "1e400")
REGISTERED = sorted(model._meta.label_lower for model in admin.site._registry)
ONLY_SHOWN = ("qpolicy.auditevent", "documents.searchlog", "qpolicy.savedview", "tasks.alignment")
HERE = [label for label in REGISTERED if label not in ("documents.draft", *ONLY_SHOWN)]
CHOOSES = (forms.ModelChoiceField, forms.IntegerField, forms.DecimalField, forms.models.InlineForeignKeyField)


@pytest.fixture
def everything(client: Client) -> Client:
    """One row at least of everything, seen by a superuser."""
    full_plan("xian", 1)
    Theme.objects.create(name="产品", slug="products")
    Function.objects.create(name="质量", slug="quality")
    Synonym.objects.create(words=["规上", "规模以上"])
    SearchLog.objects.create(query="质量", hits=1, milliseconds=1)
    Group.objects.get_or_create(name="另一组")
    record("export", by="tests")
    open_draft("某市方案\n一、任务\n(一)做事。认真做事。\n", owner=User.objects.create_user("somebody"))
    return signed_in(SUPER)


def model_of(label: str) -> Any:
    return next(model for model in admin.site._registry if model._meta.label_lower == label)


def addresses(label: str) -> Iterator[str]:
    model = model_of(label)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield reverse(f"{name}_add")
    yield reverse(f"{name}_change", args=[model._default_manager.order_by("pk").first().pk])


def forms_on(page: Any) -> Iterator[forms.BaseForm]:
    """Yield the form of a row and those of its inlines, with the counts that Django keeps of them."""
    yield page.context["adminform"].form
    for inline in page.context["inline_admin_formsets"]:
        yield inline.formset.management_form
        yield from inline.formset.forms
        yield inline.formset.empty_form


def untouched(page: Any) -> dict[str, Any]:
    """Return what the page sends if nobody touches it."""
    sent: dict[str, Any] = {}
    for form in forms_on(page):
        for field in form:
            value = field.value()
            if isinstance(value, list | tuple):
                sent[field.html_name] = [str(getattr(one, "pk", one)) for one in value]
            elif value not in (None, False) and "__prefix__" not in field.html_name:
                sent[field.html_name] = str(value)
    return sent


def chosen(page: Any) -> list[str]:
    """Return the names of all fields that take a key or a number."""
    names = [
        field.html_name.replace("__prefix__", "0")
        for form in forms_on(page)
        for field in form
        if isinstance(field.field, CHOOSES)
    ]
    ignored = ("-MIN_NUM_FORMS", "-MAX_NUM_FORMS")  # by Django, who sends them for scripts
    return [name for name in dict.fromkeys(names) if not name.endswith(ignored)]


@pytest.mark.parametrize("label", HERE)
def test_a_key_or_number_that_can_be_none_is_refused_in_words(everything: Client, label: str) -> None:
    for address in addresses(label):
        page = everything.get(address)
        first, names = untouched(page), [name for name in chosen(page) if not name.endswith("_FORMS")]
        for sent in SENT if names else ():
            answer = everything.post(address, first | dict.fromkeys(names, sent))
            assert answer.status_code == 200, (address, sent)
            refused = [form.add_prefix(name) for form in forms_on(answer) for name in form.errors]
            offered = [name for name in names if name in first or "-0-" not in name]
            assert set(offered) - set(refused) == set(), (address, sent)


@pytest.mark.parametrize("label", HERE)
def test_everything_at_once_is_refused_too(everything: Client, label: str) -> None:
    for address in addresses(label):
        names = chosen(everything.get(address))  # the counts of rows among them
        answer = everything.post(address, dict.fromkeys([*names, "_popup", "_to_field", "seen_version"], TWENTY))
        assert answer.status_code in (200, 400), address


@pytest.mark.parametrize("label", REGISTERED)
def test_lists_take_any_choice(everything: Client, label: str) -> None:
    model = model_of(label)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    linked = [field.name for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]
    actions = list(admin.site._registry[model].get_actions(everything.get(reverse(name)).wsgi_request))
    for sent in SENT:
        for field in [*linked, *admin.site._registry[model].list_filter]:
            if isinstance(field, str):
                for lookup in ("__id__exact", "__exact", "__in", ""):
                    assert everything.get(reverse(name), {f"{field}{lookup}": sent}).status_code in (200, 302, 400)
        assert everything.get(reverse(name), {"p": sent, "o": sent, "q": sent}).status_code in (200, 302)
        for action in actions:
            data = {"action": action, "_selected_action": [sent], "index": "0", "post": "yes"}
            assert everything.post(reverse(name), data).status_code in (200, 302, 400), (label, action, sent)
            assert everything.post(reverse(name), data | {"index": sent}).status_code in (200, 302, 400)


def autocompleted() -> Iterator[tuple[Any, str]]:
    for model, shown in admin.site._registry.items():
        for name in getattr(shown, "autocomplete_fields", ()):
            yield model, name


@pytest.mark.parametrize("sent", SENT)
def test_autocompletes_take_any_word_and_page(everything: Client, sent: str) -> None:
    for model, name in autocompleted():
        asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": name}
        for more in ({"term": sent}, {"page": sent}, {"term": sent, "page": sent, "near": sent}):
            answer = everything.get(reverse("admin:autocomplete"), asked | more)
            assert answer.status_code in (200, 404), (model, name, more)

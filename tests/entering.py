"""What tests of drafts share: people, a draft, and what they do with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.models import Draft, Plan
from qpolicy.drafting.opening import open_draft
from qpolicy.drafting.readings import reading_of
from qpolicy.roles import ENTRY, REVIEW
from tests.builders import region
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT
from tests.roles import account

TITLE = "某市质量强市建设实施方案"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(account(ENTRY, "录入"))
    return client


@pytest.fixture
def reviewer() -> Client:
    client = Client()
    client.force_login(account(REVIEW, "审核"))
    return client


@pytest.fixture
def draft(editor: Client) -> Draft:
    made = open_draft(TEXT, owner=User.objects.get(username="录入"), name="方案.txt")
    region("some", "某市", code="990100")
    made.metadata |= {"region": "某市（990100）"}
    made.save()
    return made


def address(page: str, draft: Draft, *more: str | int) -> str:
    return reverse(f"admin:documents_draft_{page}", args=[draft.pk, *more])


def key(draft: Draft, words: str) -> str:
    found = reading_of(draft)
    return next(
        found.keys[one.id - 1]
        for one in found.draft.outline.sections
        if words in f"{one.number or ''}{one.title or ''}{one.text}"
    )


def upload(client: Client, *files: tuple[str, bytes], **fields: str) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("admin:documents_draft_add"), {"uploads": sent, **fields}, follow=True)


def step(client: Client, draft: Draft, do: str, **more: str) -> str:
    draft.refresh_from_db()
    data = {"do": do, "seen": str(draft.lock_version), **more}
    response = client.post(address("step", draft), data, follow=True)
    draft.refresh_from_db()
    return text_of(response)


def typed(client: Client, draft: Draft, words: str) -> dict[str, str]:
    """Return what the page of a section sends if nobody touches it."""
    page = client.get(address("section", draft, key(draft, words)))
    single = [page.context["form"], *([page.context["deadline"]] if "deadline" in page.context else [])]
    forms = [*single, *(form for name in ("duties", "targets", "goals") for form in page.context[name])]
    fields = [field for form in forms for field in form]
    for name in ("duties", "targets", "goals"):
        fields += list(page.context[name].management_form)
    values = {field.html_name: field.value() for field in fields}
    sent = {name: str(value) for name, value in values.items() if value is not None and value is not False}
    return sent | {"seen": str(page.context["seen"])}


def save(client: Client, draft: Draft, words: str, /, do: str = "save", **changed: str) -> str:
    data = (
        typed(client, draft, words) | {"do": do} | {name.replace("__", "-"): value for name, value in changed.items()}
    )
    page = client.post(address("section", draft, key(draft, words)), data, follow=True)
    draft.refresh_from_db()
    return text_of(page)


@pytest.fixture
def published(editor: Client, reviewer: Client, draft: Draft) -> Plan:
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    return Plan.objects.get()

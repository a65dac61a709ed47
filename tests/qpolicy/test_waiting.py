"""The front page of the admin says what waits for whoever is signed in, and leads to exactly that."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.models import Draft
from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tests import roles

pytestmark = pytest.mark.django_db


def drafts() -> None:
    own, other = roles.account(ENTRY, "own"), roles.account(ENTRY, "other")
    for at, (owner, state) in enumerate(
        [(own, "editing"), (own, "returned"), (own, "returned"), (other, "editing"), (other, "submitted")]
    ):
        Draft.objects.create(owner=owner, state=state, title=f"草稿{at}", source_text="文", source_sha256=str(at))


def lists_of(name: str) -> dict[str, tuple[int, int]]:
    """Return what the front page counts, and how much stands in the lists to which it leads."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    page = client.get(reverse("admin:index")).content.decode()
    found = re.findall(r'<a href="([^"]+)">(\S+) <b>(\d+)</b></a>', page)
    return {
        word: (int(number), client.get(url.replace("&amp;", "&")).context["cl"].result_count)
        for url, word, number in found
    }


def test_each_is_told_of_what_is_theirs() -> None:
    drafts()
    roles.account(REVIEW, "reviewer")
    roles.account(AUDIT, "auditor")
    assert lists_of("own") == {"退回给我的草稿": (2, 2), "我录入中的草稿": (1, 1)}
    assert lists_of("other") == {"我录入中的草稿": (1, 1)}
    assert lists_of("reviewer") == {"待审核的草稿": (1, 1)}
    assert lists_of("auditor") == {}


def test_who_enters_plans_begins_with_the_import() -> None:
    begin = f'href="{reverse("admin:documents_draft_add")}">导入规划</a>'
    pages = {role: roles.signed_in(role).get(reverse("admin:index")).content.decode() for role in (ENTRY, AUDIT)}
    assert begin in pages[ENTRY] and begin not in pages[AUDIT]
    assert "最近动作" not in pages[ENTRY], "there is none yet"

"""A reviewer sees all that publishing a draft changes, not the words of its sections alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Draft, Plan
from qpolicy.drafting.changes import Change
from tests import entering
from tests.entering import address, save

pytestmark = pytest.mark.django_db

editor, reviewer, draft, published = entering.editor, entering.reviewer, entering.draft, entering.published


@pytest.fixture
def edited(editor: Client, published: Plan) -> Draft:
    editor.post(reverse("admin:documents_draft_edit", args=[published.pk]))
    return Draft.objects.latest("pk")


def told(client: Client, draft: Draft) -> list[Change]:
    return list(client.get(address("changes", draft)).context["changes"])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"target__0__value": "95"}, ("指标值：", "95")),
        ({"target__0__year": "2031"}, ("指标值：", "2031")),
        ({"target__0__operator": "<="}, ("指标值：", "不超过")),
        ({"target__0__attribute": "binding"}, ("指标值：", "约束性")),
        ({"target__0__DELETE": "on"}, ("指标值：", "（空）")),
        ({"duty__0__role": "participant"}, ("部门：", "市住建局（配合）")),
        ({"duty__0__DELETE": "on"}, ("部门：", "市财政局")),
    ],
)
def test_what_is_corrected_besides_the_text_is_shown(
    editor: Client, reviewer: Client, edited: Draft, typed: dict[str, str], shown: tuple[str, str]
) -> None:
    assert told(reviewer, edited) == []
    save(editor, edited, "发展绿色建筑", **typed)
    [change] = told(reviewer, edited)
    [detail] = change.details
    assert "发展绿色建筑" in change.name
    assert detail.startswith(shown[0])
    assert shown[1] in detail

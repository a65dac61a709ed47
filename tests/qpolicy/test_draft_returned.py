"""A draft that comes back to the reviewer says why it was returned, and how much was changed since."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Draft
from tests import entering
from tests.entering import address, save, step, typed
from tests.pages import text_of

pytestmark = pytest.mark.django_db

editor, reviewer, draft = entering.editor, entering.reviewer, entering.draft


def returned(editor: Client, reviewer: Client, draft: Draft) -> None:
    save(editor, draft, "发展绿色建筑", duty__0__role="participant")
    step(editor, draft, "submit")
    assert "退回后改动" not in text_of(reviewer.get(address("change", draft)))
    step(reviewer, draft, "return", remark="请核对\n部门")


def seen_again(editor: Client, reviewer: Client, draft: Draft) -> str:
    step(editor, draft, "submit")
    page = text_of(reviewer.get(address("change", draft)))
    assert "上次退回的审核意见：请核对<br>部门" in page
    return page.partition("退回后改动 ")[2].partition(" 处")[0]


def test_a_draft_that_comes_back_untouched_says_so(editor: Client, reviewer: Client, draft: Draft) -> None:
    returned(editor, reviewer, draft)
    save(editor, draft, "发展绿色建筑")
    assert seen_again(editor, reviewer, draft) == "0"


def test_what_was_changed_since_is_counted(editor: Client, reviewer: Client, draft: Draft) -> None:
    returned(editor, reviewer, draft)
    save(editor, draft, "培育品牌", title="培育知名品牌")
    editor.post(address("metadata", draft), {**draft.metadata, "issuer": "某市", "seen": str(draft.lock_version)})
    assert seen_again(editor, reviewer, draft) == "2"


def test_what_is_changed_and_changed_back_is_not_counted(editor: Client, reviewer: Client, draft: Draft) -> None:
    returned(editor, reviewer, draft)
    save(editor, draft, "培育品牌", title="培育知名品牌")
    save(editor, draft, "培育知名品牌", title="培育品牌")
    assert seen_again(editor, reviewer, draft) == "0"


def test_a_mended_text_is_one_change_whatever_was_corrected_in_it(
    editor: Client, reviewer: Client, draft: Draft
) -> None:
    returned(editor, reviewer, draft)
    stretch = typed(editor, draft, "发展绿色建筑")["stretch0"]
    save(editor, draft, "发展绿色建筑", stretch0=stretch.replace("绿色建材", "绿色低碳建材"))
    assert seen_again(editor, reviewer, draft) == "1"


def test_the_editor_is_told_too_until_it_is_published(editor: Client, reviewer: Client, draft: Draft) -> None:
    returned(editor, reviewer, draft)
    assert "退回后改动 0 处" in text_of(editor.get(address("change", draft)))
    step(editor, draft, "submit")
    step(editor, draft, "return")
    assert draft.state == "editing" and "退回后改动 0 处" in text_of(editor.get(address("change", draft)))
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert "退回后改动" not in text_of(editor.get(address("change", draft)))

"""What becomes of a draft where its plan is changed or deleted meanwhile, or where what is sent makes no sense."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from documents.models import Draft, Plan, Section
from qpolicy.drafting import publishing
from qpolicy.storing import Stored, lock_plan, store_draft
from tests import entering
from tests.entering import address, step, upload
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT

pytestmark = pytest.mark.django_db

editor, reviewer, draft, published = entering.editor, entering.reviewer, entering.draft, entering.published


def edit(client: Client, plan: Plan) -> Draft:
    client.post(reverse("admin:documents_draft_edit", args=[plan.pk]))
    return Draft.objects.latest("pk")


def accept(client: Client, draft: Draft, page: Any = None) -> str:
    """Press the button of a page that shows what others have changed, by default as it is now."""
    page = page or client.get(address("changes", draft))
    [shown] = re.findall(r'name="plan_version" value="(\d+)"', page.content.decode())
    return step(client, draft, "accept", plan_version=shown)


def test_whoever_edits_the_plan_is_waited_for_before_a_draft_of_it_is_published(
    editor: Client, reviewer: Client, published: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = edit(editor, published)
    step(editor, draft, "submit")

    def waited(plan: Plan) -> None:
        Plan.objects.filter(pk=plan.pk).mark_edited()
        lock_plan(plan)

    monkeypatch.setattr(publishing, "lock_plan", waited)
    assert "规划已被他人修改" in step(reviewer, draft, "publish")
    assert draft.state == "submitted"


def test_what_others_have_changed_is_overruled_only_where_that_was_said(
    editor: Client, reviewer: Client, published: Plan
) -> None:
    draft = edit(editor, published)
    section = Section.objects.get(title="培育品牌")
    section.title = "培育知名品牌"
    section.save()
    Plan.objects.mark_edited()
    assert "发布后以本草稿的内容为准" in text_of(editor.get(address("change", draft)))
    told = editor.get(address("changes", draft)).context["changes"]
    assert [(change.word, "培育品牌" in change.name, "知名" in str(change.details)) for change in told] == [
        ("修改", True, True)
    ]
    assert "覆盖他人的修改" in step(editor, draft, "submit")
    accept(editor, draft)
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert Section.objects.filter(title="培育品牌").exists()


def test_what_others_change_after_it_was_shown_is_not_overruled_with_what_was_shown(
    editor: Client, published: Plan
) -> None:
    draft = edit(editor, published)
    Plan.objects.mark_edited()
    page = editor.get(address("changes", draft))
    Plan.objects.mark_edited()
    assert "规划又有改动" in accept(editor, draft, page)
    assert publishing.changed_meanwhile(draft)
    assert "已记下您核对过他人的修改" in accept(editor, draft)
    assert not publishing.changed_meanwhile(draft)


def test_whoever_does_not_say_what_was_shown_overrules_nothing(editor: Client, published: Plan) -> None:
    draft = edit(editor, published)
    Plan.objects.mark_edited()
    for sent in ("", "-1", "9" * 20, "³"):
        assert "规划又有改动" in step(editor, draft, "accept", plan_version=sent)


def test_long_remarks_of_the_editors_are_kept_whole(editor: Client, published: Plan) -> None:
    Plan.objects.update(notes="已更正一处。\n" * 2000)
    draft = edit(editor, published)
    sent = {**draft.metadata, "issuer": "某市人民政府", "seen": str(draft.lock_version)}
    editor.post(address("metadata", draft), sent)
    draft.refresh_from_db()
    assert draft.metadata["issuer"] == "某市人民政府"
    assert len(draft.metadata["notes"]) >= 2000 * 7


@pytest.mark.parametrize("manner", ["update", "edition"])
def test_a_draft_whose_plan_is_deleted_becomes_one_of_a_new_plan_when_that_is_said(
    editor: Client, reviewer: Client, published: Plan, manner: str
) -> None:
    upload(editor, text=TEXT.replace("推进认证", "大力推进认证"))
    draft = Draft.objects.latest("pk")
    step(editor, draft, "manner", manner=manner, plan=str(published.pk))
    assert "改为按新规划处理" in text_of(editor.get(address("change", draft)))
    published.delete()
    assert "已被删除。请改为按新规划处理" in step(editor, draft, "submit")
    assert (draft.state, draft.manner) == ("editing", manner)
    step(editor, draft, "manner", manner="new")
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert draft.state == "published"


def test_a_wrong_answer_to_what_a_text_is_can_be_taken_back(editor: Client, published: Plan) -> None:
    upload(editor, text=TEXT.replace("推进认证", "大力推进认证"))
    draft = Draft.objects.latest("pk")
    step(editor, draft, "manner", manner="edition", plan=str(published.pk))
    assert "是它的新版本，替代它" in step(editor, draft, "manner", manner="new")
    assert "是它的新版本，替代它" not in step(editor, draft, "manner", manner="new")


def test_an_editing_of_a_plan_is_not_taken_for_a_new_one(editor: Client, published: Plan) -> None:
    draft = edit(editor, published)
    assert "改为按新规划处理" not in text_of(editor.get(address("change", draft)))


def test_a_remark_that_no_database_takes_is_mended(editor: Client, reviewer: Client, draft: Draft) -> None:
    step(editor, draft, "submit")
    step(reviewer, draft, "return", remark="请核对\0第三条")
    assert (draft.state, draft.remark) == ("returned", "请核对\ufffd第三条")


def test_names_that_come_without_any_are_answered(editor: Client, draft: Draft) -> None:
    Draft.objects.update(source_text="某市质量强市建设实施方案\n一、总体要求\n")
    sent = {"name-TOTAL_FORMS": "3", "name-INITIAL_FORMS": "0", "seen": str(draft.lock_version)}
    assert editor.post(address("departments", draft), sent).status_code == 302


def test_a_department_that_another_plan_has_just_brought_stands_in_no_ones_way(
    editor: Client, reviewer: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    step(editor, draft, "submit")
    tries = []

    def stored(*args: Any, **kwargs: Any) -> Stored:
        tries.append(args)
        if len(tries) == 1:
            raise IntegrityError("documents_department.region_id, documents_department.name")
        return store_draft(*args, **kwargs)

    monkeypatch.setattr(publishing, "store_draft", stored)
    step(reviewer, draft, "publish")
    assert (draft.state, len(tries)) == ("published", 2)


def test_what_a_draft_had_from_a_plan_leaves_it_with_the_plan(editor: Client, published: Plan) -> None:
    Section.objects.filter(title="培育品牌").update(title="培育知名品牌")
    Plan.objects.update(issuer="某市人民政府")
    upload(editor, text=TEXT.replace("推进认证", "大力推进认证"))
    draft = Draft.objects.latest("pk")
    before = draft.metadata
    step(editor, draft, "manner", manner="update", plan=str(published.pk))
    assert draft.corrections and draft.metadata["issuer"] == "某市人民政府"
    step(editor, draft, "manner", manner="new")
    assert draft.corrections == []
    assert draft.metadata == before | {"index_number": "", "published_on": "", "notes": ""}

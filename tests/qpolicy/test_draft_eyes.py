"""Two people answer for what is published: who entered, changed or submitted a draft, and somebody else who publishes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from documents.models import Draft, Plan
from qpolicy.audit import Kind
from qpolicy.drafting import opening, publishing, stored
from qpolicy.drafting.opening import Known
from qpolicy.models import AuditEvent
from qpolicy.roles import REVIEW
from qpolicy.storing import store_draft
from tasks.models import Responsibility
from tests import entering
from tests.entering import address, save, step, upload
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT
from tests.roles import SUPER, account
from tests.troubles import deadlock

pytestmark = pytest.mark.django_db

editor, reviewer, draft, published = entering.editor, entering.reviewer, entering.draft, entering.published
ANOTHER = "请由另一位"


def signed_in(role: str, name: str) -> Client:
    client = Client()
    client.force_login(account(role, name))
    return client


@pytest.fixture
def other() -> Client:
    return signed_in(REVIEW, "另审")


def metadata(client: Client, draft: Draft) -> None:
    client.post(address("metadata", draft), {**draft.metadata, "issuer": "某市", "seen": str(draft.lock_version)})
    draft.refresh_from_db()


def manner(client: Client, draft: Draft) -> None:
    other = Plan.objects.create(title="别的规划", slug="other-plan", source_text="别的。", status="published")
    step(client, draft, "manner", manner="edition", plan=str(other.pk))


def undo(client: Client, draft: Draft) -> None:
    save(entering_editor(draft), draft, "培育品牌", title="培育知名品牌")
    step(client, draft, "undo", correction=" ".join(("section", draft.corrections[0]["section"])))


def entering_editor(draft: Draft) -> Client:
    client = Client()
    assert draft.owner
    client.force_login(draft.owner)
    return client


CHANGES: dict[str, Any] = {
    "a section": lambda client, draft: save(client, draft, "培育品牌", title="培育知名品牌"),
    "the text": lambda client, draft: save(client, draft, "培育品牌", stretch0="(三)培育品牌。支持企业创牌。\n"),
    "what it says of itself": metadata,
    "its manner": manner,
    "a correction that is taken back": undo,
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_has_changed_anything_does_not_publish_it(
    editor: Client, reviewer: Client, other: Client, draft: Draft, change: str
) -> None:
    CHANGES[change](reviewer, draft)
    step(editor, draft, "submit")
    page = text_of(reviewer.get(address("change", draft)))
    assert ANOTHER in page and ">发布</button>" not in page and "改动或提交过的还有：审核" in page
    assert ANOTHER in step(reviewer, draft, "publish")
    assert not Plan.objects.filter(title=entering.TITLE).exists()
    assert ">发布</button>" in text_of(other.get(address("change", draft)))
    step(other, draft, "publish")
    assert draft.state == "published"


def test_who_submits_a_draft_does_not_publish_it(reviewer: Client, other: Client, draft: Draft) -> None:
    step(reviewer, draft, "submit")
    assert ANOTHER in step(reviewer, draft, "publish")
    step(other, draft, "publish")
    assert draft.state == "published"


def test_who_entered_a_draft_does_not_publish_it_whoever_submits(reviewer: Client, other: Client) -> None:
    upload(reviewer, text=TEXT)
    draft = Draft.objects.get()
    step(other, draft, "submit")
    assert "录入人不能发布自己的草稿" in step(reviewer, draft, "publish")


def test_who_changed_a_draft_before_it_was_returned_does_not_publish_it_later(
    editor: Client, reviewer: Client, other: Client, draft: Draft
) -> None:
    save(reviewer, draft, "培育品牌", title="培育知名品牌")
    step(editor, draft, "submit")
    step(other, draft, "return", remark="请改回")
    save(editor, draft, "培育知名品牌", do="reset")
    step(editor, draft, "submit")
    assert ANOTHER in step(reviewer, draft, "publish")
    step(other, draft, "publish")
    assert draft.state == "published"


def test_looking_returning_and_saving_what_is_there_changes_nothing(
    editor: Client, reviewer: Client, draft: Draft
) -> None:
    page = text_of(reviewer.get(address("change", draft)))
    assert "提交之后可以由您审核发布" in page
    save(reviewer, draft, "培育品牌")
    reviewer.post(address("metadata", draft), {**draft.metadata, "seen": str(draft.lock_version)})
    step(editor, draft, "submit")
    step(reviewer, draft, "return", remark="请核对")
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert draft.state == "published"
    assert "未经" not in AuditEvent.objects.get(kind=Kind.PUBLICATION).details


# Submitted


@pytest.mark.parametrize("state", ["editing", "returned"])
def test_nothing_is_published_before_it_is_submitted(
    editor: Client, reviewer: Client, draft: Draft, state: str
) -> None:
    if state == "returned":
        step(editor, draft, "submit")
        step(reviewer, draft, "return", remark="请改")
    page = text_of(reviewer.get(address("change", draft)))
    assert ">发布</button>" not in page and "提交并发布" not in page
    assert "还没有提交审核" in step(reviewer, draft, "publish")
    step(reviewer, draft, "submit-and-publish")
    assert (draft.state, Plan.objects.count()) == (state, 0)


@pytest.mark.parametrize("role", [SUPER, REVIEW])
def test_who_needs_nobody_else_does_both_at_once_and_the_logs_say_so(role: str, settings: Settings) -> None:
    settings.FOUR_EYES = role == SUPER
    client = signed_in(role, "独任")
    upload(client, text=TEXT)
    draft = Draft.objects.get()
    assert ">提交并发布</button>" in text_of(client.get(address("change", draft)))
    step(client, draft, "submit-and-publish")
    assert draft.state == "published" and Plan.objects.published().count() == 1
    assert [entry["what"] for entry in draft.log[-2:]] == ["提交审核", "审核后发布，未经另一人审核"]
    kinds = AuditEvent.objects.filter(kind__in=[Kind.SUBMISSION, Kind.PUBLICATION]).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [Kind.SUBMISSION, Kind.PUBLICATION]
    assert "未经另一人审核" in AuditEvent.objects.get(kind=Kind.PUBLICATION).details


def test_what_cannot_be_published_is_not_submitted_either() -> None:
    client = signed_in(SUPER, "独任")
    upload(client, text=TEXT)
    draft = Draft.objects.get()
    Plan.objects.create(title="别的规划", slug=draft.metadata["slug"])
    step(client, draft, "submit-and-publish")
    assert draft.state == "editing"


# Withdrawn


@pytest.mark.parametrize(("status", "word"), [("withdrawn", "已撤回"), ("draft", "草稿")])
def test_a_draft_of_a_plan_that_nobody_sees_says_that_it_makes_it_public(
    editor: Client, reviewer: Client, published: Plan, status: str, word: str
) -> None:
    Plan.objects.filter(pk=published.pk).update(status=status)
    editor.post(reverse("admin:documents_draft_edit", args=[published.pk]))
    draft = Draft.objects.latest("pk")
    for page in ("change", "changes"):
        assert f"对应的规划现在是“{word}”，公众看不到" in text_of(reviewer.get(address(page, draft)))
    step(editor, draft, "submit")
    if status == "withdrawn":
        assert 'name="again" value="1" required' in text_of(reviewer.get(address("change", draft)))
        assert "请勾选“我知道这份规划已撤回" in step(reviewer, draft, "publish")
        assert draft.state == "submitted"
    page = step(reviewer, draft, "publish", again="1")
    assert f"它原为“{word}”，现在对外公开" in page
    published.refresh_from_db()
    assert published.is_public
    said = f"规划原为“{word}”，由此公开"
    assert said in draft.log[-1]["what"]
    assert said in AuditEvent.objects.filter(kind=Kind.PUBLICATION).latest("pk").details


# Words of the page


@pytest.mark.parametrize(
    "violated",
    ["documents_plan.slug", "documents_plan.document_number, documents_plan.title, documents_plan.edition"],
)
def test_what_stands_in_the_way_is_told_in_words_of_the_page(
    editor: Client, reviewer: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch, violated: str
) -> None:
    step(editor, draft, "submit")

    def refused(*args: Any, **kwargs: Any) -> None:
        raise IntegrityError(f"UNIQUE constraint failed: {violated}")

    monkeypatch.setattr(publishing, "store_draft", refused)
    page = step(reviewer, draft, "publish")
    assert "在发文信息中" in page and "--" not in page.partition('class="messagelist"')[2].partition("</ul>")[0]
    assert draft.state == "submitted"


def test_two_who_wait_for_each_other_twice_are_told_to_try_later(
    editor: Client, reviewer: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    step(editor, draft, "submit")

    def stuck(*args: Any, **kwargs: Any) -> None:
        raise deadlock()

    monkeypatch.setattr(publishing, "store_draft", stuck)
    assert "没有存入任何内容" in step(reviewer, draft, "publish")
    assert draft.state == "submitted"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["publish", "submit-and-publish"])
def test_what_the_database_refuses_at_the_end_is_told_in_words(
    draft: Draft, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """A department that is deleted in the last moment is missed only when the transaction ends."""
    client = signed_in(SUPER, "主管")
    if way == "publish":
        step(client, draft, "submit")

    def missing(*args: Any, **kwargs: Any) -> Any:
        made = store_draft(*args, **kwargs)
        Responsibility.objects.filter(pk=Responsibility.objects.earliest("pk").pk).update(department=999_999)
        return made

    monkeypatch.setattr(publishing, "store_draft", missing)
    assert "没有存入任何内容" in step(client, draft, way)
    assert draft.is_open and not Plan.objects.exists()


# One open draft of a text


def test_two_at_the_same_moment_make_one_draft(
    editor: Client, published: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has looked for an open draft before the other has saved: the database tells them apart."""
    first, second = account(REVIEW, "甲"), account(REVIEW, "乙")
    made = stored.open_edit(published, owner=first)
    look = Draft.objects.of_text
    answers = [None]
    monkeypatch.setattr(Draft.objects, "of_text", lambda digest: answers.pop() if answers else look(digest))
    with pytest.raises(Known, match="甲已有修改这份规划的草稿") as refusal:
        stored.open_edit(published, owner=second)
    assert refusal.value.there == made


def test_two_imports_of_one_text_at_the_same_moment_make_one_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = account(REVIEW, "甲"), account(REVIEW, "乙")
    made = opening.open_draft(TEXT, owner=first)
    look = Draft.objects.of_text
    answers = [None]
    monkeypatch.setattr(Draft.objects, "of_text", lambda digest: answers.pop() if answers else look(digest))
    with pytest.raises(Known, match="甲已为同一份文字建有草稿") as refusal:
        opening.open_draft(TEXT, owner=second)
    assert refusal.value.there == made


def test_the_database_takes_no_second_open_draft_of_a_text(draft: Draft) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(source_text=TEXT, source_sha256=draft.source_sha256)
    Draft.objects.create(source_text=TEXT, source_sha256=draft.source_sha256, state="discarded")


def test_what_was_discarded_is_not_taken_up_beside_another_of_the_same_text(
    editor: Client, reviewer: Client, draft: Draft
) -> None:
    step(editor, draft, "discard")
    upload(reviewer, text=TEXT)
    page = step(editor, draft, "resume")
    assert "不能恢复这一份" in page and "审核已为同一份文字建有草稿" in page
    assert draft.state == "discarded"

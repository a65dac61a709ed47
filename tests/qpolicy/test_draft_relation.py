"""What a text has to do with the plans that it resembles is asked before it is submitted, and told to the reviewer."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from documents.models import Draft, Plan
from tests import entering
from tests.entering import address, step, upload
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT

pytestmark = pytest.mark.django_db

editor, reviewer, draft, published = entering.editor, entering.reviewer, entering.draft, entering.published

QUESTION = "请选择这份文件与它的关系"
LATER = TEXT.replace("推进认证", "大力推进认证")


@pytest.fixture
def later(editor: Client, published: Plan) -> Draft:
    upload(editor, text=LATER)
    return Draft.objects.latest("pk")


def test_a_text_that_resembles_a_plan_is_not_submitted_before_that_is_answered(editor: Client, later: Draft) -> None:
    page = step(editor, later, "submit")
    assert "请先在草稿页上选择这份文件与它的关系" in page and QUESTION in page
    assert later.state == "editing"
    step(editor, later, "manner", manner="new")
    step(editor, later, "submit")
    assert later.state == "submitted"


def test_what_was_submitted_without_an_answer_is_not_published(editor: Client, reviewer: Client, later: Draft) -> None:
    Draft.objects.filter(pk=later.pk).update(state="submitted")
    assert "还没有选定与它们的关系，不能发布，请退回" in text_of(reviewer.get(address("change", later)))
    assert "请先在草稿页上选择这份文件与它的关系" in step(reviewer, later, "publish")
    assert (later.state, Plan.objects.count()) == ("submitted", 1)


@pytest.mark.parametrize(
    ("manner", "answer"),
    [("new", "是另一份规划"), ("update", "是同一版本，更新它"), ("edition", "是它的新版本，替代它")],
)
def test_a_reviewer_is_told_the_answer(
    editor: Client, reviewer: Client, later: Draft, manner: str, answer: str
) -> None:
    known = Plan.objects.get()
    step(editor, later, "manner", manner=manner, plan=str(known.pk))
    step(editor, later, "submit")
    page = text_of(reviewer.get(address("change", later)))
    assert f"录入时选定：<strong>{answer}</strong>" in page and f"标题相同；第 1 版，网址标识 {known.slug}" in page
    step(reviewer, later, "publish")
    assert later.state == "published"


def test_plans_of_one_title_are_told_apart(editor: Client, published: Plan) -> None:
    Plan.objects.create(
        title=published.title,
        slug="second",
        edition=2,
        issued_on=date(2024, 4, 28),
        document_number="某府发〔2024〕1号",
    )
    page = text_of(upload(editor, text=LATER))
    assert page.count("标题相同；") == 2
    assert f"第 1 版，网址标识 {published.slug}" in page
    assert "第 2 版，2024-04-28，某府发〔2024〕1号，网址标识 second" in page
    assert page.count("都不是，是另一份规划") == 1


def test_a_plan_that_is_gone_is_no_longer_asked_about(editor: Client, published: Plan, later: Draft) -> None:
    published.delete()
    assert QUESTION not in text_of(editor.get(address("change", later)))
    step(editor, later, "submit")
    assert later.state == "submitted"


def test_a_plan_that_has_come_since_the_text_was_opened_is_asked_about_once(
    editor: Client, reviewer: Client, draft: Draft
) -> None:
    upload(editor, text=LATER)
    later = Draft.objects.latest("pk")
    step(editor, draft, "submit")
    step(editor, later, "submit")
    assert later.state == "submitted"
    step(reviewer, draft, "publish")
    assert "请先在草稿页上选择这份文件与它的关系" in step(reviewer, later, "publish")
    step(reviewer, later, "return", remark="请选择与已有规划的关系")
    assert QUESTION in text_of(editor.get(address("change", later)))
    step(editor, later, "manner", manner="new")
    step(editor, later, "submit")
    step(reviewer, later, "publish")
    assert (later.state, Plan.objects.count()) == ("published", 2)


def test_one_plan_that_resembles_is_asked_about_in_one_row_of_buttons(editor: Client, later: Draft) -> None:
    page = text_of(editor.get(address("change", later)))
    question = page.partition(QUESTION)[2].partition("</form>")[0]
    assert all(word in question for word in ("是同一版本，更新它", "是它的新版本，替代它", "是另一份规划"))
    told = step(editor, later, "manner", manner="new", plan=str(Plan.objects.get().pk))
    assert "已选定：新规划。" in told
    assert (later.plan, later.is_another) == (None, True)

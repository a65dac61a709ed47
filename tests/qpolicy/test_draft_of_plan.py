"""A published plan is changed by a draft that begins with what is stored, corrections by hand included."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.entry import append
from documents.models import Draft, Plan, Section
from indicators.models import Goal, Indicator, Target
from qpolicy.beginning import reviewed_plans
from qpolicy.corrections import corrected
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.stored import corrections_of, open_edit
from qpolicy.fixtures import load, load_catalogues
from qpolicy.roles import ENTRY
from tasks.models import Responsibility
from tests import entering
from tests.entering import address, save, step, upload
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT
from tests.roles import account

pytestmark = pytest.mark.django_db

editor, reviewer, draft, published = entering.editor, entering.reviewer, entering.draft, entering.published


def edit(client: Client, plan: Plan) -> Draft:
    client.post(reverse("admin:documents_draft_edit", args=[plan.pk]))
    return Draft.objects.latest("pk")


def state() -> tuple[list[Any], ...]:
    return (
        list(Section.objects.in_order().values_list("pk", "kind", "number", "title", "text", "parent")),
        list(Responsibility.objects.order_by("pk").values_list("pk", "task", "name", "role", "department")),
        list(Target.objects.order_by("pk").values_list("pk", "section", "name", "value", "year", "quote")),
    )


def by_hand(plan: Plan) -> None:
    """Correct a bit of everything, as the admin does."""
    section = Section.objects.get(title="培育品牌")
    section.title, section.text = "培育知名品牌", "支持企业争创知名品牌。"
    section.save()
    Section.objects.get(text__startswith="到2025年,制造业").delete()
    part = Responsibility.objects.get(name="市财政局")
    part.role = "lead"
    part.save()
    Responsibility.objects.get(name="市市场监管局").delete()
    Target.objects.filter(value=90).update(value=91)
    append(plan, [Section(kind="paragraph", text="附：手工录入。")])


def test_an_untouched_plan_has_nothing_corrected(published: Plan) -> None:
    assert corrections_of(published) == []


def test_what_was_corrected_by_hand_is_what_the_draft_begins_with(editor: Client, published: Plan) -> None:
    by_hand(published)
    draft = edit(editor, published)
    found = reading_of(draft)
    assert found.unfit == ()
    shown = [(one.title or "", one.text) for one in found.draft.outline.sections]
    assert shown == list(Section.objects.exclude(as_read__isnull=True).in_order().values_list("title", "text"))
    page = text_of(editor.get(address("change", draft)))
    assert "培育知名品牌" in page and "有 1 条是手工录入的" in page
    assert "各条与已存的相同" in text_of(editor.get(address("changes", draft)))


def test_publishing_it_untouched_changes_nothing(editor: Client, reviewer: Client, published: Plan) -> None:
    by_hand(published)
    draft = edit(editor, published)
    before = state()
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert draft.state == "published"
    assert state() == before


def test_what_is_changed_is_changed_and_nothing_else(editor: Client, reviewer: Client, published: Plan) -> None:
    by_hand(published)
    draft = edit(editor, published)
    before = state()
    save(editor, draft, "发展绿色建筑", target__0__value="95", duty__1__role="participant")
    page = text_of(editor.get(address("changes", draft)))
    assert Target.objects.filter(value=91).exists() and "修改" not in page.partition("章节条（")[2][:3]
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    after = state()
    assert after[0] == before[0]
    assert [one for one in after[2] if one not in before[2]] == [
        (
            Target.objects.get(value=95).pk,
            *Target.objects.filter(value=95).values_list("section", "name", "value", "year", "quote")[0],
        )
    ]
    assert Responsibility.objects.get(name="市财政局").role == "participant"
    assert Section.objects.filter(text="附：手工录入。").exists()


@pytest.fixture
def goal(published: Plan) -> Goal:
    """A goal that the source does not say in this way, stated by hand."""
    section = Section.objects.get(title="培育品牌")
    return Goal.objects.create(plan=published, section=section, year=2027, text="支持企业争创品牌。")


def test_a_goal_that_is_not_read_from_the_source_is_shown_and_stays(
    editor: Client, reviewer: Client, published: Plan, goal: Goal
) -> None:
    draft = edit(editor, published)
    assert "2027年" in text_of(editor.get(address("change", draft)))
    assert editor.get(address("changes", draft)).context["changes"] == []
    save(editor, draft, "培育品牌", title="培育知名品牌")
    [change] = editor.get(address("changes", draft)).context["changes"]
    assert [line for line in change.details if "目标" in line] == []
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert list(Goal.objects.filter(section=goal.section_id).values("pk", "year", "text", "section")) == [
        {"pk": goal.pk, "year": 2027, "text": goal.text, "section": goal.section_id}
    ]


@pytest.mark.parametrize(
    ("changed", "told", "years"),
    [
        ({"goal__0__year": "2028"}, "2028年", [2028]),
        ({"goal__0__DELETE": "on"}, "（空）", []),
    ],
)
def test_a_goal_that_is_not_read_from_the_source_is_corrected_in_a_draft(
    editor: Client, goal: Goal, changed: dict[str, str], told: str, years: list[int]
) -> None:
    draft, reviewer = edit(editor, goal.plan), Client()
    reviewer.force_login(User.objects.get(username="审核"))
    save(editor, draft, "培育品牌", **changed)
    [change] = editor.get(address("changes", draft)).context["changes"]
    assert change.details[0].startswith("目标：") and told in change.details[0]
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert list(Goal.objects.filter(section=goal.section_id).values_list("year", flat=True)) == years


def test_a_correction_by_hand_can_be_taken_back(editor: Client, reviewer: Client, published: Plan) -> None:
    by_hand(published)
    draft = edit(editor, published)
    save(editor, draft, "培育知名品牌", do="reset")
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert Section.objects.get(title="培育品牌").text == "支持企业争创品牌。"


def test_a_published_plan_is_not_changed_before_somebody_else_publishes(editor: Client, published: Plan) -> None:
    draft = edit(editor, published)
    before = state()
    save(editor, draft, "培育品牌", title="培育知名品牌")
    assert state() == before
    assert "只有审核员可以发布" in step(editor, draft, "publish")


def test_a_second_draft_of_the_same_plan_is_not_begun(editor: Client, reviewer: Client, published: Plan) -> None:
    draft = edit(editor, published)
    response = reviewer.post(reverse("admin:documents_draft_edit", args=[published.pk]), follow=True)
    assert "录入已有修改这份规划的草稿（录入中），没有另建" in text_of(response)
    again = editor.post(reverse("admin:documents_draft_edit", args=[published.pk]), follow=True)
    assert "您已有修改这份规划的草稿" in text_of(again)
    assert Draft.objects.latest("pk") == draft


def test_a_plan_that_changed_meanwhile_is_not_overwritten(editor: Client, reviewer: Client, published: Plan) -> None:
    draft = edit(editor, published)
    save(editor, draft, "培育品牌", title="培育知名品牌")
    step(editor, draft, "submit")
    section = Section.objects.get(title="发展绿色建筑")
    section.title = "发展绿色低碳建筑"
    section.save()
    Plan.objects.mark_edited()
    assert "发展绿色低碳建筑" in step(reviewer, draft, "publish")
    assert draft.state == "submitted"


def test_a_plan_entered_by_hand_has_no_source_to_edit(editor: Client) -> None:
    plan = Plan.objects.create(title="手工录入的规划", slug="by-hand")
    response = editor.post(reverse("admin:documents_draft_edit", args=[plan.pk]), follow=True)
    assert "手工录入的，没有原文" in text_of(response)


def test_corrections_of_a_draft_that_was_published_come_back(editor: Client, reviewer: Client, draft: Draft) -> None:
    save(editor, draft, "发展绿色建筑", duty__0__name="市住房城乡建设局", target__0__value="95")
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    plan = Plan.objects.get()
    found = corrected(plan.source_text, corrections_of(plan))
    at = next(one.id for one in found.draft.outline.sections if one.title == "发展绿色建筑")
    assert sorted(duty.name for duty in found.draft.duties[at]) == ["市住房城乡建设局", "市财政局"]
    assert [target.value for target in found.draft.targets if target.section == at] == ["95"]


def test_an_update_by_a_new_text_begins_with_what_was_corrected_by_hand(
    editor: Client, reviewer: Client, published: Plan
) -> None:
    by_hand(published)
    section = Section.objects.get(title="培育知名品牌")
    added = Target.objects.first()
    assert added
    Target.objects.create(section=section, indicator=added.indicator, name=added.name, value=7, unit="个", year=2025)
    upload(editor, text=TEXT.replace("推进认证", "大力推进认证"))
    draft = Draft.objects.latest("pk")
    step(editor, draft, "manner", manner="update", plan=str(published.pk))
    told = editor.get(address("changes", draft)).context["changes"]
    assert [change.name for change in told] == ["(一)提升农产品质量"]
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert draft.state == "published"
    assert Target.objects.filter(value=7).count() == 1
    assert {"培育知名品牌", "提升农产品质量"} <= set(Section.objects.values_list("title", flat=True))
    assert "大力推进认证" in Section.objects.get(title="提升农产品质量").text


def test_the_five_plans_come_out_of_an_untouched_draft_as_they_went_in(editor: Client, reviewer: Client) -> None:
    load_catalogues()
    load(reviewed_plans())
    owner = account(ENTRY, "另一位")
    for plan in Plan.objects.all():
        draft = open_edit(plan, owner=owner)
        assert reading_of(draft).unfit == (), plan.slug
        page = text_of(editor.get(address("change", draft)))
        assert "将新建" not in page and page.count("都在目录中") == 2, plan.slug
        before, notions = state(), set(Indicator.objects.values_list("name", flat=True))
        step(editor, draft, "submit")
        assert "已发布" in step(reviewer, draft, "publish"), plan.slug
        assert state() == before, plan.slug
        assert set(Indicator.objects.values_list("name", flat=True)) == notions, plan.slug


@pytest.mark.parametrize("end", ["published", "discarded"])
def test_what_is_no_longer_worked_on_is_not_checked(
    editor: Client, reviewer: Client, published: Plan, end: str
) -> None:
    append(published, [Section(kind="task", title="手工录入的任务", text="推进工作。")])
    draft = edit(editor, published)
    row = Section.objects.get(title="手工录入的任务")
    draft.corrections = [{"kind": "entered", "row": row.pk, "name": str(row), "set": {"title": "别的"}, "duties": []}]
    draft.save()
    if end == "published":
        step(editor, draft, "submit")
        step(reviewer, draft, "publish")
    else:
        step(editor, draft, "discard")
    first = Draft.objects.earliest("pk")  # of the plan as it was entered, which holds its own slug
    for one in (first, draft):
        page = text_of(editor.get(address("change", one)))
        assert "还有必填项或错误" not in page and "已完整" not in page
        assert "将有的改动" not in page and "没有生效" not in page
        assert editor.get(address("changes", one))["Location"] == address("change", one)

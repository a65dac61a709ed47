"""Sections entered by hand stand at their place in the draft of a published plan."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.entry import append, settle
from documents.models import Draft, Plan, SearchEntry, Section
from tasks.kinds import keep_tasks
from tasks.models import Responsibility
from tests import builders, entering
from tests.entering import address, save, step, upload
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT
from tests.qpolicy.test_draft_of_plan import edit

pytestmark = pytest.mark.django_db

editor, reviewer, draft, published = entering.editor, entering.reviewer, entering.draft, entering.published


@pytest.fixture
def task(published: Plan) -> Section:
    """A task entered by hand between two that were read, with a department."""
    before = Section.objects.get(title="发展绿色建筑")
    row = Section(plan=published, kind="task", number="(二之一)", title="建设质量基础设施", text="建设检测平台。")
    row.parent, row.position = before.parent, before.position + 1
    settle(row)
    row.save()
    keep_tasks([row])
    for position, name in enumerate(("市发展改革委", "市科技局"), start=1):
        body = builders.department(name, slug="some")
        Responsibility.objects.create(task=row.task, position=position, department=body, role="lead", name=name)
    return row


@pytest.fixture
def edited(editor: Client, task: Section) -> Draft:
    return edit(editor, task.plan)


def sent(client: Client, draft: Draft, row: Section) -> dict[str, str]:
    """Return what the page sends if nobody touches it."""
    context = client.get(address("entered", draft, row.pk)).context
    forms = [context["form"], *context.get("duties", [])]
    fields = [field for form in forms for field in form if field.value() not in (None, False)]
    fields += list(context["duties"].management_form) if "duties" in context else []
    return {field.html_name: str(field.value()) for field in fields} | {"seen": str(context["seen"])}


def correct(client: Client, draft: Draft, row: Section, **changed: str) -> str:
    data = sent(client, draft, row) | {name.replace("__", "-"): value for name, value in changed.items()}
    page = client.post(address("entered", draft, row.pk), data, follow=True)
    draft.refresh_from_db()
    return text_of(page)


def publish(editor: Client, reviewer: Client, draft: Draft) -> None:
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert draft.state == "published"


def parts(row: Section) -> list[tuple[str, str]]:
    return list(Responsibility.objects.filter(task=row.pk).order_by("position").values_list("name", "role"))


def test_it_stands_where_it_stands_in_the_plan_with_its_departments(
    editor: Client, edited: Draft, task: Section
) -> None:
    page = text_of(editor.get(address("change", edited)))
    assert page.index("推广绿色建材") < page.index("建设检测平台。") < page.index("支持企业争创品牌")
    shown = page[page.index(f'id="h{task.pk}"') :].partition("</section>")[0]
    assert "手工录入" in shown and "市科技局" in shown and "上级：二、重点任务" in shown


def test_what_is_typed_for_it_is_stored_when_the_draft_is_published_and_not_before(
    editor: Client, reviewer: Client, edited: Draft, task: Section
) -> None:
    page = correct(
        editor, edited, task, title="建设质量平台", text="建设检测和认证平台。", deadline="2026年底前",
        duty__0__role="participant", duty__1__DELETE="on", duty__2__name="市财政局", duty__2__role="responsible",
    )  # fmt: skip
    assert "已保存" in page and "建设检测和认证平台。" in page and "已校订" in page
    assert "手工录入的“(二之一)建设质量基础设施”" in page, "it is among the corrections that were made"
    task.refresh_from_db()
    assert task.title == "建设质量基础设施"
    told = text_of(editor.get(address("changes", edited)))
    assert "2026年底前" in told and "市财政局（负责）" in told
    publish(editor, reviewer, edited)
    task.refresh_from_db()
    assert (task.title, task.text) == ("建设质量平台", "建设检测和认证平台。")
    assert task.task.deadline == "2026年底前"
    assert parts(task) == [("市发展改革委", "participant"), ("市财政局", "responsible")]
    assert task.history.count() == 2 and SearchEntry.objects.holding_run("认证平台").exists()


def test_a_department_that_is_taken_out_and_typed_again_has_its_new_role(
    editor: Client, reviewer: Client, edited: Draft, task: Section
) -> None:
    correct(
        editor, edited, task,
        duty__0__DELETE="on", duty__2__name=parts(task)[0][0], duty__2__role="participant",
    )  # fmt: skip
    wanted = [(parts(task)[0][0], "participant"), parts(task)[1]]
    publish(editor, reviewer, edited)
    assert parts(task) == wanted


def test_a_department_of_two_roles_keeps_both_and_is_changed_elsewhere(
    editor: Client, reviewer: Client, edited: Draft, task: Section
) -> None:
    body = Responsibility.objects.get(task=task.pk, position=1).department
    Responsibility.objects.create(task=task.task, position=3, department=body, role="participant", name=body.name)
    both = parts(task)
    refused = correct(editor, edited, task, duty__0__role="responsible")
    assert "市发展改革委在这一条中有几种分工，不能在草稿中改动" in refused
    correct(editor, edited, task, title="建设检测设施")
    publish(editor, reviewer, edited)
    assert parts(task) == both and Section.objects.get(pk=task.pk).title == "建设检测设施"


def test_untouched_it_is_left_as_it_is(editor: Client, reviewer: Client, edited: Draft, task: Section) -> None:
    before = (parts(task), task.history.count())
    correct(editor, edited, task)
    assert edited.corrections == []
    save(editor, edited, "发展绿色建筑", title="发展低碳建筑")
    publish(editor, reviewer, edited)
    assert (parts(task), task.history.count()) == before
    assert Section.objects.get(pk=task.pk).text == "建设检测平台。"


def test_a_renamed_department_keeps_its_place(editor: Client, reviewer: Client, edited: Draft, task: Section) -> None:
    correct(editor, edited, task, duty__0__name="市发改局")
    publish(editor, reviewer, edited)
    assert parts(task) == [("市发改局", "lead"), ("市科技局", "lead")]


def test_a_department_typed_for_it_is_mapped_as_one_of_the_text_is(
    editor: Client, reviewer: Client, edited: Draft, task: Section
) -> None:
    known = builders.department("市财政局", slug="some")
    correct(editor, edited, task, duty__2__name="财政主管部门", duty__3__name="市某新办")
    shown = text_of(editor.get(address("change", edited)))
    assert "2 个将新建，其中 2 个待核对" in shown and shown.count('class="chip unknown"') == 2
    page = editor.get(address("departments", edited))
    assert f'href="{address("change", edited)}?page=1#h{task.pk}">(二之一)建设质量基础设施</a>' in text_of(page)
    names = ["财政主管部门", "市某新办"]
    assert [one["key"].value() for one in page.context["forms"]] == names
    data = {"name-TOTAL_FORMS": "2", "name-INITIAL_FORMS": "2", "seen": str(page.context["seen"])}
    data |= {f"name-{at}-key": name for at, name in enumerate(names)} | {"name-0-to": "市财政局"}
    editor.post(address("departments", edited), data)
    edited.refresh_from_db()
    publish(editor, reviewer, edited)
    added = Responsibility.objects.filter(task=task.pk).order_by("position")[2:]
    assert [(row.name, row.department.name) for row in added] == [
        ("财政主管部门", "市财政局"),
        ("市某新办", "市某新办"),
    ]
    known.refresh_from_db()
    assert known.aliases == ["财政主管部门"]


def test_no_department_is_asked_about_for_the_sake_of_what_is_deleted(
    editor: Client, edited: Draft, task: Section
) -> None:
    correct(editor, edited, task, duty__2__name="市某新办")
    Section.objects.filter(pk=task.pk).delete()
    assert "市某新办" not in text_of(editor.get(address("departments", edited)))


def test_a_correction_of_it_can_be_taken_back(editor: Client, edited: Draft, task: Section) -> None:
    correct(editor, edited, task, title="建设质量平台")
    page = step(editor, edited, "undo", correction=f"entered {task.pk}")
    assert edited.corrections == [] and "建设质量平台" not in page


def test_what_is_typed_twice_at_once_is_not_lost(
    editor: Client, reviewer: Client, edited: Draft, task: Section
) -> None:
    data = sent(editor, edited, task)
    correct(reviewer, edited, task, title="审核员的标题")
    page = text_of(editor.post(address("entered", edited, task.pk), data | {"title": "录入员的标题"}))
    assert "草稿已被修改" in page and "）校订了“(二之一)" in page and 'value="录入员的标题"' in page
    assert edited.corrections[0]["set"] == {"title": "审核员的标题"}


def test_it_cannot_be_made_empty(editor: Client, edited: Draft, task: Section) -> None:
    page = correct(editor, edited, task, number="", title="", text=" ")
    assert "不能都为空" in page and edited.corrections == []


def test_a_correction_of_what_is_deleted_meanwhile_is_named(editor: Client, edited: Draft, task: Section) -> None:
    correct(editor, edited, task, title="建设质量平台")
    Section.objects.filter(pk=task.pk).delete()
    assert "有 1 处校订与现在的原文对不上" in text_of(editor.get(address("change", edited)))
    assert editor.get(address("entered", edited, task.pk)).status_code == 404


def test_a_new_text_that_says_the_same_takes_it_in(editor: Client, published: Plan) -> None:
    append(
        published, [Section(kind="paragraph", text="附则自公布之日起施行。"), Section(kind="paragraph", text="另。")]
    )
    upload(editor, text=f"{TEXT}五、附则\n附则自公布之日起施行。\n")
    draft = Draft.objects.latest("pk")
    step(editor, draft, "manner", manner="update", plan=str(published.pk))
    entered = editor.get(address("change", draft)).context["entered"]
    assert [one.row.text for one in entered] == ["另。"]


def test_no_correction_of_it_follows_a_draft_that_becomes_one_of_another_plan(editor: Client, task: Section) -> None:
    upload(editor, text=TEXT.replace("推进认证", "大力推进认证"))
    draft = Draft.objects.latest("pk")
    step(editor, draft, "manner", manner="update", plan=str(task.plan.pk))
    correct(editor, draft, task, title="建设质量平台")
    assert len(draft.corrections) == 1
    step(editor, draft, "manner", manner="new")
    assert draft.corrections == []


def test_whoever_may_not_edit_sees_it_and_changes_nothing(reviewer: Client, edited: Draft, task: Section) -> None:
    Draft.objects.filter(pk=edited.pk).update(state="submitted")
    assert "不能修改" in correct(reviewer, edited, task, title="改了")
    assert edited.corrections == []


def test_many_entered_by_hand_take_no_more_queries_than_one(
    editor: Client, edited: Draft, task: Section, django_assert_num_queries: Any
) -> None:
    editor.get(address("change", edited))
    with CaptureQueriesContext(connection) as one:
        editor.get(address("change", edited))
    append(task.plan, [Section(kind="paragraph", text=f"第{at}条。") for at in range(20)])
    with django_assert_num_queries(len(one)):
        editor.get(address("change", edited))

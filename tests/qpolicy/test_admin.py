"""The admin: every page of every model opens, at a cost that does not grow, and a plan can be entered by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Department, Plan, SearchLog, Section, Theme
from qpolicy.roles import AUDIT
from tasks.models import Alignment, Responsibility, Task
from tests.builders import full_plan
from tests.pages import text_of
from tests.roles import signed_in

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label in ("documents", "indicators", "tasks")]
EDITED = [model for model in OURS if model is not SearchLog]  # the record of searches is only read
EVERY = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
EVERY_EDITED = pytest.mark.parametrize("model", EDITED, ids=lambda model: model._meta.model_name)
EVERY_ADDED = pytest.mark.parametrize(
    "model", [model for model in EDITED if model is not Alignment], ids=lambda model: model._meta.model_name
)


def url(model: type[models.Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


def costs(client: Client, address: Callable[[], str]) -> tuple[int, int]:
    """Count the queries of a page with a small plan in the base, and with a larger and three more."""
    full_plan("first", 2)
    client.get(address())  # what is asked once and kept, such as content types
    few = queries_of(client, address())
    for number in range(3):
        full_plan(f"more-{number}", 7)
    return few, queries_of(client, address())


def test_every_model_is_registered() -> None:
    assert {model.__name__ for model in OURS} == {
        "Region", "Function", "Theme", "Department", "Plan", "Section", "ErrorReport", "Synonym", "SearchLog", "Draft",
        "Goal", "Indicator", "Target", "Task", "Responsibility", "DefaultResponsibility", "Alignment",
    }  # fmt: skip


@EVERY
def test_every_list_opens_at_a_constant_cost(admin_client: Client, model: type[models.Model]) -> None:
    few, many = costs(admin_client, lambda: url(model, "changelist"))
    assert many == few


@EVERY_ADDED
def test_every_page_to_add_opens_at_a_constant_cost(admin_client: Client, model: type[models.Model]) -> None:
    few, many = costs(admin_client, lambda: url(model, "add"))
    assert many == few


@EVERY_EDITED
def test_every_page_to_change_opens_at_a_constant_cost(admin_client: Client, model: type[models.Model]) -> None:
    if not model._default_manager.exists():
        model._default_manager.create(name="无", slug="none") if model.__name__ in ("Function", "Theme") else None
        model._default_manager.create(words=["规上", "规模以上"]) if model.__name__ == "Synonym" else None
        model._default_manager.create(source_text="一、提升质量。") if model.__name__ == "Draft" else None
        if model is Alignment:
            full_plan("aligned", 2)
            model.objects.create(task=Task.objects.earliest("pk"), counterpart=Task.objects.latest("pk"))
    few, many = costs(admin_client, lambda: url(model, "change", model._default_manager.latest("pk").pk))
    assert many == few


def test_a_task_of_many_departments_costs_no_more_than_one_of_few(admin_client: Client) -> None:
    from tests.builders import department

    task = full_plan("xian", 1).sections.get(kind="task").task
    admin_client.get(url(Task, "change", task.pk))
    few = queries_of(admin_client, url(Task, "change", task.pk))
    for number in range(20):
        task.responsibilities.create(department=department(f"市{number}局"), position=number + 10)
    assert queries_of(admin_client, url(Task, "change", task.pk)) == few


@EVERY
@pytest.mark.parametrize("query", ["质量 " * 1000, "质量\x01\u2028", "%", "'\"\\", "质" * 5000])
def test_no_search_breaks_a_list(admin_client: Client, model: type[models.Model], query: str) -> None:
    assert admin_client.get(url(model, "changelist"), {"q": query}).status_code == 200


def test_no_search_breaks_the_list_of_accounts(admin_client: Client) -> None:
    address = reverse("admin:auth_user_changelist")
    assert admin_client.get(address, {"q": "质量 " * 1500}).status_code == 200


def test_a_choice_says_which_plan_it_belongs_to(admin_client: Client) -> None:
    full_plan("xian", 1)
    where = {"app_label": "indicators", "model_name": "target", "field_name": "section", "term": "任务1 xian"}
    results = admin_client.get(reverse("admin:autocomplete"), where).json()["results"]
    assert [result["text"] for result in results] == ["质量强市建设实施方案 xian · (1)任务1"]


def empty_inline(prefix: str) -> dict[str, str]:
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


PLAN = {
    "title": "某市质量强市行动计划", "slug": "some-city", "status": "draft", "validity": "in_force", "edition": "1",
    "script": "hans",
}  # fmt: skip


def test_a_plan_can_be_entered_by_hand(admin_client: Client) -> None:
    rows = [
        ("heading", "一、", "重点任务", ""),
        ("task", "(一)", "提升产品质量", "实施质量攻关。(市市场监管局负责)"),
        ("box", "专栏1", "重点工程", ""),
        ("project", "", "农产品质量提升", "加强监测。"),
        ("heading", "二、", "保障措施", ""),
        ("safeguard", "(一)", "加强领导", "健全机制。"),
    ]
    fields = {
        f"sections-{index}-{name}": value
        for index, row in enumerate(rows)
        for name, value in zip(("kind", "number", "title", "text"), row, strict=True)
    }
    formset = {"sections-TOTAL_FORMS": str(len(rows)), "sections-INITIAL_FORMS": "0"}
    response = admin_client.post(url(Plan, "add"), {**PLAN, **fields, **formset})
    assert response.status_code == 302, response.content.decode()

    plan = Plan.objects.get(slug="some-city")
    stored = list(plan.sections.in_order().values_list("anchor", "parent__anchor", "kind"))
    assert stored == [
        ("s-1", None, "heading"),
        ("s-1-1", "s-1", "task"),
        ("s-1-b1", "s-1", "box"),
        ("s-1-b1-1", "s-1-b1", "project"),
        ("s-2", None, "heading"),
        ("s-2-1", "s-2", "safeguard"),
    ]
    assert Task.objects.filter(section__plan=plan).count() == 3
    assert plan.sections.get(anchor="s-1-1").history.get().history_user.username == "admin"


def test_a_section_can_be_put_between_two_others(admin_client: Client) -> None:
    plan = full_plan("xian", 2)
    chapter, first, second = plan.sections.in_order()
    between = (first.position + second.position) // 2
    fields = {"plan": plan.pk, "parent": chapter.pk, "position": between, "kind": "task", "title": "新任务"}
    response = admin_client.post(url(Section, "add"), fields)
    assert response.status_code == 302, response.content.decode()
    assert [section.title for section in plan.sections.in_order()][2] == "新任务"
    assert Task.objects.filter(section__title="新任务").exists()


def test_a_section_cannot_stand_below_itself(admin_client: Client) -> None:
    chapter, task, *_ = full_plan("xian", 2).sections.in_order()
    page = admin_client.get(url(Section, "change", chapter.pk))
    seen = page.context["adminform"].form.initial["seen_version"]
    fields = {"parent": task.pk, "position": 10, "kind": "heading", "title": "一", "seen_version": seen}
    assert (
        "上级章节条不能是本章节条的下级"
        in admin_client.post(url(Section, "change", chapter.pk), fields).content.decode()
    )


def test_the_pages_are_in_chinese(admin_client: Client) -> None:
    page = admin_client.get(reverse("admin:index")).content.decode()
    assert "质量政策知识库 · 管理" in page
    for name in ("规划", "章节条", "任务", "责任分工", "指标值", "部门", "地区", "职能", "主题", "纠错"):
        assert f">{name}</a>" in page


def test_the_history_of_a_row_says_in_chinese_who_changed_what(admin_client: Client) -> None:
    section = full_plan("xian", 1).sections.get(kind="task")
    page = admin_client.get(url(Section, "change", section.pk))
    seen = page.context["adminform"].form.initial["seen_version"]
    fields = {"position": section.position, "kind": "task", "title": "改过的标题", "seen_version": seen}
    assert admin_client.post(url(Section, "change", section.pk), fields).status_code == 302
    history = admin_client.get(url(Section, "history", section.pk)).content.decode()
    assert "改过的标题" in history
    assert "Changes" not in history
    assert '<strong>标题：</strong><span class="piece"><del>任务1</del> → <ins>改过的标题</ins></span>' in history
    assert "style=" not in history[history.index("change-history") :]
    old = section.history.earliest()
    shown = admin_client.get(url(Section, "simple_history", section.pk, old.pk)).content.decode()
    assert "点“还原”，即以这些内容替换现在的内容" in shown
    assert f'<a href="{url(Section, "changelist")}">章节条</a>' in shown
    assert "Documents" not in shown and f'href="{url(Section, "history", section.pk)}"' in shown
    of_plan = admin_client.get(url(Plan, "history", section.plan_id)).content.decode()
    assert reverse("admin:documents_plan_everything", args=[section.plan_id]) in of_plan


def test_the_history_of_a_long_text_shows_the_pieces_that_differ(admin_client: Client) -> None:
    section = full_plan("xian", 1).sections.get(kind="task")
    for text in ("实施质量攻关。" * 20, "实施质量攻关。" * 10 + "开展质量会战。" + "实施质量攻关。" * 9):
        section.text = text
        section.save()
    section.kind, section.rows = "safeguard", [["甲", "乙"]]
    section.save()
    history = admin_client.get(url(Section, "history", section.pk)).content.decode()
    assert "chars]" not in history
    assert "…。实施质量攻关。〔<del>实施</del> → <ins>开展</ins>〕质量" in history
    assert '<strong>类型：</strong><span class="piece"><del>任务</del> → <ins>保障措施</ins>' in history
    assert '<strong>表格单元：</strong><span class="piece">（空） → <ins>甲 | 乙</ins>' in history


def test_the_list_of_tasks_can_be_narrowed_to_a_kind(admin_client: Client) -> None:
    full_plan("xian", 3)
    page = admin_client.get(url(Task, "changelist"), {"kind": "safeguard"})
    assert page.context["cl"].result_count == 0
    assert admin_client.get(url(Task, "changelist"), {"kind": "task"}).context["cl"].result_count == 3


def test_what_cannot_be_deleted_to_the_last_row_is_not_deleted_at_all(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_plan("first", 3)
    rows = list(Responsibility.objects.values_list("pk", flat=True))
    delete = Responsibility.delete

    def refuse_the_last(row: Responsibility) -> object:
        if row.pk == rows[-1]:
            raise DatabaseError("refused")
        return delete(row)

    monkeypatch.setattr(Responsibility, "delete", refuse_the_last)
    chosen = {"action": "delete_selected", "_selected_action": rows, "post": "yes"}
    with pytest.raises(DatabaseError):
        admin_client.post(url(Responsibility, "changelist"), chosen)
    assert Responsibility.objects.count() == len(rows)
    assert not LogEntry.objects.exists()


def test_what_is_used_most_stands_first(admin_client: Client) -> None:
    apps = admin_client.get(reverse("admin:index")).context["app_list"]
    assert [app["app_label"] for app in apps] == ["documents", "tasks", "indicators", "auth", "qpolicy"]
    names = [model["object_name"] for model in apps[0]["models"]]
    assert names[:3] == ["Plan", "Draft", "Section"]
    assert names[-1] == "SearchLog"


def test_titles_and_filters_are_read_without_stumbling(admin_client: Client) -> None:
    full_plan("some", 1)
    Theme.objects.create(name="产品", slug="products")
    page = text_of(admin_client.get(url(Section, "changelist")))
    assert "<h1>章节条</h1>" in page and "来修改" not in page
    assert "删除所选的章节条</option>" in page
    assert "<summary> 按主题</summary>" in page and ">（无）</a>" in page and "共 2 项" in page
    assert "<h1>选择章节条</h1>" in text_of(admin_client.get(url(Section, "changelist"), {"_popup": "1"}))
    assert "<h1>修改章节条</h1>" in text_of(admin_client.get(url(Section, "change", Section.objects.earliest("pk").pk)))
    assert "<h1>增加章节条</h1>" in text_of(admin_client.get(url(Section, "add")))


def test_what_is_in_use_is_not_deleted_and_what_can_be_done_is_said(admin_client: Client) -> None:
    row = full_plan("some", 1)
    body = Responsibility.objects.earliest("pk").department
    page = text_of(admin_client.get(url(Department, "delete", body.pk)))
    assert f"“{body}”还被以下内容引用，不能删除。" in page and "用“合并”：" in page and "<h1>无法删除部门</h1>" in page
    chosen = {"action": "delete_selected", "_selected_action": [body.pk]}
    assert "所选的部门还被以下内容引用，不能删除。" in text_of(admin_client.post(url(Department, "changelist"), chosen))
    assert "可以在规划列表的“已删除的规划”中恢复" in text_of(admin_client.get(url(Plan, "delete", row.pk)))


def test_an_older_state_that_one_may_only_see_is_not_called_restoring(admin_client: Client) -> None:
    section = full_plan("some", 1).sections.get(kind="task")
    older = url(Section, "simple_history", section.pk, section.history.earliest().pk)
    assert "<h1>还原章节条：" in text_of(admin_client.get(older))
    assert "<h1>查看章节条：" in text_of(signed_in(AUDIT).get(older))

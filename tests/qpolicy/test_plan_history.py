"""The history of a plan is that of everything in it: newest first, by whom, of what kind, at a constant cost."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Plan, Section, Theme
from indicators.models import Goal, Target
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests.builders import department, full_plan
from tests.documents.test_locking import address, opened
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def page_of(plan: Plan, query: str = "") -> str:
    return reverse("admin:documents_plan_everything", args=[plan.pk]) + query


def cells(page: str) -> list[list[str]]:
    """Return the rows of the table, each cell as its words."""
    body = page[page.index("<tbody>") : page.index("</tbody>")] if "<tbody>" in page else ""
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [
        ["".join(re.sub("<[^>]*>", "", cell).split()) for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL)]
        for row in rows
    ]


def test_every_kind_of_row_is_in_it_newest_first(admin_client: Client) -> None:
    plan = full_plan("xian", 1)
    task = plan.sections.get(kind="task")
    rows = [
        plan,
        task,
        task.task,
        Responsibility.objects.filter(task=task.task).latest("pk"),
        DefaultResponsibility.objects.get(),
        Target.objects.get(),
        Goal.objects.get(),
    ]
    names = ("issuer", "title", "notes", "name", "name", "quote", "text")
    for row, name in zip(rows, names, strict=True):
        setattr(row, name, f"改过的{name}")
        row.save()
    full_plan("other", 1)
    said = [row[2] for row in cells(text_of(admin_client.get(page_of(plan))))]
    assert [words.partition("：")[0] for words in said[:7]] == [
        "修改目标",
        "修改指标值",
        "修改通用分工",
        "修改责任分工",
        "修改任务",
        "修改章节条",
        "修改规划",
    ]
    assert said[3] == "修改责任分工：改过的name（牵头）在“(1)改过的title”"
    assert not any("other" in words for words in said)


def test_changes_are_told_by_words_and_rows_that_are_pointed_to_by_name(admin_client: Client) -> None:
    plan = full_plan("xian", 1)
    section = plan.sections.get(kind="task")
    section.text = "加强农产品质量安全监测，完善追溯体系，推进标准化生产，培育区域公用品牌。"
    section.save()
    section.text = section.text.replace("监测", "检测")
    section.theme = Theme.objects.create(name="产品", slug="products")
    section.save()
    [row, *_] = cells(text_of(admin_client.get(page_of(plan, "?kind=section"))))
    assert "正文：…强农产品质量安全〔监测→检测〕，完善追溯体系，…" in row[3]
    assert "主题：（空）→产品" in row[3]


def test_it_is_narrowed_to_a_person_and_a_kind(admin_client: Client, admin_user: User) -> None:
    plan = full_plan("xian", 1)
    section = plan.sections.get(kind="task")
    admin_client.post(address(section), opened(admin_client, section) | {"text": "管理员改的。"})
    own = cells(text_of(admin_client.get(page_of(plan, f"?person={admin_user.pk}"))))
    assert [row[1] for row in own] == ["admin"]
    assert {row[1] for row in cells(text_of(admin_client.get(page_of(plan, "?person=0"))))} == {"系统"}
    targets = cells(text_of(admin_client.get(page_of(plan, "?kind=target"))))
    assert [row[2] for row in targets] == ["新增指标值：指标11%在“(1)任务1”"]
    assert "没有符合条件的修改记录" in text_of(admin_client.get(page_of(plan, f"?kind=goal&person={admin_user.pk}")))
    for nonsense in ("?person=x&kind=y&page=z", "?person=99999999999999", "?kind=" + "质" * 5000):
        assert admin_client.get(page_of(plan, nonsense)).status_code == 200


def test_what_was_deleted_is_in_it_and_leads_to_where_it_comes_back(admin_client: Client) -> None:
    plan = full_plan("xian", 1)
    section = plan.sections.get(kind="task")
    key = section.pk
    section.delete()
    page = text_of(admin_client.get(page_of(plan)))
    deleted = next(row for row in cells(page) if row[2].startswith("删除章节条"))
    assert deleted[2] == "删除章节条：(1)任务1现已删除"
    record = Section.history.filter(id=key).latest()
    assert reverse("admin:documents_section_simple_history", args=[key, record.pk]) in page


def test_the_page_of_the_plan_leads_to_it(admin_client: Client) -> None:
    plan = full_plan("xian", 1)
    assert page_of(plan) in text_of(admin_client.get(address(plan)))


def test_it_costs_the_same_however_much_there_is(admin_client: Client) -> None:
    plan = full_plan("xian", 1)

    def edit_all() -> None:
        for model in (Section, Task, Responsibility, Target, Goal, DefaultResponsibility):
            for row in model._base_manager.all():
                if isinstance(row, Responsibility | DefaultResponsibility):
                    row.name, row.department = "", department(f"改派的局{row.pk}")
                row.save()

    def queries(page: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(page_of(plan, f"?page={page}")).status_code == 200
        return len(captured)

    edit_all()
    queries(1)
    few = queries(1)
    from tests.builders import sections

    for number in range(40):
        [section] = sections(plan, ("task", "", f"任务{number}"))
        Responsibility.objects.create(task=section.task, department=department(), name="")
    edit_all()
    assert max(queries(page) for page in (1, 2, 3)) <= few <= 45

"""An edited ledger is brought back: what would change is shown first, and then exactly that changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Department, Plan
from indicators.models import Indicator, Target
from qpolicy.models import AuditEvent
from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tasks.models import DefaultResponsibility, Responsibility, Role, Task
from tests import builders
from tests.roles import signed_in

pytestmark = pytest.mark.django_db
HERE = "/admin/tasks/task/bring-back/"
LEDGER = "/ledger/export.xlsx"


@pytest.fixture
def xian() -> Plan:
    plan = builders.published("xian", script="hant", document_number="市政发〔2024〕1号")
    chapter, first, second = builders.sections(
        plan, ("heading", "二、", "重點任務"), ("task", "(一)", "提升農產品質量"), ("task", "(二)", "培育品牌")
    )
    for position, (task, role, name) in enumerate(
        (
            (first, Role.LEAD, "市市場監管局"),
            (first, Role.PARTICIPANT, "各區、縣級市政府"),
            (first, Role.PARTICIPANT, "市商務局"),
            (second, Role.RESPONSIBLE, "市工信局"),
        ),
        start=1,
    ):
        body = builders.department(name)
        Responsibility.objects.create(task=task.task, position=position, department=body, role=role, name=name)
    DefaultResponsibility.objects.create(plan=plan, department=builders.department("各區縣政府"), section=chapter)
    Task.objects.filter(section=first).update(deadline="2025年底前")
    indicator = Indicator.objects.create(name="监测合格率")
    said = {"name": "監測合格率", "operator": ">=", "value": 98, "unit": "%", "year": 2025, "attribute": "expected"}
    Target.objects.create(section=first, indicator=indicator, quote="監測合格率達到98%以上", **said)
    return plan


def edited(
    client: Client, change: Callable[[Any, dict[str, int], dict[str, int]], None], query: str = ""
) -> io.BytesIO:
    """Download the ledger, let `change` edit its sheet (columns by title, rows by key), and return the file."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(LEDGER + query).getvalue()))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = {sheet.cell(row, columns["标识"]).value: row for row in range(2, sheet.max_row + 1)}
    change(sheet, columns, rows)
    return saved(book)


def saved(book: Any) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "台账.xlsx"
    return file


def put(row: str, **cells: str) -> Callable[[Any, dict[str, int], dict[str, int]], None]:
    def change(sheet: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        for title, value in cells.items():
            sheet.cell(rows[row], columns[title]).value = value

    return change


def changes(page: Any) -> list[str]:
    return [words for change in page.context["found"].changes for words in change.words]


def refusals(page: Any) -> list[str]:
    return [reason for _, reason in page.context["found"].refused]


def confirmed(client: Client, page: Any) -> Any:
    return client.post(HERE, {"lines": page.context["lines"]}, follow=True)


def first_task() -> Task:
    return Task.objects.get(section__anchor="s-2-1")


@pytest.mark.parametrize("script", ["", "?script=hans", "?script=hant"])
def test_an_unedited_ledger_changes_nothing_in_any_script(xian: Plan, script: str) -> None:
    client = signed_in(REVIEW)
    page = client.post(HERE, {"file": edited(client, lambda *_: None, script)})
    assert changes(page) == [] and refusals(page) == []
    assert page.context["found"].unchanged == 3
    assert page.content.decode().count("没有改动") == 1


def test_an_unedited_ledger_of_one_department_takes_no_other_out_of_a_rule(xian: Plan) -> None:
    other = builders.department("市质量办")
    DefaultResponsibility.objects.create(plan=xian, department=other, role=Role.LEAD, position=2)
    body = Department.objects.get(default_responsibilities__position=1)
    client = signed_in(REVIEW)
    for asked in (f"?department={body.pk}", "?role=responsible"):
        page = client.post(HERE, {"file": edited(client, lambda *_: None, asked)})
        assert changes(page) == [] and refusals(page) == []
        assert page.context["found"].unchanged >= 1


def test_three_edited_cells_are_exactly_three_changes(xian: Plan) -> None:
    client = signed_in(REVIEW)

    def change(sheet: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        put("xian#s-2-1", 牵头单位="市市場監管局、市農業農村局")(sheet, columns, rows)
        put("xian#s-2-1", 指标值="監測合格率 ≥99%（2025年，预期性）")(sheet, columns, rows)
        put("xian#s-2-2", 完成时限="2026年底前")(sheet, columns, rows)

    page = client.post(HERE, {"file": edited(client, change)})
    assert changes(page) == [
        "增加牵头单位 市農業農村局（目录中没有，将新建）",
        "指标值由“監測合格率 ≥98%（2025年，预期性）”改为“監測合格率 ≥99%（2025年，预期性）”",
        "增加完成时限“2026年底前”",
    ]
    assert not Department.objects.filter(name="市农业农村局").exists(), "nothing is written before it is confirmed"

    done = confirmed(client, page)
    assert "已写入 2 项任务的 3 处改动" in done.content.decode()
    parts = first_task().responsibilities.filter(role=Role.LEAD).order_by("position")
    assert list(parts.values_list("name", flat=True)) == ["市市場監管局", "市農業農村局"]
    target = Target.objects.get()
    assert target.value == 99
    assert (target.unit, target.year, target.attribute, target.operator) == ("%", 2025, "expected", ">=")
    assert target.history.count() == 2
    assert Task.objects.get(section__anchor="s-2-2").deadline == "2026年底前"
    assert first_task().deadline == "2025年底前"
    assert Responsibility.objects.count() == 5
    event = AuditEvent.objects.get(kind="import")
    assert event.details == "带回修改过的职责台账，3 处改动"
    xian.refresh_from_db()
    assert xian.lock_version == 1

    again = client.post(HERE, {"file": edited(client, lambda *_: None)})
    assert changes(again) == []


@pytest.mark.parametrize(
    ("row", "cells", "expected"),
    [
        ("xian#s-2-1", {"配合单位": "各區、縣級市政府"}, ["去掉配合单位 市商務局"]),
        ("xian#s-2-1", {"配合单位": "各区、县级市政府、市商务局"}, []),
        ("xian#s-2-1", {"配合单位": "市商務局\n各區、縣級市政府"}, []),
        (
            "xian#s-2-1",
            {"牵头单位": "市市場監管局、市商務局", "配合单位": "各區、縣級市政府"},
            ["市商務局 由配合改为牵头"],
        ),
        ("xian#s-2-2", {"负责单位": ""}, ["去掉负责单位 市工信局"]),
        ("xian#s-2-2", {"牵头单位": "市商务局"}, ["增加牵头单位 市商务局"]),
        ("xian#*", {"配合单位": "市商務局"}, ["增加配合单位 市商務局"]),
        ("xian#s-2-1", {"完成时限": ""}, ["删除完成时限“2025年底前”"]),
        ("xian#s-2-1", {"指标值": ""}, ["删除指标值：監測合格率 ≥98%（2025年，预期性）"]),
        ("xian#s-2-1", {"指标值": "监测合格率≥98%(2025年,预期性)"}, []),
        ("xian#s-2-2", {"指标值": "品牌企业 新增20-30家（2027年）"}, ["增加指标值：品牌企业 新增20-30家（2027年）"]),
        ("xian#s-2-1", {"任务内容": "另一项任务", "来源规划": "别的规划"}, []),
    ],
)
def test_each_kind_of_edit_is_told_and_written(
    xian: Plan, row: str, cells: dict[str, str], expected: list[str]
) -> None:
    client = signed_in(REVIEW)
    page = client.post(HERE, {"file": edited(client, put(row, **cells))})
    assert changes(page) == expected and refusals(page) == []
    if expected:
        confirmed(client, page)
        assert changes(client.post(HERE, {"file": edited(client, lambda *_: None)})) == []
        assert changes(client.post(HERE, {"file": edited(client, put(row, **cells))})) == []


def test_a_range_that_is_added_is_a_range(xian: Plan) -> None:
    client = signed_in(REVIEW)
    confirmed(
        client, client.post(HERE, {"file": edited(client, put("xian#s-2-2", 指标值="品牌企业 新增20-30家（2027年）"))})
    )
    target = Target.objects.get(name="品牌企业")
    assert [target.value, target.upper] == [20, 30]
    assert (target.operator, target.unit, target.basis) == ("range", "家", "added")
    assert (target.year, target.indicator.name) == (2027, "品牌企业")


def test_a_role_that_moves_keeps_its_row(xian: Plan) -> None:
    client, row = signed_in(REVIEW), Responsibility.objects.get(name="市商務局")
    cells = {"牵头单位": "市市場監管局、市商務局", "配合单位": "各區、縣級市政府"}
    confirmed(client, client.post(HERE, {"file": edited(client, put("xian#s-2-1", **cells))}))
    row.refresh_from_db()
    assert row.role == Role.LEAD and row.history.count() == 2


@pytest.mark.parametrize(
    ("row", "cells", "reason"),
    [
        ("xian#s-2-1", {"标识": "xian#s-9"}, "规划中没有这一项任务"),
        ("xian#s-2-1", {"标识": "hebei#s-1"}, "没有网址标识为“hebei”的规划"),
        ("xian#s-2-1", {"标识": "xian#s-2-2"}, "出现不止一次"),
        ("xian#s-2-1", {"完成时限": "年" * 101}, "完成时限太长"),
        ("xian#s-2-1", {"牵头单位": "局" * 201}, "太长"),
        ("xian#s-2-1", {"牵头单位": "12345"}, "“12345”不是部门名称"),
        ("xian#s-2-1", {"牵头单位": "市商務局、—"}, "“—”不是部门名称"),
        ("xian#s-2-1", {"指标值": "監測合格率 很高"}, "看不懂指标"),
        ("xian#s-2-1", {"指标值": "監測合格率 ≥98%（明年）"}, "“明年”看不懂"),
        ("xian#s-2-1", {"指标值": "監測合格率 90-80%（2025年）"}, "上限小于下限"),
        ("xian#s-2-1", {"指标值": "监" * 5000}, "太长"),
    ],
)
def test_a_line_that_cannot_be_brought_back_is_named_and_the_others_are_kept(
    xian: Plan, row: str, cells: dict[str, str], reason: str
) -> None:
    client = signed_in(REVIEW)

    def change(sheet: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        put(row, **cells)(sheet, columns, rows)
        put("xian#*", 牵头单位="市工信局")(sheet, columns, rows)

    page = client.post(HERE, {"file": edited(client, change)})
    assert any(reason in one for one in refusals(page)), refusals(page)
    assert "增加牵头单位 市工信局" in changes(page)


def test_a_line_without_a_key_is_said_to_be_new(xian: Plan) -> None:
    client = signed_in(REVIEW)
    file = edited(client, lambda sheet, columns, rows: sheet.append([9, "新的任务", "市工信局"]))
    page = client.post(HERE, {"file": file})
    assert "第 5 行没有标识" in page.content.decode()


def test_what_somebody_else_has_changed_meanwhile_is_shown_again(xian: Plan) -> None:
    client = signed_in(REVIEW)
    page = client.post(HERE, {"file": edited(client, put("xian#s-2-1", 完成时限="2027年底前"))})
    Task.objects.filter(pk=first_task().pk).update(deadline="2026年6月")
    again = confirmed(client, page)
    assert "他人改动了其中的内容" in again.content.decode()
    assert changes(again) == ["完成时限由“2026年6月”改为“2027年底前”"]
    assert first_task().deadline == "2026年6月"
    confirmed(client, again)
    assert first_task().deadline == "2027年底前"


def test_a_published_plan_is_not_changed_by_who_may_not_publish(xian: Plan) -> None:
    client = signed_in(ENTRY)
    page = client.post(HERE, {"file": edited(client, put("xian#s-2-1", 完成时限="2027年"))})
    assert changes(page) == [] and "以草稿提出修改" in refusals(page)[0]


@pytest.mark.parametrize("lines", ["", "nonsense", "a:b:c", "\0"])
def test_lines_that_were_not_shown_are_not_written(xian: Plan, lines: str) -> None:
    client = signed_in(REVIEW)
    done = client.post(HERE, {"lines": lines}, follow=True)
    assert done.status_code == 200 and "请重新上传" in done.content.decode()


def test_an_auditor_may_not_bring_anything_back(xian: Plan) -> None:
    assert signed_in(AUDIT).get(HERE).status_code == 403


def without(title: str) -> Callable[[Any, dict[str, int], dict[str, int]], None]:
    return lambda sheet, columns, rows: sheet.delete_cols(columns[title])


def test_a_column_that_was_deleted_is_not_compared(xian: Plan) -> None:
    client = signed_in(REVIEW)
    assert changes(client.post(HERE, {"file": edited(client, without("配合单位"))})) == []
    page = client.post(HERE, {"file": edited(client, without("标识"))})
    assert "没有找到标题为“标识”的一列" in page.content.decode()


def test_the_number_of_queries_does_not_depend_on_the_lines(xian: Plan, django_assert_max_num_queries: Any) -> None:
    client = signed_in(REVIEW)
    builders.full_plan("more", tasks=30)
    Plan.objects.update(status="published")
    file = edited(client, lambda *_: None)
    with django_assert_max_num_queries(20):
        assert client.post(HERE, {"file": file}).context["found"].unchanged > 30


def test_the_page_is_reached_from_the_list_of_tasks(xian: Plan) -> None:
    client = signed_in(REVIEW)
    assert HERE in client.get(reverse("admin:tasks_task_changelist")).content.decode()

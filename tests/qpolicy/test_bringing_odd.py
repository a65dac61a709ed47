"""Odd rows and odd words: an unedited ledger changes nothing, and what no table can hold is refused in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Permission, User
from django.core import signing
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from documents.models import Department, Plan, Section
from indicators.models import Indicator, Target
from qpolicy.bringing.pages import SALT
from qpolicy.roles import REVIEW
from tasks.models import DefaultResponsibility, Responsibility, Role, Task
from tests import builders
from tests.qpolicy.test_bringing import HERE, changes, confirmed, edited, put, refusals, saved
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    plan = builders.published("xian")
    [task] = builders.sections(plan, ("task", "(一)", "提升农产品质量"))
    body = builders.department("市市场监管局")
    Responsibility.objects.create(task=task.task, department=body, role=Role.LEAD, name=body.name)
    return plan


def the_task() -> Task:
    return Task.objects.get()


def add(name: str, role: str, *, position: int, body: str = "") -> None:
    department = builders.department(body or name)
    Responsibility.objects.create(task=the_task(), position=position, department=department, role=role, name=name)


@pytest.mark.parametrize(
    "rows",
    [
        [("市局", "lead", "甲局"), ("市局", "participant", "乙局")],
        [("市局", "lead", "甲局"), ("市局", "lead", "乙局")],
        [("市质量工作领导小组（市发改委，市工信局）", "lead", "领导小组")],
        [("各区；各县", "lead", "各区县政府"), ("市商务局", "lead", "市商务局")],
        [("各区\n各县", "lead", "各区县政府")],
        [("各区,各县", "lead", "各区县政府")],
    ],
)
def test_an_unedited_ledger_of_odd_names_changes_nothing(plan: Plan, rows: list[tuple[str, str, str]]) -> None:
    for position, (name, role, body) in enumerate(rows, start=2):
        add(name, role, position=position, body=body)
    client = signed_in(REVIEW)
    page = client.post(HERE, {"file": edited(client, lambda *_: None)})
    assert changes(page) == [] and refusals(page) == []


def test_a_name_with_a_comma_stays_whole_beside_a_new_one(plan: Plan) -> None:
    name = "市质量工作领导小组（市发改委，市工信局）"
    add(name, "lead", position=2, body="领导小组")
    client = signed_in(REVIEW)
    cell = f"市市场监管局、{name}、市教育局"
    page = client.post(HERE, {"file": edited(client, put("xian#s-1", 牵头单位=cell))})
    assert changes(page) == ["增加牵头单位 市教育局（目录中没有，将新建）"]


@pytest.mark.parametrize("name", ["监测\n合格率", "监测  合格率（全市）", "合格率 50", "a" * 300])
def test_an_unedited_target_of_an_odd_name_changes_nothing(plan: Plan, name: str) -> None:
    indicator = Indicator.objects.create(name="监测合格率")
    common = {"section": the_task().section, "indicator": indicator, "year": 2025}
    Target.objects.create(name=name, value=98, unit="%", **common)
    Target.objects.create(name=name, value=None, quote="超过全省\n平均水平", position=2, **common)
    client = signed_in(REVIEW)
    page = client.post(HERE, {"file": edited(client, lambda *_: None)})
    assert changes(page) == [] and refusals(page) == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"指标值": f"{'标' * 350} ≥5%"}, "名称太长"),
        ({"牵头单位": "\u200b"}, "没有文字"),
        ({"牵头单位": "市市场监管局、\u200b\u2060"}, "没有文字"),
        ({"指标值": "\u200b ≥5%"}, "看不懂"),
        ({"牵头单位": '="市工信局"'}, "公式"),
        ({"指标值": "=A2"}, "公式"),
        ({"完成时限": "#REF!"}, "公式"),
        ({"标识": '="xian#s-1"'}, "公式"),
    ],
)
def test_what_no_table_can_hold_is_refused_in_words(plan: Plan, cells: dict[str, str], reason: str) -> None:
    client = signed_in(REVIEW)
    page = client.post(HERE, {"file": edited(client, put("xian#s-1", **cells))})
    assert page.status_code == 200
    assert changes(page) == []
    assert any(reason in one for one in refusals(page)), refusals(page)


@pytest.mark.parametrize("name", ["全市", "㎡", "(%)"])
def test_an_indicator_of_an_odd_name_is_written_or_refused(plan: Plan, name: str) -> None:
    client = signed_in(REVIEW)
    page = client.post(HERE, {"file": edited(client, put("xian#s-1", 指标值=f"{name} ≥5%"))})
    done = confirmed(client, page) if changes(page) else page
    assert done.status_code == 200


def test_a_department_that_is_new_in_two_plans_and_two_roles_is_made_once(plan: Plan) -> None:
    other = builders.published("xian-2")
    builders.sections(other, ("task", "(一)", "培育品牌"))
    client = signed_in(REVIEW)

    def change(sheet: Any, columns: dict[str, int], rows: dict[str, int]) -> None:
        put("xian#s-1", 牵头单位="市教育局、市市场监管局", 配合单位="市教育局")(sheet, columns, rows)
        put("xian-2#s-1", 负责单位="市教育局")(sheet, columns, rows)

    page = client.post(HERE, {"file": edited(client, change)})
    assert len(changes(page)) == 3
    confirmed(client, page)
    assert Department.objects.filter(name="市教育局").count() == 1
    assert Responsibility.objects.filter(department__name="市教育局").count() == 3


def test_departments_that_change_places_are_swapped(plan: Plan) -> None:
    add("市商务局", "participant", position=2)
    client = signed_in(REVIEW)
    cells = {"牵头单位": "市商务局", "配合单位": "市市场监管局"}
    page = client.post(HERE, {"file": edited(client, put("xian#s-1", **cells))})
    confirmed(client, page)
    rows = Responsibility.objects.order_by("position").values_list("name", "role")
    assert list(rows) == [("市市场监管局", "participant"), ("市商务局", "lead")]


def test_one_department_under_two_names_stands_once(plan: Plan) -> None:
    Department.objects.filter(name="市市场监管局").update(aliases=["市市场监督管理局"])
    client = signed_in(REVIEW)
    cells = {"牵头单位": "市市场监管局、市市场监督管理局"}
    assert changes(client.post(HERE, {"file": edited(client, put("xian#s-1", **cells))})) == []


def test_a_plan_of_no_region_gets_departments_of_none(plan: Plan) -> None:
    Plan.objects.update(region=None)
    client = signed_in(REVIEW)
    page = client.post(HERE, {"file": edited(client, put("xian#s-1", 配合单位="市教育局"))})
    confirmed(client, page)
    assert Department.objects.get(name="市教育局").region is None


def test_each_change_is_in_the_history_under_who_made_it(plan: Plan) -> None:
    client = signed_in(REVIEW)
    cells = {"牵头单位": "市教育局", "完成时限": "2030年", "指标值": "合格率 ≥5%"}
    confirmed(client, client.post(HERE, {"file": edited(client, put("xian#s-1", **cells))}))
    editor = User.objects.get()
    for row in (
        Responsibility.history.filter(history_type="-").get(),
        Responsibility.objects.get().history.get(),
        the_task().history.first(),
        Target.objects.get().history.get(),
        Department.objects.get(name="市教育局").history.get(),
    ):
        assert row.history_user == editor


def account_with(*codenames: str) -> Client:
    user = User.objects.create_user("部分权限", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=("change_task", "publish_plan", *codenames)))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("row", "cells", "right"),
    [
        ("xian#s-1", {"牵头单位": "市市场监管局、市教育局"}, "add_responsibility"),
        ("xian#s-1", {"牵头单位": ""}, "delete_responsibility"),
        ("xian#s-1", {"牵头单位": "", "配合单位": "市市场监管局"}, "change_responsibility"),
        ("xian#*", {"牵头单位": "市市场监管局"}, "add_defaultresponsibility"),
        ("xian#*", {"负责单位": ""}, "delete_defaultresponsibility"),
        ("xian#s-1", {"指标值": "合格率 ≥5%"}, "delete_target"),
        ("xian#s-1", {"指标值": "合格率 ≥5%\n监测数 ≥5个"}, "add_target"),
        ("xian#s-1", {"指标值": "监测数 ≥6个"}, "change_target"),
    ],
)
def test_only_what_somebody_may_change_elsewhere_is_changed_here(
    plan: Plan, row: str, cells: dict[str, str], right: str
) -> None:
    DefaultResponsibility.objects.create(plan=plan, department=builders.department("各区县政府"), name="各区县政府")
    indicator = Indicator.objects.create(name="监测数")
    Target.objects.create(section=the_task().section, indicator=indicator, name="监测数", value=5, unit="个")
    everything = {
        f"{action}_{model}"
        for action in ("add", "change", "delete")
        for model in ("responsibility", "defaultresponsibility", "target")
    }
    client = account_with(*(everything - {right}))
    page = client.post(HERE, {"file": edited(client, put(row, **cells))})
    assert changes(page) == []
    assert any("没有权限" in one for one in refusals(page)), refusals(page)
    user = User.objects.get()
    user.user_permissions.add(Permission.objects.get(codename=right))
    page = client.post(HERE, {"file": edited(client, put(row, **cells))})
    assert changes(page) and refusals(page) == []


def test_sections_are_locked_before_their_plans_as_forms_do(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    client, locked, lock = signed_in(REVIEW), [], QuerySet.select_for_update

    def select_for_update(rows: QuerySet[Any], **options: Any) -> QuerySet[Any]:
        locked.append(rows.model)
        return lock(rows, **options)

    page = client.post(HERE, {"file": edited(client, put("xian#s-1", 完成时限="2030年"))})
    monkeypatch.setattr(QuerySet, "select_for_update", select_for_update)
    confirmed(client, page)
    assert locked[:2] == [Section, Plan]


def test_what_others_changed_since_the_download_is_told_beside_what_would_undo_it(plan: Plan) -> None:
    client = signed_in(REVIEW)
    file = edited(client, lambda *_: None)
    later = timezone.now() + timedelta(minutes=5)
    task = the_task()
    task.deadline, task._history_date = "2026年底前", later  # type: ignore[attr-defined]
    task._history_user = account("录入员", "张三")  # type: ignore[attr-defined]
    task.save()
    page = client.post(HERE, {"file": file})
    assert changes(page) == ["删除完成时限“2026年底前”"]
    assert f"下载之后，张三在 {timezone.localtime(later):%Y-%m-%d %H:%M} 改动过这一项" in page.content.decode()

    page = client.post(HERE, {"file": edited(client, put("xian#s-1", 完成时限="2030年"))})
    assert "改动过这一项" in page.content.decode(), "the moment is that of the file, not of the comparison"


def test_it_is_told_again_where_others_go_on_while_somebody_is_looking(plan: Plan) -> None:
    client, editor = signed_in(REVIEW), account("录入员", "张三")
    page = client.post(HERE, {"file": edited(client, put("xian#s-1", 完成时限="2030年"))})
    for minutes, deadline in ((5, "2026年底前"), (6, "2027年底前")):
        task, later = the_task(), timezone.now() + timedelta(minutes=minutes)
        task.deadline, task._history_date, task._history_user = deadline, later, editor  # type: ignore[attr-defined]
        task.save()
        page = confirmed(client, page)
        assert changes(page) == [f"完成时限由“{deadline}”改为“2030年”"]
        assert f"下载之后，张三在 {timezone.localtime(later):%Y-%m-%d %H:%M} 改动过这一项" in page.content.decode()
    confirmed(client, page)
    assert the_task().deadline == "2030年"


def test_a_page_that_was_shown_before_files_told_their_moment_is_still_written(plan: Plan) -> None:
    client = signed_in(REVIEW)
    page = client.post(HERE, {"file": edited(client, put("xian#s-1", 完成时限="2030年"))})
    seen, lines, _ = signing.loads(page.context["lines"], salt=SALT)
    former = signing.dumps((seen, lines), salt=SALT, compress=True)
    Task.objects.update(deadline="2026年底前")
    again = client.post(HERE, {"lines": former})
    assert changes(again) == ["完成时限由“2026年底前”改为“2030年”"]
    Task.objects.update(deadline="")
    assert "已写入 1 项任务的 1 处改动" in client.post(HERE, {"lines": former}, follow=True).content.decode()


@pytest.mark.parametrize("content", [("digest",), ("digest", [], "昨天"), ("digest", [], 5), ("digest", [1]), 7])
def test_what_is_signed_otherwise_is_not_written(plan: Plan, content: Any) -> None:
    client = signed_in(REVIEW)
    done = client.post(HERE, {"lines": signing.dumps(content, salt=SALT)}, follow=True)
    assert done.status_code == 200 and "请重新上传" in done.content.decode()


@pytest.mark.parametrize("told", [None, "昨天", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "=NOW()"])
def test_a_file_that_does_not_say_when_it_was_downloaded_is_compared_all_the_same(plan: Plan, told: str | None) -> None:
    client = signed_in(REVIEW)
    book = openpyxl.load_workbook(edited(client, put("xian#s-1", 完成时限="2030年")))
    if told is None:
        del book["说明"]
    else:
        next(row for row in book["说明"].iter_rows() if row[0].value == "导出时间")[1].value = told
    page = client.post(HERE, {"file": saved(book)})
    assert changes(page) == ["增加完成时限“2030年”"]

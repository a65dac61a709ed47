"""A plan goes out as a file and comes back unchanged: every row, field by field."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from documents.models import Department, Plan, Section
from documents.search.indexing import check
from indicators.models import Indicator, Target
from qpolicy.beginning import prepare
from qpolicy.export import exported, to_text, write
from qpolicy.restoring import restore
from tasks.models import Responsibility, Task
from tests import builders
from tests.rows import MODELS, rows

pytestmark = pytest.mark.django_db


def empty() -> None:
    Plan.objects.update(replaces=None)
    for plan in Plan.objects.all():
        plan.sections.update(parent=None)
        plan.delete()
    Department.objects.all().delete()
    Indicator.objects.all().delete()


def bytes_of(plan: Plan, **changes: Any) -> bytes:
    return json.dumps({**exported(plan), **changes}).encode()


@pytest.fixture
def five() -> list[Plan]:
    list(prepare())
    return list(Plan.objects.order_by("slug"))


def correct_by_hand(plans: list[Plan]) -> None:
    """Change what people change: text, kind, roles, values, links; add and take away."""
    for plan in plans:
        items = list(plan.sections.work_items().in_order())
        items[0].title = "校订过的标题"
        items[0].save()
        first = Responsibility.objects.filter(task__section__plan=plan).first()
        if first:
            Responsibility.objects.filter(pk=first.pk).update(role="lead", position=99)
        if target := Target.objects.of_plan(plan).first():
            target.value, target.attribute = target.value and target.value + 1, "binding"
            target.save()
        Task.objects.of_plan(plan).update(notes="备注\n第二行")
        plan.notes, plan.status, plan.validity = "人工更正", "withdrawn", "expired"
        plan.published_on = datetime.date(2024, 5, 1)
        plan.save()
        items[-1].delete()
    plans[0].based_on.set(plans[1:3])
    Plan.objects.filter(pk=plans[3].pk).update(replaces=plans[0], edition=2)


@pytest.mark.parametrize("is_corrected", [False, True])
def test_the_round_trip_of_the_five_plans_is_the_identity(five: list[Plan], is_corrected: bool, tmp_path: Path) -> None:
    if is_corrected:
        correct_by_hand(five)
    before = rows()
    call_command("export_plan", "--all", "--to", str(tmp_path), stdout=io.StringIO())
    empty()
    out = io.StringIO()
    call_command("import_plan", str(tmp_path), "--replace", stdout=out)
    assert rows() == before
    assert not check()
    assert "共 5 个文件：存入 5，没有变化 0，未导入 0" in out.getvalue()


def test_a_file_over_its_own_plan_changes_nothing(five: list[Plan]) -> None:
    correct_by_hand(five)
    before = rows(), list(Plan.objects.values_list("updated_at", flat=True)), Section.history.count()
    for plan in five:
        assert not restore(to_text(plan).encode()).is_changed
    assert before == (rows(), list(Plan.objects.values_list("updated_at", flat=True)), Section.history.count())


def test_a_plan_becomes_again_what_its_file_says(five: list[Plan], tmp_path: Path) -> None:
    before = [row for row in rows() if "documents.plan'" not in row]
    paths = [write(plan, tmp_path) for plan in five]
    correct_by_hand(five)
    for plan in five:
        [moved, *_] = plan.sections.in_order().filter(parent=None).reverse()
        Section.objects.filter(pk=moved.pk).update(position=-1)
    with pytest.raises(CommandError, match="加 --replace"):
        call_command("import_plan", str(paths[0]))
    for path in paths:
        call_command("import_plan", str(path), "--replace", stdout=io.StringIO())
    assert [row for row in rows() if "documents.plan'" not in row] == before
    assert not check()
    assert set(Plan.objects.values_list("status", "validity")) == {("published", "in_force")}


def test_everything_restored_has_a_first_state() -> None:
    builders.full_plan("some-city", tasks=2)
    content = to_text(Plan.objects.get()).encode()
    empty()
    restore(content)
    for model in MODELS:
        assert model.history.filter(history_type="+").count() >= model._default_manager.count() > 0


def test_what_the_catalogue_says_of_a_department_stays() -> None:
    plan = builders.full_plan("some-city", tasks=1)
    content = to_text(plan).encode()
    Department.objects.update(aliases=["市一局"], is_confirmed=True)
    assert not restore(content).is_changed
    assert set(Department.objects.values_list("is_confirmed", flat=True)) == {True}


def test_a_plan_that_is_not_there_is_named_where_a_link_leads_to_it() -> None:
    plan, other = builders.plan("one"), builders.plan("two")
    plan.based_on.add(other)
    content = to_text(plan).encode()
    empty()
    [warning] = restore(content).warnings
    assert "没有 two" in warning["message"]


def test_the_command_writes_what_is_asked(tmp_path: Path) -> None:
    builders.plan("one")
    builders.plan("two")
    call_command("export_plan", "one", "--to", str(tmp_path / "new"), stdout=io.StringIO())
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["one.json"]
    for arguments, words in ((["three"], "没有网址标识为 three"), ([], "--all"), (["one", "--all"], "--all")):
        with pytest.raises(CommandError, match=words):
            call_command("export_plan", *arguments, "--to", str(tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="无法写入"):
        call_command("export_plan", "one", "--to", str(tmp_path / "file"))


def test_a_file_has_one_row_a_line(tmp_path: Path) -> None:
    plan = builders.full_plan("some-city", tasks=2)
    lines = write(plan, tmp_path).read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith('{"anchor"') for line in lines) == 3
    assert lines[1:3] == ['"format": "qpolicy-plan",', '"version": 1,']


BROKEN: dict[str, tuple[Any, str]] = {
    "no JSON": (lambda whole: b'{"format": "qpolicy-plan",\n "version"', r"第 2 行"),
    "no text": (lambda whole: b"\xff\xfe\x00", "UTF-8"),
    "too large": (lambda whole: b" " * (8 * 1024 * 1024 + 1), "超过 8 MB"),
    "too deep": (lambda whole: b"[" * 100_000 + b"]" * 100_000, "嵌套过深"),
    "a little too deep": (lambda whole: whole["plan"].update(warnings=json.loads("[" * 40 + "]" * 40)), "嵌套过深"),
    "another file": (lambda whole: b'{"a": 1}', "不是本系统导出的规划"),
    "a list": (lambda whole: b"[]", "不是本系统导出的规划"),
    "a later version": (lambda whole: whole.update(version=2), "格式版本是 2"),
    "a number that is none": (lambda whole: json.dumps({"a": float("nan")}).encode(), "NaN"),
    "a number without end": (lambda whole: b'{"a": ' + b"9" * 10_000 + b"}", "数字过长"),
    "a part that is missing": (lambda whole: whole.pop("goals"), "缺少 goals"),
    "a part too many": (lambda whole: whole.update(more=[]), "多出 more"),
    "a part that is no list": (lambda whole: whole.update(goals={}), "goals 有误：应为列表"),
    "a field that is missing": (lambda whole: whole["sections"][0].pop("kind"), "sections 第 1 条 有误：缺少 kind"),
    "a field of another kind": (lambda whole: whole["sections"][1].update(position="2"), "sections 第 2 条 的 position 有误：应为整数"),
    "a kind that is none": (lambda whole: whole["sections"][1].update(kind="chapter"), "的 kind 有误"),
    "a null": (lambda whole: whole["sections"][1].update(text="一\0"), "无法存储的字符"),
    "half a surrogate pair": (lambda whole: whole["sections"][1].update(rows=[["\ud800"]]), "无法存储的字符"),
    "a title that is too long": (lambda whole: whole["plan"].update(title="题" * 301), "plan 的 title 有误"),
    "no title": (lambda whole: whole["plan"].update(title=""), "plan 的 title 有误"),
    "a date that is none": (lambda whole: whole["plan"].update(issued_on="2024-02-30"), "plan 的 issued_on 有误"),
    "a period that runs backward": (lambda whole: whole["plan"].update(period_start=2030, period_end=2020), "截止年份不能早于"),
    "a source that was altered": (lambda whole: whole["plan"].update(source_text="别的", source_sha256="0" * 64), "校验值"),
    "a place outside of the source": (lambda whole: whole["sections"][0].update(spans=[[0, 99]]), "原文之内"),
    "two of one anchor": (lambda whole: whole["sections"][1].update(anchor=whole["sections"][0]["anchor"]), "相同"),
    "a parent that is not there": (lambda whole: whole["sections"][1].update(parent="s-9"), "前面没有 s-9"),
    "an order that is none": (lambda whole: whole["sections"][0].update(position=9999), "应大于前一条的"),
    "a work item without a task": (lambda whole: whole.update(tasks=whole["tasks"][:1], responsibilities=[]), "与任务不符"),
    "a goal of no section": (lambda whole: whole["goals"][0].update(section="s-9"), "文件中没有 s-9"),
    "a body that is not there": (lambda whole: whole["responsibilities"][0].update(department=[None, "某局"]), "文件中没有"),
    "a body that is no body": (lambda whole: whole["responsibilities"][0].update(department="某局"), "应为地区与部门名称"),
    "a region that is not there": (lambda whole: whole["plan"].update(region="nowhere"), "目录中没有 nowhere"),
    "a theme that is not there": (lambda whole: whole["sections"][0].update(theme="nothing"), "目录中没有 nothing"),
    "a value that cannot be": (lambda whole: whole["targets"][0].update(upper="1.0"), "只有“区间”才有上限"),
    "the same part twice": (
        lambda whole: whole["responsibilities"][1].update(role="responsible"),
        "数据库的说明|同样的责任分工",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_does_not_hang_together_is_refused_and_nothing_is_stored(case: str, tmp_path: Path) -> None:
    whole = exported(builders.full_plan("some-city", tasks=2))
    empty()
    change, message = BROKEN[case]
    changed = change(whole)
    path = tmp_path / "plan.json"
    path.write_bytes(changed if isinstance(changed, bytes) else json.dumps(whole).encode())
    with pytest.raises(CommandError, match=message):
        call_command("import_plan", str(path))
    assert not any(model._default_manager.exists() for model in MODELS)

"""import_plan: one plan, stored whole, or a sentence that says why not."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from documents.models import Department, Plan, Section
from documents.outline import Heading
from documents.store import departments
from qpolicy.storing import Stored, store_draft
from tests.builders import plan, region
from tests.drafts import read

pytestmark = pytest.mark.django_db
TEXT = "一、重点任务\n(一)提升产品质量。实施质量攻关。(市工信局负责)\n"


@pytest.fixture(autouse=True)
def _reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qpolicy.importing.read_plan", read)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def run(*arguments: Any) -> str:
    out = io.StringIO()
    call_command("import_plan", *map(str, arguments), stdout=out)
    return out.getvalue()


def refusal(*arguments: Any) -> str:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return str(refused.value)


def reading(monkeypatch: pytest.MonkeyPatch, heading: Heading) -> None:
    fields = {name: getattr(heading, name) for name in Heading.__slots__}
    monkeypatch.setattr("qpolicy.importing.read_plan", lambda text: read(text, **fields))


def test_a_plan_is_stored_as_a_draft(path: Path) -> None:
    out = run(path)
    plan = Plan.objects.get()
    assert (plan.status, plan.source_name, plan.source_text) == ("draft", "plan.txt", TEXT)
    assert out.startswith(f"《某市质量强市行动计划》（{plan.slug}，草稿）")
    assert "章节条：新增 2" in out
    assert "分工：新增 1" in out


def test_what_the_importer_knows_better_is_taken(path: Path) -> None:
    region("xian", "西安市", code="610100")
    run(
        path, "--slug", "xian", "--title", "另一标题", "--region", "610100", "--issuer", "西安市人民政府",
        "--document-number", "市政发〔2024〕1号", "--issued-on", "2024-04-28", "--kind", "实施方案",
        "--source-url", "https://example.gov.cn/1", "--publish",
    )  # fmt: skip
    plan = Plan.objects.get(slug="xian")
    assert (plan.title, plan.issuer, plan.document_number) == ("另一标题", "西安市人民政府", "市政发〔2024〕1号")
    assert (plan.region and plan.region.slug, str(plan.issued_on), plan.kind) == ("xian", "2024-04-28", "实施方案")
    assert plan.status == "published"


def test_the_slug_comes_from_the_region(path: Path) -> None:
    region("xian", "西安市")
    run(path, "--region", "xian")
    run(path, "--region", "xian", "--title", "又一部")
    assert sorted(Plan.objects.values_list("slug", flat=True)) == ["xian", "xian-2"]


def test_without_a_title_nothing_is_stored(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading(monkeypatch, Heading())
    assert "请用 --title 指明标题" in refusal(path)
    assert not Plan.objects.exists()
    run(path, "--title", "补上的标题")
    assert Plan.objects.get().title == "补上的标题"


def test_a_known_plan_is_only_touched_when_asked(path: Path) -> None:
    run(path, "--slug", "xian")
    path.write_text(TEXT.replace("攻关", "会战"), encoding="utf-8")
    assert "请加 --replace" in refusal(path, "--slug", "xian")
    assert "请加 --replace" in refusal(path)
    assert "章节条：新增 0，修改 1，删除 0" in run(path, "--slug", "xian", "--replace")
    assert "会战" in Section.objects.get(kind="task").text


def test_replacing_with_the_same_says_that_nothing_has_changed(path: Path) -> None:
    run(path)
    assert "没有变化" in run(path, "--replace")
    assert Plan.objects.count() == 1


def test_a_plan_whose_title_was_corrected_is_still_known(path: Path) -> None:
    run(path)
    Plan.objects.update(title="校订过的标题")
    run(path, "--replace")
    assert Plan.objects.get().title == "校订过的标题"


def test_replacing_keeps_the_status(path: Path) -> None:
    run(path, "--publish")
    path.write_text(TEXT + "二、保障措施\n", encoding="utf-8")
    run(path, "--replace")
    assert Plan.objects.get().status == "published"


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let another session act once, when the plan has been looked up and is about to be stored."""
    waiting = [act]

    def store(*arguments: Any, **options: Any) -> Stored:
        if waiting:
            waiting.pop()()
        return store_draft(*arguments, **options)

    monkeypatch.setattr("qpolicy.importing.store_draft", store)


def test_an_edit_made_meanwhile_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(path)
    path.write_text(TEXT.replace("攻关", "会战"), encoding="utf-8")
    meanwhile(monkeypatch, lambda: Plan.objects.update(notes="校订说明", status="published"))
    run(path, "--replace")
    plan = Plan.objects.get()
    assert (plan.notes, plan.status) == ("校订说明", "published")
    assert "会战" in plan.source_text


def test_a_plan_deleted_meanwhile_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(path)
    meanwhile(monkeypatch, lambda: Plan.objects.all().delete())
    assert "刚被删除" in refusal(path, "--replace")
    assert not Plan.objects.exists()


def test_a_department_that_another_import_has_just_made_is_shared(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = departments._made
    waiting = ["市工信局"]

    def slower(*arguments: Any) -> dict[str, Department]:
        if waiting:
            Department.objects.create(name=waiting.pop())
        return made(*arguments)

    monkeypatch.setattr(departments, "_made", slower)
    assert "分工：新增 1" in run(path)
    assert Department.objects.get().name == "市工信局"


def test_an_address_that_another_import_has_just_taken_is_left_to_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: plan("plan", title="别的规划"))
    run(path)
    assert Plan.objects.get(title="某市质量强市行动计划").slug == "plan-2"


def test_the_same_plan_that_another_import_has_just_stored_is_said_to_be_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(monkeypatch, Heading(title="某市行动计划", document_number="某政发〔2024〕1号"))
    meanwhile(
        monkeypatch, lambda: plan("another", title="某市行动计划", document_number="某政发〔2024〕1号", edition=1)
    )
    assert "已有《某市行动计划》（another）。如要用本文件更新它，请加 --replace" in refusal(path)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("UNIQUE constraint failed: documents_department.name", "数据库的说明：UNIQUE constraint failed"),
        ("UNIQUE constraint failed: documents_plan.slug", "网址标识已被另一份规划占用"),
    ],
)
def test_a_conflict_is_never_taken_for_another(
    path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str, said: str
) -> None:
    def store(*_: Any, **__: Any) -> None:
        raise IntegrityError(trouble)

    monkeypatch.setattr("qpolicy.importing.store_draft", store)
    message = refusal(path, "--slug", "xian")
    assert said in message
    assert "同一发文字号" not in message


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--region", "999999", "没有代码或标识为 999999 的地区"),
        ("--region", "61\0", "应为一行文字"),
        ("--issued-on", "昨天", "日期应写作"),
        ("--issued-on", "20240428", "日期应写作"),
        ("--issued-on", "2024-02-30", "日期应写作"),
        ("--slug", "西 安", "网址标识只能含"),
        ("--slug", "s" * 81, "网址标识最多 80 字，现为 81 字"),
        ("--source-url", "javascript:alert(1)", "来源网址应以"),
        ("--source-url", f"https://example.gov.cn/{'a' * 500}", "来源网址最多 500 字"),
        ("--title", "题" * 301, "标题最多 300 字"),
        ("--title", "一\0二", "应为一行文字"),
        ("--title", "一\udce6二", "应为一行文字"),
        ("--title", "　 ", "不能只有空格"),
        ("--issuer", "府" * 201, "发文机关最多 200 字"),
        ("--issuer", "市政府\n办公室", "应为一行文字"),
        ("--document-number", "号" * 101, "发文字号最多 100 字"),
        ("--kind", "案" * 31, "文种最多 30 字"),
    ],
)
def test_a_wrong_option_is_refused_in_chinese(path: Path, option: str, value: str, reason: str) -> None:
    message = refusal(path, option, value)
    assert message.startswith(f"{option}：")
    assert reason in message
    assert not Plan.objects.exists()


def test_a_file_name_that_is_no_text_is_stored_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"\xb9\xe6.txt")
    file.write_text(TEXT, encoding="utf-8")
    run(file)
    assert Plan.objects.get().source_name == "\ufffd\ufffd.txt"


def test_what_the_reader_of_the_file_has_noticed_is_stored_and_printed(path: Path) -> None:
    path.write_bytes(TEXT.encode("gb18030"))
    out = run(path)
    [warning] = [warning for warning in Plan.objects.get().warnings if warning["code"] == "reader-note"]
    assert (warning["start"], warning["end"]) == (0, 0)
    assert f"提示 reader-note：{warning['message']}" in out
    assert "没有变化" in run(path, "--replace")


def test_a_file_that_is_not_there_is_refused_in_chinese(tmp_path: Path) -> None:
    assert refusal(tmp_path / "missing.txt").endswith("missing.txt：文件不存在。")
    assert refusal(tmp_path) == f"文件夹 {tmp_path} 中没有文件。"
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file" / "plan.txt").endswith("：路径中有一段不是文件夹。")
    assert refusal(tmp_path / ("名" * 300)).endswith("：文件名太长。")


def test_a_file_that_may_not_be_read_is_refused_in_chinese(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert refusal(path).endswith("：没有读取权限。")


def test_the_same_document_twice_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading(monkeypatch, Heading(title="某市行动计划", document_number="某政发〔2024〕1号"))
    run(path, "--slug", "one")
    assert "已有同一发文字号" in refusal(path, "--slug", "two")
    assert Section.objects.values("plan").distinct().count() == 1


OTHER = (
    "一、重点工程\n(一)建设港口码头。疏浚航道三十公里。(市交通局负责)\n(二)培育海洋产业。扩大深海养殖。(市海洋局负责)\n"
)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    file = tmp_path / "other.txt"
    file.write_text(OTHER, encoding="utf-8")
    return file


def test_another_document_does_not_replace_a_plan(path: Path, other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(path, "--slug", "hebei", "--publish")
    reading(monkeypatch, Heading(title="贯彻《海洋强国纲要》方案"))
    before = Plan.objects.values().get()
    said = refusal(other, "--slug", "hebei", "--replace")
    assert "本文件《贯彻〈海洋强国纲要〉方案》与知识库中的《某市质量强市行动计划》（hebei）不是同一份文件" in said
    assert "只有 0% 能在本文件中找到" in said
    assert "再加 --anyway" in said
    assert Plan.objects.values().get() == before
    run(other, "--slug", "hebei", "--replace", "--anyway")
    assert Section.objects.filter(title="建设港口码头").exists()


def test_a_taken_slug_does_not_invite_to_replace_another_document(
    path: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(path, "--slug", "hebei")
    reading(monkeypatch, Heading(title="海洋强市方案"))
    said = refusal(other, "--slug", "hebei")
    assert "网址标识 hebei 已用于《某市质量强市行动计划》" in said
    assert "--replace" not in said


def test_a_text_of_another_region_does_not_replace_a_plan(path: Path) -> None:
    region("xian", "西安市", code="610100")
    region("baoji", "宝鸡市", code="610300")
    run(path, "--region", "xian")
    path.write_text(TEXT.replace("攻关", "会战"), encoding="utf-8")
    assert "地区不同（已存的是西安市，本文件是宝鸡市）" in refusal(
        path, "--slug", "xian", "--replace", "--region", "baoji"
    )


def test_a_later_version_under_another_title_is_still_the_plan(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(path, "--slug", "xian")
    path.write_text(TEXT.replace("攻关", "会战"), encoding="utf-8")
    reading(monkeypatch, Heading(title="某市质量强市实施意见(修订)"))
    assert "章节条：新增 0，修改 1" in run(path, "--slug", "xian", "--replace")


def test_years_and_marks_make_no_other_title(path: Path, other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading(monkeypatch, Heading(title="某市質量強市行動計劃（2023—2025年）"))
    run(path, "--slug", "xian")
    reading(monkeypatch, Heading(title="某市质量强市行动计划 2026"))
    run(other, "--slug", "xian", "--replace")
    assert Plan.objects.get().title == "某市质量强市行动计划 2026"


def test_two_regions_may_have_plans_of_one_title(path: Path, other: Path) -> None:
    region("xian", "西安市")
    region("baoji", "宝鸡市")
    run(path, "--region", "xian")
    run(other, "--region", "baoji")
    assert sorted(Plan.objects.values_list("slug", flat=True)) == ["baoji", "xian"]


def test_a_first_import_counts_a_new_plan(path: Path) -> None:
    assert "规划：新增 1，修改 0，删除 0" in run(path)
    path.write_text(TEXT.replace("攻关", "会战"), encoding="utf-8")
    assert "规划：新增 0，修改 1，删除 0" in run(path, "--replace")


def test_a_given_title_tells_region_kind_and_address(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qpolicy.ingest import read_plan

    monkeypatch.setattr("qpolicy.importing.read_plan", read_plan)
    region("shangluo", "商洛市", code="611000")
    path.write_text("一、重点任务\n（一）提升产品质量。实施质量攻关。\n", encoding="utf-8")
    out = run(path, "--title", "商洛市质量强市方案（2023—2025年）")
    plan = Plan.objects.get()
    assert (plan.slug, plan.region and plan.region.name, plan.kind) == ("shangluo", "商洛市", "方案")
    assert (plan.period_start, plan.period_end) == (2023, 2025)
    assert "no-title" not in out + str(plan.warnings)
    path.write_text("一、重点任务\n（一）提升产品质量。实施质量会战。\n", encoding="utf-8")
    assert "no-title" not in run(path, "--slug", "shangluo", "--replace")
    plan.refresh_from_db()
    assert (plan.region and plan.region.name, plan.kind) == ("商洛市", "方案")
    run(path, "--title", "商洛市质量强市补充方案")
    assert Plan.objects.filter(slug="shangluo-2").exists()


def test_the_file_that_is_stored_finds_its_plan(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading(monkeypatch, Heading())
    run(path, "--title", "补上的标题", "--slug", "some-city")
    for options in ([], ["--replace"], ["--slug", "some-city"], ["--title", "补上的标题"]):
        assert "《补上的标题》（some-city，草稿）：没有变化" in run(path, *options)
    assert "请加 --replace" in refusal(path, "--publish")
    assert Plan.objects.count() == 1


def test_the_same_document_twice_is_refused_without_advice_that_was_followed(
    path: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(monkeypatch, Heading(title="某市行动计划", document_number="某政发〔2024〕1号"))
    run(path, "--slug", "one")
    reading(monkeypatch, Heading(title="另一计划", document_number="某政发〔2024〕2号"))
    run(other, "--slug", "two")
    reading(monkeypatch, Heading(title="某市行动计划", document_number="某政发〔2024〕1号"))
    said = refusal(path, "--slug", "two", "--replace", "--anyway")
    assert "已有同一发文字号" in said
    assert "请加 --replace" not in said

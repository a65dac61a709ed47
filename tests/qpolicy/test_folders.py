"""A folder of plans is imported file by file; each is told, and a refusal stops nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.models import Plan
from qpolicy.export import write
from tests import builders
from tests.documents.readers.word import word_file

pytestmark = pytest.mark.django_db
TITLE = "{}市质量强市行动计划"
BODY = "一、重点任务\n（一）提升产品质量。实施质量攻关。（市工信局负责）\n"


def text(city: str) -> str:
    return f"{TITLE.format(city)}\n{BODY}"


def run(*arguments: object) -> tuple[str, str]:
    """Return what was printed, and the error's words."""
    out = io.StringIO()
    try:
        call_command("import_plan", *map(str, arguments), stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(text("甲"), encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(word_file(*text("乙").splitlines()))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "d.txt").write_text(text("丙"), encoding="gb18030")
    (tmp_path / ".hidden").write_bytes(b"1")
    (tmp_path / "~$b.docx").write_bytes(b"1")
    return tmp_path


def test_every_file_is_stored_and_told_on_a_line(folder: Path) -> None:
    out, error = run(folder, "--publish")
    assert error == ""
    assert Plan.objects.published().count() == 3
    lines = [line for line in out.splitlines() if not line.startswith(" ")]
    assert lines[0].startswith("存入：a.txt：《甲市质量强市行动计划》（")
    assert lines[2].startswith("存入：c/d.txt：《丙市质量强市行动计划》（")
    assert lines[3] == "共 3 个文件：存入 3，没有变化 0，未导入 0"
    assert "  提示 reader-note：文件编码为 GB18030。" in out


def test_a_refusal_is_told_and_the_others_are_stored(folder: Path) -> None:
    (folder / "aa.docx").write_bytes(b"PK\x03\x04")
    (folder / "ab.txt").write_text(BODY, encoding="utf-8")
    (folder / "z.json").write_text("{}", encoding="utf-8")
    out, error = run(folder)
    assert "有文件未能导入" in error
    assert "未导入：aa.docx：文件不完整或已损坏" in out
    assert "未导入：ab.txt：文中没有读到规划的标题" in out
    assert "未导入：z.json：文件不是本系统导出的规划" in out
    assert "共 6 个文件：存入 3，没有变化 0，未导入 3" in out
    assert Plan.objects.count() == 3


def test_a_second_run_changes_nothing(folder: Path) -> None:
    run(folder)
    out, error = run(folder)
    assert (error, out.splitlines()[-1]) == ("", "共 3 个文件：存入 0，没有变化 3，未导入 0")


def test_the_same_text_twice_is_said(folder: Path) -> None:
    (folder / "e.txt").write_text(text("甲"), encoding="utf-16")
    out, _ = run(folder)
    assert "没有变化：e.txt：《甲市质量强市行动计划》（" in out
    assert "与 a.txt 是同一份文字" in out
    assert Plan.objects.count() == 3


def test_a_changed_text_replaces_its_plan_only_when_asked(folder: Path) -> None:
    run(folder)
    (folder / "a.txt").write_text(text("甲").replace("攻关", "会战"), encoding="utf-8")
    assert "如要用本文件更新它，请加 --replace" in run(folder)[0]
    assert "共 3 个文件：存入 1，没有变化 2，未导入 0" in run(folder, "--replace")[0]


def test_what_tells_one_plan_is_not_for_a_folder(folder: Path) -> None:
    assert "--slug 只能用于一个文件" in run(folder, "--slug", "one")[1]
    assert not Plan.objects.exists()


def test_plans_that_others_lead_to_come_first(tmp_path: Path) -> None:
    last, middle, first = (builders.plan(slug) for slug in ("a", "b", "c"))
    Plan.objects.filter(pk=last.pk).update(replaces=middle)
    middle.based_on.add(first)
    first.based_on.add(last)
    for plan in (last, middle, first):
        write(plan, tmp_path)
    Plan.objects.update(replaces=None)
    Plan.objects.all().delete()
    out, error = run(tmp_path, "--replace")
    assert error == ""
    assert next(line for line in out.splitlines() if line.startswith("存入")).startswith("存入：c.json")
    assert Plan.objects.get(slug="a").replaces == Plan.objects.get(slug="b")
    assert Plan.objects.get(slug="c").based_on.get().slug == "a"


def test_options_that_tell_what_a_file_says_are_refused(tmp_path: Path) -> None:
    path = write(builders.plan("a"), tmp_path)
    assert "--title 不能用于 .json 文件" in run(path, "--title", "另一标题")[1]

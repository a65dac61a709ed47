"""parse_plan: what is read is printed, and what the reader of the file has noticed is not lost."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

TEXT = "某市质量强市行动计划\n一、重点任务\n(一)提升产品质量。实施质量攻关。\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    return file


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("parse_plan", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_notes_go_to_standard_error_and_into_the_json(path: Path) -> None:
    out, err = run("--json", str(path))
    [warning] = [warning for warning in json.loads(out)["warnings"] if warning["code"] == "reader-note"]
    assert (warning["start"], warning["end"]) == (0, 0)
    assert err == f"plan.txt：{warning['message']}\n"


def test_a_listing_says_each_note_once(path: Path) -> None:
    out, err = run(str(path))
    assert err.startswith("plan.txt：")
    assert "reader-note" not in out


def test_a_file_without_anything_to_notice_has_no_notes(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8")
    out, err = run("--json", str(path))
    assert err == ""
    assert "reader-note" not in out

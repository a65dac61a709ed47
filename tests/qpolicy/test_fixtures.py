"""Fixtures: a stored plan written out and loaded again is the same plan, with a history to begin with."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.models import Department, Plan, Region, Section, Synonym, Theme
from indicators.models import Indicator, Target
from qpolicy.fixtures import add_first_states, load, load_catalogues, write_indicators, write_plan
from qpolicy.storing import store_draft
from tasks.models import DefaultResponsibility, Responsibility, Task
from tests.drafts import read
from tests.qpolicy.test_storing import TEXT, stored

pytestmark = pytest.mark.django_db


def written(folder: Path) -> list[Path]:
    plan = stored().plan
    paths = [write_indicators(folder), write_plan(plan, folder)]
    for model in (Plan, Department, Indicator):
        model.history.all().delete()
    Plan.objects.all().delete()
    Department.objects.all().delete()
    Indicator.objects.all().delete()
    return paths


def test_a_plan_that_is_loaded_again_is_the_same(tmp_path: Path) -> None:
    load(written(tmp_path))
    assert Section.objects.count() == 10
    assert Task.objects.count() == 4
    assert Responsibility.objects.count() == 5
    assert DefaultResponsibility.objects.get().section.anchor == "s-2-p1"  # type: ignore[union-attr]
    assert Target.objects.get(unit="%").indicator.name == "制造业产品质量合格率"
    assert Section.objects.get(anchor="s-2-1").parent == Section.objects.get(anchor="s-2")
    before = (tmp_path / "some-city.json").read_text(encoding="utf-8")
    assert write_plan(Plan.objects.get(), tmp_path).read_text(encoding="utf-8") == before


def test_reading_the_source_of_a_loaded_plan_changes_nothing(tmp_path: Path) -> None:
    load(written(tmp_path))
    result = store_draft(read(TEXT), Plan.objects.get())
    assert not result.is_changed
    assert not [warning for warning in result.warnings if warning["code"] == "correction-kept"]


def test_what_is_loaded_has_a_first_state(tmp_path: Path) -> None:
    load(written(tmp_path))
    section = Section.objects.get(anchor="s-2-1")
    assert [state.history_type for state in section.history.all()] == ["+"]
    assert DefaultResponsibility.objects.get().history.get().history_type == "+"
    assert add_first_states() == 0


def test_fixtures_use_no_keys_of_this_database_and_one_line_a_row(tmp_path: Path) -> None:
    _, path = written(tmp_path)
    records = json.loads(path.read_text(encoding="utf-8"))
    assert not [record for record in records if "pk" in record]
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(records) + 2


def test_the_catalogues_are_loaded_once() -> None:
    assert load_catalogues() == ["地区", "职能", "主题", "同义词"]
    Theme.objects.filter(slug="brand").update(name="品牌建设")
    Region.objects.filter(slug="generic-city").delete()
    Synonym.objects.filter(pk__gt=1).delete()
    assert load_catalogues() == []
    assert Synonym.objects.count() == 1
    assert Theme.objects.get(slug="brand").name == "品牌建设"


def test_the_command_writes_what_is_asked(tmp_path: Path) -> None:
    stored()
    out = io.StringIO()
    call_command("write_fixtures", "some-city", "--to", str(tmp_path), stdout=out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["indicators.json", "some-city.json"]
    with pytest.raises(CommandError, match="没有网址标识为 nowhere 的规划"):
        call_command("write_fixtures", "nowhere", "--to", str(tmp_path))


def test_no_plan_overwrites_a_catalogue(tmp_path: Path) -> None:
    stored(plan=Plan(slug="regions"))
    with pytest.raises(CommandError, match="目录的文件名"):
        call_command("write_fixtures", "regions", "--to", str(tmp_path))

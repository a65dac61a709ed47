"""The whole set: everything that is published, nothing else, and the same bytes as long as nothing changes."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import stat
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Department, Plan, Region, Section
from qpolicy.download import keeping
from qpolicy.download.kinds import KINDS
from qpolicy.download.packing import pack
from qpolicy.export import exported
from qpolicy.turns import one_at_a_time
from tasks.models import Task
from tests import builders
from tests.addresses import public_addresses
from tests.qpolicy.test_drafts import hidden_plan

pytestmark = pytest.mark.django_db

ADDRESS = "/download/qpolicy.zip"


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    place: Path = settings.DATA_DIR / keeping.FOLDER
    shutil.rmtree(place, ignore_errors=True)
    yield place
    shutil.rmtree(place, ignore_errors=True)


def bytes_of(client: Client) -> bytes:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"] == 'attachment; filename="qpolicy.zip"'
    return bytes(response.getvalue())


def files_of(content: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows_of(content: bytes) -> dict[str, list[Any]]:
    files = files_of(content).items()
    return {name: [json.loads(line) for line in text.splitlines()] for name, text in files if name.endswith(".jsonl")}


def full(slug: str, tasks: int) -> Plan:
    plan = builders.full_plan(slug, tasks=tasks)
    plan.source_text, plan.status, plan.warnings = "原文。\n第二行。", "published", [{"code": "no-title"}]
    plan.save()
    return plan


def test_it_holds_every_row_with_the_fields_of_a_plans_own_file(client: Client) -> None:
    plan = full("xian", 3)
    rows = rows_of(bytes_of(client))
    own = exported(plan)
    assert set(rows) == {kind.file for kind in KINDS}
    for name in ("sections", "goals", "targets", "tasks", "responsibilities", "default_responsibilities"):
        kept = rows[f"{name}.jsonl"]
        assert len(kept) == len(own[name]) > 0, name
        for row, record in zip(kept, own[name], strict=True):
            assert row.pop("plan") == "xian"
            row.pop("url", None)
            assert row.items() <= record.items(), name
            assert record.keys() - row.keys() <= {"as_read", "notes"}, name
    [kept_plan] = rows["plans.jsonl"]
    assert kept_plan["source_text"] == "原文。\n第二行。"
    assert (kept_plan["url"], kept_plan["region"], kept_plan["based_on"]) == ("/plans/xian/", "xian", [])
    assert [row["name"] for row in rows["departments.jsonl"]] == [row["name"] for row in own["departments"]]
    assert [row["name"] for row in rows["indicators.jsonl"]] == ["指标1", "指标2", "指标3"]


def test_what_only_editors_see_is_left_out(client: Client) -> None:
    plan = full("xian", 1)
    Task.objects.filter(section__plan=plan).update(notes="内部备注")
    content = bytes_of(client)
    assert "内部备注" not in "".join(files_of(content).values())
    for rows in rows_of(content).values():
        for row in rows:
            assert not row.keys() & {
                "id",
                "as_read",
                "warnings",
                "lock_version",
                "status",
                "source_name",
                "is_confirmed",
            }


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_nothing_tells_of_what_is_not_published(client: Client, status: str) -> None:
    public_addresses()
    other = builders.published("other")
    before = rows_of(bytes_of(client))
    hidden = hidden_plan(status)
    Region.objects.create(slug="hidden-region", name="秘密市", level="city")
    Plan.objects.get(slug="sample").based_on.add(hidden)
    Plan.objects.filter(pk=other.pk).update(replaces=hidden)
    content = bytes_of(client)
    assert rows_of(content) == before
    assert "秘密" not in "".join(files_of(content).values())


def test_editions_and_what_a_plan_is_based_on_are_named(client: Client) -> None:
    older, newer = builders.two_editions()
    newer.based_on.add(older)
    plans = {row["slug"]: row for row in rows_of(bytes_of(client))["plans.jsonl"]}
    assert plans[newer.slug]["replaces"] == older.slug
    assert plans[newer.slug]["based_on"] == [older.slug]
    assert plans[older.slug]["replaces"] is None


def test_regions_come_with_all_above_them_and_no_others(client: Client) -> None:
    country = builders.region("china", "中国", "national")
    province = builders.region("shaanxi", "陕西省", "province")
    Region.objects.filter(pk=province.pk).update(parent=country)
    builders.region("elsewhere", "别处", "city")
    full("xian", 1)
    Region.objects.filter(slug="xian").update(parent=province)
    regions = {row["slug"]: row["parent"] for row in rows_of(bytes_of(client))["regions.jsonl"]}
    assert regions == {"xian": "shaanxi", "shaanxi": "china", "china": None}


def test_checksums_and_the_readme_are_true(client: Client) -> None:
    full("xian", 2)
    files = files_of(bytes_of(client))
    sums = {name: digest for digest, name in (line.split("  ") for line in files["SHA256SUMS"].splitlines())}
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert all(sums[name] == hashlib.sha256(files[name].encode()).hexdigest() for name in sums)
    manual = files["README.txt"]
    for name, text in files.items():
        if name.endswith(".jsonl"):
            number = len(text.splitlines())
            assert any(line.startswith(f"    {name}　") and f"，{number} 条" in line for line in manual.splitlines())
    for kind in KINDS:
        for name, meaning in kind.fields():
            assert f"    {name}　{meaning}" in manual
    assert "资料截至：20" in manual


def test_every_field_of_a_row_is_explained(client: Client) -> None:
    full("xian", 1)
    rows = rows_of(bytes_of(client))
    for kind in KINDS:
        for row in rows[kind.file]:
            assert list(row) == [name for name, _ in kind.fields()], kind.file


def test_the_same_state_is_the_same_bytes_and_another_is_not(client: Client, folder: Path) -> None:
    plan = full("xian", 2)
    first = bytes_of(client)
    shutil.rmtree(folder)
    assert bytes_of(client) == first
    plan.title = "新的标题"
    plan.save()
    assert bytes_of(client) != first


def test_the_file_is_written_once_kept_private_and_replaced(client: Client, folder: Path) -> None:
    plan = full("xian", 1)
    first = client.get(ADDRESS)
    first.getvalue()
    [kept] = folder.glob("*.zip")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with CaptureQueriesContext(connection) as queries:
        bytes_of(client)
    assert len(queries) == 1
    again = client.get(ADDRESS, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    plan.save()
    bytes_of(client)
    assert len(list(folder.glob("*.zip"))) == 1
    assert not kept.exists()
    assert not list(folder.glob("*.part"))


def test_what_a_process_that_died_left_half_written_goes(client: Client, folder: Path) -> None:
    keeping._folder().joinpath("1.part").write_bytes(b"half")
    keeping.archive()
    assert [path.suffix for path in folder.glob("*") if path.name != "lock"] == [".zip"]


def test_what_changes_meanwhile_is_written_once_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = full("xian", 1)
    tries: list[int] = []

    def disturbed(file: Any) -> None:
        pack(file)
        tries.append(1)
        if len(tries) == 1:
            plan.title = "新的标题"
            plan.save()

    monkeypatch.setattr(keeping, "pack", disturbed)
    assert rows_of(bytes_of(client))["plans.jsonl"][0]["title"] == "新的标题"
    assert len(tries) == 2


def test_an_empty_knowledge_base_has_an_empty_archive(client: Client) -> None:
    assert rows_of(bytes_of(client)) == {kind.file: [] for kind in KINDS}
    assert "还没有已发布的规划" in client.get("/download/").content.decode()


def test_the_page_says_what_there_is_and_writes_nothing(client: Client, folder: Path) -> None:
    full("xian", 3)
    page = client.get("/download/").content.decode()
    assert '<code>responsibilities.jsonl</code></td><td class="count" data-label="记录数">6</td>' in page
    assert not list(folder.glob("*.zip"))
    content = bytes_of(client)
    assert hashlib.sha256(content).hexdigest() in client.get("/download/").content.decode()
    assert 'href="/download/"' in client.get("/").content.decode()
    assert 'href="/download/"' in client.get("/about/").content.decode()


def test_hostile_text_stays_on_its_line(client: Client) -> None:
    plan = full("xian", 1)
    hostile = 'a"\\\u2028\u2029\x85\r\n{"plan": 1}\x01\U0001f600'
    Section.objects.filter(plan=plan, kind="task").update(text=hostile)
    lines = files_of(bytes_of(client))["sections.jsonl"].split("\n")
    assert [json.loads(line)["text"] for line in lines if line][-1] == hostile


def test_only_departments_of_published_plans_are_named(client: Client) -> None:
    full("xian", 1)
    Department.objects.create(name="秘密局", region=builders.region())
    assert "秘密局" not in "".join(files_of(bytes_of(client)).values())


def test_queries_and_memory_do_not_grow_with_the_plans() -> None:
    peaks, numbers = [], []
    for count in (5, 20):
        for at in range(count):
            full(f"plan-{count}-{at}", 8)
        tracemalloc.start()
        with CaptureQueriesContext(connection) as queries:
            pack(io.BytesIO())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 25
    assert peaks[1] < 3 * peaks[0]


def test_who_comes_while_it_is_written_is_asked_to_come_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LONGEST_WAIT", 0.0)
    with one_at_a_time(keeping._folder() / "lock", waiting=pytest.fail):
        response = client.get(ADDRESS)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "正在重新打包" in response.content.decode()
    assert client.get(ADDRESS).getvalue().startswith(b"PK")

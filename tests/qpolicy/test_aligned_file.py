"""Two plans side by side as a file, and under a short address."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.entry import append
from documents.models import Plan, Section
from tasks.aligning import align
from tasks.judging import settle
from tasks.kinds import keep_tasks
from tasks.models import Alignment
from tests.builders import published
from tests.pages import text_of

pytestmark = pytest.mark.django_db
TASKS = {
    "xian": {"提升農產品質量": "加強農產品質量安全監測，完善追溯體系。", "培育區域品牌": "打造區域公用品牌。"},
    "hebei": {"提升农产品质量": "开展农产品质量安全监测，健全追溯体系。", "发展检验检测": "建设国家质检中心。"},
}


@pytest.fixture
def _plans() -> None:
    for slug, texts in TASKS.items():
        plan: Plan = published(slug, title=f"{slug} 方案", script="hant" if slug == "xian" else "hans")
        rows = [Section(kind="task", number=f"({n})", title=t, text=x) for n, (t, x) in enumerate(texts.items(), 1)]
        keep_tasks(append(plan, rows))
    align()


def rows_of(client: Client, query: str = "?a=xian&b=hebei", form: str = "json") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(client.get(f"/compare/alignment/export.{form}{query}").getvalue())["rows"]
    return rows


@pytest.mark.usefixtures("_plans")
def test_each_task_stands_beside_its_counterpart_or_alone(client: Client) -> None:
    rows = rows_of(client)
    assert [(row["state"], row["first_key"], row["second_key"]) for row in rows] == [
        ("有对应", "xian#s-1", "hebei#s-1"),
        ("仅甲有", "xian#s-2", ""),
        ("仅乙有", "", "hebei#s-2"),
    ]
    assert (rows[0]["first"], rows[0]["second"]) == ("(1)提升農產品質量", "(1)提升农产品质量")
    assert rows[0]["second_text"] == TASKS["hebei"]["提升农产品质量"]


@pytest.mark.usefixtures("_plans")
def test_a_confirmed_pair_is_told_without_the_name_of_who_has_confirmed_it(client: Client) -> None:
    reviewer = User.objects.create_user("zhangsan", first_name="张三")
    pair = Alignment.objects.get(is_nearest_of_task=True, is_nearest_of_counterpart=True)
    settle(pair, "confirmed", reviewer)
    assert [row["judged"] for row in rows_of(client)] == ["已确认", "", ""]
    content = client.get("/compare/alignment/export.csv?a=xian&b=hebei").getvalue().decode()
    assert "张三" not in content
    assert "zhangsan" not in content


@pytest.mark.usefixtures("_plans")
def test_the_conditions_and_the_script_of_the_page_are_those_of_the_file(client: Client) -> None:
    assert [row["state"] for row in rows_of(client, "?a=xian&b=hebei&show=only-b")] == ["仅乙有"]
    assert rows_of(client, "?a=xian&b=hebei&script=hans")[0]["first"] == "(1)提升农产品质量"


@pytest.mark.usefixtures("_plans")
def test_the_page_leads_to_its_files_and_to_its_short_address(client: Client) -> None:
    page = text_of(client.get("/compare/alignment/?a=xian&b=hebei"))
    assert 'href="export.xlsx?a=xian&amp;b=hebei"' in page
    assert 'href="/share/compare/alignment/?a=xian&amp;b=hebei"' in page
    shared = text_of(client.get("/share/compare/alignment/?a=xian&b=hebei&show=only-a"))
    assert "甲" in shared
    assert "仅甲有" in shared
    for form in ("xlsx", "csv", "docx"):
        assert client.get(f"/compare/alignment/export.{form}?a=xian&b=hebei").status_code == 200


def test_where_no_two_plans_are_the_file_is_empty(client: Client) -> None:
    assert rows_of(client, "") == []
    assert client.get("/compare/alignment/export.xlsx").status_code == 200


@pytest.mark.usefixtures("_plans")
def test_the_ledger_has_a_short_address_too(client: Client) -> None:
    assert 'href="/share/ledger/?plan=xian"' in text_of(client.get("/ledger/?plan=xian"))
    assert "xian 方案" in text_of(client.get("/share/ledger/?plan=xian"))

"""The files of lists, matrices and ledgers, as a browser gets them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any
from urllib.parse import quote, unquote

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import Department, Plan, Region, Section
from indicators.merging import merge
from indicators.models import Goal, Indicator, Target
from qpolicy.exports.urls import PAGES
from qpolicy.exports.views import FORMS, SHEETS
from qpolicy.models import AuditEvent
from tasks.models import DefaultResponsibility, Responsibility, Role, Task
from tests import builders
from tests.builders import published
from tests.hostile import queries
from tests.pages import text_of

pytestmark = pytest.mark.django_db

TITLE, TASK, BODY, BOUND = "質量強市方案", "提升農產品質量", "市市場監管局", "各區縣政府"
INDICATOR, GOAL = "農產品監測合格率", "到2025年,質量水平提升。"
INDICATOR_KEY = 2025


@pytest.fixture
def xian() -> Plan:
    """A plan with something for every list."""
    plan = published("xian", title=TITLE, script="hant", document_number="市政发〔2024〕1号", issuer="市政府")
    chapter, first, _ = builders.sections(
        plan, ("heading", "二、", "重點任務"), ("task", "(一)", TASK), ("task", "(二)", "培育品牌")
    )
    function = builders.function()
    for position, (role, name) in enumerate(((Role.LEAD, BODY), (Role.PARTICIPANT, "各區、縣級市政府")), start=1):
        body = builders.department(name)
        Responsibility.objects.create(task=first.task, position=position, department=body, role=role, name=name)
    DefaultResponsibility.objects.create(plan=plan, department=builders.department(BOUND), section=chapter)
    Department.objects.update(function=function)
    Task.objects.filter(section=first).update(deadline="2025年底前")
    indicator = Indicator.objects.create(pk=INDICATOR_KEY, name="农产品监测合格率")
    chapter.text = GOAL
    chapter.save()
    Target.objects.create(
        section=first, indicator=indicator, name=INDICATOR, operator=">=", value=98, unit="%", year=2025, quote="原句"
    )
    Goal.objects.create(plan=plan, section=chapter, year=2025, text=GOAL)
    return plan


def address(page: str, form: str, query: str = "") -> str:
    start = PAGES[page].replace("<slug:slug>", "xian").replace("<int:pk>", str(INDICATOR_KEY))
    return f"/{start}export.{form}{query}"


def asked(page: str) -> str:
    return "?q=質量" if page == "search" else ""


def json_of(client: Client, page: str, query: str = "") -> dict[str, Any]:
    response = client.get(address(page, "json", query))
    assert response.status_code == 200
    made: dict[str, Any] = json.loads(response.getvalue())
    return made


def rows_of(client: Client, page: str, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json_of(client, page, query)["rows"]
    return rows


# What is in them


def test_the_ledger_has_who_does_what_when_and_where(client: Client, xian: Plan) -> None:
    rule, first, second = rows_of(client, "ledger", "?plan=xian")
    assert first == {
        "number": 2,
        "content": f"(一){TASK}\n{TASK}。",
        "lead": [BODY],
        "responsible": [],
        "participant": ["各區、縣級市政府"],
        "deadline": "2025年底前",
        "targets": [f"{INDICATOR} ≥98%（2025年）"],
        "path": ["二、重點任務"],
        "plan": TITLE,
        "document_number": "市政发〔2024〕1号",
        "url": "http://testserver/plans/xian/tasks/s-2-1/",
        "key": "xian#s-2-1",
    }
    assert (rule["key"], rule["responsible"], rule["url"]) == ("xian#*", [BOUND], "http://testserver/plans/xian/#s-2")
    assert second["lead"] == second["responsible"] == second["participant"] == []


def test_an_excel_file_of_the_ledger_has_a_column_a_role_and_a_hidden_key(client: Client, xian: Plan) -> None:
    response = client.get(address("ledger", "xlsx", "?plan=xian"))
    page = openpyxl.load_workbook(io.BytesIO(response.getvalue())).worksheets[0]
    titles = [cell.value for cell in page[1]]
    assert titles == [
        "序号", "任务内容", "牵头单位", "负责单位", "配合单位", "完成时限", "指标值", "所属章节", "来源规划", "发文字号", "网址", "标识",
    ]  # fmt: skip
    assert [cell.value for cell in page["L"]][1:] == ["xian#*", "xian#s-2-1", "xian#s-2-2"]
    assert page.column_dimensions["L"].hidden


@pytest.mark.parametrize(
    ("page", "query", "expected"),
    [
        ("plans", "", ("title", [TITLE])),
        ("tasks", "", ("content", [f"(一){TASK}\n{TASK}。", "(二)培育品牌\n培育品牌。"])),
        ("indicators", "", ("name", [INDICATOR])),
        ("indicator", "", ("name", [INDICATOR])),
        ("goals", "", ("text", [GOAL])),
        ("targets", "", ("value", ["≥98"])),
        ("departments", "", ("name", ["各區、縣級市政府", BOUND, BODY])),
        ("functions", "", ("departments", [3])),
        ("search", "?q=農產品", ("content", [f"(一){TASK}\n{TASK}。"])),
        ("search", "?q=质量&type=goals", ("text", [GOAL])),
        ("search", "?q=监测合格率&type=indicators", ("name", [INDICATOR])),
        ("search", "?q=质量强市&type=plans", ("title", [TITLE])),
        ("search", "?q=市场监管局&type=departments", ("name", [BODY])),
        ("search", "", ("content", [])),
        ("compare-indicators", "", ("xian", ["≥98%（2025年）"])),
        ("compare-duties", "", ("xian", [1, 0])),
        ("compare-duties", "", ("xian-lead", [1, None])),
        ("compare-coverage", "", ("xian", [2])),
    ],
)
def test_every_list_and_matrix_is_there(
    client: Client, xian: Plan, page: str, query: str, expected: tuple[str, list[object]]
) -> None:
    key, values = expected
    assert sorted(map(str, (row[key] for row in rows_of(client, page, query)))) == sorted(map(str, values))


@pytest.mark.parametrize(
    ("page", "query", "number"),
    [
        ("tasks", "?q=品牌", 1),
        ("tasks", "?held=none", 0),
        ("tasks", "?kind=safeguard", 0),
        ("ledger", "?role=lead", 1),
        ("plans", "?q=没有的词", 0),
        ("goals", "?year=2030", 0),
        ("goals", "?year=2025", 1),
        ("indicators", "?attribute=binding", 0),
        ("departments", "?q=市场", 1),
        ("search", "?q=質量&plan=none", 1),
        ("compare-indicators", "?q=没有的词", 0),
        ("compare-coverage", "?level=province", 0),
    ],
)
def test_the_conditions_of_the_page_are_those_of_the_file(
    client: Client, xian: Plan, page: str, query: str, number: int
) -> None:
    assert len(rows_of(client, page, query)) == number


def test_a_file_says_what_it_was_narrowed_to(client: Client, xian: Plan) -> None:
    made = json_of(client, "tasks", "?plan=xian&q=品牌&sort=theme&year=x")
    told = {condition["name"]: condition["value"] for condition in made["conditions"]}
    assert told == {"关键词": "品牌", "规划": TITLE, "未识别": "有的条件无法识别，没有起作用", "排序": "按主题"}
    assert made["source"].startswith("http://testserver/tasks/?plan=xian&q=")
    told = {c["name"]: c["value"] for c in json_of(client, "compare-indicators", "?plan=xian&shared=on")["conditions"]}
    assert told == {"规划": TITLE, "范围": "只看几份规划都有的"}


def test_a_file_is_in_the_script_that_is_wanted(client: Client, xian: Plan) -> None:
    assert rows_of(client, "ledger")[1]["lead"] == [BODY]
    assert rows_of(client, "ledger", "?script=hans")[1]["lead"] == ["市市场监管局"]
    client.get("/ledger/?script=hans")  # remembered
    made = json_of(client, "ledger")
    assert made["rows"][1]["plan"] == "质量强市方案"
    assert made["script"] == "简体"


def test_the_file_of_an_indicator_sets_each_value_against_the_level_above(client: Client, xian: Plan) -> None:
    above = published(
        "shaanxi", title="质量强省纲要", region=builders.region("shaanxi", "陕西省", "province", "610000")
    )
    Region.objects.filter(slug="xian").update(parent=above.region)
    published("xian-2", title="另一份方案")
    [section] = builders.sections(above, ("task", "(一)", "提升质量"))
    indicator = Indicator.objects.get()
    Target.objects.create(section=section, indicator=indicator, name=indicator.name, value=95, unit="%", year=2027)
    made = json_of(client, "indicator")
    rows = {row["region"]: (row["value"], row["standing"], row["above"]) for row in made["rows"]}
    assert rows == {"西安市": ("≥98", "高于上级", "陕西省 95%（2027年）"), "陕西省": ("95", "", "")}
    assert made["conditions"] == [{"name": "指标", "value": indicator.name}]
    assert made["notes"] == ["上级已设、本级未设：另一份方案。"]


def test_the_file_of_a_merged_indicator_is_that_of_what_it_has_become(client: Client, xian: Plan) -> None:
    other = Indicator.objects.create(name="农产品合格率")
    key = other.pk
    merge(Indicator.objects.get(pk=INDICATOR_KEY), [other])
    made = json.loads(client.get(f"/indicators/{key}/export.json").getvalue())
    assert made["conditions"] == [{"name": "指标", "value": "农产品监测合格率"}]


def test_a_file_has_all_pages_in_the_order_of_the_list(client: Client) -> None:
    numbers = range(450)  # more than are read at once
    builders.sections(published(), *(("task", f"{number}.", f"任务{number}") for number in numbers))
    for page in ("tasks", "ledger"):
        assert [row["content"].split("\n")[0] for row in rows_of(client, page, "?page=3")] == [
            f"{number}. 任务{number}" for number in numbers
        ]


def test_superseded_editions_are_in_files_as_in_lists(client: Client) -> None:
    builders.two_editions()
    assert {row["key"].partition("#")[0] for row in rows_of(client, "tasks")} == {"xian"}
    assert {row["key"].partition("#")[0] for row in rows_of(client, "tasks", "?plan=xian-old")} == {"xian-old"}


# Whom it is for


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_published_is_in_no_file(client: Client, xian: Plan, form: str, status: str) -> None:
    published("other", title="另一份")
    Plan.objects.filter(pk=xian.pk).update(status=status)
    for page, (_, forms) in SHEETS.items():
        if form not in forms:
            continue
        response = client.get(address(page, form, asked(page) or "?plan=xian"))
        if page in ("targets", "indicator"):
            assert response.status_code == 404
            continue
        content = response.getvalue()
        said = _unpacked(content, form)
        assert not any(word in said for word in (TASK, BODY, BOUND, INDICATOR, GOAL)), (page, form)
        assert TITLE not in re.sub(r"plan=xian", "", said), (page, form)
    for path in ("/plans/xian/export.docx", "/plans/xian/tasks/s-2-1/export.docx"):
        assert client.get(path).status_code == 404


def _unpacked(content: bytes, form: str) -> str:
    if form in ("csv", "json"):
        return content.decode()
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def test_nobody_gets_drafts_by_being_signed_in(client: Client, xian: Plan) -> None:
    Plan.objects.filter(pk=xian.pk).update(status="draft")
    client.force_login(User.objects.create_superuser("editor"))
    assert rows_of(client, "tasks") == rows_of(client, "plans") == []
    assert client.get("/plans/xian/export.docx").status_code == 404
    assert "export.docx" not in text_of(client.get("/plans/xian/"))


def test_the_audit_log_tells_what_a_signed_in_user_has_taken(client: Client, xian: Plan) -> None:
    client.get(address("ledger", "csv"))
    assert not AuditEvent.objects.exists()
    client.force_login(User.objects.create_superuser("editor"))
    before = AuditEvent.objects.filter(kind="export").count()
    client.head(address("ledger", "csv"))
    client.get(address("ledger", "csv", "?plan=xian")).getvalue()
    client.get("/plans/xian/export.docx").getvalue()
    plan, ledger = AuditEvent.objects.filter(kind="export")[:2]
    assert AuditEvent.objects.filter(kind="export").count() == before + 2
    assert (ledger.subject, ledger.details) == ("职责台账（csv）", f"规划：{TITLE}；排序：按规划")
    assert plan.subject == f"{TITLE}（docx）"


# How they are sent


@pytest.mark.parametrize("page", SHEETS)
def test_every_format_is_sent_under_a_chinese_name(client: Client, xian: Plan, page: str) -> None:
    for form, (kind, _) in FORMS.items():
        response = client.get(address(page, form, asked(page)))
        if form not in SHEETS[page][1]:
            assert response.status_code == 404
            continue
        assert response.headers["Content-Type"] == kind
        assert response.headers["Cache-Control"] == "no-store"
        disposition = response.headers["Content-Disposition"]
        assert re.search(rf'filename="[\w-]+\.{form}"', disposition)
        assert re.search(rf"^[一-鿿].*_\d{{4}}-\d\d-\d\d\.{form}$", unquote(disposition.rpartition("'")[2]))
        assert response.getvalue()


def test_csv_and_json_are_streamed(client: Client, xian: Plan) -> None:
    for form in ("csv", "json"):
        assert client.get(address("tasks", form)).streaming


@pytest.mark.parametrize("path", ["/tasks/export.pdf", "/tasks/export.XLSX", "/tasks/export.", "/tasks/export.xls", "/compare/duties/export.docx", "/plans/xian/export.pdf", "/plans/none/export.docx", "/plans/none/targets/export.csv", "/plans/xian/tasks/s-9/export.docx", "/plans/xian/tasks/s-2/export.docx", "/indicators/1/export.csv", "/indicators/99999999999999999999999/export.csv"])  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, xian: Plan, path: str) -> None:
    assert client.get(path).status_code == 404


def test_head_tells_of_a_file_without_making_it(
    client: Client, xian: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for page in SHEETS:
        with django_assert_max_num_queries(12):
            response = client.head(address(page, "xlsx", asked(page)))
        assert response.status_code == 200
        assert "filename*=" in response.headers["Content-Disposition"]
        assert response.getvalue() == b""
    assert client.head("/plans/xian/export.docx").status_code == 200
    assert client.head("/plans/none/export.docx").status_code == 404


def test_nothing_is_posted(client: Client, xian: Plan) -> None:
    assert client.post(address("tasks", "csv")).status_code == 405
    assert client.post("/plans/xian/export.docx").status_code == 405


def test_nonsense_in_the_query_gives_a_file(client: Client, xian: Plan, settings: Any) -> None:
    settings.EXPORT_LIMIT = 0
    for typed in queries(60):
        for page in ("tasks", "search", "compare-indicators"):
            for form in ("csv", "xlsx"):
                said = quote(typed, errors="surrogatepass")
                response = client.get(address(page, form, f"?q={said}&plan={said}&year={said}&script={said}"))
                assert response.status_code == 200, (page, typed)
                response.getvalue()


def test_the_number_of_queries_grows_with_the_chunks_alone(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for at in range(2):
        for number in range(4):
            builders.full_plan(f"plan-{at}-{number}", tasks=4 + 4 * at)
        Plan.objects.update(status="published")
        with django_assert_max_num_queries(12) as counted:
            client.get(address("ledger", "csv")).getvalue()
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_csv_file_is_what_excel_reads(client: Client, xian: Plan) -> None:
    Section.objects.filter(number="(二)").update(title="=cmd|'/c calc'!A1")
    Section.objects.filter(number="(二)").update(number="")
    content = client.get(address("tasks", "csv")).getvalue().decode()
    assert content.startswith("\ufeff序号,")
    rows = list(csv.DictReader(io.StringIO(content[1:], newline="")))
    assert [row["任务内容"][:6] for row in rows] == ["(一)提升農", "'=cmd|"]


# Where they are found


@pytest.mark.parametrize("page", ["plans", "departments", "functions", "tasks", "ledger", "indicators", "goals", "search", "compare-indicators", "compare-duties", "compare-coverage"])  # fmt: skip
def test_a_page_leads_to_its_files_with_its_conditions(client: Client, xian: Plan, page: str) -> None:
    query = "?q=质量&page=1" if page == "search" else "?region=xian&page=1"
    shown = text_of(client.get(f"/{PAGES[page]}{query}"))
    links = re.findall(r'href="(export\.\w+)\?([^"]*)"', shown)
    assert {link.removeprefix("export.") for link, _ in links} == set(SHEETS[page][1])
    for link, conditions in links:
        assert "page=" not in conditions
        assert conditions == ("q=%E8%B4%A8%E9%87%8F" if page == "search" else "region=xian")
        assert client.get(f"/{PAGES[page]}{link}?{conditions}").status_code == 200


def test_pages_of_a_body_and_of_a_plan_lead_to_their_files(client: Client, xian: Plan) -> None:
    body = Department.objects.get(name=BODY)
    links = {
        f"/departments/{body.pk}/": f"/ledger/export.xlsx?department={body.pk}",
        "/functions/market-regulation/": "/ledger/export.docx?function=market-regulation",
        "/plans/xian/": "/plans/xian/export.docx",
        f"/indicators/{INDICATOR_KEY}/": "export.docx",
        "/plans/xian/goals/": "/goals/export.csv?plan=xian",
        "/plans/xian/targets/": "export.json",
        "/plans/xian/tasks/s-2-1/": "export.docx",
    }
    for page, link in links.items():
        assert f'href="{link}' in text_of(client.get(page)), page
        assert client.get(link if link.startswith("/") else page + link).status_code == 200


def test_an_empty_list_offers_no_files(client: Client, xian: Plan) -> None:
    for page in ("tasks", "plans", "indicators", "goals", "departments", "search"):
        assert "export.xlsx" not in text_of(client.get(f"/{PAGES[page]}?q=没有这样的词")), page

"""The API answers what the pages show, page by page, with a citation and addresses that lead somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Department, Function, Plan, SearchLog
from indicators.merging import merge as merge_indicators
from indicators.models import Goal, Indicator
from qpolicy.api.views.base import ListEndpoint
from tasks.found import elsewhere
from tasks.merging import merge as merge_departments
from tests import builders
from tests.addresses import public_addresses
from tests.api_examples import endpoints
from tests.hostile import LISTED

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"
LISTS = [
    f"{ROOT}{one.example.partition('?')[0]}" for one in endpoints() if not one.path_words and one.operation != "root"
]
HUGE = "9" * 23


def answer(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address if address.startswith("/") else f"{ROOT}{address}")
    assert response.status_code == status, response.content.decode()
    return response.json()


def asked(address: str) -> str:
    """Add what the address does not answer without, or to a comparison of many plans what chooses all."""
    if "/compare/" in address and "alignment" not in address:
        return f"{address}?level=city"
    return f"{address}?q=任务" if address.endswith("/search/") else address


def addresses_in(answered: Any) -> Iterator[str]:
    """Yield every address of this site in an answer."""
    return (found for found in re.findall(r'"http://testserver(/[^"]*)"', json.dumps(answered, ensure_ascii=False)))


def test_as_many_queries_for_five_plans_as_for_fifty(client: Client) -> None:
    few, many = queries(client, range(5)), queries(client, range(5, 50))
    assert few == many
    assert max(many.values()) <= 15


def queries(client: Client, numbers: range) -> dict[str, int]:
    """Add plans, and return how many queries each list then needs."""
    for number in numbers:
        builders.full_plan(f"plan-{number}", tasks=1)
    Plan.objects.update(status="published")
    counts = {}
    for address in LISTS:
        with CaptureQueriesContext(connection) as captured:
            answer(client, f"{asked(address)}{'&' if '?' in asked(address) else '?'}script=hant")
        counts[address] = len(captured)
    return counts


def test_every_address_in_an_answer_leads_somewhere(client: Client) -> None:
    found: set[str] = set()
    for address in public_addresses().values():
        if address.startswith(ROOT) and "openapi" not in address:
            found |= set(addresses_in(answer(client, address)))
    assert len(found) > 40
    assert {
        address: client.get(address).status_code for address in found if client.get(address).status_code != 200
    } == {}


def test_a_list_is_read_to_its_end_by_the_addresses_of_the_next_page(client: Client) -> None:
    builders.full_plan("sample", tasks=7)
    Plan.objects.update(status="published")
    read, address = [], "/api/v1/tasks/?plan=sample&page_size=3"
    while address:
        page = answer(client, address)
        assert (page["total"], page["pages"], page["page_size"]) == (7, 3, 3)
        read += [task["number"] for task in page["results"]]
        address = (page["next"] or "").removeprefix("http://testserver")
    assert read == [f"({number})" for number in range(1, 8)]
    assert page["previous"] == "http://testserver/api/v1/tasks/?plan=sample&page_size=3&page=2"


def test_a_task_says_who_does_it_and_where_it_stands(client: Client) -> None:
    builders.full_plan("sample", tasks=2)
    Plan.objects.update(
        status="published", title="质量强市《建设》方案", document_number="测府发〔2024〕1号", source_text="原文"
    )
    task = answer(client, "plans/sample/tasks/s-1-2/")
    assert [(part["role"], part["name"]) for part in task["departments"]] == [
        ("responsible", "市第2局"),
        ("lead", "市第2局"),
    ]
    assert [part["name"] for part in task["default_departments"]] == ["各区县政府"]
    cited = task["citation"]
    assert cited["text"] == "《质量强市〈建设〉方案》（测府发〔2024〕1号）第一部分第（2）项"
    assert (cited["section"], cited["number"], cited["quote"]) == ("s-1-2", "(2)", "任务2")
    assert cited["source"] == [] and cited["source_text"] is None
    assert cited["page"] == "http://testserver/plans/sample/#s-1-2"


def test_a_citation_says_where_in_the_source_the_words_stand(client: Client) -> None:
    plan = builders.published(source_text="一、目标\n(一)提升质量。合格率达到95%以上。")
    [section] = builders.sections(plan, ("task", "(一)", "提升质量"))
    plan.sections.update(spans=[[5, 24]])
    indicator = Indicator.objects.create(name="合格率")
    section.targets.create(
        indicator=indicator, name="合格率", value=95, unit="%", quote="合格率达到95%以上", start=13, end=23
    )
    [target] = answer(client, "targets/")["results"]
    [place] = target["citation"]["source"]
    assert plan.source_text[place["start"] : place["end"]] == target["citation"]["quote"] == "合格率达到95%以上"
    assert answer(client, f"plans/xian/sections/{section.anchor}/")["citation"]["source"] == [{"start": 5, "end": 24}]


def test_text_is_written_in_the_wanted_script_and_cited_in_its_own(client: Client) -> None:
    plan = builders.published(title="質量強市方案", script="hant")
    builders.sections(plan, ("task", "(一)", "提升質量"))
    [task] = answer(client, "tasks/?script=hans")["results"]
    assert (task["title"], task["plan"]["title"]) == ("提升质量", "质量强市方案")
    assert (task["citation"]["quote"], task["citation"]["plan_title"]) == ("提升質量", "質量強市方案")
    assert answer(client, "tasks/")["results"][0]["title"] == "提升質量"


def test_the_choice_that_a_browser_remembers_changes_nothing(client: Client) -> None:
    builders.published(title="質量強市方案", script="hant")
    client.cookies["script"] = "hans"
    assert answer(client, "plans/")["results"][0]["title"] == "質量強市方案"


def test_a_merged_department_leads_to_what_it_has_become(client: Client) -> None:
    builders.full_plan("sample", tasks=2)
    Plan.objects.update(status="published")
    kept, other = (Department.objects.get(name=f"市第{number}局") for number in (1, 2))
    gone = other.pk
    merge_departments(kept, [other])
    response = client.get(f"{ROOT}departments/{gone}/")
    assert (response.status_code, response["Location"]) == (302, f"http://testserver{ROOT}departments/{kept.pk}/")
    assert answer(client, response["Location"].removeprefix("http://testserver"))["written_as"] == [
        "市第1局",
        "市第2局",
    ]


def test_a_merged_indicator_leads_to_what_it_has_become(client: Client) -> None:
    builders.full_plan("sample", tasks=2)
    Plan.objects.update(status="published")
    kept, other = (Indicator.objects.get(name=f"指标{number}") for number in (1, 2))
    gone = other.pk
    merge_indicators(kept, [other])
    response = client.get(f"{ROOT}indicators/{gone}/")
    assert (response.status_code, response["Location"]) == (302, f"http://testserver{ROOT}indicators/{kept.pk}/")
    assert answer(client, f"targets/?indicator={kept.pk}")["total"] == 2


def test_a_superseded_plan_is_found_where_it_is_asked_for(client: Client) -> None:
    older, newer = builders.two_editions()
    [listed] = answer(client, "plans/")["results"]
    assert (listed["id"], listed["replaces"], listed["replaced_by"]) == (newer.slug, older.slug, [])
    assert answer(client, f"plans/{older.slug}/")["replaced_by"] == [newer.slug]
    assert answer(client, "tasks/")["total"] == answer(client, f"tasks/?plan={older.slug}")["total"] == 3
    assert {task["plan"]["id"] for task in answer(client, "tasks/")["results"]} == {newer.slug}
    [target] = answer(client, f"targets/?plan={older.slug}")["results"]
    assert (target["value"], target["printed"]) == ("94", "94%")


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_what_is_not_published_has_no_address(client: Client, status: str) -> None:
    builders.full_plan("secret", tasks=1)
    Plan.objects.update(status=status)
    body, indicator = Department.objects.earliest("pk").pk, Indicator.objects.get().pk
    inside = ("", "sections/", "sections/s-1/", "tasks/s-1-1/", "sections/s-1-1/targets/1/", "sections/s-1/goals/1/")
    for address in (*(f"plans/secret/{path}" for path in inside), f"departments/{body}/", f"indicators/{indicator}/"):
        answer(client, address, 404)
    for name in ("tasks", "goals", "targets", "indicators", "compare/indicators", "compare/duties", "compare/coverage"):
        assert answer(client, f"{name}/?plan=secret", 400)["errors"][0]["code"] == "unknown-value", name
    for name in ("a", "b"):
        assert answer(client, f"compare/alignment/?{name}=secret", 400)["errors"][0]["parameter"] == name
    for address in LISTS:
        assert answer(client, asked(address)).get("total", 0) in (0, Function.objects.count())
    assert answer(client, f"targets/?indicator={indicator}", 400)["errors"][0]["parameter"] == "indicator"
    assert answer(client, f"tasks/?department={body}", 400)["errors"][0]["parameter"] == "department"


def test_the_matrix_of_indicators_has_a_cell_for_each_plan(client: Client) -> None:
    for slug in ("first", "second"):
        builders.full_plan(slug, tasks=1)
    builders.full_plan("third", tasks=2)
    Plan.objects.update(status="published")
    matrix = answer(client, "compare/indicators/?plan=first&plan=third")
    slugs = [plan["id"] for plan in matrix["plans"]]
    assert sorted(slugs) == ["first", "third"]
    shared, alone = (family["indicators"][0] for family in matrix["results"])
    assert [cell["plan"] for cell in shared["cells"]] == slugs
    assert {cell["plan"]: [value["value"] for value in cell["values"]] for cell in alone["cells"]} == {
        "first": [],
        "third": ["2"],
    }
    assert shared["cells"][0]["values"][0]["citation"]["place"] == "第一部分第（1）项"
    assert [one["label"] for one in answer(client, "compare/indicators/?shared=true")["results"]] == ["指标1"]


def test_duties_and_themes_are_counted_as_on_the_pages(client: Client) -> None:
    plan = builders.full_plan("sample", tasks=3)
    Department.objects.update(function=builders.function())
    builders.sections(plan, ("task", "(4)", "无人负责"))
    Plan.objects.update(status="published")
    duties = answer(client, "compare/duties/")
    [row] = duties["results"]
    cell = {name: row["cells"][0][name] for name in ("plan", "number", "leading", "has_rule")}
    assert (row["id"], cell) == ("market-regulation", {"plan": "sample", "number": 3, "leading": 3, "has_rule": True})
    assert duties["unassigned"][0]["number"] == 0
    [row] = answer(client, "compare/coverage/")["results"]
    assert (row["id"], row["name"], row["cells"][0]["number"]) == (None, "未归类", 4)


def test_the_search_marks_what_it_finds_and_is_not_recorded(client: Client) -> None:
    plan = builders.published()
    builders.sections(plan, ("task", "(一)", "培育<品牌>企业"))
    found = answer(client, "search/?q=品牌")
    [hit] = found["results"]
    assert hit["snippet"] == "培育&lt;<mark>品牌</mark>&gt;企业。"
    assert (hit["url"], found["full"]) == (f"http://testserver{ROOT}plans/xian/tasks/s-1/", 1)
    assert hit["citation"]["quote"] == "培育<品牌>企业"
    assert answer(client, "search/?q=地区:无此地区")["unknown"] == [{"field": "region", "value": "无此地区"}]
    assert not SearchLog.objects.exists()


def test_the_search_finds_of_a_document_number_what_the_page_finds(client: Client) -> None:
    builders.sections(builders.published(), ("task", "(一)", "保护荣昌卤鹅"), *[("task", "(二)", "发展")] * 9)
    assert answer(client, "search/?q=荣昌 航天")["partial"] == 1
    for typed in ("荣昌府发〔2024〕16号", "荣昌府发〔2024〕16号 地区:西安", "荣昌府发〔2024〕16号&plan=xian"):
        found = answer(client, f"search/?q={typed}")
        assert (found["total"], found["partial"], found["results"]) == (0, 0, [])
        assert "荣昌卤鹅" not in client.get(f"/search/?q={typed}").content.decode()


@pytest.mark.parametrize(
    ("kind", "title"), [("goals", "2025年"), ("plans", "任务方案"), ("indicators", "指标1"), ("departments", "市第1局")]
)
def test_the_search_finds_all_kinds(client: Client, kind: str, title: str) -> None:
    builders.full_plan("sample", tasks=1)
    Plan.objects.update(status="published", title="任务方案")
    Goal.objects.update(text="重点任务见成效。")
    words = {"goals": "重点任务", "plans": "方案", "indicators": "指标", "departments": "第1局"}
    [hit] = answer(client, f"search/?q={words[kind]}&type={kind}")["results"]
    assert (hit["type"], hit["title"]) == (kind, title)
    assert (hit["citation"] is None) == (kind in ("indicators", "departments"))


def test_of_more_than_are_listed_the_number_is_a_lower_bound(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "MOST_FOUND", 2)
    for number in (1, 2, 3):
        builders.published(f"plan-{number}", title=f"质量方案{number}")
        found = answer(client, "search/?q=质量方案&type=plans")
        assert (found["total"], found["total_is_lower_bound"]) == ((1, False) if number == 1 else (2, True))


def test_an_answer_is_sent_again_only_when_something_has_changed(client: Client) -> None:
    plan = builders.published()
    first = client.get(f"{ROOT}plans/")
    assert client.get(f"{ROOT}plans/", headers={"if-none-match": first["ETag"]}).status_code == 304
    Plan.objects.filter(pk=plan.pk).update(title="新的标题")
    again = client.get(f"{ROOT}plans/", headers={"if-none-match": first["ETag"]})
    assert again.json()["results"][0]["title"] == "新的标题"


def test_an_answer_is_made_once_for_each_state(client: Client) -> None:
    builders.full_plan("sample", tasks=3)
    Plan.objects.update(status="published")
    client.get(f"{ROOT}tasks/")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{ROOT}tasks/")
    assert len(captured) == 1


def test_nonsense_is_never_a_failure_of_the_server(client: Client, settings: Any) -> None:
    settings.API_LIMIT = 0
    builders.full_plan("sample", tasks=1)
    Plan.objects.update(status="published")
    for one in endpoints():
        path = f"{ROOT}{one.example.partition('?')[0]}"
        for parameter in one.parameters:
            for value in (HUGE, f"-{HUGE}", "²", "\0", "1e9", "nan", "%ed%a0%80", "' OR 1=1 --", ["a", "b"]):
                response = client.get(
                    path, {parameter.name: value, **({"q": "a"} if one.operation == "search" else {})}
                )
                assert response.status_code in (200, 302, 400, 404), (path, parameter.name, value)
    for typed in LISTED:
        sent = typed.encode("utf-8", "surrogatepass")
        assert client.get(f"{ROOT}search/", {"q": sent}).status_code in (200, 400), typed[:20]
    for path in (f"departments/{HUGE}/", f"indicators/{HUGE}/", f"plans/sample/sections/s-1-1/targets/{HUGE}/"):
        answer(client, path, 404)


def test_the_schema_is_whole(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))


def test_every_list_can_be_paged() -> None:
    assert all(
        {"page", "page_size"} <= {one.name for one in view.parameters}
        for view in endpoints()
        if issubclass(view, ListEndpoint)
    )

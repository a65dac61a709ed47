"""What the tools for assistants answer: from published plans alone, cited, in pages with honest totals."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test.utils import CaptureQueriesContext
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError

from documents.models import Department, Function, Plan
from qpolicy.assistants import asking
from qpolicy.assistants.asked import Site, site_address
from qpolicy.assistants.server import make_server
from qpolicy.assistants.tools import TOLD
from tests import builders
from tests.hostile import queries
from tests.imported import TEXT, imported

pytestmark = pytest.mark.django_db
SITE = "https://plans.example.gov.cn"
SERVER = make_server(Site(SITE))
# A call of every tool that has something to tell of the plan that `imported` makes.
CALLS: dict[str, dict[str, Any]] = {
    "list_plans": {},
    "get_plan": {"plan": "some-city"},
    "get_section": {"plan": "some-city", "section": "s-2-1"},
    "search_tasks": {"query": "追溯体系"},
    "get_task": {"plan": "some-city", "task": "s-2-1"},
    "compare_indicator": {"indicator": "合格率"},
    "list_duties": {"department": "市市场监管局"},
    "verify_quotation": {"quote": "加强农产品质量安全监测，完善追溯体系"},
}


@pytest.fixture(autouse=True)
def _in_this_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask on the connection of the test, whose rows no other sees; test_mcp.py asks as a server does."""
    monkeypatch.setattr(asking, "ThreadSensitiveContext", nullcontext)


def called(name: str, **arguments: Any) -> dict[str, Any]:
    """Return the structured answer, which the text says too."""
    result: Any = async_to_sync(SERVER.call_tool)(name, arguments)
    said = json.loads(result.content[0].text)
    assert said.items() <= result.structured_content.items() or said["summary"] == result.structured_content["summary"]
    answer: dict[str, Any] = result.structured_content
    return answer


def refused(name: str, **arguments: Any) -> str:
    with pytest.raises(ToolError) as complaint:
        async_to_sync(SERVER.call_tool)(name, arguments)
    assert not isinstance(complaint.value, UnexpectedToolError)
    return str(complaint.value)


def test_the_calls_are_of_every_tool() -> None:
    assert CALLS.keys() == TOLD.keys()


def test_plans_are_listed_with_their_papers() -> None:
    imported(issuer="某市人民政府")
    answer = called("list_plans")
    assert answer["summary"] == "规划共 1 项，列出第 1—1 项。"
    [plan] = answer["plans"]
    assert plan["cited"]["citation"] == "《某市质量强市建设实施方案》（某府发〔2024〕16号）"
    assert (plan["cited"]["plan"], plan["cited"]["issuer"]) == ("some-city", "某市人民政府")
    assert plan["cited"]["url"] == f"{SITE}/plans/some-city/"
    assert (plan["tasks"], plan["targets"], plan["region"]) == (2, 2, "某市")


def test_the_list_is_narrowed_as_the_page_is() -> None:
    imported()
    imported("other", TEXT.replace("某市质量", "别市质量").replace("16号", "17号"))
    assert [one["cited"]["plan"] for one in called("list_plans", query="17号")["plans"]] == ["other"]
    assert called("list_plans", level="province")["total"] == 0
    assert called("list_plans", page_size=1)["next_page"] == 2
    assert called("list_plans", page_size=1, page=2)["next_page"] is None
    assert called("list_plans", page=7)["summary"] == "规划共 2 项，没有第 7 页。"


def test_a_plan_comes_with_its_outline() -> None:
    imported()
    lines = called("get_plan", plan="some-city")["outline"]
    assert [(line["section"], line["heading"], line["depth"]) for line in lines][-4:] == [
        ("s-2-1", "(一)提升农产品质量安全水平", 2),
        ("s-2-2", "(二)培育区域品牌", 2),
        ("s-3", "三、保障措施", 1),
        ("s-3-1", "(一)加强组织领导", 2),
    ]


def test_editions_know_of_each_other() -> None:
    older, newer = builders.two_editions()
    assert called("get_plan", plan=newer.slug)["replaces"] == older.slug
    answer = called("get_plan", plan=older.slug)
    assert answer["replaced_by"] == [newer.slug]
    assert answer["plan"]["cited"]["notes"] == ["本规划已被新版替代"]


def test_a_section_comes_with_all_under_it_and_in_pieces_where_it_is_long() -> None:
    plan = imported(text=TEXT.replace("完善追溯体系", "完善追溯体系，" + "加强监管。" * 2000))
    answer = called("get_section", plan=plan.slug, section="s-2")
    assert answer["text"].startswith("二、重点任务\n(一)提升农产品质量安全水平")
    assert [line["section"] for line in answer["below"]] == ["s-2-1", "s-2-2"]
    pieces, offset = [], 0
    while offset is not None:
        answer = called("get_section", plan=plan.slug, section="s-2", offset=offset)
        pieces.append(answer["text"])
        offset = answer["next_offset"]
    whole = "".join(pieces)
    assert len(pieces) == 2 and len(whole) == answer["characters"] and whole.endswith("按职责分工负责)")
    assert "offset 超出全文" in refused("get_section", plan=plan.slug, section="s-2", offset=10**6)


def test_a_search_finds_what_the_command_finds_with_words_of_the_source() -> None:
    plan = imported()
    [hit] = called("search_tasks", query="追溯體系")["hits"]
    cited = hit["cited"]
    assert (cited["plan"], cited["section"]) == ("some-city", "s-2-1")
    assert cited["path"] == ["二、重点任务", "(一)提升农产品质量安全水平"]
    assert cited["url"] == f"{SITE}/plans/some-city/#s-2-1"
    source = "".join(plan.source_text[start:end] for start, end in cited["spans"])
    assert "完善追溯体系" in source and source in cited["quote"].replace("\n", "。") + "。"


def test_a_long_task_is_quoted_where_it_holds_what_was_looked_for() -> None:
    plan = imported(
        text=TEXT.replace("完善追溯体系", "推进工作。" * 200 + "首创食品安全总监制度。" + "持续改进。" * 200)
    )
    [hit] = called("search_tasks", query="食品安全总监")["hits"]
    assert "首创食品安全总监制度" in hit["cited"]["quote"] and hit["cited"]["is_cut"] is True
    [(start, end)] = hit["cited"]["spans"]
    assert "首创食品安全总监制度" in plan.source_text[start:end]


def test_a_search_says_how_much_there_is() -> None:
    builders.sections(
        builders.published(), *(("task", f"({number})", f"建设质量强市{number}") for number in range(1, 31))
    )
    answer = called("search_tasks", query="质量强市", page=2, page_size=10)
    assert (answer["total"], answer["page"], answer["next_page"], len(answer["hits"])) == (30, 2, 3, 10)
    assert "列出第 11—20 项" in answer["summary"]
    assert "前 1000 项" in refused("search_tasks", query="质量强市", page=100, page_size=50)


def test_a_search_within_one_plan_finds_nothing_of_others() -> None:
    imported()
    imported("other", TEXT.replace("某市质量", "别市质量").replace("16号", "17号"))
    hits = called("search_tasks", query="追溯体系", plan="other")["hits"]
    assert [hit["cited"]["plan"] for hit in hits] == ["other"]
    assert "不要再给 plan" in refused("search_tasks", query="追溯体系 规划:some-city", plan="other")
    assert "没有叫“火星”的地区" in called("search_tasks", query="追溯体系 地区:火星")["summary"]


def test_a_task_comes_with_all_that_is_known_of_it() -> None:
    imported(text=TEXT.replace("监管局配合)", "监管局配合,2025年6月底前完成)"))
    answer = called("get_task", plan="some-city", task="s-2-1")
    assert answer["heading"] == "(一)提升农产品质量安全水平"
    assert answer["duties"] == [
        {"role": "牵头", "departments": ["市农业农村局"]},
        {"role": "配合", "departments": ["市市场监管局"]},
    ]
    assert answer["deadline"] == "2025年6月底前"
    assert "是标题，不是任务" in refused("get_task", plan="some-city", task="s-2")


def test_an_indicator_is_compared_with_its_sentence_and_the_level_above() -> None:
    above = builders.region("some-province", "某省", "province", "990000")
    upper = imported("upper", TEXT.replace("某市质量", "某省质量").replace("16号", "9号").replace("94%", "93%"))
    own = imported()
    Plan.objects.filter(pk=upper.pk).update(region=above)
    own.region.parent = above  # type: ignore[union-attr]
    own.region.save()  # type: ignore[union-attr]
    answer = called("compare_indicator", indicator="制造业产品质量合格率")
    found = {one["cited"]["plan"]: one for one in answer["targets"]}
    assert (found["some-city"]["value"], found["some-city"]["standing"]) == ("94", "高于上级")
    assert (found["upper"]["value"], found["upper"]["standing"]) == ("93", "")
    [(start, end)] = found["some-city"]["cited"]["spans"]
    assert own.source_text[start:end] == found["some-city"]["cited"]["quote"]
    only = called("compare_indicator", indicator="合格率", plans=["upper"])
    assert {one["cited"]["plan"] for one in only["targets"]} == {"upper"} and only["plans"] == 1
    assert called("compare_indicator", indicator="没有的指标")["total"] == 0


def test_plans_that_set_nothing_are_named() -> None:
    imported()
    builders.published("silent", title="没有指标的规划")
    assert called("compare_indicator", indicator="合格率")["without"] == ["没有指标的规划"]


def test_duties_are_listed_by_department_by_function_and_by_role() -> None:
    imported()
    answer = called("list_duties", department="市场监管局")
    assert [(one["cited"]["section"], one["role"]) for one in answer["duties"]] == [
        ("s-2-1", "配合"),
        ("s-2-2", "负责"),
    ]
    assert called("list_duties", department="市场监管局", role="responsible")["total"] == 1
    function = Function.objects.get_or_create(slug="farming", defaults={"name": "农业农村"})[0]
    Department.objects.filter(name__contains="农业农村").update(function=function)
    assert [one["task"] for one in called("list_duties", function="农业农村")["duties"]] == [
        "(一)提升农产品质量安全水平"
    ]
    assert "没有叫“没有的局”的部门" in refused("list_duties", department="没有的局")
    assert "没有叫“没有的职能”的职能" in refused("list_duties", function="没有的职能")
    assert "给出其中一个" in refused("list_duties")


def test_a_rule_for_every_task_is_told_apart() -> None:
    plan = builders.full_plan("ruled", tasks=1)
    Plan.objects.update(status="published")
    answer = called("list_duties", department="各区县政府", plan=plan.slug)
    assert [(one["is_default"], one["cited"]["section"]) for one in answer["duties"]] == [(True, "s-1")]


def test_a_quotation_is_verified() -> None:
    plan = imported()
    answer = called("verify_quotation", quote="加強農產品質量安全監測，完善追溯體系")
    [place] = answer["places"]
    assert (answer["verdict"], place["is_literal"]) == ("原文有此句", False)
    [(start, end)] = place["cited"]["spans"]
    assert plan.source_text[start:end] == place["cited"]["quote"] == "加强农产品质量安全监测,完善追溯体系"
    answer = called("verify_quotation", quote="制造业产品质量合格率达到96%", plan="some-city")
    assert answer["is_found"] is False
    assert answer["near"][0]["differences"] == [{"said": "96", "written": "94"}]
    assert called("verify_quotation", quote="今天天气晴朗适合去公园")["verdict"] == "未找到此句"
    assert "太短" in refused("verify_quotation", quote="质量")


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
@pytest.mark.parametrize("name", CALLS)
def test_no_tool_tells_anything_of_what_is_not_published(name: str, status: str) -> None:
    builders.sections(builders.published("public"), ("task", "(一)", "公开的任务"))
    imported(status=status, issuer="某市人民政府")
    try:
        said = json.dumps(called(name, **CALLS[name]), ensure_ascii=False)
    except ToolError as refusal:
        said = str(refusal)
    asked = "".join(map(str, CALLS[name].values()))
    for secret in (
        "某市质量强市",
        "某府发",
        "某市人民政府",
        "农产品质量安全",
        "区域品牌",
        "94",
        "农业农村局",
        "some-city",
    ):
        assert secret in asked or secret not in said


@pytest.mark.parametrize("name", CALLS)
def test_every_tool_tells_of_what_is_published(name: str) -> None:
    imported()
    assert "某市质量强市建设实施方案" in json.dumps(called(name, **CALLS[name]), ensure_ascii=False)


@pytest.mark.parametrize("name", CALLS)
def test_the_number_of_queries_does_not_grow(name: str) -> None:
    def number() -> int:
        with CaptureQueriesContext(connection) as captured:
            called(name, **CALLS[name])
        return len(captured)

    imported()
    called(name, **CALLS[name])
    before = number()
    for copy in range(4):
        imported(f"copy-{copy}", TEXT.replace("某市质量", f"第{copy}市质量").replace("16号", f"{copy}号"))
    assert 0 < number() <= before <= 25


@pytest.mark.parametrize(
    ("name", "arguments", "complaint"),
    [
        ("no_such_tool", {}, "没有工具 no_such_tool；可用的工具有：list_plans、"),
        ("get_plan", {}, "参数 plan：缺少参数。"),
        ("get_plan", {"plan": "nowhere"}, "没有标识为“nowhere”的规划。"),
        ("get_section", {"plan": "some-city", "section": "s-99"}, "没有标识为“s-99”的章节条"),
        ("search_tasks", {"query": ""}, "参数 query：不能为空。"),
        ("search_tasks", {"query": "，。"}, "没有可以检索的文字"),
        ("search_tasks", {"query": "质量", "page": "two"}, "参数 page：应为整数。"),
        ("search_tasks", {"query": "质量", "page": 10**20}, "参数 page：不能大于 100000。"),
        ("search_tasks", {"query": "质量", "page_size": 51}, "参数 page_size：不能大于 50。"),
        ("search_tasks", {"query": "质量", "limit": 5}, "没有参数 limit；可用的参数有：query、"),
        ("search_tasks", {"query": 5}, "参数 query：应为文字。"),
        ("search_tasks", {"query": "质量", "kind": "novel"}, "参数 kind：应为 '', 'task'、".replace(", ", "、")),
        ("list_plans", {"region": "nowhere"}, "region 的值不能识别。可选："),
        ("compare_indicator", {"indicator": "合格率", "plans": "some-city"}, "参数 plans：应为列表。"),
        ("verify_quotation", {"quote": "质" * 4001}, "参数 quote：最多 4000 字。"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(name: str, arguments: dict[str, Any], complaint: str) -> None:
    imported()
    assert complaint in refused(name, **arguments)


def test_anything_may_be_asked() -> None:
    imported()
    arguments = (("search_tasks", "query"), ("verify_quotation", "quote"), ("list_plans", "query"),
                 ("compare_indicator", "indicator"), ("list_duties", "department"), ("get_plan", "plan"))  # fmt: skip
    said = []
    for number, typed in enumerate(queries(120)):
        name, argument = arguments[number % len(arguments)]
        try:
            called(name, **{argument: typed})
        except UnexpectedToolError:
            raise
        except ToolError as refusal:
            said.append(str(refusal))
    assert all(said) and "Traceback" not in "".join(said)


def test_what_goes_wrong_inside_is_not_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*args: object, **options: object) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr("qpolicy.assistants.plans.list_plans", fail)
    with pytest.raises(UnexpectedToolError) as crash:
        async_to_sync(SERVER.call_tool)("list_plans", {})
    assert "secret" not in str(crash.value) and "处理时出错" in str(crash.value)


def test_nothing_can_be_written() -> None:
    with pytest.raises(asking.WritingRefusedError):
        async_to_sync(asking.ask)(lambda: builders.plan("new"))
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("domain", "given", "expected"),
    [
        ("", "", "http://127.0.0.1:8000"),
        ("plans.example.gov.cn", "", "https://plans.example.gov.cn"),
        ("http://plans.local:8080", "", "http://plans.local:8080"),
        ("plans.example.gov.cn", "http://inside:8000", "http://inside:8000"),
    ],
)
def test_addresses_are_those_of_the_site(settings: Any, domain: str, given: str, expected: str) -> None:
    settings.SITE_DOMAIN = domain
    assert site_address(given) == expected
    assert Site(expected).url("/plans/xian/#s-1") == f"{expected}/plans/xian/#s-1"

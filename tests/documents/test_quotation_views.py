"""核对引文: a page for people, that answers in an address where the sentence is short and in place where it is long."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Plan
from tests import builders
from tests.hostile import queries
from tests.imported import TEXT, imported
from tests.pages import text_of

pytestmark = pytest.mark.django_db
HELD = "加强农产品质量安全监测，完善追溯体系"


def asked(client: Client, quotation: str, **more: str) -> str:
    return text_of(client.get(f"/verify/?{urlencode({'q': quotation, **more})}"))


def test_without_a_question_there_is_a_form(client: Client) -> None:
    imported()
    page = text_of(client.get("/verify/"))
    assert "<textarea" in page and 'id="answer"' not in page


def test_without_plans_it_says_so(client: Client) -> None:
    page = text_of(client.get("/verify/"))
    assert "知识库中还没有规划" in page and "<textarea" not in page


def test_a_sentence_that_is_there_is_shown_with_its_place_and_link(client: Client) -> None:
    imported()
    page = asked(client, HELD)
    assert "原文有此句" in page
    assert (
        '<a href="/plans/some-city/#s-2-1">《某市质量强市建设实施方案》（某府发〔2024〕16号）第二部分第（一）项</a>'
        in page
    )
    assert "加强农产品质量安全监测,完善追溯体系" in page
    assert "只是字形、标点或空白不同" in page


def test_a_sentence_that_is_nearly_there_is_shown_with_what_differs(client: Client) -> None:
    imported()
    page = asked(client, "到2025年，制造业产品质量合格率达到96%")
    assert "未找到此句，有相近的" in page
    assert "<del>96</del><ins>94</ins>" in page


def test_what_is_not_there_is_not_found_and_the_page_says_what_to_do(client: Client) -> None:
    imported()
    page = asked(client, "今天天气晴朗适合去公园散步")
    assert "未找到此句</h2>" in page and 'href="/search/"' in page


def test_one_plan_may_be_chosen(client: Client) -> None:
    imported()
    imported("other", TEXT.replace("某市质量", "别市质量").replace("16号", "17号"))
    assert "在 2 份规划中有 2 处" in asked(client, HELD)
    page = asked(client, HELD, plan="other")
    assert "在 1 份规划中有 1 处" in page and "改为核对全部规划" in page


def test_a_short_sentence_that_is_posted_is_answered_at_an_address(client: Client) -> None:
    imported()
    response = client.post("/verify/", {"q": HELD, "plan": "some-city"})
    assert response.status_code == 302
    assert "原文有此句" in text_of(client.get(response.headers["Location"]))


def test_a_long_one_is_answered_where_it_was_posted(client: Client) -> None:
    held = "围绕质量强市建设目标，健全制度机制，完善政策措施，形成工作合力。" * 20
    imported(text=TEXT.replace("加强农产品质量安全监测", held + "加强农产品质量安全监测"))
    page = text_of(client.post("/verify/", {"q": held, "plan": ""}))
    assert "原文有此句" in page and "script=hant" not in page


def test_nobody_needs_a_cookie_to_ask(client: Client) -> None:
    imported()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/verify/", {"q": HELD}).status_code == 302
    assert not client.get("/verify/").cookies


@pytest.mark.parametrize(
    ("quotation", "plan", "complaint"),
    [
        ("", "", "请粘贴要核对的引文。"),
        ("质量", "", "太短，至少要有 4 个字。"),
        ("，。" * 10, "", "太短，至少要有 4 个字。"),
        ("质量强市" * 1001, "", "最多 4000 字，现有 4004 字，请分段核对。"),
        (HELD, "no-such-plan", "没有这份规划，请重新选择。"),
    ],
)
def test_what_cannot_be_looked_for_is_told_and_nothing_typed_is_lost(
    client: Client, quotation: str, plan: str, complaint: str
) -> None:
    imported()
    page = text_of(client.post("/verify/", {"q": quotation, "plan": plan}))
    assert complaint in page and quotation.strip() in page and 'id="answer"' not in page


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_plans_that_are_not_published_are_neither_searched_nor_offered(client: Client, status: str) -> None:
    builders.published("another")
    imported(status=status)
    page = asked(client, HELD)
    assert "未找到此句</h2>" in page and "some-city" not in page
    assert "没有这份规划" in asked(client, HELD, plan="some-city")


def test_a_plan_is_shown_in_the_script_that_the_reader_wants(client: Client) -> None:
    imported()
    page = asked(client, HELD, script="hant")
    assert "加強農產品質量安全監測" in page and 'lang="zh-Hant"' in page


def test_an_older_edition_is_named_as_such(client: Client) -> None:
    builders.two_editions(validity=Plan.Validity.EXPIRED)
    page = asked(client, "布局国家质检中心")
    assert page.count("这份规划已被替代") == page.count("这份规划已失效") == 1


def test_many_places_have_pages(client: Client) -> None:
    made = builders.published()
    builders.sections(made, *(("task", f"({number})", f"建设质量强市任务第{number}条") for number in range(1, 31)))
    page = asked(client, "建设质量强市任务")
    assert "60 处" in page and page.count("<blockquote") == 20 and "page=2" in page


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    def number(quotation: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            asked(client, quotation)
        return len(captured)

    imported()
    asked(client, HELD)
    counted = [number(HELD), number("完善追溯体制的体系"), number("今天天气晴朗")]
    for copy in range(5):
        imported(f"copy-{copy}", TEXT.replace("某市质量", f"第{copy}市质量").replace("16号", f"{copy}号"))
    assert [number(HELD), number("完善追溯体制的体系"), number("今天天气晴朗")] == counted
    assert max(counted) <= 20


def test_anything_may_be_typed(client: Client) -> None:
    imported()
    for typed in queries(110):
        sent = {"q": typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
        assert client.post("/verify/", sent, follow=True).status_code == 200
    for query in (
        "q=%ED%A0%80%ED%A0%80%ED%A0%80%ED%A0%80",
        "q=a&q=b",
        "q=%00%00%00质量强市",
        "q=质量强市&page=99999999999999999999",
        "q=质量强市&plan=%00",
    ):
        assert client.get(f"/verify/?{query}").status_code == 200


def test_it_is_linked_from_every_page(client: Client) -> None:
    assert '<a href="/verify/">核对引文</a>' in text_of(client.get("/about/"))

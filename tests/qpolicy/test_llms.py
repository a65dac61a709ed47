"""llms.txt says what the site is and where what is found, made of what is stored."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Plan
from qpolicy import llms
from tests import builders
from tests.imported import imported
from tests.pages import text_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r"- \[(?P<name>(?:[^\[\]\\]|\\.)+)\]\((?P<url>[^()\s]+)\)(?:: (?P<note>.+))?")


def links(client: Client) -> dict[str, str]:
    """Return the links by their addresses; every line below the headings must be one."""
    text = text_of(client.get("/llms.txt"))
    below = text.partition("\n## ")[2].splitlines()[1:]
    found = [LINK.fullmatch(line) for line in below if line and not line.startswith("## ")]
    assert all(found), text
    return {link["url"]: link["name"] for link in found if link}


def test_it_is_plain_text_in_the_order_that_the_format_asks_for(client: Client) -> None:
    imported()
    response = client.get("/llms.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = text_of(response).splitlines()
    assert lines[0] == "# 质量政策知识库" and lines[2].startswith("> ")
    assert "现有规划 1 份，任务 2 项" in lines[2]
    assert [line for line in lines if line.startswith("## ")] == [
        "## 规划",
        "## 查找与比较",
        "## 供程序使用",
        "## Optional",
    ]


def test_it_names_the_published_plans_with_links(client: Client) -> None:
    imported()
    builders.published("odd", title="方案[试行]")
    found = links(client)
    assert found["http://testserver/plans/some-city/"] == "某市质量强市建设实施方案"
    assert found["http://testserver/plans/odd/"] == "方案\\[试行\\]"
    assert "某府发〔2024〕16号" in text_of(client.get("/llms.txt"))


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_it_names_no_other_plans(client: Client, status: str) -> None:
    builders.plan("hidden", title="不公开的规划", status=status)
    assert "不公开" not in text_of(client.get("/llms.txt")) and "hidden" not in text_of(client.get("/llms.txt"))


def test_older_editions_are_optional(client: Client) -> None:
    older, newer = builders.two_editions()
    before, _, optional = text_of(client.get("/llms.txt")).partition("## Optional")
    assert newer.get_absolute_url() in before and f"{older.get_absolute_url()})" in optional


def test_every_link_leads_somewhere(client: Client) -> None:
    imported()
    for url in links(client):
        assert client.get(url.removeprefix("http://testserver")).status_code == 200, url


def test_what_is_not_there_is_left_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llms, "PROGRAMS", (("/nowhere.json", "无", "无"),))
    assert "nowhere" not in text_of(client.get("/llms.txt"))


def test_the_server_for_assistants_is_named_where_it_is_served(client: Client, settings: Any) -> None:
    assert "[MCP]" not in text_of(client.get("/llms.txt"))
    settings.MCP_URL = "https://plans.example.gov.cn/mcp"
    Plan.objects.create(title="新的规划", slug="new")  # what was kept is of another state
    assert "- [MCP](https://plans.example.gov.cn/mcp): " in text_of(client.get("/llms.txt"))


def test_very_many_plans_are_cut_and_that_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llms, "MOST_PLANS", 2)
    for number in range(5):
        builders.published(f"plan-{number}")
    assert "- [其余 3 份](http://testserver/plans/)" in text_of(client.get("/llms.txt"))


def test_it_is_sent_again_only_when_something_has_changed(client: Client) -> None:
    plan = imported()
    tag = client.get("/llms.txt").headers["ETag"]
    assert client.get("/llms.txt", HTTP_IF_NONE_MATCH=tag).status_code == 304
    plan.title = "另一个标题"
    plan.save()
    response = client.get("/llms.txt", HTTP_IF_NONE_MATCH=tag)
    assert response.status_code == 200 and "另一个标题" in text_of(response)


def test_the_number_of_queries_does_not_depend_on_the_plans(client: Client) -> None:
    def number() -> int:
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get("/llms.txt"))
        return len(captured)

    builders.published()
    before = number()
    for copy in range(10):
        builders.published(f"copy-{copy}")
    assert number() == before <= 12

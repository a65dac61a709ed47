"""manage.py mcp serves a real client over standard input and output, and over HTTP, on either database."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client

from qpolicy.assistants.tools import TOLD
from qpolicy.assistants.transports import security
from qpolicy.serving import Address
from tests.imported import TEXT

ROOT = Path(__file__).resolve().parents[2]
SITE = "https://plans.example.gov.cn"
DATABASE = "qpolicy_mcp_test"
PATIENCE = 90  # seconds, on a machine that does other things too
CALLS: dict[str, dict[str, Any]] = {
    "list_plans": {"query": "某市"},
    "get_plan": {"plan": "some-city"},
    "get_section": {"plan": "some-city", "section": "s-2"},
    "search_tasks": {"query": "追溯體系"},
    "get_task": {"plan": "some-city", "task": "s-2-1"},
    "compare_indicator": {"indicator": "制造业产品质量合格率"},
    "list_duties": {"department": "市场监管局"},
    "verify_quotation": {"quote": "加强农产品质量安全监测，完善追溯体系"},
}
Talk = Callable[[Client], Awaitable[Any]]


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a knowledge base with a published plan and a draft."""
    folder = tmp_path_factory.mktemp("mcp")
    here = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "qpolicy.settings",
        "PYTHONUTF8": "1",
    }
    if request.param == "sqlite":
        yield filled(here, folder)
        return
    url = request.getfixturevalue("postgres_url")
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
        yield filled({**here, "DATABASE_URL": urlsplit(url)._replace(path=f"/{DATABASE}").geturl()}, folder)
        cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    connection.close()


def filled(here: dict[str, str], folder: Path) -> dict[str, str]:
    (folder / "some-city.txt").write_text(TEXT, encoding="utf-8")
    draft = TEXT.replace("某市质量", "秘密市质量").replace("16号", "17号").replace("追溯体系", "秘密的追溯体系")
    (folder / "secret.txt").write_text(draft, encoding="utf-8")
    for arguments in (
        ("migrate", "--verbosity", "0"),
        ("import_plan", str(folder / "some-city.txt"), "--slug", "some-city", "--publish"),
        ("import_plan", str(folder / "secret.txt"), "--slug", "secret"),
    ):
        subprocess.run(command(*arguments), env={**os.environ, **here}, check=True, capture_output=True)
    return here


@pytest.fixture(scope="module")
def address(place: dict[str, str]) -> Iterator[str]:
    with served(place) as address:
        yield address


@contextmanager
def served(place: dict[str, str]) -> Iterator[str]:
    """Yield the address of a server over HTTP, which is stopped afterwards."""
    port = free_port()
    arguments = command("mcp", "--http", f"127.0.0.1:{port}", "--site", SITE)
    with subprocess.Popen(arguments, env={**os.environ, **place}, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port, server)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            server.terminate()
            server.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server does not answer: {server.poll()}")


def over_stdio(place: dict[str, str], talk: Talk) -> Any:
    parameters = StdioServerParameters(command=sys.executable, args=command("mcp", "--site", SITE)[1:], env=place)

    async def connected() -> Any:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            async with Client(stdio_client(parameters, errlog=nowhere)) as client:
                return await talk(client)

    return run(connected())


def over_http(address: str, talk: Talk) -> Any:
    async def connected() -> Any:
        async with Client(address) as client:
            return await talk(client)

    return run(connected())


def run(talk: Coroutine[Any, Any, Any]) -> Any:
    """Run in a thread of its own: in that of the tests the loop of a browser may be running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(asyncio.wait_for(talk, PATIENCE))).result()


async def call_everything(client: Client) -> dict[str, Any]:
    """List the tools and call each of them."""
    listed = (await client.list_tools()).tools
    assert {tool.name for tool in listed} == TOLD.keys() == CALLS.keys()
    for tool in listed:
        assert tool.description == TOLD[tool.name][1] and tool.output_schema
        assert tool.annotations and tool.annotations.read_only_hint
    return {name: await client.call_tool(name, arguments) for name, arguments in CALLS.items()}


def look_at(answers: dict[str, Any]) -> None:
    """Every answer is there, cites its plan with its address, says the same as text, and tells nothing of the draft."""
    for name, answer in answers.items():
        assert not answer.is_error, (name, answer)
        assert json.loads(answer.content[0].text)["summary"] == answer.structured_content["summary"]
        said = json.dumps(answer.structured_content, ensure_ascii=False)
        assert "《某市质量强市建设实施方案》（某府发〔2024〕16号）" in said, name
        assert f"{SITE}/plans/some-city/" in said, name
        assert "秘密" not in said and "secret" not in said, name


def test_a_client_calls_every_tool_over_stdio(place: dict[str, str]) -> None:
    look_at(over_stdio(place, call_everything))


def test_a_client_calls_every_tool_over_http(address: str) -> None:
    look_at(over_http(address, call_everything))


def test_many_calls_at_once_are_answered_over_http(address: str) -> None:
    async def talk(client: Client) -> Any:
        calls = [(name, arguments) for name, arguments in CALLS.items() for _ in range(4)]
        answers = await asyncio.gather(*(client.call_tool(name, arguments) for name, arguments in calls))
        return {
            f"{name} {number}": answer for number, ((name, _), answer) in enumerate(zip(calls, answers, strict=True))
        }

    look_at(over_http(address, talk))


def test_a_wrong_question_is_told_what_is_wrong(address: str, place: dict[str, str]) -> None:
    async def talk(client: Client) -> Any:
        return [
            await client.call_tool("get_plan", {"plan": "secret"}),
            await client.call_tool("search_tasks", {"query": "质量", "page_size": 1000}),
        ]

    for hidden, wrong in (over_http(address, talk), over_stdio(place, talk)):
        assert hidden.is_error and "没有标识为“secret”的规划" in hidden.content[0].text
        assert wrong.is_error and wrong.content[0].text == "参数 page_size：不能大于 50。"


@pytest.mark.parametrize(("header", "value"), [("Host", "evil.example"), ("Origin", "http://evil.example")])
def test_who_comes_by_another_name_or_from_another_site_is_refused(address: str, header: str, value: str) -> None:
    with refusal_of(address, {header: value}) as refused:
        assert refused.code in (403, 421)


def test_a_client_that_asks_too_often_is_told_when_to_come_back(place: dict[str, str]) -> None:
    async def talk(client: Client) -> None:
        assert not (await client.call_tool("list_plans", {})).is_error
        calls = (client.call_tool("list_plans", {}) for _ in range(10))
        answers = await asyncio.gather(*calls, return_exceptions=True)  # all have come before the client is closed
        refusals = [answer for answer in answers if isinstance(answer, BaseException)]
        assert refusals
        for refusal in refusals:
            with pytest.raises(MCPError, match=r"请求过于频繁，请在 \d+ 秒后再试"):
                raise refusal

    with served({**place, "API_LIMIT": "6", "API_SECONDS": "100000"}) as address:
        over_http(address, talk)
        with refusal_of(address, {}) as refused:
            assert (refused.code, refused.headers["Content-Type"]) == (429, "application/json")
            assert refused.headers["Retry-After"] in json.load(refused)["error"]["message"]
        with refusal_of(address, {"Accept-Language": "en", "X-Forwarded-For": "192.0.2.7"}) as refused:
            assert json.load(refused)["error"]["message"].startswith("Too many requests; try again in ")


def refusal_of(address: str, headers: dict[str, str]) -> urllib.error.HTTPError:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    accepted = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(urllib.request.Request(address, body, {**accepted, **headers}), timeout=PATIENCE)
    return refusal.value


def test_a_busy_port_is_told(place: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = str(other.getsockname()[1])
        done = subprocess.run(
            command("mcp", "--http", busy), env={**os.environ, **place}, check=False, capture_output=True
        )
    said = done.stderr.decode()
    assert done.returncode == 1 and f"端口 {busy} 已被占用" in said and "Traceback" not in said and not done.stdout


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"http": "nowhere:port"}, "地址应写作 8001 或 127.0.0.1:8001"),
        ({"http": "203.0.113.9:8001"}, "本机没有地址 203.0.113.9"),
        ({"site": "plans.example.gov.cn"}, "网址应以 http:// 或 https:// 开头"),
        ({"site": "http://["}, "网址应以 http:// 或 https:// 开头"),
    ],
)
def test_options_that_make_no_sense_are_told(options: dict[str, str], complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint):
        call_command("mcp", **options)


def test_the_hosts_of_the_site_are_allowed(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [".example.gov.cn", "localhost"]
    allowed = security(Address("192.0.2.7", 8001))
    assert allowed.enable_dns_rebinding_protection
    assert {"example.gov.cn", "localhost:*", "192.0.2.7:*"} <= set(allowed.allowed_hosts)
    assert "https://example.gov.cn" in allowed.allowed_origins
    settings.ALLOWED_HOSTS = ["*"]
    assert not security(Address("::1", 8001)).enable_dns_rebinding_protection

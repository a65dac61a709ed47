"""What goes wrong is told as problem details (RFC 9457), in Chinese or English, and never as a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.module_loading import import_string

from qpolicy.api.views.plans import Plans
from tests import builders

pytestmark = pytest.mark.django_db

PLANS = "/api/v1/plans/"


def told(response: Any, status: int) -> Any:
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    problem = response.json()
    assert problem["status"] == status
    assert "Accept-Language" in response["Vary"]
    return problem


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_the_schema_too_is_only_read(client: Client, form: str) -> None:
    response = client.post(f"/api/v1/openapi.{form}")
    assert told(response, 405)["type"] == "http://testserver/api/#method-not-allowed"
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "address",
    ["/api/v1/plans/nowhere/", "/api/v1/nowhere/", "/api/v1/departments/0/", "/api/v2/plans/", "/api/nowhere"],
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    problem = told(client.get(address), 404)
    assert problem["type"] == "http://testserver/api/#not-found"
    assert problem["instance"] == address


@pytest.mark.parametrize("asked", [{"if-match": '"another"'}, {"if-unmodified-since": "never", "if-match": 'W/"1"'}])
@pytest.mark.parametrize("address", [PLANS, "/api/v1/", "/api/v1/openapi.json"])
def test_a_precondition_that_fails_is_told(client: Client, address: str, asked: dict[str, str]) -> None:
    problem = told(client.get(address, headers=asked), 412)
    assert problem["type"] == "http://testserver/api/#precondition-failed"
    assert told(client.get(address, headers={**asked, "accept-language": "en"}), 412)["title"] == "Precondition failed"
    assert client.get(address, headers={"if-match": client.get(address)["ETag"]}).status_code == 200
    assert "problem" not in client.get("/plans/", headers=asked)["Content-Type"]


@pytest.mark.parametrize("address", [PLANS, "/api/v1/openapi.json", "/api/v1/openapi.yaml", "/api/v1/nowhere/"])
def test_what_a_browser_posts_from_elsewhere_is_refused_as_anything_posted(address: str) -> None:
    response = Client(enforce_csrf_checks=True).post(address)
    told(response, 404 if "nowhere" in address else 405)


def test_more_parameters_than_anybody_reads_are_a_bad_request(client: Client) -> None:
    told(client.get(f"{PLANS}?{'a=1&' * 2000}"), 400)


def test_the_page_that_describes_the_api_is_a_page_whatever_fails(client: Client) -> None:
    response = client.get("/api/", headers={"host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_outside_of_the_api_it_is_a_page(client: Client) -> None:
    response = client.get("/nowhere/")
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_an_address_without_its_last_stroke_leads_to_that_with_it(client: Client) -> None:
    assert client.get("/api/v1/plans").headers["Location"] == PLANS


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_it_is_only_read(client: Client, method: str) -> None:
    response = getattr(client, method)(PLANS)
    assert told(response, 405)["title"] == "不支持这种请求方法"
    assert response["Allow"] == "GET, HEAD"


def test_nothing_but_json_is_to_be_had(client: Client) -> None:
    assert told(client.get(PLANS, headers={"accept": "text/html"}), 406)["type"].endswith("#not-acceptable")
    for accepted in ("*/*", "application/json", "text/html, */*;q=0.1", ""):
        assert client.get(PLANS, headers={"accept": accepted}).status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("page=0", "page", "invalid-number"),
        ("page=a", "page", "invalid-number"),
        ("page=１", "page", "invalid-number"),
        ("page=", "page", "invalid-number"),
        (f"page={'9' * 5000}", "page", "invalid-number"),
        ("page_size=101", "page_size", "invalid-number"),
        ("year=1066", "year", "invalid-number"),
        ("level=galaxy", "level", "invalid-choice"),
        ("script=latin", "script", "invalid-choice"),
        ("region=atlantis", "region", "unknown-value"),
        ("levle=city", "levle", "unknown-parameter"),
        ("level=city&level=city", "level", "repeated"),
        (f"q={'质' * 201}", "q", "too-long"),
    ],
)
def test_it_says_which_parameter_is_wrong_and_how(client: Client, query: str, parameter: str, code: str) -> None:
    problem = told(client.get(f"{PLANS}?{query}"), 400)
    [fault] = problem["errors"]
    assert (fault["parameter"], fault["code"]) == (parameter, code)
    assert fault["detail"]


def test_it_says_all_that_is_wrong_at_once(client: Client) -> None:
    problem = told(client.get(f"{PLANS}?page=0&levle=city&script=x"), 400)
    assert {fault["parameter"] for fault in problem["errors"]} == {"page", "levle", "script"}


def test_a_search_for_nothing_at_all_is_refused_and_one_for_blanks_finds_nothing(client: Client) -> None:
    builders.published()
    assert told(client.get("/api/v1/search/"), 400)["errors"][0]["code"] == "required"
    assert client.get("/api/v1/search/?q=%20").json()["total"] == 0


def test_a_page_beyond_the_last_is_not_found(client: Client) -> None:
    assert told(client.get(f"{PLANS}?page=2"), 404)["detail"] == "没有这一页，共 1 页。"
    assert client.get(f"{PLANS}?page=1").json()["results"] == []


@pytest.mark.parametrize(
    ("wanted", "title", "language"),
    [
        ("", "没有找到", "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "没有找到", "zh-Hans"),
        ("en", "Not found", "en"),
        ("fr, en-GB;q=0.7, zh;q=0.3", "Not found", "en"),
        ("fr", "没有找到", "zh-Hans"),
        (";;;\x7f", "没有找到", "zh-Hans"),
    ],
)
def test_it_speaks_chinese_or_english(client: Client, wanted: str, title: str, language: str) -> None:
    response = client.get("/api/v1/plans/nowhere/", headers={"accept-language": wanted})
    assert (told(response, 404)["title"], response["Content-Language"]) == (title, language)


def test_the_faults_of_parameters_are_told_in_english_as_well(client: Client) -> None:
    response = client.get(f"{PLANS}?levle=city&region=atlantis", headers={"accept-language": "en"})
    [fault] = told(response, 400)["errors"]
    assert fault["detail"].startswith("Unknown parameter. Known are: level, region,")


def test_a_null_in_the_path_and_a_strange_host_are_bad_requests(client: Client) -> None:
    assert told(client.get("/api/v1/plans/%00/"), 400)["title"] == "请求有误"
    assert told(client.get("/api/%00"), 400)["title"] == "请求有误"
    assert told(client.get(PLANS, headers={"host": "evil.example"}), 400)["type"] == "/api/#bad-request"


def test_whoever_asks_too_often_is_told_when_to_come_back(client: Client, settings: Any) -> None:
    settings.API_LIMIT, settings.API_SECONDS = 2, 1000
    assert [client.get(PLANS).status_code for _ in range(3)] == [200, 200, 429]
    response = client.get(PLANS)
    problem = told(response, 429)
    assert 0 < int(response["Retry-After"]) <= 1000
    assert response["Retry-After"] in problem["detail"]
    assert client.get(PLANS, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/plans/").status_code == 200


def test_all_processes_count_together(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_LIMIT, settings.API_SECONDS = 1, 1000
    assert client.get(PLANS).status_code == 200
    default = settings.CACHES["default"]
    of_another = import_string(default["BACKEND"])(default["LOCATION"], {})
    monkeypatch.setattr("documents.limits.cache", of_another)
    assert client.get(PLANS).status_code == 429


def test_what_is_answered_from_memory_counts_as_well(client: Client, settings: Any) -> None:
    settings.API_LIMIT, settings.API_SECONDS = 1, 1000
    seen = client.get(PLANS)["ETag"]
    assert client.get(PLANS, headers={"if-none-match": seen}).status_code == 429


def test_without_a_limit_nobody_is_sent_away(client: Client, settings: Any) -> None:
    settings.API_LIMIT = 0
    assert {client.get(PLANS).status_code for _ in range(5)} == {200}


def test_a_failure_of_the_server_tells_nothing_of_its_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any, **options: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Plans, "answer", fail)
    client.raise_request_exception = False
    response = client.get(PLANS)
    assert told(response, 500)["title"] == "服务器出错"
    assert "secret" not in response.content.decode()


def test_other_sites_may_not_ask_unless_they_are_named(client: Client, settings: Any) -> None:
    asking = {"origin": "https://reports.example.gov.cn"}
    assert "Access-Control-Allow-Origin" not in client.get(PLANS, headers=asking)
    settings.CORS_ALLOWED_ORIGINS = ["https://reports.example.gov.cn"]
    assert client.get(PLANS, headers=asking)["Access-Control-Allow-Origin"] == asking["origin"]
    assert "Access-Control-Allow-Origin" not in client.get(PLANS, headers={"origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in client.get("/plans/", headers=asking)
    before = {**asking, "access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    assert client.options(PLANS, headers=before)["Access-Control-Allow-Headers"].split(", ")[-1] == "if-none-match"

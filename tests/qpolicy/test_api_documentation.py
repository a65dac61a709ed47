"""The schema and the page of the documentation say what the API does, with examples that are true."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from django.test import Client, TestCase
from jsonschema import Draft202012Validator

from qpolicy.api.schema import described, examples
from tests.api_examples import answers, endpoints, without_keys
from tests.five_plans import load_five_plans

HOST = "plans.example.gov.cn"


class OnTheFivePlans(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        load_five_plans()

    def test_every_example_is_what_is_answered(self) -> None:
        with self.settings(ALLOWED_HOSTS=[HOST], API_LIMIT=0):
            answered = dict(answers())
        assert set(answered) == set(examples())
        for operation, example in examples().items():
            assert without_keys(answered[operation]) == without_keys(example), operation

    def test_what_is_cited_stands_in_the_source_where_the_citation_says(self) -> None:
        with self.settings(API_LIMIT=0):
            for slug in ("rongchang", "hebei", "xian"):
                source = self.client.get(f"/plans/{slug}/source.txt").content.decode()
                pages = (f"targets/?plan={slug}", f"goals/?plan={slug}", f"plans/{slug}/sections/?kind=task")
                for page in pages:
                    for row in self.client.get(f"/api/v1/{page}&page_size=100").json()["results"]:
                        cited = row["citation"]
                        said = "".join(source[place["start"] : place["end"]] for place in cited["source"])
                        assert said, cited
                        if row.get("stated_in") != "table":
                            assert plain(cited["quote"]) in plain(said), cited


def plain(text: str) -> str:
    return "".join(text.split())


def test_every_example_is_as_the_schema_says() -> None:
    schema = described()
    for told in schema["paths"].values():
        of_answer = told["get"]["responses"]["200"]["content"]["application/json"]
        validator = Draft202012Validator({**schema, **of_answer["schema"]})
        [example] = of_answer["examples"].values()
        assert list(validator.iter_errors(example["value"])) == []
        assert example["value"]


def test_every_operation_and_parameter_is_described_in_chinese() -> None:
    for told in described()["paths"].values():
        operation = told["get"]
        said = [
            operation["summary"],
            operation["description"],
            *(one["description"] for one in operation.get("parameters", ())),
        ]
        assert all(any("\u4e00" <= char <= "\u9fff" for char in words) for words in said), said


@pytest.mark.django_db
def test_the_schema_is_to_be_had_as_json_and_as_yaml(client: Client) -> None:
    as_json, as_yaml = (client.get(f"/api/v1/openapi.{kind}") for kind in ("json", "yaml"))
    assert (as_json["Content-Type"], as_yaml["Content-Type"]) == ("application/json", "application/yaml")
    assert json.loads(as_json.content) == yaml.safe_load(as_yaml.content)
    assert as_json.json()["openapi"].startswith("3.1")
    assert as_json.json()["servers"] == [{"url": "http://testserver"}]


@pytest.mark.django_db
def test_the_page_describes_every_operation_with_its_parameters(client: Client) -> None:
    page = client.get("/api/").content.decode()
    for endpoint in endpoints():
        part = page.partition(f'<h3 id="{endpoint.operation}">')[2].partition("</section>")[0]
        assert "curl" in part, endpoint.operation
        for parameter in endpoint.parameters:
            assert f"<dt><code>{parameter.name}</code>" in part, (endpoint.operation, parameter.name)
    assert "--data-urlencode &#x27;q=首席质量官&#x27;" in page


@pytest.mark.django_db
def test_the_page_tells_how_often_one_may_ask(client: Client, settings: Any) -> None:
    settings.API_LIMIT, settings.API_SECONDS = 7, 9
    assert "每 9 秒最多 7 次" in client.get("/api/").content.decode()


@pytest.mark.django_db
def test_every_page_leads_to_the_documentation(client: Client) -> None:
    assert '<a href="/api/">接口说明</a>' in client.get("/plans/").content.decode().partition("<footer")[2]

"""Writing a file costs more than a page: one network address is sent so many."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from qpolicy.roles import ENTRY
from tests import builders
from tests.roles import signed_in

pytestmark = pytest.mark.django_db
SHEET, PAPER = "/tasks/export.csv", "/plans/xian/export.docx"


@pytest.fixture(autouse=True)
def _limited_to_two(settings: Any) -> None:
    settings.EXPORT_LIMIT, settings.EXPORT_SECONDS = 2, 1000
    builders.task(of=builders.published("xian"))


def test_the_third_file_has_to_wait_and_is_told_how_long(client: Client) -> None:
    assert [client.get(address).status_code for address in (SHEET, PAPER)] == [200, 200]
    refused = client.get(SHEET)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 1000
    assert "下载得太频繁" in refused.content.decode()
    assert client.get("/tasks/").status_code == 200


def test_asking_for_the_headers_alone_counts_as_no_file(client: Client) -> None:
    assert {client.head(SHEET).status_code for _ in range(4)} == {200}


def test_whoever_is_signed_in_takes_what_the_work_needs() -> None:
    client = signed_in(ENTRY)
    assert {client.get(SHEET).status_code for _ in range(4)} == {200}


def test_no_limit_is_no_limit(client: Client, settings: Any) -> None:
    settings.EXPORT_LIMIT = 0
    assert {client.get(SHEET).status_code for _ in range(4)} == {200}

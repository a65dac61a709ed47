"""One network address may do only so much, and the cache never learns which address it was."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from pytest_django import Settings

from documents.limits import Limit, network_of, too_many_requests

LIMIT = Limit("tests", times=2, seconds=60)


@pytest.fixture(autouse=True)
def _empty_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    at(monkeypatch, 1_000_000.0)


def at(monkeypatch: pytest.MonkeyPatch, moment: float) -> None:
    monkeypatch.setattr("documents.limits.time.time", lambda: moment)


def test_so_many_times_and_no_more() -> None:
    request = RequestFactory().get("/")
    for _ in range(2):
        assert LIMIT.wait(request) == 0
        LIMIT.count(request)
    assert 0 < LIMIT.wait(request) <= 60


def test_another_address_and_another_limit_are_counted_apart() -> None:
    for _ in range(2):
        LIMIT.count(RequestFactory().get("/"))
    assert LIMIT.wait(RequestFactory(REMOTE_ADDR="192.0.2.7").get("/")) == 0
    assert Limit("others", times=1, seconds=60).wait(RequestFactory().get("/")) == 0


def test_it_may_go_on_when_the_wait_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().get("/")
    for _ in range(2):
        LIMIT.count(request)
    wait = LIMIT.wait(request)
    at(monkeypatch, 1_000_000.0 + wait)
    assert LIMIT.wait(request) == 0


def test_the_cache_holds_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr("documents.limits.cache.set", lambda key, value, timeout: kept.append(key))
    LIMIT.count(RequestFactory(REMOTE_ADDR="192.0.2.7").get("/"))
    assert kept
    assert "192.0.2.7" not in kept[0]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_whoever_has_a_network_is_one(address: str, network: str) -> None:
    assert network_of(RequestFactory(REMOTE_ADDR=address).get("/")) == network


def test_what_a_client_says_of_itself_is_not_believed(settings: Settings) -> None:
    forged = RequestFactory().get("/", headers={"x-forwarded-for": "192.0.2.99, 192.0.2.7"})
    assert network_of(forged) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert network_of(forged) == "192.0.2.7"
    assert network_of(RequestFactory().get("/")) == "127.0.0.1"


def test_whoever_asks_too_often_is_told_when_to_come_back() -> None:
    response = too_many_requests(RequestFactory().get("/"), wait=90)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "90"
    assert "no-store" in response.headers["Cache-Control"]
    assert "请在 2 分钟后再试" in response.content.decode()

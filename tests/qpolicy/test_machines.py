"""What search engines are told: only what is published, at the address that was asked."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Plan
from qpolicy.machines import PLACES
from tests import builders

pytestmark = pytest.mark.django_db


def addresses(client: Client) -> list[str]:
    response = client.get("/sitemap.xml", headers={"host": "localhost"})
    assert response.headers["Content-Type"] == "application/xml"
    return re.findall(r"<loc>(.*?)</loc>", response.content.decode())


def test_robots_are_kept_from_what_is_not_for_them(client: Client) -> None:
    response = client.get("/robots.txt", headers={"host": "localhost"})
    lines = response.content.decode().splitlines()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/" in lines
    assert "Disallow: /report/" in lines
    assert "Sitemap: http://localhost/sitemap.xml" in lines


def test_the_site_map_holds_published_plans_only(client: Client) -> None:
    builders.plan("xian", status="published")
    for status in ("draft", "review", "withdrawn"):
        builders.plan(status, status=status)
    plans = [address for address in addresses(client) if "/plans/" in address]
    assert plans == ["http://localhost/plans/", "http://localhost/plans/xian/"]


def test_it_holds_the_page_of_every_task_of_a_published_plan(client: Client) -> None:
    builders.full_plan("xian", tasks=2)
    Plan.objects.update(status="published")
    builders.full_plan("draft", tasks=2)
    tasks = [address for address in addresses(client) if "/tasks/s-" in address]
    assert tasks == [f"http://localhost/plans/xian/tasks/s-1-{number}/" for number in (1, 2)]


def test_it_says_when_a_plan_was_changed(client: Client) -> None:
    plan = builders.plan(status="published")
    assert f"<lastmod>{plan.updated_at:%Y-%m}" in client.get("/sitemap.xml").content.decode()


def test_every_address_in_it_opens(client: Client) -> None:
    builders.full_plan("xian", tasks=1)
    Plan.objects.update(status="published")
    for address in addresses(client):
        assert client.get(address.removeprefix("http://localhost")).status_code == 200, address


def test_the_pages_that_lead_to_all_others_are_in_it(client: Client) -> None:
    assert {f"http://localhost{reverse(name)}" for name in PLACES} <= set(addresses(client))


def test_whoever_asks_for_the_icon_where_browsers_do_is_led_to_it(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/qpolicy/icon.svg"

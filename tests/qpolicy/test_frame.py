"""What stands around every page: navigation, foot, and what machines are told of the site."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from tests import builders
from tests.addresses import public_addresses

pytestmark = pytest.mark.django_db


def meta_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', page))


@pytest.mark.parametrize(("address", "place", "how"), [("/", "首页", "page"), ("/plans/", "规划", "true")])
def test_the_navigation_marks_where_one_is(client: Client, address: str, place: str, how: str) -> None:
    page = client.get(address).content.decode()
    navigation = page[page.index('<nav class="places"') : page.index("</nav>")]
    assert re.findall(r'aria-current="(\w+)">(\w+)<', navigation) == [(how, place)]


def test_the_foot_shows_who_runs_the_site_where_that_is_set(client: Client, settings: Settings) -> None:
    settings.SITE_ORGANISER = "某市市场监督管理局<b>"
    settings.SITE_ICP_NUMBER = "某ICP备00000000号-1"
    settings.SITE_POLICE_NUMBER = "某公网安备00000000000001号"
    foot = client.get("/plans/").content.decode().partition("<footer")[2]
    assert "主办单位：某市市场监督管理局&lt;b&gt;" in foot
    assert '<a href="https://beian.miit.gov.cn/" rel="external noreferrer">某ICP备00000000号-1</a>' in foot
    assert "webSearch?code=00000000000001" in foot
    assert "承办单位" not in foot
    assert "网站标识码" not in foot


def test_the_foot_of_an_unnamed_site_has_no_empty_fields(client: Client) -> None:
    assert 'class="publisher"' not in client.get("/plans/").content.decode()


def test_every_page_says_what_site_it_belongs_to(client: Client, settings: Settings) -> None:
    settings.SITE_ID_CODE = "0000000001"
    builders.plan(status="published")
    for address, kind in (("/", "政策数据"), ("/plans/", "政策文件"), ("/plans/xian/", "政策文件")):
        told = meta_of(client.get(address).content.decode())
        assert told["SiteName"] == "质量政策知识库"
        assert told["SiteDomain"] == "testserver"
        assert told["SiteIDCode"] == "0000000001"
        assert told["ColumnName"]
        assert told["ColumnType"] == kind


def test_every_page_names_its_column_once(client: Client) -> None:
    for address in (*public_addresses().values(), "/nowhere/"):
        response = client.get(address)
        if response.headers["Content-Type"].startswith("text/html"):
            names = re.findall(r'<meta name="(SiteName|SiteDomain|Column\w+)"', response.content.decode())
            assert sorted(names) == ["ColumnName", "ColumnType", "SiteDomain", "SiteName"], address


def test_the_domain_of_the_settings_is_told_rather_than_that_of_the_request(client: Client, settings: Settings) -> None:
    settings.SITE_DOMAIN = "plans.example.gov.cn"
    assert meta_of(client.get("/").content.decode())["SiteDomain"] == "plans.example.gov.cn"

"""Errors are told in Chinese, with ways back, whatever has failed."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import Settings

TEMPLATES = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "429_files.html", "500.html"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_error_pages_need_neither_request_nor_database(template: str) -> None:
    page = render_to_string(template)
    assert page.count("<h1>") == 1
    for way in ('href="/plans/">查看全部规划', 'href="/">首页', 'href="/site-map/">网站地图'):
        assert way in page


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status", "said"), [("/nowhere/", 404, "没有这一页"), ("/%00", 400, "请求有误")])
def test_what_was_asked_wrongly_is_told_in_chinese(client: Client, address: str, status: int, said: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert f"<h1>{said}</h1>" in response.content.decode()
    assert "ETag" not in response.headers


def test_a_host_that_is_not_ours_is_a_bad_request(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()


def test_a_form_from_elsewhere_is_refused_in_chinese() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})
    assert response.status_code == 403
    assert "<h1>页面已过期</h1>" in response.content.decode()


def test_a_failure_says_nothing_of_its_cause(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def fail(*arguments: object) -> HttpResponse:
        raise OperationalError("secret of the database")

    settings.SITE_CONTACT = "市局质量发展科"
    monkeypatch.setattr("qpolicy.views.front.figures", fail)
    client.raise_request_exception = False
    response = client.get("/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "<h1>服务器出错了</h1>" in page
    assert "市局质量发展科" in page
    assert "secret" not in page

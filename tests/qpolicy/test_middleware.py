"""A null character in a request never reaches the database."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory

from qpolicy.middleware import drop_nulls

pytestmark = pytest.mark.django_db


def test_a_null_in_the_path_is_refused_in_chinese(client: Client) -> None:
    response = client.get("/admin/%00/")
    assert response.status_code == 400
    assert "<h1>请求有误</h1>" in response.content.decode()
    assert "Content-Security-Policy" in response


@pytest.mark.parametrize("address", ["/plans/?q=%00", "/plans/?page=%00", "/plans/?kind=a%00b"])
def test_a_null_in_a_query_is_as_if_it_had_not_been_typed(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "typed"), [("q=a", "a"), ("q=a%00b", "ab"), ("q=a\0b", "ab"), ("q=%0%000", " "), ("q=%0\x000", "")]
)
def test_no_null_is_left_whatever_it_is_hidden_in(rf: RequestFactory, query: str, typed: str) -> None:
    request = rf.get("/", QUERY_STRING=query)
    drop_nulls(lambda request: HttpResponse(request.GET["q"]))(request)
    assert request.GET["q"] == typed


def test_admin_lists_search_without_the_null(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    assert client.get("/admin/documents/plan/?q=%00").status_code == 200
    assert client.get("/admin/documents/plan/?kind__exact=a%00b").status_code in (200, 302)

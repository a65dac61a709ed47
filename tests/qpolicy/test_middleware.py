"""A null character in a request finds no database."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize("address", ["/admin/?q=%00", "/admin/%00/", "/?kind__exact=a%00b"])
def test_nulls_are_refused_in_chinese(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "<h1>请求有误</h1>" in response.content.decode()
    assert "Content-Security-Policy" in response

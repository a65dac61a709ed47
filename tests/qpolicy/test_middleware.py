"""A null character in an address breaks no page."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["?q=%00", "?q=a%00b", "?status__exact=%00draft", "?region__name=%00", "?e=1&%00=1"]
)
def test_a_list_of_the_admin_opens_all_the_same(admin_client: Client, address: str) -> None:
    assert admin_client.get(f"/admin/documents/plan/{address}", follow=True).status_code in (200, 400)


def test_what_was_meant_is_found(admin_client: Client) -> None:
    page = admin_client.get("/admin/documents/plan/?status__exact=dra%00ft")
    assert page.context["cl"].get_filters_params() == {"status__exact": ["draft"]}


def test_no_page_breaks_on_a_null_in_its_path(admin_client: Client) -> None:
    assert admin_client.get("/admin/documents/plan/%00/change/", follow=True).status_code in (200, 404)
    assert admin_client.get("/plans/%00/").status_code == 404

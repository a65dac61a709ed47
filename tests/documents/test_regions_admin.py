"""A region entered by hand keeps the tree of regions a tree."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Region
from tests.documents.test_locking import address, opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("below", "is_saved"), [("province", True), ("city", False), ("district", False), (None, True)]
)
def test_no_region_lies_in_what_lies_in_it(admin_client: Client, below: str | None, is_saved: bool) -> None:
    province = Region.objects.create(slug="province", name="某省", level="province")
    city = Region.objects.create(slug="city", name="某市", level="city")
    Region.objects.create(slug="district", name="某区", level="district", parent=city)
    parent = Region.objects.filter(slug=below).first()
    typed = opened(admin_client, city) | {"parent": parent.pk if parent else ""}
    response = admin_client.post(address(city), typed)
    assert (response.status_code == 302) == is_saved
    city.refresh_from_db()
    assert city.parent == (province if below == "province" else None)
    assert is_saved or "不能是本地区自己或它的下级" in response.content.decode()

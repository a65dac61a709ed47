"""The catalogues load into the models they are written for."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from documents.models import Function, Region

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.mark.django_db
def test_regions_and_functions_load_with_their_natural_keys() -> None:
    call_command("loaddata", FIXTURES / "regions.json", FIXTURES / "functions.json", verbosity=0)
    rongchang = Region.objects.get_by_natural_key("rongchang")
    assert rongchang.parent is not None
    assert (rongchang.code, rongchang.parent.name, Region.objects.get_by_natural_key("610100").slug) == (
        "500153",
        "重庆市",
        "xian",
    )
    assert Function.objects.get_by_natural_key("market-regulation").name == "市场监督管理"
    for region in (*Region.objects.of_level("province"), *Region.objects.of_level("city")):
        region.full_clean()

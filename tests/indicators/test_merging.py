"""Two indicators that are one are made one, and their names go on finding it."""

from __future__ import annotations

import pytest

from indicators.merging import merge
from indicators.models import Indicator
from indicators.store import indicators_named

pytestmark = pytest.mark.django_db


def test_the_kept_indicator_takes_over_names_and_is_found_by_them() -> None:
    kept = Indicator.objects.create(name="省级质量标杆企业", unit="家")
    other = Indicator.objects.create(name="省级质量标杆企业数", unit="家", aliases=["省級質量標桿企業數"])
    merge(kept, [other])
    assert indicators_named([("省級質量標桿企業數", "家")]) == {"省級質量標桿企業數": kept}
    assert Indicator.objects.count() == 1


def test_a_new_indicator_has_its_unit_in_simplified_script() -> None:
    made = indicators_named([("年技術合同成交額", "億元")])
    assert made["年技術合同成交額"].unit == "亿元"

"""A value is entered as it is meant, and refused in Chinese where it cannot be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from indicators.models import Target
from tests.builders import full_plan
from tests.documents.test_locking import address, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def target() -> Target:
    full_plan("xian", 1)
    return Target.objects.get()


def answer(client: Client, target: Target, **fields: Any) -> str:
    response = client.post(address(target), opened(client, target) | fields)
    return "" if response.status_code == 302 else response.content.decode()


def test_a_range_needs_both_ends(admin_client: Client, target: Target) -> None:
    refusal = "“区间”须同时填写数值和上限"
    assert refusal in answer(admin_client, target, operator="range")
    assert refusal in answer(admin_client, target, operator="range", value="", quote="全省平均")
    assert not answer(admin_client, target, operator="range", upper="3.5")
    assert Target.objects.get().printed_value == "1–3.5%"
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.update(upper=None)


def test_without_a_value_the_words_say_what_it_is_relative_to(admin_client: Client, target: Target) -> None:
    assert "没有数值的相对目标，须在“原文摘录”中写明与什么相比" in answer(admin_client, target, value="")
    assert not answer(admin_client, target, value="", quote="合格率高于全省平均水平")


def test_a_value_is_shown_without_trailing_zeros(admin_client: Client, target: Target) -> None:
    Target.objects.update(value=Decimal("21"), operator="range", upper=Decimal("3000.5"))
    page = admin_client.get(address(target)).content.decode()
    assert 'name="value" value="21"' in page
    assert 'name="upper" value="3000.5"' in page

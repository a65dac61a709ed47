"""What is asked of the index can be asked anywhere in a query, on every database."""

from __future__ import annotations

import pytest

from documents.models import SearchEntry, Section
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("run", ["质", "质量", "质量品牌"])
def test_a_condition_stands_in_a_subquery(run: str) -> None:
    wanted, _ = builders.sections(builders.plan(), ("task", "1.", "培育质量品牌"), ("task", "2.", "发展绿色建筑"))
    entries = SearchEntry.objects.holding_run(run)
    assert list(Section.objects.filter(pk__in=entries.values("pk"))) == [wanted]
    assert list(Section.objects.filter(pk__in=SearchEntry.objects.among([wanted.pk]).values("pk"))) == [wanted]

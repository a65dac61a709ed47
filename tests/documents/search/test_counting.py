"""How many sections have a word, of how many: the same on either database, whatever their keys."""

from __future__ import annotations

import pytest
from django.db import connection

from documents.models import Section
from documents.search import counting
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sections() -> None:
    rows = [("task", f"({at})", "首席质量官" if at < 3 else "绿色建筑") for at in range(8)]
    made = builders.sections(builders.plan(), *rows)
    Section.objects.filter(pk=made[0].pk).delete()


def test_runs_and_words_are_counted() -> None:
    assert counting.frequencies(["席质", "官", "绿色建筑", "麒麟"]) == (
        {"席质": 2, "官": 2, "绿色建筑": 5, "麒麟": 0},
        7,
    )
    assert counting.frequencies_of_words(["首席质量官", "麒麟"]) == ({"首席质量官": 2, "麒麟": 0}, 7)


def test_of_very_many_sections_some_tell_how_many_have_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MANY", 3)
    monkeypatch.setattr(counting, "COUNTED", 4)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE documents_searchentry")
    counts, number = counting.frequencies(["官", "绿色建筑", "绿", "麒"])
    assert number == 7
    assert counts["官"] == 2
    assert counts["麒"] == 0
    assert all(4 <= counts[run] <= 7 for run in ("绿", "绿色建筑"))


def test_sections_that_are_gone_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MANY", 3)
    assert counting.frequencies(["席质", "绿色"])[1] == 7

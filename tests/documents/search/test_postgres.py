"""On PostgreSQL texts stand apart from the rows, and an index of an earlier version is made anew."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from documents.models import SearchEntry, SearchIndex, Section
from documents.search import indexing
from documents.search.backends import backend_of
from documents.search.backends.postgres import SORT_IN, _SortIn
from documents.search.cuts import fingerprint
from tests import builders

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="nothing of it is on SQLite"),
]
MOST_BYTES = 200  # of a row without its texts
FORMER = """
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE documents_searchentry DROP COLUMN room;
ALTER TABLE documents_searchentry RESET (toast_tuple_target);
COMMENT ON FUNCTION documents_search_forget() IS 'earlier'
"""
WAITING = f"SELECT sum(pages) FROM ({SORT_IN}) AS waiting(pages)"  # of rows that it sorts in


@pytest.fixture(autouse=True)
def _sections() -> None:
    SearchIndex.objects.update_or_create(pk=1, defaults={"fingerprint": fingerprint()})
    made = builders.sections(builders.plan(), *(("task", f"({at})", f"任务{at}") for at in range(9)))
    for one in made:
        one.text = "推行首席质量官制度，健全召回制度。" * 20
        one.save()


def asked(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def bytes_apart() -> int:
    return asked("SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE oid = 'documents_searchentry'::regclass")


def test_texts_stand_apart_from_the_rows() -> None:
    assert bytes_apart() >= asked("SELECT sum(octet_length(cuts)) FROM documents_searchentry")
    assert asked("SELECT max(pg_column_size(room)) FROM documents_searchentry") < MOST_BYTES


def test_an_index_of_an_earlier_version_is_made_anew() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FORMER)
    SearchEntry.objects.all().delete()
    assert not backend_of(connection).is_installed(connection)
    assert indexing.check().is_outdated
    assert indexing.repair() == 9
    assert backend_of(connection).is_installed(connection)
    assert SearchEntry.objects.holding_run("席质量官制").count() == 9
    assert not indexing.check()
    assert bytes_apart() >= asked("SELECT sum(octet_length(cuts)) FROM documents_searchentry")


def test_a_pair_that_stands_very_often_in_a_text_leaves_the_rest_to_be_looked_for() -> None:
    [one] = builders.sections(builders.plan("other"), ("task", "(一)", "长"))
    one.text = "，".join(f"{chr(0x4E00 + at)}质量{chr(0x5E00 + at)}" for at in range(60))
    one.save()
    torn, whole = f"{chr(0x4E00)}质量{chr(0x5E01)}", f"{chr(0x4E01)}质量{chr(0x5E01)}"
    assert set(SearchEntry.objects.proving(torn)) == set(SearchEntry.objects.proving(whole)) == set()
    assert [entry.pk for entry in SearchEntry.objects.doubtful(torn, torn)] == [one.pk]
    assert not SearchEntry.objects.holding_run(torn).exists()
    assert SearchEntry.objects.holding_run(whole).exists()


def test_what_was_written_is_sorted_in_once_when_the_transaction_is_done() -> None:
    [sort_in] = [run for _, run, *_ in connection.run_on_commit if isinstance(run, _SortIn)]
    assert asked(WAITING) > 0
    SearchEntry.objects.write(Section.objects.all())
    sort_in()
    assert asked(WAITING) == 0
    assert SearchEntry.objects.holding_run("席质量官制").count() == 9


def test_who_does_not_own_the_index_leaves_it_to_the_database() -> None:
    [sort_in] = [run for _, run, *_ in connection.run_on_commit if isinstance(run, _SortIn)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE qpolicy_guest; GRANT ALL ON ALL TABLES IN SCHEMA public TO qpolicy_guest")
        cursor.execute("SET LOCAL ROLE qpolicy_guest")
        sort_in()
        cursor.execute("RESET ROLE")
    assert asked(WAITING) > 0


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_sorted_in_keeps_nothing_else_from_being_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("documents.search.backends.postgres.SORT_IN", "SELECT 1 / 0")
    done: list[bool] = []
    with transaction.atomic():
        builders.sections(builders.plan("other"), ("task", "(一)", "开展熔盐储能"))
        transaction.on_commit(lambda: done.append(True))
    assert done and "pending list" in caplog.text
    assert SearchEntry.objects.holding_run("熔盐储能").count() == 1

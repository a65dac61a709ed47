"""Somebody deletes what another is saving: one waits for the other, and nobody gets an error."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from documents.models import Plan, SearchEntry, Section
from documents.search.indexing import check
from tests.builders import full_plan

pytestmark = pytest.mark.usefixtures("own_connections")
LONGEST = 3.0  # seconds until the second one waits, or has done without


def delete_alone(section: Section) -> None:
    Section.objects.get(pk=section.pk).delete()


def delete_among_others(section: Section) -> None:
    Section.objects.filter(plan=section.plan_id, kind="task").delete()


def delete_with_plan(section: Section) -> None:
    Plan.objects.get(pk=section.plan_id).delete()


def somebody_waits() -> bool:
    if connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("delete", [delete_alone, delete_among_others, delete_with_plan])
def test_whoever_deletes_a_section_waits_for_whoever_saves_it(delete: Callable[[Section], None]) -> None:
    section = full_plan("xian", 2).sections.get(title="任务1")
    is_written, failed = threading.Event(), []

    def pause(execute: Any, sql: str, *rest: Any) -> Any:
        """Keep the row, and ask for its entry in the index when the other has begun."""
        done = execute(sql, *rest)
        if sql.startswith('UPDATE "documents_section"'):
            is_written.set()
            until = time.monotonic() + LONGEST
            while time.monotonic() < until and not somebody_waits():
                time.sleep(0.05)
        return done

    def save() -> None:
        with transaction.atomic(), connection.execute_wrapper(pause):
            section.number = "（九）"  # a new text takes the entry away at once
            section.save()

    def guarded(act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    saver = threading.Thread(target=guarded, args=[save])
    saver.start()
    assert is_written.wait(10)
    deleter = threading.Thread(target=guarded, args=[lambda: delete(section)])
    deleter.start()
    for thread in (saver, deleter):
        thread.join(30)
    assert failed == []
    assert not Section.objects.filter(pk=section.pk).exists()
    assert not SearchEntry.objects.filter(pk=section.pk).exists()
    assert "（九）" in Section.history.filter(id=section.pk).values_list("number", flat=True)
    assert not check()

"""Kill imports in the middle, and let many write at once, in the database of DATABASE_URL or DATA_DIR, which is spoilt.

Run from the project's root in an environment of its own: .venv/bin/python -m tests.strained kill --times 50
Exits with another status than 0, and says why, where anything is lost or broken.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parents[1] / "fixtures" / "sources"
SLUG, COPY = "generic-city", "copy"
WRITERS, TRANSACTIONS, BY_FORM = 6, 60, 15
SECTIONS = 3  # that all writers share
PATIENCE = 200  # times that a form is filled in anew after another was saved first


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("work", choices=["kill", "write"])
    options.add_argument("--times", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    import django

    django.setup()
    warm_up()
    in_child(prepare)
    if chosen.work == "write":
        write_together()
    else:
        kill_often(chosen.times, random.Random(chosen.seed))
    return 0


def warm_up() -> None:
    """Load the dictionaries once, for all children."""
    from documents.models import SearchEntry, Section
    from qpolicy.ingest import read_plan

    read_plan(text_of(SLUG))
    SearchEntry.of(Section(pk=1, plan_id=1, kind="task", title="提升质量", text="強化計量"))


def in_child(act: Callable[..., Any], *arguments: Any) -> None:
    """Let a process of its own do it: this one never opens the database, so that its children can share nothing."""
    if os.waitpid(started(act, *arguments), 0)[1]:
        sys.exit(f"{act.__name__}{arguments}: failed")


def started(act: Callable[..., Any], *arguments: Any) -> int:
    """Return the id of a process that does it and ends; what it raises is printed."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        act(*arguments)
        from django.db import connections

        connections.close_all()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def prepare() -> None:
    """One plan, an index that is whole, and an administrator."""
    from django.contrib.auth import get_user_model

    from documents.search.indexing import repair
    from qpolicy.beginning import migrate
    from qpolicy.fixtures import load_catalogues
    from qpolicy.importing import Wish, import_plan

    migrate()
    load_catalogues()
    import_plan(text_of(SLUG), Wish(slug=SLUG, region=SLUG, is_published=True))
    repair()
    get_user_model().objects.create_superuser("writer", password=None)


def text_of(slug: str) -> str:
    return (SOURCES / f"{slug}.txt").read_text(encoding="utf-8")


# Killing


def kill_often(times: int, dice: random.Random) -> None:
    """Kill each kind of import in turn, and see each time that nothing or everything of it is there."""
    keeps = _Kept()
    longest: dict[Any, float] = {}
    states: dict[Any, tuple[str, str]] = {}
    for act in ACTS:
        keeps.bring_back()
        before = asked(state)
        longest[act] = float(asked(measured, act))
        states[act] = (before, asked(state))
        if before == states[act][1]:
            sys.exit(f"{act.__name__}: changes nothing")
    done = 0
    for number in range(times):
        act = ACTS[number % len(ACTS)]
        keeps.bring_back()
        kill(act, dice.uniform(0, longest[act] * 1.05))
        after = asked(state)
        if after not in states[act]:
            sys.exit(f"{act.__name__}, round {number}: half an import is there")
        done += after == states[act][1]
        in_child(act)
        if asked(state) != states[act][1]:
            sys.exit(f"{act.__name__}, round {number}: the import could not be repeated")
    keeps.remove()
    print(f"{times} imports killed, {done} of them after their transaction had ended; all whole, all repeated")


class _Kept:
    """The database as it was first: a copy of SQLite's file, or on PostgreSQL a database that others are made like."""

    def __init__(self) -> None:
        from django.db import connection

        self._settings = connection.settings_dict
        self._name = str(self._settings["NAME"])
        self._is_file = connection.vendor == "sqlite"
        if self._is_file:
            shutil.copy(self._name, f"{self._name}.kept")
        else:
            self._on_server(f'CREATE DATABASE "{self._name}_kept" TEMPLATE "{self._name}"')

    def bring_back(self) -> None:
        if self._is_file:
            for ending in ("-wal", "-shm"):
                Path(f"{self._name}{ending}").unlink(missing_ok=True)
            shutil.copy(f"{self._name}.kept", self._name)
            return
        self._on_server(
            f'DROP DATABASE "{self._name}" WITH (FORCE)',
            f'CREATE DATABASE "{self._name}" TEMPLATE "{self._name}_kept"',
        )

    def remove(self) -> None:
        if not self._is_file:
            self._on_server(f'DROP DATABASE "{self._name}_kept"')

    def _on_server(self, *statements: str) -> None:
        import psycopg2

        parts = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
        options = {name: self._settings[key] for key, name in parts.items() if self._settings[key]}
        connection = psycopg2.connect(dbname="postgres", **{**self._settings["OPTIONS"], **options})
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()


def kill(act: Callable[[], None], after: float) -> None:
    """Start the import, and kill it so many seconds after its transaction has begun."""
    reads, writes = os.pipe()
    process = started(telling, act, writes)
    os.close(writes)
    begun = os.read(reads, 1)
    os.close(reads)
    if not begun:
        sys.exit(f"{act.__name__}: no transaction has begun")
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def telling(act: Callable[[], None], pipe: int) -> None:
    """Import, and tell when the first statement within a transaction is about to be executed."""
    from django.db import connection

    waiting = [pipe]

    def tell(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if waiting and connection.in_atomic_block:
            os.write(waiting.pop(), b"1")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(tell):
        act()


def measured(act: Callable[[], None]) -> float:
    """Import, and return how long that took from the beginning of its transaction."""
    from django.db import connection

    begun: list[float] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if not begun and connection.in_atomic_block:
            begun.append(time.monotonic())
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        act()
    return time.monotonic() - begun[0]


def asked(question: Callable[..., Any], *arguments: Any) -> str:
    """Return what the question answers in a process of its own."""
    reads, writes = os.pipe()

    def answer() -> None:
        os.write(writes, str(question(*arguments)).encode())

    process = started(answer)
    os.close(writes)
    with os.fdopen(reads, encoding="utf-8") as pipe:
        said = pipe.read()
    if os.waitpid(process, 0)[1]:
        sys.exit(f"{question.__name__}: failed")
    return said


def state() -> str:
    """Return a digest of all rows, after the database and its index were found whole."""
    from django.db import connection

    from documents.search.indexing import check
    from tests.rows import rows

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
            connection.check_constraints()
    assert not check(), check()
    return hashlib.sha256("\n".join(rows()).encode()).hexdigest()


def import_new() -> None:
    from qpolicy.importing import Wish, import_plan

    title = "某市质量强市实施方案"
    import_plan(text_of("generic-city"), Wish(slug=COPY, title=title, region=SLUG, document_number="某政发〔2024〕9号"))


def import_again() -> None:
    from qpolicy.importing import Wish, import_plan

    changed = text_of(SLUG).replace("质量", "品质", 40).replace("部门", "单位", 10)
    import_plan(changed, Wish(slug=SLUG, region=SLUG, replaces=True, is_certain=True))


def restore_changed() -> None:
    from documents.models import Plan
    from qpolicy.export import exported
    from qpolicy.restoring import restore

    whole = exported(Plan.objects.get(slug=SLUG))
    for at, section in enumerate(whole["sections"]):
        section["text"] = section["text"].replace("标准", "规范")
        section["position"] = 7 + 20 * at
    restore(json.dumps(whole).encode(), replaces=True)


ACTS = (import_new, import_again, restore_changed)


# Writing together


def write_together() -> None:
    processes = [started(write, writer) for writer in range(WRITERS)]
    failed = sum(bool(os.waitpid(process, 0)[1]) for process in processes)
    in_child(find_all)
    if failed:
        sys.exit(f"{failed} writers failed")
    print(f"{WRITERS} writers with {TRANSACTIONS} transactions each: none failed, none was lost")


def write(writer: int) -> None:
    """Edit sections that all share: most as a program does, some by the form of the admin."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    client = Client()
    client.force_login(get_user_model().objects.get())
    for number in range(TRANSACTIONS):
        mark = f"〔{writer}·{number}〕"
        if number % (TRANSACTIONS // BY_FORM) == 0:
            by_form(client, shared()[number % SECTIONS], mark)
        else:
            by_program(shared()[number % SECTIONS], mark)


def shared() -> list[int]:
    from documents.models import Section

    return list(Section.objects.filter(kind="task").order_by("pk").values_list("pk", flat=True)[:SECTIONS])


def by_program(section: int, mark: str) -> None:
    """Read, change and write a section and one of its parts in the order in which the forms lock them."""
    from django.db import transaction

    from documents.models import Plan, Section

    with transaction.atomic():
        row = Section.objects.select_for_update().get(pk=section)
        row.text += mark
        row.save()
        for part in row.task.responsibilities.all()[:1]:
            part.role = "lead" if part.role != "lead" else "responsible"
            part.save()
        Plan.objects.filter(pk=row.plan_id).mark_edited()


def by_form(client: Any, section: int, mark: str) -> None:
    """Fill in the form as often as another was saved first."""
    address = f"/admin/documents/section/{section}/change/"
    for _ in range(PATIENCE):
        page = client.get(address)
        assert page.status_code == 200, page.status_code
        form = page.context["adminform"].form
        fields = {name: form[name].value() for name in form.fields}
        fields = {name: "" if value is None else value for name, value in fields.items()}
        for formset in page.context["inline_admin_formsets"]:
            fields |= {f"{formset.formset.prefix}-{name}": value for name, value in MANAGEMENT.items()}
        answer = client.post(address, {**fields, "text": fields["text"] + mark})
        if answer.status_code == 302:
            return
        assert answer.status_code == 200, answer.status_code
        told = str(answer.context["adminform"].form.errors)
        assert "他人已修改" in told, told
    raise AssertionError("never saved")


MANAGEMENT = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}


def find_all() -> None:
    """Every mark stands once in a text, every edit was counted, and the index is whole."""
    from documents.models import Plan, Section

    texts = "".join(Section.objects.filter(pk__in=shared()).values_list("text", flat=True))
    marks = [f"〔{writer}·{number}〕" for writer in range(WRITERS) for number in range(TRANSACTIONS)]
    assert [mark for mark in marks if texts.count(mark) != 1] == []
    edits = Section.history.filter(id__in=shared(), history_type="~").count()
    assert edits == len(marks), edits
    assert Plan.objects.get().lock_version == 1 + len(marks)
    state()


if __name__ == "__main__":
    sys.exit(main())

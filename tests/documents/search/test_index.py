"""Text and index change together, on either database; the same contract holds for both."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection, models, transaction
from django.db.models.signals import post_migrate

from documents.models import Plan, SearchEntry, SearchIndex, Section
from documents.search import indexing
from documents.search.backends import backend_of
from documents.search.conditions import Holds, IsAmong
from documents.search.cuts import fingerprint, letters
from documents.search.needs import all_of, any_of
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index_of_now() -> None:
    SearchIndex.objects.update_or_create(pk=1, defaults={"fingerprint": fingerprint()})


@pytest.fixture
def plan() -> Plan:
    return builders.plan()


def section(plan: Plan, title: str = "提升質量", text: str = "推行首席質量官制度。") -> Section:
    [made] = builders.sections(plan, ("task", "(一)", title))
    made.text = text
    made.save()
    return made


def finds(run: str) -> set[int]:
    return set(SearchEntry.objects.holding_run(letters(run)).values_list("pk", flat=True))


def test_a_saved_section_is_found_at_once(plan: Plan) -> None:
    made = section(plan)
    assert finds("首席质量官") == finds("席质") == finds("升质量") == finds("官") == {made.pk}
    made.text = "健全召回制度。"
    made.save(update_fields=["text"])
    assert finds("首席质量官") == set()
    assert finds("召回") == {made.pk}
    assert not indexing.check()


def test_saving_what_is_not_indexed_asks_nothing_of_the_index(plan: Plan) -> None:
    made = section(plan)
    made.theme = None
    made.save(update_fields=["theme"])
    assert not indexing.check()


def test_sections_made_and_changed_together_are_found(plan: Plan) -> None:
    made = builders.sections(plan, *(("task", f"({n})", f"任务{n}号") for n in range(1, 6)))
    for one in made:
        one.text = "强化品牌。"
    Section.objects.bulk_update(made, ["text"])
    assert finds("强化品牌") == {one.pk for one in made}
    assert not indexing.check()


def test_rows_changed_by_one_statement_are_found(plan: Plan) -> None:
    made = section(plan)
    Section.objects.filter(pk=made.pk).update(text="健全召回制度。", title="别的")
    assert finds("首席质量官") == finds("提升") == set()
    assert finds("召回") == finds("别的") == {made.pk}
    Section.objects.update(number="(二)")
    assert not indexing.check()


def test_a_deleted_section_is_not_found(plan: Plan) -> None:
    made = section(plan)
    made.delete()
    assert finds("首席质量官") == set()
    other = section(plan)
    Section.objects.filter(pk=other.pk).delete()
    section(plan)
    plan.delete()
    assert finds("首席质量官") == set()
    assert not indexing.check()


def test_a_change_by_hand_leaves_nothing_stale(plan: Plan) -> None:
    made = section(plan)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_section SET text = '健全召回制度' WHERE id = %s", [made.pk])
    assert finds("首席质量官") == set()
    assert indexing.check().missing == {made.pk}
    assert indexing.repair() == 1
    assert finds("召回") == {made.pk}
    assert not indexing.check()


def test_what_was_not_committed_is_not_found(plan: Plan) -> None:
    with transaction.atomic():
        section(plan)
        transaction.set_rollback(True)
    assert finds("首席质量官") == set()
    assert not indexing.check()


def test_loaded_rows_are_indexed_by_repair(plan: Plan) -> None:
    made = section(plan)
    SearchEntry.objects.all().delete()
    assert indexing.check().missing == {made.pk}
    assert indexing.repair() == 1
    assert indexing.repair() == 0
    assert not indexing.check()


def test_every_kind_of_fault_is_told_of_the_row_that_has_it(plan: Plan) -> None:
    made = builders.sections(plan, *(("task", f"({n})", f"任务{n}号") for n in range(1, 8)))
    SearchEntry.objects.filter(pk__in=[made[0].pk, made[3].pk]).delete()
    SearchEntry.objects.filter(pk__in=[made[1].pk, made[6].pk]).update(kind="heading")
    without = [
        SearchEntry(section_id=key, plan_id=plan.pk, kind="task", cuts="别的|词") for key in (-1, made[6].pk + 1)
    ]
    SearchEntry.objects.bulk_create(without)  # refused only at the end of the transaction
    faults = indexing.check()
    assert faults.missing == {made[0].pk, made[3].pk}
    assert faults.stale == {made[1].pk, made[6].pk}
    assert faults.orphaned == {-1, made[6].pk + 1}
    SearchEntry.objects.filter(pk__in=faults.orphaned).delete()


def test_checking_needs_no_more_memory_where_there_are_more_sections(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each entry takes 30 kB here, which makes 6 MB together."""
    monkeypatch.setattr("documents.models.search.marks", lambda cuts: "质量 " * 5_000)
    monkeypatch.setattr(indexing, "BATCH", 10)
    builders.sections(plan, *(("task", f"({n})", f"任务{n}号") for n in range(200)))
    tracemalloc.start()
    try:
        assert not indexing.check()
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_an_index_by_other_rules_is_made_again(plan: Plan) -> None:
    section(plan)
    SearchIndex.objects.update(fingerprint="older")
    SearchEntry.objects.update(cuts="别的|词")
    faults = indexing.check()
    assert faults.is_outdated
    assert len(faults.stale) == 1
    assert indexing.repair() == 1
    assert finds("首席质量官")
    assert not indexing.check()


def test_what_the_database_has_lost_is_noticed_and_mended(plan: Plan) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("an index on a function cannot lose a row")
    made = section(plan)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO documents_searchruns(documents_searchruns) VALUES ('delete-all')")
        cursor.execute("INSERT INTO documents_searchwords(rowid, body) VALUES (999999, '质量')")
    faults = indexing.check()
    assert faults.stale == {made.pk}
    assert faults.orphaned == {999999}
    indexing.repair(thoroughly=True)
    assert not indexing.check()
    assert finds("首席质量官") == {made.pk}


def test_needs_are_all_or_some(plan: Plan) -> None:
    one, other = section(plan), section(plan, "健全制度", "推行绿色建筑。")

    def found(condition: Holds | IsAmong) -> set[int]:
        return set(SearchEntry.objects.filter(condition).values_list("pk", flat=True))

    assert found(Holds(any_of(["首席质量官", "绿色"]))) == {one.pk, other.pk}
    assert found(Holds(any_of(["绿色", "召回"]))) == {other.pk}
    assert found(Holds(all_of(["首席", "制度"]))) == {one.pk}
    assert found(Holds(all_of([any_of(["首席", "绿色"]), "健全"]))) == {other.pk}
    assert found(Holds(any_of(["绿", all_of(["首席", "制度"])]))) == {one.pk, other.pk}
    assert found(Holds(all_of(["绿", "官"]))) == set()
    assert found(Holds(any_of(["绿", "𰻝"]))) == {other.pk}
    assert found(IsAmong([other.pk, 0])) == {other.pk}
    assert set(SearchEntry.objects.matching("首席质量官").values_list("pk", flat=True)) == {one.pk}
    assert set(SearchEntry.objects.matching("绿").values_list("pk", flat=True)) == {other.pk}
    assert set(SearchEntry.objects.proving(any_of(["推行首席质量官", "绿色建筑"])).values_list("pk", flat=True)) == {
        one.pk,
        other.pk,
    }
    assert set(SearchEntry.objects.doubtful(any_of(["行首席", "绿色"]), "绿色").values_list("pk", flat=True)) == {
        one.pk
    }
    assert SearchEntry.objects.published().matching(any_of(["绿色", "首席"])).count() == 0
    assert SearchEntry.objects.matching_words([["首席质量官", "绿色"], ["推行"]]).count() == 1
    assert set(SearchEntry.objects.matching_words([["首席质量官"]]).values_list("pk", flat=True)) == {one.pk}


def test_characters_beyond_the_usual_planes_are_found(plan: Plan) -> None:
    made = section(plan, "𰻝𰻝面", "㐀䶵 Éclair ①②")
    assert finds("𰻝面") == finds("㐀䶵") == finds("éclair") == {made.pk}
    assert not indexing.check()


def test_every_piece_of_a_long_text_is_found(plan: Plan) -> None:
    dice = random.Random(3)
    text = "".join(dice.choice("质量强国建设纲要。，、标准iso9001\n“”") for _ in range(3000))
    made = section(plan, "长", text)
    for _ in range(60):
        at, length = dice.randrange(2900), dice.choice([2, 3, 5, 12, 40])
        if letters(text[at : at + length]):
            assert finds(text[at : at + length]) == {made.pk}


def test_a_section_of_any_length_is_indexed(plan: Plan) -> None:
    made = section(plan, "长", "质量强国" * 50_000)
    assert finds("国质量") == {made.pk}
    section(plan, "词", "a" * 50_000)
    assert not indexing.check()


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_tables_keeps_the_index() -> None:
    """SQLite rebuilds a table to change a column, and drops its triggers on the way."""
    made = _indexed_section()
    for model, name in ((Section, "number"), (SearchEntry, "marks")):
        old: Any = model._meta.get_field(name)
        new: Any = models.TextField(default="", db_default="")
        new.set_attributes_from_name(name)
        new.model = model
        for before, after in ((old, new), (new, old)):
            with connection.schema_editor() as editor:
                editor.alter_field(model, before, after)
    _end_migration()
    assert finds("首席质量官") == {made.pk}
    made.text = "健全召回制度。"
    made.save()
    assert finds("首席质量官") == set()
    assert finds("召回") == {made.pk}
    assert not indexing.check()


@pytest.mark.django_db(transaction=True)
def test_what_a_migration_writes_after_the_triggers_are_gone_is_found() -> None:
    made = _indexed_section()
    with connection.cursor() as cursor:
        on_table = "" if connection.vendor == "sqlite" else "ON documents_section"
        cursor.execute(f"DROP TRIGGER documents_section_rewritten {on_table}")
        cursor.execute("UPDATE documents_section SET text = '健全召回制度'")
    assert indexing.check().stale == {made.pk}
    _end_migration()
    assert finds("首席质量官") == set()
    assert finds("召回") == {made.pk}
    assert not indexing.check()


@pytest.mark.django_db(transaction=True)
def test_sections_can_be_written_where_the_search_is_taken_back() -> None:
    made = _indexed_section()
    call_command("migrate", "documents", "0004", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_section SET text = '健全召回制度'")
    call_command("migrate", verbosity=0)
    assert finds("召回") == {made.pk}
    assert not indexing.check()


@pytest.mark.django_db(transaction=True)
def test_asking_for_faults_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    _indexed_section()
    backend_of(connection).uninstall(connection)
    with pytest.raises(CommandError):
        call_command("check_index")
    assert not backend_of(connection).is_installed(connection)
    assert "触发器" in capsys.readouterr().out
    call_command("check_index", repair=True)
    assert backend_of(connection).is_installed(connection)
    call_command("check_index")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="who writes on SQLite is alone")
@pytest.mark.django_db(transaction=True)
def test_nobody_writes_a_section_that_is_being_indexed() -> None:
    made = _indexed_section()
    other = connection.copy()
    try:
        with transaction.atomic():
            indexing.repair(thoroughly=True)
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
                with pytest.raises(OperationalError, match="lock timeout"):
                    cursor.execute("UPDATE documents_section SET text = '健全召回制度' WHERE id = %s", [made.pk])
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_others_write_while_what_is_read_is_of_one_moment(tmp_path: Path) -> None:
    reader, writer = connection, connection.copy()
    if connection.vendor == "sqlite":  # that of the tests is in the memory, where who reads keeps others off
        reader = connection.copy()
        for one in (reader, writer):
            one.settings_dict["NAME"] = str(tmp_path / "of-its-own.sqlite3")

    def count() -> int:
        with reader.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM of_one_moment")
            return int(cursor.fetchone()[0])

    try:
        with writer.cursor() as cursor:
            cursor.execute("CREATE TABLE of_one_moment (number integer)")
            with backend_of(reader).at_one_moment(reader):
                seen = [count()]
                cursor.execute("INSERT INTO of_one_moment VALUES (1)")
                seen.append(count())
            assert [*seen, count()] == [0, 0, 1]
            cursor.execute("DROP TABLE of_one_moment")
    finally:
        reader.close()
        writer.close()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="that of the tests is in the memory")
@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_the_index_is_looked_at_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    made = _indexed_section()
    other, look = connection.copy(), indexing._sections

    def sections() -> Iterator[Section]:
        with other.cursor() as cursor:
            cursor.execute("UPDATE documents_section SET text = '健全召回制度' WHERE id = %s", [made.pk])
        yield from look()

    monkeypatch.setattr(indexing, "_sections", sections)
    try:
        assert not indexing.check()
    finally:
        other.close()
        monkeypatch.undo()
    assert indexing.check().missing == {made.pk}


def _indexed_section() -> Section:
    SearchIndex.objects.update_or_create(pk=1, defaults={"fingerprint": fingerprint()})
    return section(builders.plan())


def _end_migration() -> None:
    post_migrate.send(
        sender=apps.get_app_config("documents"), app_config=apps.get_app_config("documents"), verbosity=0,
        interactive=False, using="default", plan=[], apps=apps,
    )  # fmt: skip


def test_the_size_of_the_index_is_known(plan: Plan) -> None:
    section(plan)
    assert backend_of(connection).size(connection) > 0


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_faults_and_mends_them(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    made = section(plan)
    call_command("check_index")
    assert "检索索引无误" in capsys.readouterr().out
    SearchEntry.objects.all().delete()
    with pytest.raises(CommandError) as error:
        call_command("check_index")
    assert error.value.returncode == 1
    assert f"未建立索引：{made.pk}" in capsys.readouterr().out
    call_command("check_index", repair=True)
    assert "已重建" in capsys.readouterr().out
    call_command("check_index")
    assert finds("首席质量官") == {made.pk}

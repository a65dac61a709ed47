"""The audit log: what is written into it, and that nobody changes it afterwards."""

from __future__ import annotations

import io
import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from documents.models import Plan
from qpolicy.audit import logger, record
from qpolicy.models import AuditEvent, Unchangeable
from qpolicy.roles import AUDIT, REVIEW
from qpolicy.sealing import seal
from tests import builders
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

TABLE = AuditEvent._meta.db_table
REFUSED = pytest.raises(IntegrityError, match="append-only")


def event_of(days: int) -> AuditEvent:
    return AuditEvent.objects.create(
        kind="export", occurred_at=timezone.now() - timedelta(days=days), account=f"{days} 天前"
    )


def sql(statement: str, *parameters: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_the_model_refuses_to_change_or_delete() -> None:
    event = record("export", by="tests")
    event.details = "别的"
    for act in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(Unchangeable, match="只能增加"):
            act()
    with pytest.raises(Unchangeable):
        AuditEvent.objects.update(details="别的")
    with pytest.raises(Unchangeable):
        AuditEvent.objects.bulk_update([event], ["details"])
    event.refresh_from_db()
    assert event.details == ""


@pytest.mark.parametrize("column", ["occurred_at", "kind", "account", "network", "subject", "details"])
def test_the_database_refuses_to_change_any_of_it(column: str) -> None:
    event = record("export", by="tests")
    with REFUSED:
        sql(f"UPDATE {TABLE} SET {column} = %s WHERE id = %s", "2020-01-01", event.pk)
    with REFUSED:
        AuditEvent._base_manager.filter(pk=event.pk).update(success=False)


def test_nobody_is_made_the_author_of_what_another_did() -> None:
    event = record("export", by=account(AUDIT))
    with REFUSED:
        sql(f"UPDATE {TABLE} SET actor_id = %s WHERE id = %s", account(REVIEW).pk, event.pk)


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (179, True), (181, False)])
def test_the_database_lets_go_only_what_is_older_than_the_law_wants(days: int, is_kept: bool) -> None:
    event = event_of(days)
    if is_kept:
        with REFUSED:
            sql(f"DELETE FROM {TABLE} WHERE id = %s", event.pk)
    else:
        sql(f"DELETE FROM {TABLE} WHERE id = %s", event.pk)
    assert AuditEvent.objects.filter(pk=event.pk).exists() is is_kept


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
def test_nor_is_the_table_emptied() -> None:
    with REFUSED:
        sql(f"TRUNCATE {TABLE}")


def test_sealing_again_is_safe() -> None:
    event = record("export", by="tests")
    seal(connection)
    seal(connection)
    with REFUSED:
        sql(f"DELETE FROM {TABLE} WHERE id = %s", event.pk)


def test_the_name_stays_when_the_account_goes() -> None:
    user = account(REVIEW, "张三")
    event = record("export", by=user)
    user.delete()
    event.refresh_from_db()
    assert (event.actor, event.account) == (None, "张三")


def test_an_event_says_who_where_and_what(rf: RequestFactory) -> None:
    request = rf.get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    request.user = account(REVIEW, "张三")
    plan = builders.plan()
    event = record("publication", request=request, subject=plan, details="原为“草稿”\ud800")
    assert (event.account, event.actor, event.network) == ("张三", request.user, "2001:db8:1:2::/64")
    assert (event.subject, event.subject_url) == (f"规划“{plan}”", "/plans/xian/")
    assert event.details == "原为“草稿”\ufffd"
    assert event.success


def test_each_event_is_a_line_of_json_too(django_capture_on_commit_callbacks: object) -> None:
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    logger.addHandler(handler)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            event = record("failed-sign-in", by="张三", details="第一行\n第二行", success=False)
    finally:
        logger.removeHandler(handler)
    [line] = lines.getvalue().splitlines()
    written = json.loads(line)
    assert written["time"] == timezone.localtime(event.occurred_at).isoformat()
    assert (written["kind"], written["account"], written["success"]) == ("failed-sign-in", "张三", False)
    assert "第一行" in line


def test_what_was_undone_stands_in_no_log() -> None:
    def fail() -> None:
        with transaction.atomic():
            record("export", by="tests")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not AuditEvent.objects.exists()


def purge(days: str) -> str:
    out = io.StringIO()
    call_command("purge_audit", "--older-than", days, stdout=out)
    return out.getvalue()


def test_what_is_old_is_purged_and_that_is_recorded() -> None:
    for days in (1, 179, 200, 400):
        event_of(days)
    assert "365 天以前的审计日志 1 条" in purge("365")
    assert "180 天以前的审计日志 1 条" in purge("180")
    kept = AuditEvent.objects.values_list("kind", "account")
    assert set(kept) == {("export", "1 天前"), ("export", "179 天前"), ("purge", "purge_audit")}


@pytest.mark.parametrize("days", ["179", "0", "-1", "9" * 30])
def test_what_the_law_wants_kept_is_not_purged(days: str) -> None:
    event_of(170)
    with pytest.raises(CommandError, match=r"180|过大"):
        purge(days)
    assert AuditEvent.objects.count() == 1


TEXT = "某市质量强市行动计划\n一、重点任务\n(一)提升产品质量。实施质量攻关。\n"


def test_plans_that_go_out_and_come_back_are_written_down(tmp_path: Path) -> None:
    plan = builders.plan()
    builders.sections(plan, ("task", "(一)", "推行首席质量官制度"))
    call_command("export_plan", plan.slug, "--to", str(tmp_path), stdout=io.StringIO())
    assert AuditEvent.objects.get(kind="export").details == f"文件 {plan.slug}.json"
    plan.delete()
    call_command("import_plan", str(tmp_path / f"{plan.slug}.json"), stdout=io.StringIO())
    assert AuditEvent.objects.get(kind="import").details == f"文件 {plan.slug}.json"


def test_the_command_that_imports_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_text(TEXT, encoding="utf-8")
    call_command("import_plan", str(path), "--slug", "some-city", "--publish", stdout=io.StringIO())
    events = {event.kind: event for event in AuditEvent.objects.all()}
    assert set(events) == {"import", "publication"}
    assert events["import"].account == "import_plan"
    assert events["import"].details == "文件 规划.txt"
    assert events["import"].subject_url == "/plans/some-city/"
    call_command("import_plan", str(path), "--slug", "some-city", "--publish", stdout=io.StringIO())
    assert AuditEvent.objects.count() == 2, "nothing has changed, and nothing is told"


def test_publications_and_withdrawals_are_recorded_by_the_actions() -> None:
    plans = [builders.plan("first"), builders.plan("second", status="published")]
    client, where = signed_in(REVIEW), reverse("admin:documents_plan_changelist")
    client.post(where, {"action": "publish", "_selected_action": [plan.pk for plan in plans]})
    client.post(where, {"action": "withdraw", "_selected_action": [plans[1].pk]})
    told = list(
        AuditEvent.objects.filter(kind__in=["publication", "withdrawal"]).values_list("kind", "subject", "account")
    )
    assert told == [("withdrawal", f"规划“{plans[1]}”", REVIEW), ("publication", f"规划“{plans[0]}”", REVIEW)]


def test_a_plan_that_is_deleted_is_recorded() -> None:
    plan = builders.plan("first", status="published")
    signed_in(REVIEW).post(reverse("admin:documents_plan_delete", args=[plan.pk]), {"post": "yes"})
    assert not Plan.objects.exists()
    event = AuditEvent.objects.get(kind="deletion")
    assert event.subject == plan.title
    assert "first" in event.details


def list_of(client: Client, **query: str) -> list[str]:
    response = client.get(reverse("admin:qpolicy_auditevent_changelist"), query)
    assert response.status_code == 200
    return [event.account for event in response.context["cl"].result_list]


def test_the_log_is_read_filtered_and_searched_by_auditors() -> None:
    client = signed_in(AUDIT)
    record("export", by="甲", details="分工台账")
    record("lockout", by="乙", success=False)
    assert list_of(client) == ["乙", "甲", AUDIT]
    assert list_of(client, kind__exact="export") == ["甲"]
    assert list_of(client, success__exact="0") == ["乙"]
    assert list_of(client, account="乙") == ["乙"]
    assert list_of(client, q="台账") == ["甲"]
    page = client.get(reverse("admin:qpolicy_auditevent_change", args=[AuditEvent.objects.earliest("pk").pk]))
    assert 'name="_save"' not in page.content.decode()
    assert User.objects.count() == 1

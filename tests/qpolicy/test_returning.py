"""A deleted plan comes back from history with everything that was its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Department, Plan, SearchEntry, Section, Theme
from documents.search.indexing import check, repair
from indicators.models import Indicator
from qpolicy.export import exported
from qpolicy.fixtures import load, load_catalogues
from qpolicy.models import AuditEvent
from qpolicy.returning import bring_back, deleted_plans
from qpolicy.reviving import CannotRevive
from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tasks.merging import merge
from tasks.models import Responsibility
from tests.builders import department, full_plan, plan, published, two_editions
from tests.pages import text_of
from tests.roles import PLAIN, SUPER, signed_in

pytestmark = pytest.mark.django_db

LIST = "admin:documents_plan_deleted"


def page_of(key: int) -> str:
    return reverse("admin:documents_plan_back", args=[key])


def delete(client: Client, row: Plan) -> int:
    key = row.pk
    answer = client.post(reverse("admin:documents_plan_delete", args=[key]), {"post": "yes"})
    assert answer.status_code == 302
    assert not Plan.objects.filter(pk=key).exists()
    return key


def written(row: Plan, **but: Any) -> str:
    """Return all that an exported file says of the plan, and the keys of its rows."""
    file = exported(Plan.objects.get(pk=row.pk))
    file["plan"] |= {"status": "", "lock_version": 0, **but}
    keys = list(Section.objects.filter(plan=row.pk).in_order().values_list("pk", "as_read"))
    return json.dumps([file, keys, Plan.objects.get(pk=row.pk).as_read], ensure_ascii=False, default=str)


def test_it_comes_back_whole_as_withdrawn_where_it_was_published(admin_client: Client) -> None:
    row = full_plan("xian", 3)
    Plan.objects.update(status="published", as_read={"title": "读到的标题"})
    task = row.sections.filter(kind="task")[0].task
    task.deadline = "2025年底前"
    task.save()
    Section.objects.filter(pk=task.pk).update(as_read={"title": "读到的"}, theme=Theme.objects.create(name="产品"))
    before = written(row)
    key = delete(admin_client, row)
    shown = text_of(admin_client.get(reverse(LIST)))
    assert row.title in shown
    assert page_of(key) in shown
    page = text_of(admin_client.get(page_of(key)))
    counts = "章节条 4 条、任务 3 条、责任分工 6 条、指标值 3 条、目标 1 条、通用分工 1 条"
    assert f"将一并恢复：{counts}" in page
    assert "由 admin 于" in page
    response = admin_client.post(page_of(key), follow=True)
    assert f"连同{counts}。状态为“已撤回”。" in text_of(response)
    assert written(row) == before
    back = Plan.objects.get(pk=key)
    assert (back.status, back.lock_version) == ("withdrawn", row.lock_version + 1)
    assert not check()
    assert SearchEntry.objects.filter(plan=key).count() == 4
    assert Client().get(back.get_absolute_url()).status_code == 404
    event = AuditEvent.objects.get(kind="restore")
    assert (event.account, "章节条 4 条" in event.details) == ("admin", True)
    assert list(deleted_plans()) == []
    for history in (Plan.history.filter(id=key), Responsibility.history.filter(task_id=task.pk)):
        record = history.latest("history_id")
        assert (record.history_type, record.history_user.username) == ("+", "admin")


def test_a_plan_as_it_is_delivered_comes_back_to_the_character(admin_client: Client) -> None:
    from qpolicy.beginning import reviewed_plans

    load_catalogues()
    load(reviewed_plans())
    repair()
    row = Plan.objects.get(slug="xinjiang")
    before = written(row)
    key = delete(admin_client, row)
    with CaptureQueriesContext(connection) as captured:
        bring_back(deleted_plans().get(id=key), None)
    assert written(row) == before
    assert not check()
    assert len(captured) < 60


def test_what_was_deleted_before_the_plan_stays_deleted(admin_client: Client) -> None:
    row = full_plan("xian", 2)
    gone = row.sections.get(title="任务1")
    gone.delete()
    key = delete(admin_client, row)
    admin_client.post(page_of(key))
    assert not Section.objects.filter(pk=gone.pk).exists()
    assert Section.objects.filter(plan=key).count() == 2


def test_deleted_twice_it_comes_back_twice(admin_client: Client) -> None:
    row = full_plan("xian", 1)
    for _ in range(2):
        before = written(row)
        key = delete(admin_client, Plan.objects.get())
        assert admin_client.post(page_of(key)).status_code == 302
        assert written(row) == before


def test_editions_and_plans_above_are_linked_again(admin_client: Client) -> None:
    older, newer = two_editions()
    above, below = published("above"), published("below")
    older.based_on.add(above)
    below.based_on.add(older)
    key = delete(admin_client, older)
    newer.refresh_from_db()
    assert newer.replaces_id is None
    admin_client.post(page_of(key))
    newer.refresh_from_db()
    assert newer.replaces_id == key
    assert newer.history.latest().replaces_id == key
    assert list(Plan.objects.get(pk=key).based_on.all()) == [above]
    assert list(below.based_on.all()) == [older]


@pytest.mark.parametrize("first", [0, 1])
def test_both_editions_find_each_other_in_whatever_order_they_come_back(admin_client: Client, first: int) -> None:
    editions = two_editions()
    editions[1].based_on.add(editions[0])
    admin_client.post(
        reverse("admin:documents_plan_changelist"),
        {"action": "delete_selected", "_selected_action": [row.pk for row in editions], "post": "yes"},
    )
    keys = [record.id for record in deleted_plans()]
    assert len(keys) == 2
    for key in sorted(keys, reverse=bool(first)):
        admin_client.post(page_of(key))
    older, newer = Plan.objects.order_by("edition")
    assert newer.replaces == older
    assert list(newer.based_on.all()) == [older]


def test_a_plan_that_has_found_another_predecessor_keeps_it(admin_client: Client) -> None:
    older, newer = two_editions()
    key = delete(admin_client, older)
    other = published("other")
    Plan.objects.filter(pk=newer.pk).update(replaces=other)
    assert "未改回替代本规划" in text_of(admin_client.post(page_of(key), follow=True))
    newer.refresh_from_db()
    assert newer.replaces == other


def test_no_circle_of_editions_is_closed(admin_client: Client) -> None:
    oldest = published("oldest")
    older, newer = two_editions()
    Plan.objects.filter(pk=older.pk).update(replaces=oldest)
    key = delete(admin_client, Plan.objects.get(pk=older.pk))
    Plan.objects.filter(pk=oldest.pk).update(replaces=newer)
    admin_client.post(page_of(key))
    newer.refresh_from_db()
    assert (newer.replaces, Plan.objects.get(pk=key).replaces) == (None, oldest)


def test_it_takes_another_address_where_its_own_is_taken(admin_client: Client) -> None:
    key = delete(admin_client, full_plan("xian", 1))
    published("xian", title="另一部")
    assert "原来的网址标识已由另一份规划使用，本规划现为 xian-2。" in text_of(
        admin_client.post(page_of(key), follow=True)
    )
    assert Plan.objects.get(pk=key).slug == "xian-2"


def test_it_stays_away_while_the_same_plan_was_entered_anew(admin_client: Client) -> None:
    known = {"document_number": "西政发〔2024〕1号", "title": "质量强市方案"}
    key = delete(admin_client, plan("xian", **known))
    plan("again", **known)
    page = text_of(admin_client.get(page_of(key)))
    assert "知识库中已有同一发文字号、标题和版次的规划（again）" in page
    assert 'type="submit" value="恢复"' not in page
    assert "知识库中已有" in text_of(admin_client.post(page_of(key)))
    assert Plan.objects.count() == 1


def test_departments_and_indicators_that_were_merged_or_deleted_meanwhile_are_found_again(admin_client: Client) -> None:
    row = full_plan("xian", 2)
    key = delete(admin_client, row)
    kept = department("市市场监管局")
    merge(kept, [department("市第1局")])
    gone = department("市第2局")
    gone_key = gone.pk
    gone.delete()
    Indicator.objects.get(name="指标1").delete()
    page = text_of(admin_client.post(page_of(key), follow=True))
    assert "部门“市第2局”已经删除，现一并恢复。" in page
    assert "指标“指标1”已经删除，现一并恢复。" in page
    first, second = (row.sections.model.objects.get(plan=key, title=f"任务{n}") for n in (1, 2))
    assert {part.department_id for part in first.task.responsibilities.all()} == {kept.pk}
    assert {part.department_id for part in second.task.responsibilities.all()} == {gone_key}
    assert first.targets.get().indicator.name == "指标1"


def test_what_a_merger_makes_the_same_is_stated_once(admin_client: Client) -> None:
    row = full_plan("xian", 1)
    task = row.sections.get(kind="task").task
    other = department("市第9局")
    Responsibility.objects.create(task=task, position=3, department=other, name="市第9局")
    key = delete(admin_client, row)
    merge(department("市第1局"), [other])
    assert admin_client.post(page_of(key)).status_code == 302
    assert sorted(Responsibility.objects.filter(task=task.pk).values_list("position", "role")) == [
        (1, "responsible"),
        (2, "lead"),
    ]


def test_a_region_and_a_theme_that_are_gone_are_missed_and_said(admin_client: Client) -> None:
    row = plan("xian")
    key = delete(admin_client, row)
    assert row.region
    row.region.delete()
    assert "原来的地区已经删除，请补上地区。" in text_of(admin_client.post(page_of(key), follow=True))
    assert Plan.objects.get(pk=key).region is None


def test_nothing_comes_back_by_halves(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    key = delete(admin_client, full_plan("xian", 1))
    record = deleted_plans().get(id=key)
    other = published("other")
    taken = record.beside["sections"].copy()
    Section.objects.create(pk=int(next(iter(taken))), plan=other, position=1, anchor="s-1", title="占位")
    with pytest.raises(CannotRevive, match="没有恢复任何内容"):
        bring_back(record, None)
    assert Plan.objects.get() == other
    assert not check()


def test_only_those_who_may_bring_a_plan_back(admin_client: Client) -> None:
    was_draft, was_public = delete(admin_client, plan("draft")), delete(admin_client, published("public"))
    assert Client().get(page_of(was_draft)).status_code == 302
    assert signed_in(PLAIN).get(reverse(LIST)).status_code == 403
    auditor, editor = signed_in(AUDIT), signed_in(ENTRY)
    assert auditor.get(page_of(was_draft)).status_code == 200
    assert auditor.post(page_of(was_draft)).status_code == 403
    assert "只有可以发布规划的人（审核员）才能恢复" in text_of(editor.get(page_of(was_public)))
    assert editor.post(page_of(was_public)).status_code == 403
    assert editor.post(page_of(was_draft)).status_code == 302
    assert signed_in(REVIEW).post(page_of(was_public)).status_code == 302
    assert dict(Plan.objects.values_list("slug", "status")) == {"draft": "draft", "public": "withdrawn"}


def test_whoever_comes_second_is_led_to_the_plan(admin_client: Client) -> None:
    key = delete(admin_client, plan("xian"))
    admin_client.post(page_of(key))
    for answer in (admin_client.get(page_of(key)), admin_client.post(page_of(key))):
        assert answer.headers["Location"] == reverse("admin:documents_plan_change", args=[key])


@pytest.mark.parametrize("key", ["0", "77", "9" * 19, "9" * 30])
def test_of_a_plan_that_never_was_there_is_no_page(admin_client: Client, key: str) -> None:
    address = page_of(1).replace("/1/", f"/{key}/")
    assert admin_client.get(address).status_code == 404
    assert admin_client.post(address).status_code == 404


def test_an_older_state_of_it_leads_to_the_same_page(admin_client: Client) -> None:
    row = plan("xian")
    state = row.history.latest().pk
    key = delete(admin_client, row)
    address = reverse("admin:documents_plan_simple_history", args=[key, state])
    assert "恢复已删除的规划" in text_of(admin_client.get(address))
    assert admin_client.post(address).status_code == 302
    assert Plan.objects.filter(pk=key).exists()


def test_a_plan_that_a_program_deleted_comes_back_with_what_history_has(admin_client: Client) -> None:
    row = full_plan("xian", 1)
    key = row.pk
    Plan.objects.filter(pk=key).delete()
    assert "由系统于" in text_of(admin_client.get(page_of(key)))
    admin_client.post(page_of(key))
    assert Section.objects.filter(plan=key).count() == 2


def test_the_list_is_paged_and_costs_the_same_however_long_it_is(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get(reverse(LIST)))
        return len(captured)

    client.force_login(User.objects.create_superuser(SUPER))
    assert "没有已删除的规划" in text_of(client.get(reverse(LIST)))
    plan("first").delete()
    few = queries()
    for number in range(60):
        plan(f"plan{number}").delete()
    assert queries() == few
    assert "?page=2" in text_of(client.get(reverse(LIST)))
    assert Department.objects.count() == 0

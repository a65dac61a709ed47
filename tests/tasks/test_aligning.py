"""The alignment is kept when plans change, only of what changed, and judgements outlast all of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from documents.entry import append
from documents.models import Plan, SearchEntry, Section
from tasks import aligning
from tasks.aligning import align, align_anew, align_changed, check
from tasks.kinds import keep_tasks
from tasks.models import AlignedPlan, Alignment
from tests import builders
from tests.troubles import deadlock, holding

pytestmark = pytest.mark.django_db
TEXTS = {
    "提升农产品质量": "加强农产品质量安全监测，完善追溯体系。",
    "培育区域品牌": "开展品牌培育行动，打造区域公用品牌。",
    "推行首席质量官": "规模以上企业全部设立首席质量官，培训质量工程师。",
    "改善旅游服务": "健全旅游服务标准，优化游客满意度调查。",
}


def plan(slug: str, *titles: str, **fields: Any) -> Plan:
    made = builders.published(slug, **fields)
    rows = [Section(kind="task", number=f"{at}.", title=t, text=TEXTS[t]) for at, t in enumerate(titles, start=1)]
    keep_tasks(append(made, rows))
    return made


def titles_of(*rows: Alignment) -> list[tuple[str, str]]:
    return sorted((row.task.section.title, row.counterpart.section.title) for row in rows)


def pairs() -> list[tuple[str, str]]:
    return titles_of(*Alignment.objects.all())


def edit(section: Section, text: str) -> None:
    section.text = text
    section.save()
    Plan.objects.filter(pk=section.plan_id).mark_edited()


@pytest.fixture
def three() -> list[Plan]:
    plans = [
        plan("one", "提升农产品质量", "培育区域品牌"),
        plan("two", "提升农产品质量", "推行首席质量官"),
        plan("three", "培育区域品牌", "改善旅游服务"),
    ]
    align()
    return plans


@pytest.mark.usefixtures("three")
def test_tasks_stand_beside_their_counterparts_in_every_other_plan() -> None:
    assert pairs() == [("培育区域品牌", "培育区域品牌"), ("提升农产品质量", "提升农产品质量")]
    assert all(row.is_nearest_of_task and row.is_nearest_of_counterpart for row in Alignment.objects.all())


@pytest.mark.usefixtures("three")
def test_nothing_is_done_where_nothing_has_changed(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert align_changed() == 0


def test_only_the_plans_that_changed_are_aligned_anew(three: list[Plan]) -> None:
    edit(three[2].sections.get(title="改善旅游服务"), "规模以上企业全部设立首席质量官，培训质量工程师。")
    assert align_changed() == 1
    assert ("推行首席质量官", "改善旅游服务") in pairs()


def test_an_edit_that_leaves_the_tasks_alone_aligns_nothing(three: list[Plan]) -> None:
    Plan.objects.filter(pk=three[0].pk).mark_edited()
    assert align_changed() == 0
    assert not Plan.objects.current().exclude(aligned__lock_version=0).exclude(pk=three[0].pk).exists()


def test_a_change_that_no_edit_was_counted_for_is_found_all_the_same(three: list[Plan]) -> None:
    section = three[0].sections.get(title="培育区域品牌")
    section.text = "办好书市。"
    section.save()
    assert align_changed() == 0
    assert check().stale == {three[0].pk}
    assert align() == 1
    assert not check()


@pytest.mark.parametrize("status", ["withdrawn", "draft", "review"])
def test_what_is_not_public_is_aligned_with_nothing(three: list[Plan], status: str) -> None:
    Plan.objects.filter(pk=three[0].pk).update(status=status)
    assert check().orphaned == {three[0].pk}
    align_changed()
    assert pairs() == []
    Plan.objects.filter(pk=three[0].pk).update(status="published")
    assert align_changed() == 1
    assert len(pairs()) == 2


def test_neither_is_what_a_newer_edition_replaces(three: list[Plan]) -> None:
    newer = plan("newer", "提升农产品质量", replaces=three[0])
    assert align_changed() == 1
    assert {row.plan_id for row in AlignedPlan.objects.all()} == {newer.pk, three[1].pk, three[2].pk}
    assert pairs() == [("提升农产品质量", "提升农产品质量")]
    newer.delete()
    assert align_changed() == 1
    assert len(pairs()) == 2


def test_a_deleted_task_takes_its_pairs_with_it(three: list[Plan]) -> None:
    three[0].sections.get(title="培育区域品牌").delete()
    assert pairs() == [("提升农产品质量", "提升农产品质量")]


def judged(judgement: str, first: Section, second: Section) -> Alignment:
    task, counterpart = sorted((first.pk, second.pk))
    values = {"judgement": judgement, "judged_at": datetime(2026, 1, 1, tzinfo=UTC)}
    row, _ = Alignment.objects.update_or_create(task_id=task, counterpart_id=counterpart, defaults=values)
    return row


def test_a_judgement_outlasts_recomputing_edits_and_withdrawal(three: list[Plan]) -> None:
    one, two = (plan.sections.get(title="提升农产品质量") for plan in three[:2])
    other = three[1].sections.get(title="推行首席质量官")
    rejected, confirmed = judged("rejected", one, two), judged("confirmed", one, other)
    for change in (
        align_anew,
        lambda: edit(one, "办好书市。"),
        lambda: Plan.objects.filter(pk=three[0].pk).update(status="withdrawn"),
        lambda: Plan.objects.filter(pk=three[0].pk).update(status="published"),
    ):
        change()
        align_changed()
    rows = {row.pk: row for row in Alignment.objects.judged()}
    assert rows.keys() == {rejected.pk, confirmed.pk}
    assert (rows[rejected.pk].judgement, rows[rejected.pk].is_standing) == ("rejected", False)
    assert (rows[confirmed.pk].judgement, rows[confirmed.pk].is_standing) == ("confirmed", True)
    assert rows[confirmed.pk].is_nearest_of_task
    assert rows[confirmed.pk].is_nearest_of_counterpart


def test_a_pair_is_stored_once_with_the_smaller_key_first(three: list[Plan]) -> None:
    row = Alignment.objects.earliest("pk")
    for task, counterpart in ((row.counterpart_id, row.task_id), (row.task_id, row.counterpart_id)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Alignment.objects.create(task_id=task, counterpart_id=counterpart)


def test_a_judgement_says_when(three: list[Plan]) -> None:
    row = Alignment.objects.earliest("pk")
    row.judgement = "confirmed"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_it_can_be_done_one_plan_after_another_or_all_at_once(three: list[Plan]) -> None:
    step_by_step = set(Alignment.objects.values_list("task", "counterpart"))
    assert align_anew() == 3
    assert set(Alignment.objects.values_list("task", "counterpart")) == step_by_step


# What changes plans aligns them


def test_editing_a_task_in_the_admin_aligns_its_plan(
    three: list[Plan], admin_client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    section = three[2].sections.get(title="改善旅游服务")
    address = f"/admin/documents/section/{section.pk}/change/"
    form = admin_client.get(address).context["adminform"].form
    sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post(address, {**sent, "title": "推行首席质量官", "text": TEXTS["推行首席质量官"]})
    assert response.status_code == 302, response.context["errors"]
    assert ("推行首席质量官", "推行首席质量官") in pairs()
    assert not check()


@pytest.mark.parametrize(("action", "status", "left"), [("withdraw", "published", 0), ("publish", "draft", 2)])
def test_publishing_and_withdrawing_in_the_admin_do(  # noqa: PLR0917
    three: list[Plan],
    admin_client: Client,
    django_capture_on_commit_callbacks: Callable[..., Any],
    action: str,
    status: str,
    left: int,
) -> None:
    Plan.objects.filter(pk=three[0].pk).update(status=status)
    align_changed()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post("/admin/documents/plan/", {"action": action, "_selected_action": [three[0].pk]})
    assert len(pairs()) == left
    assert not check()


def test_deleting_a_plan_in_the_admin_does_and_lists_no_pairs(
    three: list[Plan], admin_client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    address = f"/admin/documents/plan/{three[0].pk}/delete/"
    assert "任务对应：" not in admin_client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(address, {"post": "yes"}).status_code == 302
    assert pairs() == []
    assert not check()


SOURCE = "西安市质量强市实施方案\n一、重点任务\n(一)提升农产品质量。加强农产品质量安全监测,完善追溯体系。\n"


def test_importing_a_plan_does(
    three: list[Plan], tmp_path: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(SOURCE, encoding="utf-8")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_plan", path, publish=True, is_published=True, stdout=StringIO())
    assert len(pairs()) == 4
    assert not check()


def test_a_judgement_stays_when_the_plan_is_read_again(
    three: list[Plan], tmp_path: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(SOURCE, encoding="utf-8")
    call_command("import_plan", path, slug="read", is_published=True, stdout=StringIO())
    read = Section.objects.get(plan__slug="read", kind="task")
    row = judged("confirmed", read, three[0].sections.get(title="培育区域品牌"))
    path.write_text(SOURCE.replace("完善", "建设"), encoding="utf-8")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_plan", path, slug="read", is_published=True, replaces=True, stdout=StringIO())
    row.refresh_from_db()
    assert (row.judgement, row.is_standing) == ("confirmed", True)
    assert "建设追溯体系" in Section.objects.get(pk=read.pk).text


def test_a_folder_is_aligned_once_at_its_end(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    for number in range(3):
        named = SOURCE.replace("西安", ("西安", "宝鸡", "咸阳")[number])
        (tmp_path / f"{number}.txt").write_text(named, encoding="utf-8")
    times: list[int] = []
    aligned = aligning.align_changed
    monkeypatch.setattr(aligning, "align_changed", lambda: times.append(aligned()))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_plan", tmp_path, is_published=True, stdout=StringIO())
    assert times == [3]
    assert len(pairs()) == 3


@pytest.mark.parametrize("failure", [IntegrityError("a task is gone"), deadlock()])
@pytest.mark.parametrize("times", [1, 3])
def test_where_others_come_between_it_is_aligned_once_more_and_at_last_logged(
    django_capture_on_commit_callbacks: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    times: int,
) -> None:
    failures, really = [failure] * times, aligning.align_changed

    def align_changed() -> int:
        if failures:
            raise failures.pop()
        return really()

    plan("one", "提升农产品质量"), plan("two", "提升农产品质量")
    monkeypatch.setattr(aligning, "align_changed", align_changed)
    with django_capture_on_commit_callbacks(execute=True):
        aligning.align_soon()
    assert not failures
    assert len(pairs()) == (1 if times == 1 else 0)
    assert (str(failure) in caplog.text) == (times == 3)


@pytest.mark.usefixtures("own_connections")
def test_whoever_holds_a_lock_for_long_is_waited_for_once_and_the_next_edit_mends(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, _ = plan("one", "提升农产品质量"), plan("two", "提升农产品质量")
    tries: list[str] = []
    really = aligning.align_changed

    def align_changed() -> int:
        tries.append("once")
        return really()

    def save(text: str, then: Callable[[], None]) -> None:
        with transaction.atomic():
            edit(first.sections.get(), text)
            transaction.on_commit(then)
            aligning.align_soon()

    monkeypatch.setattr(aligning, "align_changed", align_changed)
    with holding("tasks_alignedplan") as hold:
        save("办好书市。", hold)
        assert tries == ["once"]
        assert "lock" in caplog.text and "_align_at_last" in caplog.text
        assert first.sections.get().text == "办好书市。" and check().missing
    save("加强农产品质量安全监测。", lambda: None)
    assert not check()
    assert len(pairs()) == 1


# The command


def said(*options: str) -> str:
    out = StringIO()
    call_command("align", *options, stdout=out)
    return out.getvalue()


def test_the_command_does_what_is_left_to_do(three: list[Plan]) -> None:
    assert "重新计算 0 份规划，共有 2 对" in said()
    Alignment.objects.all().delete()
    AlignedPlan.objects.all().delete()
    assert "重新计算 3 份规划，共有 2 对" in said()
    assert "重新计算 3 份规划，共有 2 对" in said("--all")
    assert "无误：2 对" in said("--check")


def test_the_command_tells_what_is_stale_and_exits_with_1(three: list[Plan]) -> None:
    edit(three[0].sections.get(title="培育区域品牌"), "办好书市。")
    AlignedPlan.objects.filter(pk=three[1].pk).delete()
    Plan.objects.filter(pk=three[2].pk).update(status="withdrawn")
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("align", "--check", stdout=out)
    assert refusal.value.returncode == 1
    lines = out.getvalue().splitlines()
    assert [line.split("：")[0] for line in lines] == ["尚未对应", "内容已变", "已不公开或已被替代"]


def test_tasks_that_are_not_indexed_yet_are_aligned_when_they_are() -> None:
    first, _ = plan("one", "提升农产品质量"), plan("two", "提升农产品质量")
    SearchEntry.objects.filter(plan=first).delete()
    align()
    assert pairs() == []
    SearchEntry.objects.write(Section.objects.filter(plan=first))
    assert align() == 1
    assert len(pairs()) == 1

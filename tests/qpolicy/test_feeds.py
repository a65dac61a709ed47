"""Feeds of new and changed plans and of the hits of saved views, as RFC 4287 wants them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from pytest_django import Settings

from documents.models import Department, Plan, Section
from indicators.models import Goal, Target
from qpolicy.models import SavedView
from qpolicy.models.views import Conditions
from tasks.models import Responsibility
from tests import builders

pytestmark = pytest.mark.django_db

ATOM, TOMBSTONE = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
PLANS = "/plans/feed.atom"


def feed_of(client: Client, address: str) -> Any:
    """Return the feed; whatever the standard asks of it is asked here."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [one] = part.findall(f"{ATOM}{name}")
            assert one.text, name
        for name in ("updated", "published"):
            assert all(MOMENT.fullmatch(one.text or "") for one in part.findall(f"{ATOM}{name}"))
        assert len([link for link in part.findall(f"{ATOM}link") if link.get("rel") == "alternate"]) == 1
        assert all((link.get("href") or "").startswith("http://testserver/") for link in part.findall(f"{ATOM}link"))
        assert re.fullmatch(r"tag:[a-z.]+,\d{4}-\d\d-\d\d:/\S*", one_text(part, "id"))
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] == [
        f"http://testserver{address}"
    ]
    ids = [one_text(entry, "id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert all(entry.findtext(f"{ATOM}summary") for entry in feed.findall(f"{ATOM}entry"))
    return feed


def one_text(part: Any, name: str) -> str:
    return str(part.findtext(f"{ATOM}{name}"))


def content_of(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def titles(feed: Any) -> list[str]:
    return [one_text(entry, "title") for entry in feed.findall(f"{ATOM}entry")]


def moment(part: Any, name: str) -> datetime:
    return datetime.fromisoformat(one_text(part, name))


def address_of(page: str, conditions: Conditions) -> str:
    return f"/v/{SavedView.objects.saved(page, conditions, words='视图').code}/feed.atom"


def full(slug: str, tasks: int) -> Plan:
    """A plan that was entered, then published; its chapter says its goal."""
    plan = builders.full_plan(slug, tasks=tasks)
    write(plan.sections.get(anchor="s-1"), plan.goals.get().text)
    plan.status = "published"
    plan.save()
    return plan


def write(section: Section, text: str) -> None:
    section.text = text
    section.save()


def changed_at(history: Any, when: datetime, **which: Any) -> None:
    history.filter(**which).update(history_date=when)


def test_a_new_plan_stands_in_the_feed_with_when_it_was_published(client: Client) -> None:
    plan = builders.plan("xian", issuer="西安市人民政府", document_number="市政发〔2024〕1号", kind="实施方案")
    Plan.objects.filter(pk=plan.pk).update(created_at=timezone.now() - timedelta(days=9))
    plan.refresh_from_db()
    plan.status = "published"
    plan.save()
    [entry] = feed_of(client, PLANS).findall(f"{ATOM}entry")
    assert one_text(entry, "title") == plan.title
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/plans/xian/"
    assert timezone.now() - moment(entry, "published") < timedelta(minutes=1)
    assert "市政发〔2024〕1号" in one_text(entry, "summary")
    assert one_text(entry.find(f"{ATOM}author"), "name") == "西安市人民政府"
    assert one_text(entry, "id") == f"tag:testserver,{plan.created_at.astimezone(UTC):%Y-%m-%d}:/plans/xian/"


def test_a_plan_that_was_changed_comes_first_with_the_same_id(client: Client) -> None:
    first, second = full("first", 1), full("second", 1)
    seen = feed_of(client, PLANS)
    assert titles(seen) == [second.title, first.title]
    Plan.objects.filter(pk=first.pk).mark_edited()
    now = feed_of(client, PLANS)
    assert titles(now) == [first.title, second.title]
    ids = [{one_text(entry, "id") for entry in feed.findall(f"{ATOM}entry")} for feed in (seen, now)]
    assert ids[0] == ids[1]
    entry = now.find(f"{ATOM}entry")
    assert moment(entry, "updated") > moment(entry, "published")
    assert one_text(now, "updated") == one_text(entry, "updated")


def test_editions_name_each_other_and_nothing_that_is_not_published(client: Client) -> None:
    older, newer = builders.two_editions()
    draft = builders.plan("draft", title="秘密方案", replaces=newer)
    summaries = {one_text(e, "title"): one_text(e, "summary") for e in feed_of(client, PLANS).findall(f"{ATOM}entry")}
    assert f"已被《{newer.title}》替代" in summaries[older.title]
    assert f"替代《{older.title}》" in summaries[newer.title]
    assert "现行有效" not in summaries[older.title]
    assert "现行有效" in summaries[newer.title]
    assert "秘密" not in "".join(summaries.values())
    Plan.objects.filter(pk=newer.pk).update(replaces=draft)
    assert "秘密" not in client.get(PLANS).content.decode()


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_what_was_never_published_is_not_told_of(client: Client, status: str) -> None:
    plan = builders.full_plan("secret", tasks=1)
    plan.status = status
    plan.save()
    for address in (PLANS, address_of("documents:plan-list", []), address_of("tasks:task-list", [])):
        feed = feed_of(client, address)
        assert titles(feed) == []
        assert "secret" not in client.get(address).content.decode()
        assert one_text(feed, "updated") == "1970-01-01T00:00:00+00:00"


def test_what_was_withdrawn_or_deleted_is_taken_back(client: Client) -> None:
    for slug in ("withdrawn", "deleted", "back"):
        full(slug, 1)
    ids = {one_text(e, "title"): one_text(e, "id") for e in feed_of(client, PLANS).findall(f"{ATOM}entry")}
    withdrawn = Plan.objects.get(slug="withdrawn")
    withdrawn.status = "withdrawn"
    withdrawn.save()
    withdrawn.title = "以后又改的标题"
    withdrawn.save()
    gone_since = withdrawn.history.filter(status="withdrawn").earliest("history_date").history_date
    back = Plan.objects.get(slug="back")
    for status in ("withdrawn", "published"):
        back.status = status
        back.save()
    deleted = Plan.objects.get(slug="deleted")
    Section.objects.filter(plan=deleted).exclude(parent=None).delete()
    deleted.delete()
    deleted_since = Plan.history.get(slug="deleted", history_type="-").history_date
    feed = feed_of(client, PLANS)
    assert titles(feed) == [back.title]
    told = {
        one.get("ref"): datetime.fromisoformat(one.get("when")) for one in feed.findall(f"{TOMBSTONE}deleted-entry")
    }
    assert told == {
        ids["质量强市建设实施方案 withdrawn"]: gone_since,
        ids["质量强市建设实施方案 deleted"]: deleted_since,
    }
    assert "以后又改" not in client.get(PLANS).content.decode()


def test_a_plan_that_is_called_otherwise_is_another_entry(client: Client) -> None:
    plan = full("old-name", 1)
    [before] = feed_of(client, PLANS).findall(f"{ATOM}entry")
    plan.slug = "new-name"
    plan.save()
    feed = feed_of(client, PLANS)
    [now] = feed.findall(f"{ATOM}entry")
    assert [one.get("ref") for one in feed.findall(f"{TOMBSTONE}deleted-entry")] == [one_text(before, "id")]
    assert one_text(now, "id") != one_text(before, "id")


def test_the_feed_of_a_task_list_has_the_tasks_that_were_changed_last_first(client: Client) -> None:
    plan = full("xian", 3)
    full("other", 1)
    day = timezone.now() + timedelta(days=1)
    second = plan.sections.get(anchor="s-1-2")
    changed_at(Section.history, day, id=second.pk)
    third = plan.sections.get(anchor="s-1-3")
    changed_at(Responsibility.history, day + timedelta(hours=1), task_id=third.pk)
    feed = feed_of(client, address_of("tasks:task-list", [["plan", "xian"]]))
    assert titles(feed) == ["(3)任务3", "(2)任务2", "(1)任务1"]
    entry = feed.find(f"{ATOM}entry")
    assert moment(entry, "updated") == day + timedelta(hours=1)
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/plans/xian/tasks/s-1-3/"
    for words in ("质量强市建设实施方案 xian", "一、重点任务", "任务3。", "牵头：市第3局", "负责：市第3局"):
        assert words in one_text(entry, "summary")


def test_a_task_is_not_older_than_its_plan_is_public(client: Client) -> None:
    plan = builders.full_plan("xian", tasks=1)
    changed_at(Section.history, timezone.now() - timedelta(days=30), plan_id=plan.pk)
    plan.status = "published"
    plan.save()
    entry = feed_of(client, address_of("tasks:task-list", [])).find(f"{ATOM}entry")
    assert moment(entry, "updated") >= moment(entry, "published") > timezone.now() - timedelta(minutes=1)


def test_the_feed_of_a_search_has_its_hits(client: Client) -> None:
    plan = full("xian", 1)
    builders.sections(plan, ("task", "(九)", "培育首席质量官"), ("paragraph", "", "首席质量官很重要"))
    feed = feed_of(client, address_of("tasks:search", [["q", "首席质量官"]]))
    assert titles(feed) == ["(九)培育首席质量官"]
    assert titles(feed_of(client, address_of("tasks:search", [["q", "没有的词"]]))) == []
    assert titles(feed_of(client, address_of("tasks:search", [["q", "实施方案"], ["type", "plans"]]))) == [plan.title]
    assert titles(feed_of(client, address_of("tasks:search", [["q", "首席质量官 类型:段落"]]))) == ["首席质量官很重要"]


def test_the_feed_of_a_list_of_plans_has_those_that_it_shows(client: Client) -> None:
    full("xian", 1)
    elsewhere = builders.published("other", region=builders.region("hebei", "河北省", "province"))
    feed = feed_of(client, address_of("documents:plan-list", [["region", "hebei"]]))
    assert titles(feed) == [elsewhere.title]


@pytest.mark.parametrize(
    ("page", "conditions"),
    [
        ("indicators:comparison", []),
        ("tasks:compare-alignment", []),
        ("tasks:function-list", []),
        ("tasks:search", []),
        ("tasks:search", [["type", "goals"]]),
    ],
)
def test_what_lists_nothing_that_comes_cannot_be_subscribed_to(
    client: Client, page: str, conditions: Conditions
) -> None:
    full("xian", 1)
    feed = address_of(page, conditions)
    assert client.get(feed).status_code == 404
    for shown in (reverse(page), feed.replace("feed.atom", "share/")):
        assert "订阅" not in content_of(client, shown)


def test_hostile_text_is_text_and_what_xml_cannot_say_is_gone(client: Client) -> None:
    hostile = "<script>alert(1)</script>&amp;]]>\x08\x0b\x1f\ufffe\U0001f600\u2028"
    plan = builders.published("xian", title=hostile, issuer=hostile, kind="<b>\x01")
    builders.sections(plan, ("task", "\x02(一)", hostile))
    for address in (PLANS, address_of("tasks:task-list", [])):
        feed = feed_of(client, address)
        [title] = titles(feed)
        assert title.endswith("<script>alert(1)</script>&amp;]]>\U0001f600")
        summary = one_text(feed.find(f"{ATOM}entry"), "summary")
        assert "<script" not in summary
        assert "&lt;script&gt;" in summary


def test_entries_are_in_the_script_of_their_plan_whatever_the_reader_wants(client: Client) -> None:
    plan = builders.published("xian", title="質量強市方案", script="hant")
    builders.sections(plan, ("task", "(一)", "提升農產品質量"))
    client.cookies["script"] = "hans"
    for address in (PLANS, address_of("tasks:task-list", [])):
        entry = feed_of(client, address).find(f"{ATOM}entry")
        assert entry.get(LANGUAGE) == "zh-Hant"
        assert "質量" in one_text(entry, "title")


def test_it_is_sent_again_only_when_it_has_changed(client: Client) -> None:
    plan = full("xian", 2)
    for address in (PLANS, address_of("tasks:task-list", [["plan", "xian"]])):
        first = client.get(address)
        with CaptureQueriesContext(connection) as queries:
            again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert len(queries) <= 2
        plan.refresh_from_db()
        plan.title = f"新的标题 {address}"
        plan.save()
        assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_what_was_withdrawn_is_a_change_however_the_feed_is_asked_for(client: Client) -> None:
    full("first", 1)
    plan = full("second", 1)
    for address in (PLANS, address_of("documents:plan-list", []), address_of("tasks:task-list", [])):
        plan.status = "published"
        plan.save()
        assert "Last-Modified" not in client.get(address).headers
        plan.status = "withdrawn"
        plan.save()
        for since in (http_date(), http_date(timezone.now().timestamp() + 86400)):
            now = client.get(address, headers={"if-modified-since": since})
            assert now.status_code == 200
            assert f"<title>{plan.title}</title>" not in now.content.decode()


def test_ids_are_those_of_the_site_by_whatever_name_it_is_asked(client: Client, settings: Settings) -> None:
    settings.SITE_DOMAIN = "plans.example.gov.cn"
    full("xian", 1)
    entry = feed_of(client, PLANS).find(f"{ATOM}entry")
    assert one_text(entry, "id").startswith("tag:plans.example.gov.cn,")


@pytest.mark.parametrize(
    ("page", "conditions"),
    [
        ("indicators:goal-list", [["year", "2025"]]),
        ("tasks:search", [["q", "质量水平"], ["type", "goals"]]),
        ("tasks:search", [["q", "质量水平"], ["plan", "xian"], ["type", "goals"]]),
    ],
)
def test_a_feed_of_goals_has_those_that_were_changed_last_first(
    client: Client, page: str, conditions: Conditions
) -> None:
    plan = full("xian", 1)
    chapter = plan.sections.get(anchor="s-1")
    second = Goal.objects.create(plan=plan, section=chapter, position=2, year=2025, text="质量水平更高。" * 20)
    write(chapter, f"{chapter.text}{second.text}")
    Goal.objects.create(plan=plan, section=chapter, position=3, year=2030, text="别的。")
    day = timezone.now() + timedelta(days=1)
    feed = feed_of(client, address_of(page, conditions))
    assert titles(feed) == [f"2025年：{second.text[:60]}…", "2025年：到2025年,质量水平提升。"]
    changed_at(Goal.history, day, text="到2025年,质量水平提升。")
    Plan.objects.mark_edited()
    entry = feed_of(client, address_of(page, conditions)).find(f"{ATOM}entry")
    assert one_text(entry, "title") == "2025年：到2025年,质量水平提升。"
    assert moment(entry, "updated") == day
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/plans/xian/#s-1"
    assert plan.title in one_text(entry, "summary")


@pytest.mark.parametrize(
    ("page", "conditions"),
    [
        ("indicators:indicator-list", [["q", "指标"]]),
        ("tasks:search", [["q", "指标"], ["type", "indicators"]]),
        ("tasks:search", [["q", "指标"], ["region", "xian"], ["type", "indicators"]]),
    ],
)
def test_a_feed_of_indicators_is_dated_by_the_values_that_plans_set(
    client: Client, page: str, conditions: Conditions
) -> None:
    full("xian", 2)
    builders.full_plan("draft", tasks=3)
    address = address_of(page, conditions)
    day = timezone.now() + timedelta(days=1)
    [first, _] = Target.objects.published().in_order()
    changed_at(Target.history, day, id=first.pk)
    changed_at(Target.history, day + timedelta(days=1), section_id__in=Section.objects.filter(plan__slug="draft"))
    feed = feed_of(client, address)
    assert titles(feed) == ["指标1", "指标2"]
    entry = feed.find(f"{ATOM}entry")
    assert moment(entry, "updated") == day
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/indicators/{first.indicator_id}/"
    assert "1 份规划，目标值 1 个。" in one_text(entry, "summary")
    assert "《质量强市建设实施方案 xian》 1%（2025年）" in one_text(entry, "summary")
    second = full("second", 1)
    Target.objects.filter(section__plan=second).delete()
    now = feed_of(client, address).find(f"{ATOM}entry")
    assert one_text(now, "id") == one_text(entry, "id")


@pytest.mark.parametrize(
    ("page", "conditions"),
    [
        ("tasks:department-list", [["q", "局"]]),
        ("tasks:search", [["q", "局"], ["type", "departments"]]),
        ("tasks:search", [["q", "局"], ["plan", "xian"], ["type", "departments"]]),
    ],
)
def test_a_feed_of_departments_is_dated_by_what_plans_give_them(
    client: Client, page: str, conditions: Conditions
) -> None:
    plan = full("xian", 2)
    address = address_of(page, conditions)
    day = timezone.now() + timedelta(days=1)
    first = Responsibility.objects.filter(task__section__plan=plan).earliest("pk")
    changed_at(Responsibility.history, day, id=first.pk)
    feed = feed_of(client, address)
    assert titles(feed) == ["市第1局（西安市）", "市第2局（西安市）"]
    entry = feed.find(f"{ATOM}entry")
    assert moment(entry, "updated") == day
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/departments/{first.department_id}/"
    assert "牵头 1 项、负责 1 项" in one_text(entry, "summary")
    responsible = Responsibility.objects.filter(task__section__plan=plan).latest("pk")
    gone = responsible.pk
    responsible.delete()
    changed_at(Responsibility.history, day + timedelta(days=1), id=gone, history_type="-")
    Plan.objects.mark_edited()
    assert titles(feed_of(client, address)) == ["市第2局（西安市）", "市第1局（西安市）"]


def test_a_rule_for_all_tasks_of_a_plan_is_in_the_feed_of_its_department(client: Client) -> None:
    full("xian", 1)
    feed = feed_of(client, address_of("tasks:department-list", [["q", "各区县政府"]]))
    assert titles(feed) == ["各区县政府（西安市）"]
    assert "各项任务的通用分工。" in one_text(feed.find(f"{ATOM}entry"), "summary")


def test_the_feed_of_a_ledger_has_the_tasks_of_a_department(client: Client) -> None:
    full("xian", 2)
    body = Department.objects.get(name="市第2局")
    conditions = [["department", str(body.pk)], ["role", "lead"]]
    assert titles(feed_of(client, address_of("tasks:ledger", conditions))) == ["(2)任务2"]


@pytest.mark.parametrize(
    ("page", "conditions"),
    [
        ("documents:plan-list", []),
        ("tasks:task-list", []),
        ("indicators:goal-list", []),
        ("indicators:indicator-list", []),
        ("tasks:department-list", []),
        ("tasks:ledger", []),
        ("tasks:search", [["q", "任务"]]),
        ("tasks:search", [["q", "质量"], ["type", "plans"]]),
        ("tasks:search", [["q", "质量水平"], ["type", "goals"]]),
        ("tasks:search", [["q", "指标"], ["type", "indicators"]]),
        ("tasks:search", [["q", "市第"], ["type", "departments"]]),
    ],
)
@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_nothing_of_what_is_not_published_is_in_a_feed(
    client: Client, page: str, conditions: Conditions, status: str
) -> None:
    plan = full("secret", 1)
    address = address_of(page, conditions)
    assert titles(feed_of(client, address)) != []
    plan.status = status
    plan.save()
    assert titles(feed_of(client, address)) == []


def test_what_went_with_its_section_dates_those_who_lost_it(client: Client) -> None:
    address = address_of("tasks:department-list", [["q", "市第2局"]])
    full("other", 2)
    plan = full("xian", 2)
    for history in (Plan.history, Section.history, Responsibility.history, Target.history):
        history.update(history_date=timezone.now() - timedelta(days=9))
    assert timezone.now() - moment(feed_of(client, address).find(f"{ATOM}entry"), "updated") > timedelta(days=8)
    plan.sections.get(title="任务2").delete()
    plan.save()
    assert timezone.now() - moment(feed_of(client, address).find(f"{ATOM}entry"), "updated") < timedelta(hours=1)


@pytest.mark.parametrize(
    ("page", "conditions"),
    [
        ("documents:plan-list", []),
        ("tasks:task-list", []),
        ("tasks:ledger", []),
        ("indicators:goal-list", []),
        ("tasks:search", [["q", "任务"]]),
        ("tasks:search", [["q", "质量水平"], ["type", "goals"]]),
    ],
)
def test_it_costs_as_many_queries_for_many_plans_as_for_few(client: Client, page: str, conditions: Conditions) -> None:
    address = address_of(page, conditions)
    numbers = []
    for count in (5, 50):
        for at in range(count):
            full(f"plan-{count}-{at}", 2)
        with CaptureQueriesContext(connection) as queries:
            feed = feed_of(client, address)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 20
    assert len(titles(feed)) == 50


@pytest.mark.parametrize(
    ("page", "conditions"),
    [
        ("indicators:indicator-list", []),
        ("tasks:department-list", []),
        ("tasks:search", [["q", "指标"], ["type", "indicators"]]),
        ("tasks:search", [["q", "市第"], ["type", "departments"]]),
    ],
)
def test_it_costs_as_many_queries_for_many_names_as_for_few(client: Client, page: str, conditions: Conditions) -> None:
    address = address_of(page, conditions)
    numbers = []
    for count in (5, 60):
        full(f"plan-{count}", count)
        with CaptureQueriesContext(connection) as queries:
            feed = feed_of(client, address)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 20
    assert len(titles(feed)) == 50


def test_pages_tell_of_their_feeds(client: Client) -> None:
    full("xian", 1)
    assert (
        '<link rel="alternate" type="application/atom+xml" href="/plans/feed.atom"'
        in client.get("/plans/").content.decode()
    )
    view = SavedView.objects.saved("tasks:task-list", [], words="任务：全部")
    page = client.get(f"/v/{view.code}/share/").content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="/v/{view.code}/feed.atom"' in page

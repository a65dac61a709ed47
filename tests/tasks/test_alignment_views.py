"""任务对应: two plans side by side on a page, and the form by which a reviewer judges of a pair."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Plan, Region, Section, Theme
from qpolicy.beginning import reviewed_plans
from qpolicy.fixtures import load, load_catalogues
from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tasks.aligning import align, align_anew
from tasks.models import Alignment
from tests import builders
from tests.hostile import LISTED
from tests.pages import text_of
from tests.roles import NOBODY, PLAIN, SUPER, account, signed_in
from tests.tasks.test_aligning import TEXTS, plan

pytestmark = pytest.mark.django_db
PAGE = "/compare/alignment/"
FIRST, SECOND = "one", "two"
TWO = {"a": FIRST, "b": SECOND}


@pytest.fixture
def two() -> list[Plan]:
    """Two plans; each has a task that the other has too, and one that it has not."""
    plans = [plan(FIRST, "提升农产品质量", "培育区域品牌"), plan(SECOND, "提升农产品质量", "推行首席质量官")]
    align()
    return plans


def rows_of(page: str) -> list[tuple[str, list[str]]]:
    """Return of each row its state and the titles on it."""
    rows = re.findall(r'<article class="change change--([a-z-]+)"(.*?)</article>', page, re.DOTALL)
    return [(state, [re.sub("<.*?>", "", title) for title in re.findall("<h3>(.*?)</h3>", row)]) for state, row in rows]


@pytest.mark.usefixtures("two")
def test_tasks_stand_beside_their_counterparts_and_the_others_alone(client: Client) -> None:
    page = text_of(client.get(PAGE, TWO))
    assert rows_of(page) == [
        ("paired", ["1. 提升农产品质量"] * 2),
        ("only-a", ["2. 培育区域品牌"]),
        ("only-b", ["2. 推行首席质量官"]),
    ]
    assert "互为最相近" in page
    assert re.search(r"<mark>[^<]*农产品", page)
    for word, number in (("全部", 3), ("有对应", 1), ("仅甲有", 1), ("仅乙有", 1)):
        assert f"{word} <b>{number}</b>" in page


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("show", ["paired", "only-a", "only-b"])
def test_one_state_can_be_looked_at_alone(client: Client, show: str) -> None:
    assert [state for state, _ in rows_of(text_of(client.get(PAGE, {**TWO, "show": show})))] == [show]


def test_a_theme_can_be_looked_at_alone_and_each_is_counted(client: Client, two: list[Plan]) -> None:
    theme = Theme.objects.create(slug="brand", name="品牌", order=1)
    Section.objects.filter(title="培育区域品牌").update(theme=theme)
    page = text_of(client.get(PAGE, {**TWO, "theme": "brand"}))
    assert rows_of(page) == [("only-a", ["2. 培育区域品牌"])]
    counted = re.search(r"brand[^>]*>品牌</a></th>(.*?)</tr>", page, re.DOTALL)
    assert counted
    assert re.findall(r">(\d)<", counted[1]) == ["1", "0", "0", "1", "0"]
    assert len(rows_of(text_of(client.get(PAGE, {**TWO, "theme": "none"})))) == 2
    assert "没有这一类任务" in text_of(client.get(PAGE, {**TWO, "theme": "brand", "show": "paired"}))


def test_what_is_nearer_to_another_task_says_so(client: Client, two: list[Plan]) -> None:
    [extra] = builders.sections(two[0], ("task", "3.", "提升农产品"))
    extra.text = "加强农产品质量安全监测。"
    extra.save()
    align()
    page = text_of(client.get(PAGE, TWO))
    assert rows_of(page)[2] == ("paired", ["3. 提升农产品", "1. 提升农产品质量"])
    assert "甲→乙最相近" in page
    assert "更相近" in page
    turned = text_of(client.get(PAGE, {"a": SECOND, "b": FIRST}))
    assert rows_of(turned)[0] == ("paired", ["1. 提升农产品质量", "1. 提升农产品质量", "3. 提升农产品"])
    assert "乙→甲最相近" in turned


def test_each_plan_is_shown_in_its_own_script_or_the_wanted_one(client: Client, two: list[Plan]) -> None:
    section = two[1].sections.get(title="提升农产品质量")
    section.title, section.text = "提升農產品質量", "加強農產品質量安全監測，完善追溯體系。"
    section.save()
    Plan.objects.filter(pk=two[1].pk).update(script="hant")
    align()
    titles = ["1. 提升农产品质量", "1. 提升農產品質量"]
    assert rows_of(text_of(client.get(PAGE, TWO)))[0] == ("paired", titles)
    assert rows_of(text_of(client.get(PAGE, {**TWO, "script": "hans"})))[0] == ("paired", titles[:1] * 2)
    assert rows_of(text_of(client.get(PAGE, {**TWO, "script": "hant"})))[0] == ("paired", titles[1:] * 2)


def test_the_text_is_escaped(client: Client, two: list[Plan]) -> None:
    section = two[0].sections.get(title="培育区域品牌")
    section.title = section.text = "<script>alert(1)</script>"
    section.save()
    assert "<script>alert" not in text_of(client.get(PAGE, TWO))


# Which plans


def chosen(page: str) -> list[str]:
    return re.findall(r'<option value="([a-z-]+)"[^>]* selected', page)[:2]


def test_the_plan_above_is_what_a_plan_is_set_against(client: Client, two: list[Plan]) -> None:
    province = builders.region("shaanxi", "陕西省", "province")
    Region.objects.filter(slug="xian").update(parent=province)
    above = builders.published("above", region=province)
    assert chosen(text_of(client.get(PAGE, {"a": "two"}))) == ["two", "above"]
    two[1].based_on.add(two[0])
    page = text_of(client.get(PAGE, {"a": "two"}))
    assert chosen(page) == ["two", "one"]
    assert "甲的上位文件" in page
    assert "与上级地区（陕西省）的规划对照" in page
    above.delete()


@pytest.mark.usefixtures("two")
def test_without_one_it_is_another_of_the_same_level(client: Client) -> None:
    builders.published("county", region=builders.region("yanta", "雁塔区", "district"), issued_on="2026-01-01")
    assert chosen(text_of(client.get(PAGE, {"a": "two"}))) == ["two", "one"]
    assert chosen(text_of(client.get(PAGE))) == ["one", "two"]
    assert chosen(text_of(client.get(PAGE, {"a": "county"}))) == ["county", "one"]


@pytest.mark.usefixtures("two")
def test_the_choice_of_another_comparison_is_taken_over_and_carried_back(client: Client) -> None:
    page = text_of(client.get(f"{PAGE}?plan=two&plan=one"))
    assert chosen(page) == ["two", "one"]
    assert 'href="/compare/coverage/?plan=two&amp;plan=one"' in page
    coverage = text_of(client.get("/compare/coverage/?plan=two&plan=one"))
    assert f'href="{PAGE}?plan=two&amp;plan=one"' in coverage


def test_a_plan_s_page_leads_there(client: Client, two: list[Plan]) -> None:
    assert f'href="{PAGE}?a=one"' in text_of(client.get("/plans/one/"))
    Plan.objects.filter(pk=two[1].pk).update(replaces=two[0])
    assert f"{PAGE}?a=one" not in text_of(client.get("/plans/one/"))


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn", "superseded"])
def test_only_current_plans_are_there(client: Client, two: list[Plan], status: str) -> None:
    plan("three", "提升农产品质量", "改善旅游服务")
    hidden = plan("hidden", "改善旅游服务", **({} if status == "superseded" else {"status": status}))
    if status == "superseded":
        plan("newer", "培育区域品牌", replaces=hidden)
    align()
    page = text_of(client.get(PAGE, {"a": "hidden", "b": "three"}))
    assert 'value="hidden"' not in page
    assert "有的不存在、没有公开或已被替代" in page
    assert "/plans/hidden/" not in page
    assert "方案 hidden" not in page
    assert f'href="{PAGE}?a=hidden' not in text_of(client.get("/plans/three/"))


def test_a_plan_that_was_withdrawn_since_is_not_shown_even_before_it_is_aligned(
    client: Client, two: list[Plan]
) -> None:
    Plan.objects.filter(pk=two[0].pk).update(status="withdrawn")
    page = text_of(client.get(PAGE, TWO))
    assert "只有一份现行规划" in page
    assert "培育区域品牌" not in page


@pytest.mark.usefixtures("two")
def test_the_same_plan_twice_is_told_and_set_against_another(client: Client) -> None:
    page = text_of(client.get(PAGE, {"a": "one", "b": "one"}))
    assert "甲和乙选了同一份规划" in page
    assert chosen(page) == ["one", "two"]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("name", ["a", "b", "theme", "show", "page", "plan", "script"])
def test_nothing_that_is_typed_breaks_it(client: Client, name: str) -> None:
    for typed in (*LISTED, "9" * 20, "-1"):
        if len(typed) < 2000:
            query: dict[str, str | bytes] = {**TWO, name: typed.encode("utf-8", "surrogatepass")}
            assert client.get(PAGE, query).status_code == 200, typed
    assert client.get(f"{PAGE}?a=one&a=two&b=one&b=two&{name}=one&{name}=two").status_code == 200


def test_an_empty_knowledge_base_says_so(client: Client) -> None:
    assert "还没有" in text_of(client.get(PAGE))


def test_a_single_plan_says_what_is_missing(client: Client) -> None:
    plan("one", "提升农产品质量")
    assert "只有一份现行规划" in text_of(client.get(PAGE))


def test_plans_without_tasks_say_so(client: Client) -> None:
    builders.published("one"), builders.published("two")
    assert "这两份规划都没有任务" in text_of(client.get(PAGE, TWO))


# What it costs


def test_the_number_of_queries_is_the_same_for_five_and_fifty_plans(client: Client) -> None:
    counted = []
    for numbers in (range(5), range(5, 50)):
        for number in numbers:
            plan(f"plan-{number}", *TEXTS)
        align()
        with CaptureQueriesContext(connection) as captured:
            page = text_of(client.get(PAGE, {"a": "plan-0", "b": "plan-1"}))
        assert len(rows_of(page)) == 4
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 15


def test_fifty_rows_a_page(client: Client) -> None:
    first, second = builders.published("one"), builders.published("two")
    builders.sections(first, *(("task", f"{number}.", f"任务{number}") for number in range(60)))
    builders.sections(second, ("task", "1.", "无关"))
    assert len(rows_of(text_of(client.get(PAGE, TWO)))) == 50
    assert len(rows_of(text_of(client.get(PAGE, {**TWO, "page": "2"})))) == 11


# Judging


def sent(first: Section, second: Section, judgement: str, seen: str = "unjudged") -> dict[str, str]:
    return {"task": first.anchor, "counterpart": second.anchor, "judgement": judgement, "seen": seen}


def the_pair(plans: list[Plan]) -> tuple[Section, Section]:
    first, second = (one.sections.get(title="提升农产品质量") for one in plans)
    return first, second


HERE = f"{PAGE}?a=one&b=two"


@pytest.mark.parametrize(
    ("role", "status"), [(NOBODY, 403), (PLAIN, 403), (ENTRY, 403), (AUDIT, 403), (REVIEW, 302), (SUPER, 302)]
)
def test_reviewers_judge_and_nobody_else(two: list[Plan], role: str, status: int) -> None:
    client = signed_in(role)
    may = status == 302
    assert ("确认对应" in text_of(client.get(HERE))) == may
    assert client.post(HERE, sent(*the_pair(two), "confirmed")).status_code == status
    assert Alignment.objects.judged().count() == int(may)


def test_a_form_from_elsewhere_is_refused(two: list[Plan]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account(REVIEW))
    assert client.post(HERE, sent(*the_pair(two), "confirmed")).status_code == 403
    page = text_of(client.get(HERE))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form = {**sent(*the_pair(two), "confirmed"), "csrfmiddlewaretoken": token[1]}
    assert client.post(HERE, form).status_code == 302


def test_what_was_confirmed_is_marked_and_its_judge_told_to_reviewers_alone(client: Client, two: list[Plan]) -> None:
    reviewer = signed_in(REVIEW)
    answer = reviewer.post(HERE, sent(*the_pair(two), "confirmed"))
    assert answer.headers["Location"] == f"{HERE}#a-{the_pair(two)[0].anchor}"
    row = Alignment.objects.get()
    assert (row.judgement, str(row.judged_by)) == ("confirmed", REVIEW)
    assert row.judged_at
    assert f"<span>{REVIEW} {row.judged_at:%Y}" in text_of(reviewer.get(HERE))
    page = text_of(client.get(HERE))
    assert 'fate--sure">已确认' in page
    assert REVIEW not in page


def test_what_was_rejected_gives_way_and_can_be_taken_back(client: Client, two: list[Plan]) -> None:
    reviewer = signed_in(REVIEW)
    reviewer.post(HERE, sent(*the_pair(two), "rejected"))
    page = text_of(client.get(HERE))
    assert [state for state, _ in rows_of(page)] == ["only-a", "only-a", "only-b", "only-b"]
    assert "已否定的对应" not in page
    align_anew()
    page = text_of(reviewer.get(HERE))
    assert "已否定的对应" in page
    [seen] = re.findall(r'name="seen" value="([^"]+)"', page)
    reviewer.post(HERE, sent(*the_pair(two), "unjudged", seen))
    assert rows_of(text_of(client.get(HERE)))[0][0] == "paired"
    row = Alignment.objects.get()
    assert (row.judgement, row.judged_by, row.judged_at) == ("unjudged", None, None)


def test_a_judgement_that_somebody_else_has_made_meanwhile_is_not_overruled_unseen(two: list[Plan]) -> None:
    first, second = Client(), Client()
    first.force_login(account(REVIEW, "甲某"))
    second.force_login(account(REVIEW, "乙某"))
    first.post(HERE, sent(*the_pair(two), "confirmed"))
    answer = second.post(HERE, sent(*the_pair(two), "rejected"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "他人刚刚改动了这一对的核对结果，现为“已确认（甲某" in page
    [seen] = re.findall(r'name="seen" value="(confirmed [^"]+)"', page)
    assert Alignment.objects.get().judgement == "confirmed"
    assert second.post(HERE, sent(*the_pair(two), "rejected", seen)).status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        {"judgement": "maybe"}, {"judgement": ""}, {"task": "s-9-9"}, {"task": "s-\x00"}, {"counterpart": "\ud800"},
        {"counterpart": ""}, {"task": "9" * 300},
    ],
)  # fmt: skip
def test_what_is_no_pair_is_not_found(two: list[Plan], change: dict[str, str]) -> None:
    form = {**sent(*the_pair(two), "confirmed"), **change}
    encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in form.items()}
    assert signed_in(REVIEW).post(HERE, encoded).status_code == 404
    assert not Alignment.objects.judged().exists()


@pytest.mark.parametrize("query", ["", "?a=one", "?a=one&b=one", "?a=one&b=gone", "?plan=one"])
def test_a_pair_is_judged_of_plans_that_are_named_and_of_no_others(two: list[Plan], query: str) -> None:
    assert signed_in(SUPER).post(PAGE + query, sent(*the_pair(two), "confirmed")).status_code == 404


def test_a_pair_that_is_not_the_nearest_any_more_can_still_be_judged(client: Client, two: list[Plan]) -> None:
    first = the_pair(two)[0]
    second = two[1].sections.get(title="推行首席质量官")
    signed_in(REVIEW).post(HERE, sent(first, second, "confirmed"))
    assert rows_of(text_of(client.get(HERE)))[0][1] == ["1. 提升农产品质量", "2. 推行首席质量官", "1. 提升农产品质量"]


# Judging in the admin


@pytest.mark.parametrize(("action", "state"), [("confirm", "confirmed"), ("reject", "rejected")])
def test_pairs_are_judged_together_in_the_admin(two: list[Plan], action: str, state: str) -> None:
    client = signed_in(REVIEW)
    row = Alignment.objects.get()
    client.post("/admin/tasks/alignment/", {"action": action, "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert (row.judgement, str(row.judged_by), row.is_standing) == (state, REVIEW, state == "confirmed")
    client.post("/admin/tasks/alignment/", {"action": "take_back", "_selected_action": [row.pk]})
    assert (Alignment.objects.get().judgement, Alignment.objects.get().is_standing) == ("unjudged", True)


def test_the_admin_tells_how_near_they_are_in_per_cent_and_which_plan_is_whose(two: list[Plan]) -> None:
    Alignment.objects.update(score=0.4947)
    page = text_of(signed_in(REVIEW).get("/admin/tasks/alignment/"))
    assert '<td class="field-likeness">49%</td>' in page
    assert page.count("对应任务的规划") == 1


def test_or_one_by_one_and_computing_anew_meanwhile_is_no_edit(two: list[Plan]) -> None:
    client = signed_in(REVIEW)
    row = Alignment.objects.get()
    address = f"/admin/tasks/alignment/{row.pk}/change/"
    form = client.get(address).context["adminform"].form
    opened = {name: form[name].value() for name in form.fields}
    Alignment.objects.update(score=0.5)
    assert client.post(address, {**opened, "judgement": "rejected"}).status_code == 302
    row.refresh_from_db()
    assert (row.judgement, str(row.judged_by)) == ("rejected", REVIEW)
    late = client.post(address, {**opened, "judgement": "confirmed"})
    assert late.status_code == 200
    assert "他人已修改" in late.content.decode()


# The five plans


@pytest.fixture
def _plans() -> None:
    load_catalogues()
    load(reviewed_plans())
    from documents.models import SearchEntry

    SearchEntry.objects.write(Section.objects.filter(search_entry=None))
    align()


@pytest.mark.usefixtures("_plans")
def test_every_task_of_the_five_plans_is_on_the_page_of_any_two(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for first, second in (("hebei", "xinjiang"), ("xian", "hebei"), ("rongchang", "generic-city")):
        items = Section.objects.work_items().filter(plan__slug__in=(first, second))
        found: set[str] = set()
        for number in (1, 2):
            with django_assert_max_num_queries(15):
                page = text_of(client.get(PAGE, {"a": first, "b": second, "page": number}))
            found |= set(re.findall(r'<h3><a href="/plans/([^"]+)/"', page))
        assert found == {f"{item.plan.slug}/tasks/{item.anchor}" for item in items.select_related("plan")}

"""A list, comparison or search gets a short address that stays, and whoever is signed in keeps those of his own."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from documents.models import Plan
from qpolicy.models import AuditEvent, KeptView, SavedView
from qpolicy.models.views import ALPHABET, SHORTEST, code_of, digest_of
from qpolicy.roles import AUDIT, ENTRY
from qpolicy.sharing import views as sharing_views
from qpolicy.sharing.pages import LONGEST, PAGES
from tests import builders
from tests.hostile import LISTED
from tests.roles import SUPER, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plans")]

TASKS = "tasks:task-list"


def said(response: Any) -> str:
    return str(response.content.decode())


def shared(client: Client, address: str) -> SavedView:
    """Share the page as a reader does, and return what came of it."""
    response = client.post(f"/share{address}", {"only": "1"})
    assert response.status_code == 302, response.status_code
    return view_called(response.headers["Location"].split("/")[2])


def view_called(code: str) -> SavedView:
    return SavedView.objects.get(code=code)


@pytest.fixture
def _plans() -> None:
    builders.full_plan("xian", tasks=2)
    builders.full_plan("other", tasks=1)
    Plan.objects.update(status="published")


def test_every_page_that_can_be_shared_links_to_where_that_is_done_and_its_address_leads_back(client: Client) -> None:
    for name in PAGES:
        address = reverse(name) + ("?q=任务" if name == "tasks:search" else "")
        page = said(client.get(address))
        assert f'href="/share{reverse(name)}' in page, name
        view = shared(client, address)
        answer = client.get(view.get_absolute_url())
        assert answer.status_code == 302
        assert client.get(answer.headers["Location"]).status_code == 200
        assert answer.headers["Location"].startswith(reverse(name))


def test_the_link_of_a_list_carries_its_conditions_and_neither_page_nor_script(client: Client) -> None:
    page = said(client.get("/tasks/?plan=xian&page=2&script=hant"))
    assert 'href="/share/tasks/?plan=xian" rel="nofollow">分享、订阅</a>' in page
    assert 'href="/share/compare/indicators/?plan=xian&amp;plan=other"' in said(
        client.get("/compare/indicators/?plan=xian&plan=other")
    )


@pytest.mark.parametrize(
    "same",
    [
        "?region=xian&q=质量",
        "?q=质量&region=xian&page=3&script=hans&size=large",
        "?q=%20质量%20&region=xian&theme=&unknown=1",
        "?q=别的&q=质量&region=xian",
        f"?q={quote('质量')}&region=xian",
    ],
)
def test_the_same_view_has_the_same_address_however_it_was_come_by(client: Client, same: str) -> None:
    first = shared(client, "/tasks/?q=质量&region=xian")
    assert shared(client, f"/tasks/{same}") == first
    assert first.conditions == [["q", "质量"], ["region", "xian"]]
    assert SavedView.objects.count() == 1


def test_plans_of_a_comparison_are_the_same_in_any_order(client: Client) -> None:
    first = shared(client, "/compare/duties/?plan=xian&plan=other")
    assert shared(client, "/compare/duties/?plan=other&plan=xian&plan=xian") == first
    assert shared(client, "/compare/coverage/?plan=other&plan=xian") != first


def test_a_code_is_short_unmistakable_and_made_of_nothing_but_the_view(client: Client) -> None:
    view = shared(client, "/tasks/?plan=xian")
    assert re.fullmatch(f"[{ALPHABET}]{{{SHORTEST}}}", view.code)
    assert not set("0o1ilu") & set(ALPHABET)
    view.delete()
    assert shared(client, "/tasks/?plan=xian").code == view.code


def test_two_views_never_share_a_code(client: Client) -> None:
    digest = digest_of(TASKS, [["plan", "xian"]])
    taken = SavedView.objects.create(code=code_of(digest, SHORTEST), page=TASKS, digest="another")
    view = shared(client, "/tasks/?plan=xian")
    assert view.code == code_of(digest, SHORTEST + 1)
    assert view.code.startswith(taken.code)


def test_it_opens_as_it_is_read_aloud(client: Client) -> None:
    view = shared(client, "/tasks/?plan=xian")
    spoken = f"{view.code[:4]}-{view.code[4:]}".upper()
    assert client.get(f"/v/{spoken}/").headers["Location"] == "/tasks/?plan=xian"


@pytest.mark.parametrize(
    "code", ["", "2", "0", "../admin", "质量", "%00", "%ED%A0%80", "a" * 5000, "2" * 9, "%2e%2e", "'"]
)
def test_what_is_no_code_is_not_found(client: Client, code: str) -> None:
    for path in (f"/v/{code}/", f"/v/{code}/share/", f"/v/{code}/feed.atom"):
        assert client.get(path).status_code in (400, 404), path


@pytest.mark.parametrize(
    "path",
    [
        "/share//evil.example/", "/share/https://evil.example/", "/share/admin/", "/share/admin/login/?next=//evil.example/",
        "/share/v/222222222/", "/share/share/tasks/", "/share/plans/xian/", "/share/../admin/", "/share/%2F%2Fevil.example/",
        "/share/tasks", "/share/search/suggest.json", "/share/\\evil.example/", "/share/my/views/",
    ],
)  # fmt: skip
def test_only_lists_of_the_site_can_be_shared(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("typed", LISTED)
def test_no_query_breaks_it(client: Client, typed: str) -> None:
    query = "".join(f"%{byte:02X}" for byte in typed.encode("utf-8", "surrogatepass"))
    answer = client.post(f"/share/search/?q={query}&plan=%ED%A0%80&year={'9' * 30}")
    assert answer.status_code in (302, 400)
    if answer.status_code == 302:
        code = answer.headers["Location"].split("/")[2]
        assert client.get(answer.headers["Location"]).status_code == 200
        assert client.get(f"/v/{code}/").status_code in (200, 302)
        assert client.get(f"/v/{code}/feed.atom").status_code in (200, 404)


def test_conditions_that_are_too_long_are_refused_with_words(client: Client) -> None:
    response = client.post("/share/search/?" + urlencode({"q": "质" * (LONGEST + 1)}))
    assert response.status_code == 400
    assert "条件太长" in said(response)
    assert not SavedView.objects.exists()


def test_a_pasted_paragraph_is_led_to_by_a_page_that_no_proxy_refuses(client: Client) -> None:
    view = shared(client, "/search/?" + urlencode({"q": "质量强市" * 1000}))
    page = said(client.get(view.get_absolute_url()))
    assert '<meta http-equiv="refresh" content="0; url=/search/?q=%E8%B4%A8' in page
    assert 'class="button" href="/search/?q=' in page


def test_what_has_stopped_to_exist_the_page_itself_tells(client: Client) -> None:
    view = shared(client, "/tasks/?plan=xian&q=任务")
    Plan.objects.filter(slug="xian").update(status="withdrawn")
    page = said(client.get(view.get_absolute_url(), follow=True))
    assert "有的条件无法识别" in page


def test_a_page_that_the_site_has_no_more_is_not_found(client: Client) -> None:
    view = SavedView.objects.saved("tasks:nothing", [], words="")
    for path in (f"/v/{view.code}/", f"/v/{view.code}/share/", f"/v/{view.code}/feed.atom"):
        assert client.get(path).status_code == 404


def test_looking_makes_nothing_and_shows_what_there_is(client: Client) -> None:
    page = said(client.get("/share/tasks/?plan=xian"))
    assert "生成短网址" in page
    assert not SavedView.objects.exists()
    view = shared(client, "/tasks/?plan=xian")
    for path in ("/share/tasks/?plan=xian", f"/v/{view.code}/share/"):
        page = said(client.get(path))
        assert f'value="http://testserver/v/{view.code}/" readonly' in page
        assert f'value="http://testserver/v/{view.code}/feed.atom" readonly' in page
        assert "质量强市建设实施方案 xian" in page
        assert "<form method" not in page


def test_the_conditions_are_said_in_words_and_never_become_markup(client: Client) -> None:
    page = said(client.get("/share/compare/indicators/?q=<b>x</b>&plan=xian&shared=on&attribute=binding"))
    for words in ("&lt;b&gt;x&lt;/b&gt;", "约束性", "只看几份规划都有的", "质量强市建设实施方案 xian"):
        assert words in page
    assert "<b>x" not in page


def test_a_form_of_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/share/tasks/").status_code == 403
    assert not SavedView.objects.exists()


def test_an_address_may_make_so_many_and_no_more_but_ask_again_for_those_that_are(
    client: Client, settings: Settings
) -> None:
    settings.REPORT_LIMIT = 2
    for plan in ("xian", "other"):
        shared(client, f"/tasks/?plan={plan}")
    refused = client.post("/share/tasks/?q=质量")
    assert refused.status_code == 429
    assert "提交得太频繁" in said(refused)
    shared(client, "/tasks/?plan=xian")
    assert SavedView.objects.count() == 2
    shared(signed_in(ENTRY), "/tasks/?q=质量")


def test_nobody_reads_the_list_of_an_account_without_signing_in(client: Client) -> None:
    page = said(client.get("/my/views/"))
    assert "登录后可用" in page
    assert 'href="/admin/login/?next=/my/views/"' in page
    assert client.post("/my/views/1/", {"name": "x"}).headers["Location"] == "/admin/login/?next=/my/views/"


def test_a_view_is_kept_under_a_name_renamed_and_removed() -> None:
    client = signed_in(ENTRY)
    assert "还没有存过视图" in said(client.get("/my/views/"))
    assert 'href="/my/views/"' in said(client.get("/"))
    assert 'href="/my/views/"' in said(client.get("/admin/"))
    page = said(client.get("/share/tasks/?plan=xian"))
    assert 'value="质量强市建设实施方案 xian 任务"' in page
    client.post("/share/tasks/?plan=xian", {"name": " 西安 的\n任务 "})
    kept = KeptView.objects.get()
    assert kept.name == "西安 的 任务"
    client.post(f"/v/{kept.view.code}/share/", {"name": "西安任务"})
    assert KeptView.objects.get().name == "西安任务"
    assert 'name="name" value="西安任务"' in said(client.get("/share/tasks/?plan=xian"))
    page = said(client.post(f"/my/views/{kept.pk}/", {"name": "<b>任务</b>"}, follow=True))
    assert "&lt;b&gt;任务&lt;/b&gt;" in page
    assert f"http://testserver/v/{kept.view.code}/" in page
    page = said(client.post(f"/my/views/{kept.pk}/", {"name": "任务", "remove": "1"}, follow=True))
    assert "短网址仍然有效" in page
    assert not KeptView.objects.exists()
    assert client.get(kept.view.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(
    ("name", "why"), [("", "请写一个名称。"), (" \n", "请写一个名称。"), ("名" * 61, "现有 61 字")]
)
def test_a_name_that_says_nothing_or_too_much_is_asked_for_again(name: str, why: str) -> None:
    client = signed_in(ENTRY)
    assert why in said(client.post("/share/tasks/?plan=xian", {"name": name}))
    assert not SavedView.objects.exists()
    client.post("/share/tasks/?plan=xian", {"name": "任务"})
    answer = client.post(f"/my/views/{KeptView.objects.get().pk}/", {"name": name})
    assert answer.status_code == 400
    assert why in said(answer)
    assert KeptView.objects.get().name == "任务"


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "\u202e倒"])
def test_no_name_breaks_it(name: str) -> None:
    body = f"name={''.join(f'%{byte:02X}' for byte in name.encode('utf-8', 'surrogatepass'))}"
    answer = signed_in(ENTRY).post("/share/tasks/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302)


def test_an_account_touches_its_own_alone() -> None:
    owner, other = signed_in(ENTRY), signed_in(SUPER)
    owner.post("/share/tasks/?plan=xian", {"name": "我的任务"})
    kept = KeptView.objects.get()
    assert "我的任务" not in said(other.get("/my/views/"))
    assert "我的任务" not in said(other.get(f"/v/{kept.view.code}/share/"))
    for sent in ({"name": "别人的"}, {"remove": "1"}):
        assert other.post(f"/my/views/{kept.pk}/", sent).status_code == 404
    for pk in ("0", "9" * 30):
        assert other.post(f"/my/views/{pk}/", {"remove": "1"}).status_code == 404
    other.post("/share/tasks/?plan=xian", {"name": "也要"})
    kept.refresh_from_db()
    assert kept.name == "我的任务"
    assert KeptView.objects.count() == 2
    assert SavedView.objects.count() == 1


def test_an_account_keeps_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing_views, "MOST_KEPT", 1)
    client = signed_in(ENTRY)
    client.post("/share/tasks/?plan=xian", {"name": "一"})
    assert "最多存 1 个视图" in said(client.post("/share/tasks/?plan=other", {"name": "二"}))
    client.post("/share/tasks/?plan=xian", {"name": "改名"})
    assert KeptView.objects.get().name == "改名"


def test_the_list_costs_as_many_queries_for_many_as_for_few(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in(ENTRY)
    client.get("/my/views/")
    for number in (2, 30):
        for at in range(number):
            client.post(f"/share/tasks/?q=任务{number}-{at}", {"name": f"任务{at}"})
        with django_assert_num_queries(4):
            client.get("/my/views/")


def test_an_auditor_looks_at_short_addresses_and_a_superuser_deletes_them_on_record(client: Client) -> None:
    view = shared(client, "/tasks/?plan=xian")
    place = f"/admin/qpolicy/savedview/{view.pk}"
    assert "质量强市建设实施方案 xian" in said(signed_in(AUDIT).get("/admin/qpolicy/savedview/"))
    assert signed_in(ENTRY).get(f"{place}/change/").status_code == 403
    signed_in(SUPER).post(f"{place}/delete/", {"post": "yes"})
    assert not SavedView.objects.exists()
    event = AuditEvent.objects.get(kind="deletion")
    assert view.code in event.subject


def test_every_condition_of_a_page_is_known_to_it() -> None:
    for name, listed in PAGES.items():
        conditions = listed.conditions(QueryDict("&".join(f"{one}=1" for one in sorted(listed.names))))
        assert [one for one, _ in conditions] == sorted(listed.names), name

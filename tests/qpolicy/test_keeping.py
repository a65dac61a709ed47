"""Pages are written once and kept, and yet every edit shows at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from documents.keeping import LONGEST_QUERY, MOST_CONDITIONS, kept
from documents.models import Department, Plan, Region, Section
from indicators.models import Goal, Indicator, Target
from tasks.merging import merge as merge_departments
from tasks.models import DefaultResponsibility, Responsibility
from tests import builders

pytestmark = pytest.mark.django_db

TABS = ("/plans/xian/", "/plans/xian/goals/", "/plans/xian/targets/", "/plans/")
OTHERS = (
    "/",
    "/tasks/",
    "/plans/xian/tasks/s-1-1/",
    "/goals/",
    "/indicators/",
    "/departments/",
    "/functions/",
    "/regions/",
    "/site-map/",
)
STATE_QUERIES = 1


@pytest.fixture
def plan() -> Plan:
    plan = builders.full_plan("xian", tasks=2)
    plan.status = Plan.Status.PUBLISHED
    plan.save()
    return plan


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    return client


def page(client: Client, path: str = "/plans/xian/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def submit(editor: Client, row: Any, **changes: object) -> None:
    """Fill in the row's form in the admin, change it and save it."""
    model = row._meta
    path = f"/admin/{model.app_label}/{model.model_name}/{row.pk}/change/"
    context = editor.get(path).context
    forms = [
        context["adminform"].form,
        *(f for s in context["inline_admin_formsets"] for f in [s.formset.management_form, *s.formset.forms]),
    ]
    typed = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                typed[field.html_name] = value
    response = editor.post(path, {**typed, **changes})
    assert response.status_code == 302, response.context["errors"]


@pytest.mark.parametrize("path", TABS + OTHERS)
def test_a_page_is_written_once(
    client: Client, plan: Plan, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(path)
    with django_assert_num_queries(STATE_QUERIES):
        second = client.get(path)
    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("path", TABS + OTHERS)
def test_the_state_is_asked_for_once(client: Client, plan: Plan, path: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert sum("django_admin_log" in query["sql"] for query in asked) == STATE_QUERIES


@pytest.mark.parametrize("path", TABS + OTHERS)
def test_a_browser_that_has_the_page_is_told_so(client: Client, plan: Plan, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    assert first.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in first.headers["Vary"]


def test_script_and_size_have_pages_of_their_own(client: Client, plan: Plan) -> None:
    tags = {
        client.get(f"/plans/xian/{query}").headers["ETag"]
        for query in ("?script=original&size=normal", "?script=hant", "?size=large", "?script=hans", "?size=small")
    }
    assert len(tags) == 5
    assert client.get("/plans/xian/?size=large").cookies["size"].value == "large"
    assert client.get("/plans/xian/?size=large").cookies["size"].value == "large"  # kept by now


def test_the_address_of_the_site_is_part_of_the_page(client: Client, plan: Plan) -> None:
    assert "http://testserver/plans/xian/#" in page(client)
    secure = client.get("/plans/xian/", secure=True)
    assert "https://testserver/plans/xian/#" in secure.content.decode()


def test_who_is_signed_in_never_gets_or_leaves_a_kept_page(client: Client, editor: Client, plan: Plan) -> None:
    Plan.objects.update(warnings=[{"message": "只给编辑看"}])
    assert "只给编辑看" in page(editor)
    assert "只给编辑看" not in page(client)
    assert "只给编辑看" in page(editor)
    assert "private" in editor.get("/plans/xian/").headers["Cache-Control"]


def test_nothing_is_kept_of_a_draft(client: Client, plan: Plan) -> None:
    page(client)
    Plan.objects.update(status="draft")
    assert [client.get(path).status_code for path in TABS] == [404, 404, 404, 200]
    assert plan.title not in page(client, "/plans/")


EDITS: dict[str, tuple[Callable[[], Any], dict[str, object], str, str]] = {
    "plan": (Plan.objects.get, {"title": "改过的标题"}, "改过的标题", "/plans/"),
    "expired": (Plan.objects.get, {"validity": "expired"}, "本规划已失效", "/plans/xian/"),
    "section": (Section.objects.first, {"title": "改过的章"}, "改过的章", "/plans/xian/"),
    "task": (lambda: Section.objects.work_items()[0].task, {"text": "改过的任务。"}, "改过的任务。", "/plans/xian/"),
    "goal": (Goal.objects.get, {"text": "改过的目标。"}, "改过的目标。", "/plans/xian/goals/"),
    "target": (Target.objects.first, {"name": "改过的指标"}, "改过的指标", "/plans/xian/targets/"),
    "responsibility": (Responsibility.objects.first, {"name": "改过的局"}, "改过的局", "/plans/xian/"),
    "default": (DefaultResponsibility.objects.get, {"name": "改过的政府"}, "改过的政府", "/plans/xian/"),
    "department": (
        lambda: DefaultResponsibility.objects.get().department, {"name": "改名的政府"}, "改名的政府", "/plans/xian/",
    ),
    "region": (Region.objects.get, {"name": "改名市"}, "改名市", "/plans/"),
    "role": (Responsibility.objects.first, {"role": "participant"}, "chip--participant", "/plans/xian/"),
    "indicator": (Indicator.objects.first, {"name": "改名的指标"}, "改名的指标", "/indicators/"),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_in_the_admin_shows_at_once(client: Client, editor: Client, plan: Plan, edit: str) -> None:
    find, changes, shown, path = EDITS[edit]
    assert shown not in page(client, path)
    submit(editor, find(), **changes)
    assert shown in page(client, path)


def test_what_programs_change_shows_at_once(client: Client, plan: Plan) -> None:
    page(client)
    plan.document_number = "测府发〔2024〕1号"
    plan.save()
    assert "测府发〔2024〕1号" in page(client)
    plan.issuer = "测试市政府"
    plan.save(update_fields=["issuer"])
    assert "测试市政府" in page(client)
    Plan.objects.filter(pk=plan.pk).update(kind="纲要")
    assert "纲要" in page(client)
    builders.plan("newer", status="published", title="后来的规划")
    assert "后来的规划" in page(client)
    Plan.objects.filter(slug="newer").delete()
    assert "后来的规划" not in page(client)


def test_merged_departments_show_at_once(client: Client, plan: Plan) -> None:
    other, kept_one = Department.objects.filter(name__startswith="市第")
    Responsibility.objects.update(name="")
    assert other.name in page(client)
    merge_departments(kept_one, [other])
    assert other.name not in page(client)


def test_only_good_answers_to_usual_questions_are_kept(rf: RequestFactory) -> None:
    answers = iter(range(10))

    @kept
    def count(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(next(answers)), status=int(request.GET.get("status", 200)))

    def ask(query: str) -> bytes:
        request = rf.get(f"/{query}")
        request.user = AnonymousUser()
        return count(request).content

    assert [ask(""), ask(""), ask("?status=404"), ask("?status=404")] == [b"0", b"0", b"1", b"2"]
    for rare in ("?q=" + "x" * LONGEST_QUERY, "?" + "&".join(f"c{number}=1" for number in range(MOST_CONDITIONS + 1))):
        assert ask(rare) != ask(rare)
    form = "?" + "&".join(f"c{number}=" for number in range(3 * MOST_CONDITIONS)) + "&q=1"
    assert ask(form) == ask(form)


@pytest.mark.parametrize(
    ("cookie", "value", "shown"), [("size", "large", "size--large"), ("script", "hant", '<article lang="zh-Hant"')]
)
def test_what_a_reader_chose_before_has_pages_of_its_own(
    client: Client, plan: Plan, cookie: str, value: str, shown: str
) -> None:
    usual = page(client)
    other = Client()
    other.cookies[cookie] = value
    assert shown in page(other)
    assert shown not in usual
    assert page(client) == usual


def test_every_host_has_pages_of_its_own(client: Client, plan: Plan, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        assert f"http://{host}/plans/xian/#" in client.get("/plans/xian/", headers={"host": host}).content.decode()
